"""What if: what changes, and the smallest changes that reach a criterion."""

from collections.abc import Callable, Sequence
from itertools import combinations

import pytest
from foreseen import FEW, drawn, example
from hypothesis import assume, given
from hypothesis import strategies as st
from situations import advised

from kg import vocabulary as nst
from kg.graph import objects, subjects
from kg.load import Knowledge
from kg.reason import Program
from kg.recommend import Advice, advise, arrange
from kg.recommend.cards import narrator
from kg.recommend.reach import THERE, candidates, reach
from kg.recommend.suppose import read_supposed, suppose
from kg.recommend.whatif import what_if
from kg.recommend.whatif_outline import WhatIfOutliner, as_json
from kg.recommend.writers import as_markdown, as_text
from kg.terms import Iri

pytestmark = pytest.mark.thorough

Golden = Callable[[str, str], None]
Asked = tuple[str, Sequence[str], str]
CASES: dict[str, Asked] = {
    "fjordvik-anchoring": ("fjordvik", ["anchoring=yellow", "leadership-lukewarm=no"], ""),
    "fjordvik-nothing": ("fjordvik", ["anchoring=red"], "strategy"),
    "fjordvik-organisation": ("fjordvik", [], "organisation"),
    "storfoss-shaken": ("storfoss", ["leadership-changed=no"], "strategy"),
}


@pytest.mark.parametrize(
    ("case", "language", "form"),
    [
        *((case, language, "txt") for case in CASES for language in ("nb", "nn", "en")),
        ("fjordvik-anchoring", "nb", "md"),
        ("fjordvik-anchoring", "nb", "json"),
        ("fjordvik-organisation", "nb", "json"),
    ],
)
def test_what_if_in_words(
    case: str, language: str, form: str, knowledge: Knowledge, program: Program, golden: Golden
) -> None:
    """What is supposed, the cards that change and why, or that none does; what reaches a card."""
    name, texts, goal = CASES[case]
    advice = example(name, knowledge, program)
    supposed = read_supposed(knowledge, texts)
    found = what_if(knowledge, program, advice, supposed, language) if texts else None
    reached = reach(knowledge, program, advice, nst.individual(goal), 3) if goal else None
    frame = arrange(knowledge, advice, language)
    teller = narrator(knowledge, advice, language)
    if form == "json":
        told = as_json(found, reached, frame, teller.labels)
    else:
        blocks = WhatIfOutliner(teller).outline(found, reached, frame)
        told = (as_text if form == "txt" else as_markdown)(blocks)

    assert form != "txt" or max(map(len, told.splitlines())) <= 80
    golden(f"whatif/{case}.{language}.{form}", told + "\n")


def _state(advice: Advice, criterion: Iri) -> list[object]:
    return [
        state
        for card in subjects(advice.known, nst.TYPE, nst.CARD)
        if criterion in objects(advice.known, card, nst.CRITERION)
        for state in objects(advice.known, card, nst.STATE)
    ]


@FEW
@given(st.data())
def test_reach_finds_all_smallest_sets_and_no_other(
    knowledge: Knowledge, program: Program, data: st.DataObject
) -> None:
    """The sets are those of a search through every set, without those that ask for more."""
    advice = advised(knowledge, program, drawn(data, knowledge, most=1))
    cards = subjects(advice.known, nst.TYPE, nst.CARD)
    goal = data.draw(
        st.sampled_from([objects(advice.known, each, nst.CRITERION)[0] for each in cards])
    )
    assert isinstance(goal, Iri)

    found = reach(knowledge, program, advice, goal, 2)

    working = []
    for size in (1, 2):
        for tried in combinations([*candidates(advice)], size):
            told = suppose(advice, dict(tried))
            if len(dict(tried)) == size and _state(
                advise(knowledge, program, told, advice.request), goal
            ) == [nst.READY]:
                working.append(frozenset(tried))
    smallest = {each for each in working if not any(_is_less(other, each) for other in working)}
    there = _state(advice, goal)[0] in THERE
    assert {frozenset(each) for each in found.sets} == (set() if there else smallest)


def _is_less(one: frozenset[tuple[Iri, Iri]], other: frozenset[tuple[Iri, Iri]]) -> bool:
    """Whether a set of changes is part of another, yellow being part of green."""
    yellow = nst.individual("standing-yellow")
    parts = other | {(thing, yellow) for thing, change in other if change == nst.GREEN}
    return one != other and one <= parts


@FEW
@given(st.data())
def test_what_was_observed_changes_nothing_when_it_is_supposed(
    knowledge: Knowledge, program: Program, data: st.DataObject
) -> None:
    """A difference of nothing is nothing, and supposing what is there today makes none."""
    lines = [line for line in drawn(data, knowledge) if line.startswith("2026-11-23")]
    advice = advised(knowledge, program, lines)
    supposed = read_supposed(knowledge, ["=".join(line.split()[1:]) for line in lines])

    found = what_if(knowledge, program, advice, supposed, "nb")

    assert (found.shifts, found.before) == ((), found.after)


@FEW
@given(st.data())
def test_every_card_that_differs_is_told(
    knowledge: Knowledge, program: Program, data: st.DataObject
) -> None:
    """The change is what lies between two recommendations, with the reasons that make the score."""
    advice = advised(knowledge, program, drawn(data, knowledge))
    changes = [*candidates(advice)]
    assume(changes)
    thing = data.draw(st.sampled_from([each for each, _ in changes]))
    value = next(value for each, value in candidates(advice) if each == thing)

    found = what_if(knowledge, program, advice, {thing: value}, "nb")

    told = {shift.after.criterion for shift in found.shifts}
    before = {card.criterion: card for card in found.before.cards}
    for card in found.after.cards:
        same = (card.state, card.rank, card.score) == (
            (old := before[card.criterion]).state,
            old.rank,
            old.score,
        )
        assert card.criterion in told or same
    for shift in found.shifts:
        gain = sum(reason.weight for reason in shift.gained)
        loss = sum(reason.weight for reason in shift.lost)
        assert shift.after.score - shift.before.score == gain - loss
