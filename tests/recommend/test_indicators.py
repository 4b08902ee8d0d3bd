"""How a criterion stands when only its indicators are judged, and what a missing one leads to."""

from collections.abc import Callable, Sequence
from typing import NamedTuple

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from situations import advised

from kg import vocabulary as nst
from kg.graph import objects, subjects
from kg.labels import Labels, word
from kg.load import Knowledge
from kg.messages import LANGUAGES
from kg.reason import Program
from kg.recommend import Card, arrange
from kg.recommend.cards import narrator
from kg.recommend.outline import Outliner
from kg.recommend.why import Prover
from kg.recommend.writers import as_text

ANSWERS = ("green", "yellow", "red", "unknown", "not-applicable")
GOOD = {"red": 0, "yellow": 1, "green": 2}
FEW = settings(
    max_examples=12,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
# An actor of whom indicators alone are told: enough of anchoring, too few of organisation.
SEEN = (
    "2026-03-01 anchored-in-depth-and-breadth red",
    "2026-05-01 anchoring-kept-warm yellow",
    "2026-05-01 leaders-give-the-work-priority red",
    "2026-05-01 leaders-know-costs-and-savings green",
    "2026-05-01 leaders-meet-husbanken green",
    "2026-05-01 programme-leader-in-leaders-staff not-applicable",
    "2026-05-01 arena-across-units red",
    "2026-05-01 steering-group-in-place unknown",
    "2026-05-01 involvement red",
    "2026-04-01 users-in-planning-work green",
    "2026-05-01 users-in-own-case green",
    "2026-05-01 users-in-projects yellow",
    "2026-05-01 users-as-actors green",
)


class Judged(NamedTuple):
    """What is answered of one criterion's indicators, and the card that follows."""

    knowledge: Knowledge
    program: Program

    def indicators(self, criterion: str) -> list[str]:
        """The ids of a criterion's indicators."""
        graph = self.knowledge.graph
        return sorted(
            word(graph, each) for each in subjects(graph, nst.INDICATES, nst.individual(criterion))
        )

    def card(self, criterion: str, lines: Sequence[str]) -> Card:
        """The card for a criterion; no card has two standings."""
        advice = advised(self.knowledge, self.program, lines)
        for each in subjects(advice.known, nst.TYPE, nst.CARD):
            assert len(objects(advice.known, each, nst.STANDING)) == 1
        cards = arrange(self.knowledge, advice, "nb").cards
        return next(card for card in cards if card.criterion == criterion)


@pytest.fixture
def judged(knowledge: Knowledge, program: Program) -> Judged:
    """Judges by indicators."""
    return Judged(knowledge, program)


def _answers(data: st.DataObject, judged: Judged, criterion: str) -> dict[str, str]:
    names = judged.indicators(criterion)
    return data.draw(st.dictionaries(st.sampled_from(names), st.sampled_from(ANSWERS)))


def _lines(answers: dict[str, str]) -> list[str]:
    return [f"{name} {answer}" for name, answer in answers.items()]


def _standing(answers: dict[str, str], indicators: int) -> str:
    """The standing by the settings of the ontology, reckoned by hand."""
    told = [each for each in answers.values() if each in GOOD]
    asked = indicators - sum(each == "not-applicable" for each in answers.values())
    if not told or len(told) / asked < 0.5:
        return "unknown"
    if told.count("red") / len(told) >= 0.5:
        return "red"
    mostly_green = told.count("green") / len(told) >= 0.75 and "red" not in told
    return "green" if mostly_green else "yellow"


@FEW
@given(st.data())
def test_the_standing_is_reckoned_from_the_answers(judged: Judged, data: st.DataObject) -> None:
    """Half must be answered; three quarters green and none red is green, half red is red."""
    criterion = data.draw(st.sampled_from(["organisation", "competence"]))
    answers = _answers(data, judged, criterion)

    card = judged.card(criterion, [*_lines(answers), "anchoring green"])

    assert card.standing == _standing(answers, len(judged.indicators(criterion)))


@FEW
@given(st.data())
def test_improving_one_indicator_never_worsens_the_standing(
    judged: Judged, data: st.DataObject
) -> None:
    """A better answer to one indicator gives the criterion the same standing or a better one."""
    names = judged.indicators("involvement")
    answers = {name: data.draw(st.sampled_from([*GOOD])) for name in names}
    name = data.draw(st.sampled_from(names))
    better = data.draw(st.sampled_from([*GOOD]).filter(lambda e: GOOD[e] >= GOOD[answers[name]]))

    before = judged.card("involvement", _lines(answers)).standing
    after = judged.card("involvement", _lines({**answers, name: better})).standing

    assert GOOD[after] >= GOOD[before]


@FEW
@given(st.data())
def test_a_direct_judgement_always_wins(judged: Judged, data: st.DataObject) -> None:
    """Whatever the indicators say, a criterion stands as it was judged itself, unless unknown."""
    answers = _answers(data, judged, "organisation")
    direct = data.draw(st.sampled_from(ANSWERS))

    card = judged.card("organisation", [*_lines(answers), f"organisation {direct}"])

    by_indicators = _standing(answers, len(judged.indicators("organisation")))
    assert card.standing == (by_indicators if direct == "unknown" else direct)


@FEW
@given(st.data())
def test_what_is_missing_leads_to_what_meets_it(judged: Judged, data: st.DataObject) -> None:
    """An action names an indicator only if that is red or yellow and reveals what it meets."""
    answers = _answers(data, judged, "involvement")
    graph = judged.knowledge.graph

    card = judged.card("involvement", [*_lines(answers), "involvement yellow"])

    for action in card.actions:
        met = objects(graph, nst.individual(action.id), nst.MEETS)
        for because in {*action.because} - {"involvement"}:
            assert answers[because] in {"red", "yellow"}
            assert {*objects(graph, nst.individual(because), nst.REVEALS)} & {*met}


def test_the_card_is_as_old_as_its_oldest_answer(judged: Judged) -> None:
    """Only answers that count date the card; green goes stale with the oldest of them."""
    answers = [
        "2024-11-22 cooperation-across-works green",
        "2026-01-01 arena-across-units green",
        "2026-02-01 steering-group-in-place green",
        "2020-01-01 form-chosen-on-purpose unknown",
    ]
    fresh = ["2024-11-23 cooperation-across-works green", *answers]

    card = judged.card("organisation", answers)
    assert (card.observed, card.standing, card.state) == ("2024-11-22", "green", "renew")
    card = judged.card("organisation", fresh)
    assert (card.observed, card.standing, card.state) == ("2024-11-23", "green", "met")


def test_what_is_specific_comes_before_what_is_general(judged: Judged) -> None:
    """Answers to a missing indicator come first, and none is offered for two kinds of reason."""
    card = judged.card("anchoring", SEEN)

    general = [card.criterion in action.because for action in card.actions]
    assert general == sorted(general)
    assert False in general
    assert not any({"anchoring"} < {*action.because} for action in card.actions)


@pytest.mark.parametrize("language", LANGUAGES)
def test_advice_on_indicators_alone(
    knowledge: Knowledge, program: Program, language: str, golden: Callable[[str, str], None]
) -> None:
    """The cards say how many are answered, what is missing, and where two judgements differ."""
    advice = advised(knowledge, program, SEEN)
    arranged = arrange(knowledge, advice, language)

    text = as_text(list(Outliner(Labels(advice.graph, language)).outline(arranged)))

    golden(f"cards/by-indicators.{language}.txt", text + "\n")


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_proof_shows_the_indicators_counted(
    knowledge: Knowledge, program: Program, language: str, golden: Callable[[str, str], None]
) -> None:
    """A standing by indicators is proved by the answers, the count and the thresholds."""
    advice = advised(knowledge, program, SEEN)
    prover = Prover(narrator(knowledge, advice, language), advice)

    proof = "\n".join(prover.card(nst.individual("anchoring")).lines())

    golden(f"why/by-indicators-anchoring.{language}.txt", proof + "\n")
