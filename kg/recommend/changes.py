"""What would change the advice: put a standing in, let the rules run again, tell the difference.

All that is tried is reasoned about in one run of the rules.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import replace
from typing import NamedTuple

from kg import vocabulary as nst
from kg.graph import Graph, objects, subjects
from kg.labels import word
from kg.load import Knowledge, Observation
from kg.messages import text
from kg.reason import Program
from kg.recommend.advise import Advice, advise_each
from kg.recommend.cards import narrator
from kg.recommend.model import Card, Change, Recommendation
from kg.recommend.sentences import Narrator, capitalised
from kg.recommend.suppose import suppose
from kg.terms import Iri, Term, order

IN_PLACE = nst.GREEN
COMPARED = frozenset({nst.TYPE, nst.CRITERION, nst.STATE})  # what tells whether anything changes


def with_changes(
    knowledge: Knowledge, program: Program, advice: Advice, recommendation: Recommendation
) -> Recommendation:
    """The recommendation with what would change each card.

    For a card that can be worked on, that is its own criterion turning green; for a blocked card,
    that its blockers do.
    """
    turned = {card.criterion: _turned(card) for card in recommendation.cards}
    tried = [each for each in dict.fromkeys(turned.values()) if each]
    told = [hypothetical(advice, map(nst.individual, each)) for each in tried]
    after = advise_each(knowledge, program, told, advice.request, COMPARED)
    teller = narrator(knowledge, advice, recommendation.language)
    before = _Outcome.of(advice)
    found = {
        each: _change(teller, before, _Outcome.of(other), each)
        for each, other in zip(tried, after, strict=True)
    }
    cards = (
        replace(card, would_change=found.get(turned[card.criterion], ()))
        for card in recommendation.cards
    )
    return replace(recommendation, cards=tuple(cards))


def _turned(card: Card) -> tuple[str, ...]:
    """The criteria whose turning green would change a card; none if there is nothing to do."""
    return card.blocked_by or ((card.criterion,) if card.reasons else ())


class _Outcome(NamedTuple):
    """What advice comes to: the state of each criterion, and the next steps, if there are any."""

    states: Mapping[Term, Term]
    first: AbstractSet[Term]

    @classmethod
    def of(cls, advice: Advice) -> "_Outcome":
        """What some advice comes to."""
        steps = subjects(advice.known, nst.TYPE, nst.NEXT_STEP)
        first = {each for card in steps for each in objects(advice.known, card, nst.CRITERION)}
        return cls(_states(advice.known), first)


def _change(
    teller: Narrator, before: _Outcome, after: _Outcome, turned: tuple[str, ...]
) -> tuple[Change, ...]:
    """What changes once some criteria are green, in a sentence; nothing if nothing does."""
    criteria = [nst.individual(name) for name in turned]
    green = teller.labels.label(IN_PLACE)
    opening = text("set", teller.language, criterion=teller.listed(criteria), value=green)
    told = text("and-then", teller.language).join(_differences(teller, before, after, criteria))
    to = word(teller.labels.graph, IN_PLACE)
    change = Change(tuple((name, to) for name in turned), capitalised(f"{opening}{told}."))
    return (change,) if told else ()


def _differences(
    teller: Narrator, before: _Outcome, after: _Outcome, turned: Sequence[Term]
) -> Iterator[str]:
    """The states that change, by state, then what comes first if that changes."""
    old, new = before.states, after.states
    moved = [each for each in new if new[each] != old[each] and each not in turned]
    for state in sorted({new[each] for each in moved}, key=order):
        criteria = teller.listed(each for each in moved if new[each] == state)
        name = teller.labels.label(state)
        yield text("becomes", teller.language, criteria=criteria, state=name)
    if after.first != before.first:
        key = "next" if after.first else "nothing-next"
        listed = teller.listed(after.first) if after.first else ""
        yield text(key, teller.language, criteria=listed)


def _states(graph: Graph) -> dict[Term, Term]:
    """The state of each criterion."""
    return {
        criterion: state
        for card in subjects(graph, nst.TYPE, nst.CARD)
        for criterion in objects(graph, card, nst.CRITERION)
        for state in objects(graph, card, nst.STATE)
    }


def hypothetical(advice: Advice, criteria: Iterable[Iri]) -> tuple[Observation, ...]:
    """The observations as they would be if the criteria turned green on the day of the advice."""
    return suppose(advice, dict.fromkeys(criteria, IN_PLACE))
