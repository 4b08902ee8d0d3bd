"""Shapes and the checks in code: each refuses the graph that is named after it."""

from collections.abc import Callable, Iterable
from functools import cache

import pytest
import rdflib
from validate.bad_graphs import GRAPHS, good_graph, laid_over

from kg.errors import Fault
from kg.graph import Graph
from kg.messages import fault_text
from kg.query import saved_queries
from kg.resources import data_root
from kg.terms import local_name
from kg.validate.design import design_faults
from kg.validate.owl import owl_findings
from kg.validate.prerequisites import prerequisite_cycles
from kg.validate.shapes import shape_findings, shape_names
from kg.vocabulary import NST

SHAPES = sorted({local_name(shape) for shape in shape_names(data_root())})
OTHERS = sorted({*GRAPHS} - {*SHAPES} - {*saved_queries(data_root(), "verify")})


@cache
def shape_faults() -> tuple[Fault, ...]:
    """What the shapes find in all the graphs that are named after shapes."""
    return tuple(shape_findings(laid_over(*SHAPES), data_root(), "en"))


def other_faults(graph: Graph) -> list[str]:
    """What the checks in code find in a graph."""
    return in_words([*prerequisite_cycles(graph), *design_faults(graph), *owl_findings(graph)])


def in_words(faults: Iterable[Fault]) -> list[str]:
    """Faults as a reader of English sees them."""
    return sorted(f"{fault_text(fault, 'en')}\n" for fault in faults)


def test_every_shape_has_a_bad_graph() -> None:
    """A shape that nothing trips may be a shape that never trips."""
    assert {*SHAPES} - {*GRAPHS} == set()


def test_every_class_in_use_has_a_shape() -> None:
    """A shape of its own, or that of a class above it."""
    shapes = rdflib.Graph()
    for path in (data_root() / "ontology" / "shapes").glob("*.ttl"):
        shapes.parse(path)
    targets = {*shapes.objects(None, rdflib.SH.targetClass)}
    known = rdflib.Graph()
    for path in (data_root() / "ontology").glob("*.ttl"):
        known.parse(path)
    used = {each for each in known.objects(None, rdflib.RDF.type) if str(each).startswith(NST)}
    above = {each: {*known.transitive_objects(each, rdflib.RDFS.subClassOf)} for each in used}

    assert [each for each in used if not above[each] & targets] == []
    assert used


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
def test_a_bad_graph_trips_the_check_it_is_named_after(
    name: str, golden: Callable[[str, str], None]
) -> None:
    """It is refused with exactly these words, apart from what the knowledge itself would trip."""
    known = other_faults(good_graph())
    found = [fault for fault in other_faults(laid_over(name)) if fault not in known]

    golden(f"../bad/ontology/{name}.expected.txt", "".join(found))
    assert found


def test_the_message_of_a_shape_is_in_the_language_asked_for() -> None:
    """A finding says one sentence, not three."""
    graph = laid_over("label")
    found = [fault for fault in shape_findings(graph, data_root(), "nn") if "bad" in str(fault)]

    assert [fault.values["message"] for fault in found] == [
        "Namnet (skos:prefLabel) manglar.",
    ]
