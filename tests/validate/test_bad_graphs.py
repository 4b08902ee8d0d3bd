"""Graphs that must be refused, each laid on top of the project's own knowledge."""

from collections.abc import Callable, Iterable
from functools import cache
from pathlib import Path

import pytest

from kg.errors import Fault
from kg.graph import Graph, graph_of
from kg.load import load_knowledge
from kg.load.turtle import read_rdf
from kg.messages import fault_text
from kg.query import saved_queries
from kg.resources import data_root
from kg.terms import local_name
from kg.validate.design import design_faults
from kg.validate.owl import owl_findings
from kg.validate.prerequisites import prerequisite_cycles
from kg.validate.shapes import shape_findings, shape_names
from kg.validate.verify import verify_findings

FOLDER = Path(__file__).parents[1] / "bad" / "ontology"
GRAPHS = {path.stem: path for path in sorted(FOLDER.glob("*.ttl"))}
SHAPES = sorted({local_name(shape) for shape in shape_names(data_root())})
OTHERS = sorted({*GRAPHS} - {*SHAPES})


def laid_over(*names: str) -> Graph:
    """The knowledge with some bad graphs on top."""
    statements = [each for name in names for each in read_rdf(GRAPHS[name], GRAPHS[name].name)]
    return graph_of(statements, onto=load_knowledge(data_root()).graph)


@cache
def shape_faults() -> tuple[Fault, ...]:
    """What the shapes find in all the graphs that are named after shapes."""
    return tuple(shape_findings(laid_over(*SHAPES), data_root(), "en"))


@cache
def other_faults(*names: str) -> list[str]:
    """What the other checks find in the graphs of these names."""
    graph = laid_over(*names)
    verify = verify_findings(graph, saved_queries(data_root(), "verify"), "en")
    return in_words(
        [*prerequisite_cycles(graph), *design_faults(graph), *verify, *owl_findings(graph)]
    )


def in_words(faults: Iterable[Fault]) -> list[str]:
    """Faults as a reader of English sees them."""
    return sorted(f"{fault_text(fault, 'en')}\n" for fault in faults)


def test_every_shape_and_every_verify_query_has_a_bad_graph() -> None:
    """A check that nothing trips may be a check that never trips."""
    named = {*SHAPES, *saved_queries(data_root(), "verify")}

    assert named - set(GRAPHS) == set()


@pytest.mark.parametrize("name", SHAPES)
def test_a_bad_graph_trips_the_shape_it_is_named_after(
    name: str, golden: Callable[[str, str], None]
) -> None:
    """It is refused with exactly these words."""
    found = in_words(
        fault for fault in shape_faults() if fault.place and fault.place.file == f"{name}.ttl"
    )

    golden(f"../bad/ontology/{name}.expected.txt", "".join(found))
    assert found


@pytest.mark.parametrize("name", OTHERS)
def test_a_bad_graph_trips_the_query_or_check_it_is_named_after(
    name: str, golden: Callable[[str, str], None]
) -> None:
    """It is refused with exactly these words, apart from what the knowledge itself would trip."""
    found = [fault for fault in other_faults(name) if fault not in other_faults()]

    golden(f"../bad/ontology/{name}.expected.txt", "".join(found))
    assert found
    assert name not in saved_queries(data_root(), "verify") or f"verify/{name}.rq" in found[0]


def test_the_message_of_a_shape_is_in_the_language_asked_for() -> None:
    """A finding says one sentence, not three."""
    graph = laid_over("label")
    found = [fault for fault in shape_findings(graph, data_root(), "nn") if "bad" in str(fault)]

    assert [fault.values["message"] for fault in found] == [
        "Namnet (skos:prefLabel) manglar.",
    ]
