"""Graphs that must be refused, each laid on top of the project's own knowledge."""

from collections.abc import Callable, Iterable
from functools import cache
from pathlib import Path

import pytest

from kg.errors import Fault
from kg.graph import graph_of
from kg.load import load_knowledge
from kg.load.turtle import read_rdf
from kg.messages import fault_text
from kg.query import saved_queries
from kg.resources import data_root
from kg.terms import local_name
from kg.validate.everything import graph_findings
from kg.validate.shapes import shape_names

FOLDER = Path(__file__).parents[1] / "bad" / "ontology"
GRAPHS = {path.stem: path for path in sorted(FOLDER.glob("*.ttl"))}


@cache
def findings(*names: str) -> list[str]:
    """What is found wrong once some bad graphs are laid on top of the knowledge, in English."""
    statements = [each for name in names for each in read_rdf(GRAPHS[name], GRAPHS[name].name)]
    graph = graph_of(statements, onto=load_knowledge(data_root()).graph)
    return sorted(_text(graph_findings(graph, data_root(), "en")))


def _text(faults: Iterable[Fault]) -> list[str]:
    return [fault_text(fault, "en") for fault in faults]


@pytest.mark.parametrize("name", GRAPHS)
def test_a_bad_graph_is_refused_with_exactly_these_words(
    name: str, golden: Callable[[str, str], None]
) -> None:
    """It trips the check it is named after, and says so; what the knowledge itself trips is left out."""
    found = [text for text in findings(name) if text not in findings()]

    golden(f"../bad/ontology/{name}.expected.txt", "".join(f"{text}\n" for text in found))
    assert found


def test_every_shape_and_every_verify_query_has_a_bad_graph() -> None:
    """A check that nothing trips may be a check that never trips."""
    shapes = {local_name(shape) for shape in shape_names(data_root())}
    named = shapes | {*saved_queries(data_root(), "verify")}

    assert named - set(GRAPHS) == set()


@pytest.mark.parametrize("shape", sorted(local_name(each) for each in shape_names(data_root())))
def test_a_bad_graph_trips_the_shape_it_is_named_after(shape: str) -> None:
    """The sentence of the shape stands among the findings."""
    from rdflib import SH, Graph, URIRef

    shapes = Graph()
    for path in (data_root() / "ontology" / "shapes").glob("*.ttl"):
        shapes.parse(path)
    (node,) = [each for each in shape_names(data_root()) if local_name(each) == shape]
    messages = shapes.objects(URIRef(node.value), SH.message)
    (message,) = [str(each) for each in messages if getattr(each, "language", "") == "en"]

    assert [text for text in findings(shape) if message in text]


@pytest.mark.parametrize("query", sorted(saved_queries(data_root(), "verify")))
def test_a_bad_graph_trips_the_query_it_is_named_after(query: str) -> None:
    """The file of the query stands among the findings."""
    assert [text for text in findings(query) if f"queries/verify/{query}.rq" in text]
