"""Why a criterion does not have a state, as people read it."""

from collections.abc import Callable

import pytest
from foreseen import FEW, ROOT, drawn, example
from hypothesis import given
from hypothesis import strategies as st
from situations import advised

from kg import vocabulary as nst
from kg.graph import objects, subjects, value
from kg.load import Knowledge
from kg.reason import Program
from kg.recommend import Advice
from kg.recommend.cards import narrator
from kg.recommend.sources import by_word
from kg.recommend.why import Prover, Step
from kg.recommend.why_not import Doubt
from kg.terms import Iri

pytestmark = pytest.mark.thorough

Golden = Callable[[str, str], None]


@pytest.fixture(autouse=True)
def _at_the_root(monkeypatch: pytest.MonkeyPatch) -> None:
    """Places name a file as it was given."""
    monkeypatch.chdir(ROOT)


def _doubted(
    knowledge: Knowledge, advice: Advice, card: Iri, state: Iri, language: str = "nb"
) -> Step:
    return Doubt(Prover(narrator(knowledge, advice, language), advice)).state(card, state)


@pytest.mark.parametrize(
    ("name", "criterion", "state", "language"),
    [
        ("fjordvik", "strategy", "ready", "nb"),
        ("fjordvik", "strategy", "met", "nn"),
        ("fjordvik", "strategy", "renew", "en"),
        ("fjordvik", "anchoring", "blocked", "nb"),
        ("fjordvik", "organisation", "met", "nb"),
        ("storfoss", "anchoring", "met", "nn"),
        ("langnes", "strategy", "renew", "nb"),
    ],
)
def test_why_not_in_words(
    name: str,
    criterion: str,
    state: str,
    language: str,
    knowledge: Knowledge,
    program: Program,
    golden: Golden,
) -> None:
    """The rule that would give the state, what holds and what prevents it."""
    advice = example(name, knowledge, program)
    card = Iri(f"{advice.request.actor.value}/{criterion}")
    wanted = by_word(knowledge.known, nst.STATE_CLASS)[state]

    told = "\n".join(_doubted(knowledge, advice, card, wanted, language).lines())

    golden(f"why-not/{name}-{criterion}-{state}.{language}.txt", told + "\n")


@FEW
@given(st.data())
def test_every_state_a_card_does_not_have_is_explained(
    knowledge: Knowledge, program: Program, data: st.DataObject
) -> None:
    """Each rule that would give the state is named, with something below it; lines stay short."""
    advice = advised(knowledge, program, drawn(data, knowledge, most=3))
    card = data.draw(st.sampled_from(subjects(advice.known, nst.TYPE, nst.CARD)))
    states = {*by_word(knowledge.known, nst.STATE_CLASS).values()} - {
        *objects(advice.known, card, nst.STATE)
    }

    told = _doubted(knowledge, advice, card, data.draw(st.sampled_from(sorted(states, key=str))))

    assert told.because
    assert all(rule.because for rule in told.because)
    assert all(len(line) <= 80 for part in told.lines() for line in part.splitlines())


def test_what_prevents_is_what_is_seen(knowledge: Knowledge, program: Program) -> None:
    """A red criterion is not met because it is red, by the observation that says so."""
    advice = advised(knowledge, program, ["strategy red"])
    card = Iri(f"{advice.request.actor.value}/strategy")

    assert value(advice.known, card, nst.STANDING) == nst.individual("standing-red")
    told = " ".join("\n".join(_doubted(knowledge, advice, card, nst.MET).lines()).split())
    assert "er ikke grønn. I stedet: rød. – Observert 1. juni 2026" in told
