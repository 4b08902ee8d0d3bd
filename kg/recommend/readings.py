"""What the facts of an advice say, read as words, numbers and grounds."""

from collections.abc import Iterable

from kg import vocabulary as nst
from kg.graph import Graph, objects, value
from kg.labels import word
from kg.recommend.sentences import Narrator
from kg.terms import Iri, Literal, Term, Triple


def facts_of(graph: Graph, subject: Iri, predicate: Iri) -> list[Triple]:
    """The facts that a subject has by a predicate."""
    return [Triple(subject, predicate, target) for target in objects(graph, subject, predicate)]


def words_of(graph: Graph, terms: Iterable[Term]) -> tuple[str, ...]:
    """The ids of terms, in order."""
    return tuple(sorted(word(graph, term) for term in terms))


def word_of(graph: Graph, term: Term | None) -> str:
    """The id of a term, empty if there is none."""
    return word(graph, term) if term else ""


def number_of(term: Term | None) -> int:
    """A whole number, 0 if there is none."""
    return int(term.lexical) if isinstance(term, Literal) else 0


def support_of(graph: Graph, term: Term) -> int:
    """The place of a statement on the scale of strength, 0 if it has none."""
    strength = value(graph, term, nst.STRENGTH)
    return number_of(value(graph, strength, nst.RANK)) if strength else 0


def most(graph: Graph, limit: Iri) -> int | None:
    """How many a setting lets be shown; None where it is not set."""
    return number_of(value(graph, nst.CARD_LIMITS, limit)) or None


def bound(teller: Narrator, fact: Triple, name: str) -> set[Term]:
    """All that a variable stands for in the derivations of a fact."""
    return teller.inference.bound(fact, name)
