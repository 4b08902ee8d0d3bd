"""Reading and filling the graph that all stages share.

The graph is a ``networkx.MultiDiGraph``: its nodes are terms, an edge from subject to object has
the predicate as its key and the place it was read from as its attribute ``place``.
"""

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

import networkx

from kg.errors import Place
from kg.terms import Iri, Term, Triple, order

if TYPE_CHECKING:
    Graph = networkx.MultiDiGraph[Term]
else:  # at run time the class takes no parameter
    Graph = networkx.MultiDiGraph


def graph_of(statements: Iterable[tuple[Triple, Place | None]], onto: Graph | None = None) -> Graph:
    """A graph of the statements, on top of a copy of another graph if one is given."""
    graph = Graph() if onto is None else onto.copy()
    fill(graph, statements)
    return graph


def fill(graph: Graph, statements: Iterable[tuple[Triple, Place | None]]) -> None:
    """Puts the statements into a graph that nobody else holds yet."""
    for triple, place in statements:
        graph.add_edge(triple.subject, triple.object, key=triple.predicate, place=place)


def triples(graph: Graph) -> Iterator[Triple]:
    """Every triple of the graph."""
    for subject, target, predicate in graph.edges(keys=True):
        yield Triple(subject, predicate, target)


def objects(graph: Graph, subject: Term, predicate: Iri) -> list[Term]:
    """The objects of a subject and predicate, in order."""
    if subject not in graph:
        return []
    edges = graph.out_edges(subject, keys=True)
    return sorted((target for _, target, key in edges if key == predicate), key=order)


def value(graph: Graph, subject: Term, predicate: Iri) -> Term | None:
    """The first object of a subject and predicate, if there is one."""
    return next(iter(objects(graph, subject, predicate)), None)


def subjects(graph: Graph, predicate: Iri, target: Term) -> list[Iri]:
    """The IRIs that point to an object by a predicate, in order."""
    if target not in graph:
        return []
    edges = graph.in_edges(target, keys=True)
    found = {source for source, _, key in edges if key == predicate and isinstance(source, Iri)}
    return sorted(found, key=order)


def place(graph: Graph, triple: Triple) -> Place | None:
    """Where a triple was read from."""
    attributes = graph.get_edge_data(triple.subject, triple.object, triple.predicate)
    found: Place | None = attributes["place"] if attributes else None
    return found
