"""What if: the cards that change when something else is observed, and why."""

from collections.abc import Sequence
from dataclasses import dataclass

from kg.labels import word
from kg.load import Knowledge
from kg.reason.model import Program
from kg.recommend.advise import Advice, advise
from kg.recommend.cards import arrange
from kg.recommend.model import Card, Reason, Recommendation
from kg.recommend.suppose import Supposed, suppose


@dataclass(frozen=True, slots=True)
class Shift:
    """A card before and after; the reasons that came, went, or read otherwise now."""

    before: Card
    after: Card
    gained: tuple[Reason, ...]
    lost: tuple[Reason, ...]
    reworded: tuple[Reason, ...]


@dataclass(frozen=True, slots=True)
class WhatIf:
    """What was supposed, by id, the cards that change, and the criteria whose cards do not."""

    supposed: tuple[tuple[str, str], ...]
    before: Recommendation
    after: Recommendation
    shifts: tuple[Shift, ...]
    unchanged: tuple[str, ...]


def what_if(
    knowledge: Knowledge, program: Program, advice: Advice, supposed: Supposed, language: str
) -> WhatIf:
    """The difference that supposed values make."""
    told = suppose(advice, supposed)
    other = advise(knowledge, program, told, advice.request)
    before, after = (arrange(knowledge, each, language) for each in (advice, other))
    shifts = compare(before.cards, after.cards)
    shifted = {shift.after.criterion for shift in shifts}
    known = knowledge.known
    return WhatIf(
        tuple((word(known, thing), word(known, value)) for thing, value in supposed.items()),
        before,
        after,
        shifts,
        tuple(card.criterion for card in after.cards if card.criterion not in shifted),
    )


def compare(before: Sequence[Card], after: Sequence[Card]) -> tuple[Shift, ...]:
    """The cards that differ in more than when they were observed, in their new order."""
    old = {card.criterion: card for card in before}
    shifts = [_shift(old[card.criterion], card) for card in after]
    return tuple(shift for shift in shifts if _is_change(shift))


def _shift(before: Card, after: Card) -> Shift:
    old = {reason.rule: reason for reason in before.reasons}
    new = {reason.rule: reason for reason in after.reasons}
    return Shift(
        before,
        after,
        tuple(new[rule] for rule in new if rule not in old),
        tuple(old[rule] for rule in old if rule not in new),
        tuple(new[rule] for rule in new if rule in old and new[rule] != old[rule]),
    )


def _is_change(shift: Shift) -> bool:
    seen = [
        (card.state, card.standing, card.rank, card.score) for card in (shift.before, shift.after)
    ]
    return seen[0] != seen[1] or bool(shift.gained or shift.lost or shift.reworded)
