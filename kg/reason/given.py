"""The facts that an engine is given, in whichever form."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, TypeAlias, Union

from kg.terms import Term, Triple, order

if TYPE_CHECKING:
    import networkx as nx

__all__ = ["Given", "in_order", "triples"]

# Triples, or a graph with an edge from subject to object whose key is the predicate.
Given: TypeAlias = Union["nx.MultiDiGraph[Term]", Iterable[Triple]]


def triples(given: Given) -> list[Triple]:
    """The facts as they come; an iterable may say things twice. A list is not copied.

    >>> from kg.terms import Iri
    >>> a, b = Iri("urn:a"), Iri("urn:b")
    >>> triples(each for each in [Triple(a, b, a)]) == [Triple(a, b, a)]
    True
    """
    edges = getattr(given, "edges", None)
    if edges is None:
        return given if isinstance(given, list) else [*given]
    return [Triple(subject, key, target) for subject, target, key in edges(keys=True)]


def in_order(facts: Iterable[Triple]) -> list[Triple]:
    """Facts in a fixed order, so that the same facts give the same proofs, in the same order."""
    return sorted(facts, key=lambda triple: [order(term) for term in triple])
