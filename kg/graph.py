"""Reading and filling the graph that all stages share.

Facts come in two forms that the functions here read alike. `kg.terms.known.Known` keeps them as
numbers, in layers, and is what advice rests on. A ``networkx.MultiDiGraph`` has a node for each
term and, for each fact, an edge from subject to object with the predicate as its key and the place
it was read from as its attribute ``place``: the form for the algorithms of networkx.
"""

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Union

from kg.errors import Place
from kg.terms import Iri, Term, Triple, order
from kg.terms.known import Known

if TYPE_CHECKING:
    import networkx

Network = Union["networkx.MultiDiGraph[Term]"]
Graph = Union["networkx.MultiDiGraph[Term]", Known]
Statement = tuple[Triple, Place | None]


def graph_of(statements: Iterable[Statement], onto: Graph | None = None) -> Network:
    """A graph of the statements, on top of a copy of another if one is given."""
    import networkx

    graph: Network = networkx.MultiDiGraph()
    if onto is not None:
        _fill(graph, ((each, place(onto, each)) for each in triples(onto)))
    _fill(graph, statements)
    return graph


def _fill(graph: Network, statements: Iterable[Statement]) -> None:
    for triple, where in statements:
        graph.add_edge(triple.subject, triple.object, key=triple.predicate, place=where)


def known_of(statements: Iterable[Statement], onto: Known | None = None) -> Known:
    """The statements as numbers, on top of others if there are any."""
    known = Known(onto)
    for triple, where in statements:
        known.tell(triple, where)
    return known


def triples(graph: Graph) -> Iterator[Triple]:
    """Every triple of the graph."""
    if isinstance(graph, Known):
        yield from graph.triples()
    else:
        for subject, target, predicate in graph.edges(keys=True):
            yield Triple(subject, predicate, target)


def objects(graph: Graph, subject: Term, predicate: Iri, language: str = "") -> list[Term]:
    """The objects of a subject and predicate, in order; perhaps only texts in a language."""
    if isinstance(graph, Known):
        found = graph.objects(subject, predicate)
    elif subject not in graph:
        return []
    else:
        edges = graph.out_edges(subject, keys=True)
        found = sorted((target for _, target, key in edges if key == predicate), key=order)
    if language:
        return [each for each in found if getattr(each, "language", "") == language]
    return found


def value(graph: Graph, subject: Term, predicate: Iri) -> Term | None:
    """The first object of a subject and predicate, if there is one."""
    if isinstance(graph, Known):
        return graph.value(subject, predicate)
    return next(iter(objects(graph, subject, predicate)), None)


def subjects(graph: Graph, predicate: Iri, target: Term) -> list[Iri]:
    """The IRIs that point to an object by a predicate, in order."""
    if isinstance(graph, Known):
        sources = graph.subjects(predicate, target)
    elif target not in graph:
        return []
    else:
        edges = graph.in_edges(target, keys=True)
        sources = sorted({source for source, _, key in edges if key == predicate}, key=order)
    return [each for each in sources if isinstance(each, Iri)]


def pairs(graph: Graph, predicate: Iri) -> Iterator[tuple[Term, Term]]:
    """The subject and object of each triple with a predicate."""
    found = graph.having(predicate) if isinstance(graph, Known) else triples(graph)
    for triple in found:
        if triple.predicate == predicate:
            yield triple.subject, triple.object


def place(graph: Graph, triple: Triple) -> Place | None:
    """Where a triple was read from."""
    if isinstance(graph, Known):
        where = graph.place(triple)
        return where if isinstance(where, Place) else None
    attributes = graph.get_edge_data(triple.subject, triple.object, triple.predicate)
    found: Place | None = attributes["place"] if attributes else None
    return found


def places(graph: Graph, subject: Term) -> Iterator[Place]:
    """Where the triples with a subject were read from."""
    if isinstance(graph, Known):
        found = (graph.place(each) for each in graph.about(subject))
    elif subject in graph:
        found = (each["place"] for _, _, each in graph.out_edges(subject, data=True))
    else:
        return
    yield from (where for where in found if isinstance(where, Place))
