"""The ontology as files and as facts."""

from pathlib import Path

import pytest

from kg.graph import objects, subjects
from kg.labels import word
from kg.load import Knowledge
from kg.load.canonical import canonical
from kg.resources import data_files
from kg.vocabulary import FICTITIOUS_MUNICIPALITY, HAS_CRITERION, TYPE, individual


@pytest.mark.parametrize("path", data_files("ontology", ".ttl"), ids=lambda path: path.name)
def test_turtle_is_written_in_canonical_order(path: Path) -> None:
    """``nestesteg format`` has nothing to change."""
    turtle = path.read_text(encoding="utf-8")

    assert turtle == canonical(turtle)


@pytest.mark.parametrize(
    ("model", "size"), [("nou-2011", 5), ("bolig-for-velferd", 6), ("extended", 7)]
)
def test_the_models_are_those_of_the_report(knowledge: Knowledge, model: str, size: int) -> None:
    """Five criteria in the official report, six in the strategy, seven with the proposed one."""
    assert len(objects(knowledge.graph, individual(model), HAS_CRITERION)) == size


def test_the_proposed_criterion_is_never_among_the_six(knowledge: Knowledge) -> None:
    """What the extended model adds stands in neither of the other two."""
    six = set(objects(knowledge.graph, individual("bolig-for-velferd"), HAS_CRITERION))
    seven = set(objects(knowledge.graph, individual("extended"), HAS_CRITERION))

    assert {word(knowledge.graph, each) for each in seven - six} == {"context"}


def test_every_shipped_assessment_is_of_an_invented_municipality(knowledge: Knowledge) -> None:
    """Nobody real is scored."""
    invented = {
        word(knowledge.graph, each)
        for each in subjects(knowledge.graph, TYPE, FICTITIOUS_MUNICIPALITY)
    }
    examples = Path(__file__).parent.parent / "examples"

    assert {path.stem for path in examples.glob("*.csv")} == invented
