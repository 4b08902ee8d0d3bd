"""What holds of the advice whatever is told."""

from collections.abc import Sequence

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from reason.proved import prove_all
from situations import advised, circumstances, criteria, indicators, standings

from benchmarks.by_chance import sources_of
from kg import vocabulary as nst
from kg.graph import objects
from kg.load import Knowledge
from kg.reason import Program
from kg.recommend import Card, arrange

pytestmark = pytest.mark.thorough

BETTER = {"red": "yellow", "yellow": "green"}
FEW = settings(
    max_examples=15,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)


class Teller:
    """Draws situations, and gives the cards they lead to."""

    def __init__(self, knowledge: Knowledge, program: Program) -> None:
        self.knowledge = knowledge
        self.program = program

    def draw(self, data: st.DataObject) -> list[str]:
        """What is told of an actor."""
        days = st.sampled_from(["2023-05-01", "2025-12-01", "2026-06-01", "2026-11-30"])
        judged = st.sampled_from(standings(self.knowledge))
        answered = st.sampled_from(["yes", "no", "unknown"])
        told = data.draw(
            st.dictionaries(st.sampled_from(criteria(self.knowledge)), st.tuples(days, judged))
        )
        signs = data.draw(
            st.dictionaries(st.sampled_from(indicators(self.knowledge)), st.tuples(days, judged))
        )
        held = data.draw(
            st.dictionaries(
                st.sampled_from(circumstances(self.knowledge)), st.tuples(days, answered)
            )
        )
        return [
            f"{day} {thing} {value}" for thing, (day, value) in {**told, **signs, **held}.items()
        ]

    def cards(self, lines: Sequence[str], actor: str = "fjordvik") -> dict[str, Card]:
        """The cards by criterion, in the largest model."""
        choices = {"model": "extended"}
        advice = advised(self.knowledge, self.program, lines, choices, actor)
        return {card.criterion: card for card in arrange(self.knowledge, advice, "nb").cards}


@pytest.fixture(scope="module")
def teller(knowledge: Knowledge, program: Program) -> Teller:
    """Draws and tells."""
    return Teller(knowledge, program)


@FEW
@given(st.data())
def test_every_criterion_has_one_card_with_one_state(teller: Teller, data: st.DataObject) -> None:
    """No card is missing, and none is in two states: the summary is a single sentence or two."""
    cards = teller.cards(teller.draw(data))

    assert sorted(cards) == sorted(criteria(teller.knowledge))
    assert all(card.state and card.rank and card.standing for card in cards.values())


@FEW
@given(st.data())
def test_places_follow_scores(teller: Teller, data: st.DataObject) -> None:
    """A card's place is one more than the number of better scores: ties are ties."""
    cards = teller.cards(teller.draw(data)).values()

    for card in cards:
        assert card.rank == 1 + sum(other.score > card.score for other in cards)
        assert card.score == sum(reason.weight for reason in card.reasons)


@FEW
@given(st.data())
def test_a_blocked_criterion_never_outranks_all_its_blockers(
    teller: Teller, data: st.DataObject
) -> None:
    """What has to come first is ranked first, or beside."""
    cards = teller.cards(teller.draw(data))

    for card in cards.values():
        assert (card.state == "blocked") == bool(card.blocked_by)
        if card.blocked_by:
            assert min(cards[blocker].rank for blocker in card.blocked_by) <= card.rank


@FEW
@given(st.data())
def test_what_can_be_done_comes_before_what_waits_and_what_is_met(
    teller: Teller, data: st.DataObject
) -> None:
    """No card that can be worked on is at or below one that is blocked, met or left out."""
    cards = teller.cards(teller.draw(data)).values()

    now = [card.rank for card in cards if card.state in {"ready", "renew", "unknown"}]
    waiting = [card.rank for card in cards if card.state == "blocked"]
    done = [card.rank for card in cards if card.state in {"met", "not-applicable"}]
    assert max(now, default=0) < min(waiting, default=99)
    assert max([*now, *waiting], default=0) < min(done, default=99)


@FEW
@given(st.data())
def test_improving_a_standing_blocks_nothing_else(teller: Teller, data: st.DataObject) -> None:
    """A better standing of one criterion, or of several, never makes another wait."""
    lines = teller.draw(data)
    poor = [line for line in lines if line.split()[2] in BETTER]
    improved = data.draw(st.sets(st.sampled_from(poor), min_size=1)) if poor else set()
    better = [
        " ".join([day, thing, BETTER[value]]) if line in improved else line
        for line in lines
        for day, thing, value in [line.split()]
    ]
    before, after = teller.cards(lines), teller.cards(better)

    blocked = {name for name, card in after.items() if card.state == "blocked"}
    assert {name for name in blocked if before[name].state != "blocked"} == set()


@FEW
@given(st.data())
def test_order_of_rows_and_name_of_actor_change_nothing(
    teller: Teller, data: st.DataObject
) -> None:
    """The same told in another order, or of another actor, gives the same cards."""
    lines = teller.draw(data)
    shuffled = data.draw(st.permutations(lines))

    assert teller.cards(lines) == teller.cards(shuffled)
    told, renamed = (str(teller.cards(lines, name)) for name in ("fjordvik", "storfoss"))
    assert renamed.replace("Storfoss", "Fjordvik") == told


@FEW
@given(st.data())
def test_no_action_answers_a_circumstance_that_is_not_there(
    teller: Teller, data: st.DataObject
) -> None:
    """An action is there because of a circumstance, a missing indicator or its own criterion."""
    lines = teller.draw(data)
    ends = (" yes", " red", " yellow")
    holds = {line.split()[1] for line in lines if line.endswith(ends) and line < "2026-11-24"}
    holds -= {*criteria(teller.knowledge)}

    for name, card in teller.cards(lines).items():
        assert all(set(action.because) <= {*holds, name} for action in card.actions)


@FEW
@given(st.data())
def test_what_is_shown_is_proved_and_the_sections_are_there(
    teller: Teller, data: st.DataObject
) -> None:
    """All that follows is derived rightly and without a circle; each section told is one."""
    advice = advised(teller.knowledge, teller.program, teller.draw(data), {"model": "extended"})
    everything = {*advice.known.triples()}

    prove_all(advice.inference, everything.difference(advice.inference.facts))
    recommendation = arrange(teller.knowledge, advice, "nb")
    for section in sources_of(recommendation):
        assert nst.SECTION in objects(advice.known, nst.individual(section), nst.TYPE)


@FEW
@given(st.data())
def test_no_circumstance_is_asked_about_that_was_answered(
    teller: Teller, data: st.DataObject
) -> None:
    """What is known by yes or no, seen in time, is not asked again."""
    lines = teller.draw(data)
    known = {line.split()[1] for line in lines if line.endswith((" yes", " no"))}
    answered = known & {line.split()[1] for line in lines if line < "2026-11-24"}

    for card in teller.cards(lines).values():
        assert answered.isdisjoint(each.id for each in card.questions)
