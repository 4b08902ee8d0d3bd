"""The queries in ``queries/verify/`` -> what they find, each row a fault."""

from collections.abc import Iterator, Mapping

from kg.errors import Fault, Place
from kg.graph import Graph
from kg.query import Query, run
from kg.store import Store, Table
from kg.terms import Iri, Literal, Term, local_name
from kg.validate.shapes import place_of


def verify_findings(graph: Graph, queries: Mapping[str, Query], language: str) -> list[Fault]:
    """A fault for each row that any of the queries finds; its header's label is the complaint."""
    store = Store.of(graph)
    return [
        fault for query in queries.values() for fault in _findings(graph, store, query, language)
    ]


def _findings(graph: Graph, store: Store, query: Query, language: str) -> Iterator[Fault]:
    found = run(store, query, {}, language)
    if not isinstance(found, Table):
        yield Fault("query-not-select", Place(query.file, 1))
        return
    for row in found.rows:
        told = [each for each in row if each]
        yield Fault(
            "verify-found",
            place_of(graph, told[0]) if told else None,
            complaint=query.saved.label[language],
            row=", ".join(_named(each) for each in told),
            query=query.file,
        )


def _named(term: Term) -> str:
    """A term by its id, not its notation: two values may share that; others' IRIs may have none."""
    match term:
        case Iri(value):
            return local_name(term) or value
        case Literal(lexical, language=""):
            return lexical
    return str(term)
