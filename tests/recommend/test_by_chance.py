"""Advice on actors invented by chance. The whole run: ``python -m benchmarks --random 10000``."""

from pathlib import Path

import pytest

from benchmarks.by_chance import SEED, STATES, examine
from benchmarks.invented import Inventor
from kg import vocabulary as nst
from kg.graph import subjects
from kg.labels import word
from kg.load import Knowledge
from kg.messages import LANGUAGES
from kg.reason import Program
from kg.terms import Iri

pytestmark = pytest.mark.thorough


def test_whatever_is_told_is_read_advised_on_and_written(
    knowledge: Knowledge, program: Program, tmp_path: Path
) -> None:
    """Sixty assessments never fail, in any form; all states a card can be in come about."""
    states = {
        card.state
        for invented in Inventor(knowledge.known, SEED).invent(60)
        for card in examine(knowledge, program, invented, tmp_path).cards
    }

    assert states == STATES


def test_chance_leaves_nothing_out(knowledge: Knowledge) -> None:
    """Every model, topic, language, criterion, indicator and circumstance is there, every value."""
    invented = [*Inventor(knowledge.known, SEED).invent(1000)]

    def words(*kinds: Iri) -> set[str]:
        graph = knowledge.known
        return {word(graph, each) for kind in kinds for each in subjects(graph, nst.TYPE, kind)}

    assert {each.language for each in invented} == {*LANGUAGES}
    assert {each.choices["model"] for each in invented} == words(nst.MODEL)
    assert {each.choices["topic"] for each in invented} == {None, *words(nst.INSTRUMENT)}
    rows = [row for each in invented for row in each.rows]
    things = words(nst.CRITERION_CLASS, nst.INDICATOR, nst.CIRCUMSTANCE)
    assert {thing for _, thing, _, _ in rows} == things
    values = {(thing, value) for _, thing, value, _ in rows}
    judged = {
        (thing, value)
        for thing in words(nst.CRITERION_CLASS, nst.INDICATOR)
        for value in words(nst.STANDING_CLASS)
    }
    answered = {(thing, value) for thing in words(nst.CIRCUMSTANCE) for value in words(nst.ANSWER)}
    assert values == judged | answered
    assert {row[0][:4] for row in rows} >= {"2022", "2026"}


def test_the_same_seed_invents_the_same(knowledge: Knowledge) -> None:
    """Whoever repeats a run gets its assessments; another seed gives others."""

    def tables(seed: int) -> list[str]:
        return [each.table() for each in Inventor(knowledge.known, seed).invent(5)]

    assert tables(1) == tables(1) != tables(2)
