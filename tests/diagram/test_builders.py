"""What the pictures of the project's own knowledge say."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from kg.diagram import Diagram, assessment, dependencies
from kg.diagram.mermaid import as_mermaid
from kg.diagram.model import EdgeKind, NodeKind
from kg.diagram.text import as_text
from kg.graph import objects
from kg.labels import Labels, word
from kg.load import Knowledge, read_assessment
from kg.messages import LANGUAGES
from kg.recommend import advise, make_request, prepare
from kg.vocabulary import HAS_CRITERION, individual

MODELS = ("bolig-for-velferd", "extended", "nou-2011")
DAY = date(2026, 11, 23)
EXAMPLES = Path(__file__).parents[2] / "examples"
Golden = Callable[[str, str], None]
Draw = Callable[..., Diagram]


@pytest.fixture(scope="module")
def drawn(knowledge: Knowledge) -> Draw:
    """Draws an assessment file."""
    program = prepare(knowledge)

    def draw(path: Path, language: str = "nb", model: str | None = None) -> Diagram:
        observations = read_assessment(path, knowledge.graph, DAY)
        actors = frozenset(observation.actor for observation in observations)
        request = make_request(knowledge.graph, actors, DAY, {"model": model})
        advice = advise(knowledge, program, observations, request)
        return assessment(advice, Labels(advice.graph, language))

    return draw


def model_diagram(knowledge: Knowledge, model: str, language: str = "nb") -> Diagram:
    """The dependencies of a model."""
    return dependencies(knowledge.graph, Labels(knowledge.graph, language), individual(model))


@pytest.mark.parametrize("model", MODELS)
def test_dependencies_are_those_a_reader_has_approved(
    knowledge: Knowledge, golden: Golden, model: str
) -> None:
    """Every criterion and claim of the model is told, with its strength and its sections."""
    golden(f"diagram/dependencies-{model}.txt", as_text(model_diagram(knowledge, model)))
    golden(f"diagram/dependencies-{model}.mmd", as_mermaid(model_diagram(knowledge, model)))


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_assessment_is_as_a_reader_has_approved(
    drawn: Draw, golden: Golden, language: str
) -> None:
    """State, standing, date, next step and blockers are told in each language."""
    diagram = drawn(EXAMPLES / "fjordvik.csv", language)

    golden(f"diagram/fjordvik-{language}.txt", as_text(diagram))
    golden(f"diagram/fjordvik-{language}.mmd", as_mermaid(diagram))


@pytest.mark.parametrize("model", MODELS)
def test_a_picture_has_the_criteria_of_its_model_and_no_others(
    knowledge: Knowledge, drawn: Draw, model: str
) -> None:
    """Both kinds draw the model that was asked for."""
    criteria = objects(knowledge.graph, individual(model), HAS_CRITERION)
    expected = {word(knowledge.graph, criterion) for criterion in criteria}

    assert expected == {node.id for node in model_diagram(knowledge, model).nodes}
    told = drawn(EXAMPLES / "rikvoll.csv", model=model)
    assert expected == {node.id for node in told.nodes}


def test_who_is_detached_stands_in_a_frame_and_not_at_the_end_of_five_lines(
    knowledge: Knowledge,
) -> None:
    """Claims of detachment are told in words and drawn as a frame."""
    diagram = model_diagram(knowledge, "bolig-for-velferd")

    told = [edge for edge in diagram.edges if edge.kind == EdgeKind.DETACHED]
    assert len(told) == 5
    assert not any(edge.drawn for edge in told)
    assert {edge.start for edge in told} == {node.id for node in diagram.nodes if node.group}


def test_what_others_build_on_comes_before_them(knowledge: Knowledge) -> None:
    """Nodes stand in the order of their layers."""
    diagram = model_diagram(knowledge, "extended")
    places = {node.id: place for place, node in enumerate(diagram.nodes)}

    for edge in diagram.edges:
        if edge.kind == EdgeKind.PREREQUISITE:
            assert places[edge.start] < places[edge.end]
        if edge.kind == EdgeKind.LEANS_ON:
            assert places[edge.start] > places[edge.end]


def test_a_prerequisite_that_follows_from_others_is_told_but_not_drawn(
    knowledge: Knowledge,
) -> None:
    """Transitive reduction thins the lines, never the words."""
    diagram = model_diagram(knowledge, "extended")
    prerequisites = [edge for edge in diagram.edges if edge.kind == EdgeKind.PREREQUISITE]

    assert len(prerequisites) == 11
    assert sum(edge.drawn for edge in prerequisites) == 6


@pytest.mark.parametrize("name", sorted(path.name for path in EXAMPLES.glob("*.csv")))
def test_every_example_names_its_state_and_says_it_is_invented(drawn: Draw, name: str) -> None:
    """No criterion is without a state in words, and nobody takes the actor for a real one."""
    diagram = drawn(EXAMPLES / name)

    assert NodeKind.CRITERION not in {node.kind for node in diagram.nodes}
    assert all(node.details for node in diagram.nodes)
    assert any("oppdiktet" in note for note in diagram.notes)


def test_who_says_nothing_is_asked_first(drawn: Draw, tmp_path: Path) -> None:
    """An assessment without standings is drawn too: everything is unknown."""
    path = tmp_path / "a.csv"
    path.write_text("actor,date,about,value\ntomvik,2026-11-01,small-staff,yes\n", encoding="utf-8")

    assert {node.kind for node in drawn(path).nodes} == {NodeKind.UNKNOWN}


def test_who_has_everything_in_place_has_no_next_step(
    knowledge: Knowledge, drawn: Draw, tmp_path: Path
) -> None:
    """What comes first is only a step if something can be done about it."""
    criteria = objects(knowledge.graph, individual("bolig-for-velferd"), HAS_CRITERION)
    rows = [f"gronvik,2026-11-01,{word(knowledge.graph, each)},green" for each in criteria]
    path = tmp_path / "a.csv"
    path.write_text("\n".join(["actor,date,about,value", *rows, ""]), encoding="utf-8")

    diagram = drawn(path)

    assert {node.kind for node in diagram.nodes} == {NodeKind.MET}
    assert not any(node.badge for node in diagram.nodes)
    assert "Ingen kriterier peker seg ut" in diagram.description


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_picture_is_in_one_language(drawn: Draw, language: str) -> None:
    """What is drawn says which language it is in, and has no text left empty."""
    diagram = drawn(EXAMPLES / "storfoss.csv", language)

    assert diagram.language == language
    texts = [diagram.title, diagram.description, *(key.text for key in diagram.legend)]
    assert all(texts)
