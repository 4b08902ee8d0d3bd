"""What people read in place of an IRI."""

from dataclasses import dataclass

from kg.graph import Graph, objects, value
from kg.terms import Iri, Literal, Term, local_name
from kg.vocabulary import DEFINITION, NOTATION, PREF_LABEL


@dataclass(frozen=True, slots=True)
class Labels:
    """The words of a graph in one language."""

    graph: Graph
    language: str

    def label(self, term: Term) -> str:
        """The preferred label; without one, the id of an IRI or the text of a literal."""
        return self.text(term, PREF_LABEL) or word(self.graph, term)

    def definition(self, term: Term) -> str:
        """The definition, empty if there is none."""
        return self.text(term, DEFINITION)

    def text(self, term: Term, predicate: Iri) -> str:
        """The text of a term by a predicate, empty if there is none in the language."""
        for text in objects(self.graph, term, predicate):
            if isinstance(text, Literal) and text.language == self.language:
                return text.lexical
        return ""


def word(graph: Graph, term: Term) -> str:
    """The id by which files and JSON name a term: its notation, else the end of its IRI."""
    notation = value(graph, term, NOTATION)
    if isinstance(notation, Literal):
        return notation.lexical
    return local_name(term) if isinstance(term, Iri) else getattr(term, "lexical", str(term))
