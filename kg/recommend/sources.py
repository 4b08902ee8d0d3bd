"""Where a statement comes from, in words."""

from collections.abc import Iterable

from kg import vocabulary as nst
from kg.graph import Graph, subjects
from kg.labels import Labels, word
from kg.messages import text
from kg.terms import Iri
from kg.terms.known import Known


def source_text(labels: Labels, basis: str, sections: Iterable[str]) -> str:
    """The basis and, if there are any, the titles of the sections, in brackets."""
    titles = "; ".join(labels.label(nst.individual(section)) for section in sections)
    key = "sources" if titles else "no-sources"
    name = label_by_word(labels, nst.BASIS_CLASS, basis)
    return text(key, labels.language, basis=name, sections=titles)


def label_by_word(labels: Labels, kind: Iri, notation: str) -> str:
    """The label of the individual of a class that files name by a word."""
    return labels.label(by_word(labels.graph, kind)[notation])


def by_word(graph: Graph, kind: Iri) -> dict[str, Iri]:
    """The individuals of a class by the words that files name them by; found once a graph."""

    def find() -> dict[str, Iri]:
        return {word(graph, each): each for each in subjects(graph, nst.TYPE, kind)}

    return graph.remember(kind, find) if isinstance(graph, Known) else find()
