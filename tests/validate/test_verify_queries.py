"""The queries that must find nothing: each can find something, and both stores find the same."""

from collections.abc import Callable
from functools import cache

import pytest
import rdflib
from validate.bad_graphs import GRAPHS, good_graph, laid_over

from kg.errors import Fault
from kg.graph import Graph, triples
from kg.messages import LANGUAGES, fault_text
from kg.query import saved_queries
from kg.resources import data_root
from kg.store import Store
from kg.terms import Iri, Literal, Term
from kg.validate.verify import verify_findings

pytestmark = pytest.mark.thorough

QUERIES = saved_queries(data_root(), "verify")


@cache
def good_faults() -> tuple[Fault, ...]:
    """What all the queries find in the project's own knowledge."""
    return tuple(verify_findings(good_graph(), QUERIES, "en"))


Cell = tuple[str, str]


def rows_of_the_store(graph: Graph, text: str) -> set[tuple[Cell, ...]]:
    """What the project's store finds: of each term, what it says and in which language."""

    def cell(term: Term | None) -> Cell:
        match term:
            case Literal(lexical, language=language):
                return lexical, language
            case Iri(value):
                return value, ""
        return "", ""

    return {tuple(map(cell, row)) for row in Store.of(graph).select(text).rows}


def rows_of_rdflib(graph: rdflib.Graph, text: str) -> set[tuple[Cell, ...]]:
    """What rdflib's own engine finds in its own memory."""

    def cell(term: object) -> Cell:
        return ("" if term is None else str(term)), getattr(term, "language", None) or ""

    # A row of a SELECT is a tuple of terms; its type does not say so.
    return {tuple(map(cell, row)) for row in graph.query(text)}  # type: ignore[arg-type]


@cache
def good_in_rdflib() -> rdflib.Graph:
    """The project's own knowledge in rdflib's own memory."""
    return in_rdflib(good_graph())


def in_rdflib(graph: Graph) -> rdflib.Graph:
    """A graph in rdflib's own memory."""
    text = "".join(f"{each}\n" for each in triples(graph))
    return rdflib.Graph(bind_namespaces="none").parse(data=text, format="nt")


def bad_in_rdflib(name: str) -> rdflib.Graph:
    """The knowledge with a bad graph on top, in rdflib's own memory."""
    return good_in_rdflib() + rdflib.Graph().parse(GRAPHS[name])


def test_every_verify_query_has_a_bad_graph() -> None:
    """A check that nothing trips may be a check that never trips."""
    assert set(QUERIES) - set(GRAPHS) == set()


@pytest.mark.parametrize("name", QUERIES)
def test_a_bad_graph_trips_the_query_it_is_named_after(
    name: str, golden: Callable[[str, str], None]
) -> None:
    """It is refused with exactly these words, in each language; the knowledge itself is not."""
    query = {name: QUERIES[name]}
    graph = laid_over(name)
    told = [
        f"{fault_text(fault, language)}\n"
        for language in LANGUAGES
        for fault in verify_findings(graph, query, language)
    ]

    golden(f"../bad/ontology/{name}.expected.txt", "".join(told))
    assert told
    assert [fault for fault in good_faults() if name in str(fault.values["query"])] == []


@pytest.mark.parametrize("name", QUERIES)
def test_both_stores_find_the_same(name: str) -> None:
    """The engine of rdflib and pyoxigraph agree on the good graph and on the bad one."""
    text = QUERIES[name].text
    good, bad = good_graph(), laid_over(name)

    assert rows_of_rdflib(good_in_rdflib(), text) == rows_of_the_store(good, text) == set()
    assert rows_of_rdflib(bad_in_rdflib(name), text) == rows_of_the_store(bad, text) != set()
