"""What would change the advice: put a standing in, let the rules run again, tell the difference.

All that is tried is reasoned about in one run of the rules.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

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
    found = {
        each: _change(teller, advice, other, each) for each, other in zip(tried, after, strict=True)
    }
    cards = (
        replace(card, would_change=found.get(turned[card.criterion], ()))
        for card in recommendation.cards
    )
    return replace(recommendation, cards=tuple(cards))


def _turned(card: Card) -> tuple[str, ...]:
    """The criteria whose turning green would change a card; none if there is nothing to do."""
    return card.blocked_by or ((card.criterion,) if card.reasons else ())


def _change(
    teller: Narrator, before: Advice, after: Advice, turned: tuple[str, ...]
) -> tuple[Change, ...]:
    """What changes once some criteria are green, in a sentence; nothing if nothing does."""
    criteria = [nst.individual(name) for name in turned]
    green = teller.labels.label(IN_PLACE)
    opening = text("set", teller.language, criterion=teller.listed(criteria), value=green)
    told = text("and-then", teller.language).join(_differences(teller, before, after, criteria))
    to = word(before.known, IN_PLACE)
    change = Change(tuple((name, to) for name in turned), capitalised(f"{opening}{told}."))
    return (change,) if told else ()


def _differences(
    teller: Narrator, before: Advice, after: Advice, turned: Sequence[Term]
) -> Iterator[str]:
    """The states that change, by state, then what comes first if that changes."""
    old, new = _states(before.known), _states(after.known)
    moved = [each for each in new if new[each] != old[each] and each not in turned]
    for state in sorted({new[each] for each in moved}, key=order):
        criteria = teller.listed(each for each in moved if new[each] == state)
        name = teller.labels.label(state)
        yield text("becomes", teller.language, criteria=criteria, state=name)
    first = _first(after)
    if first != _first(before):
        key = "next" if first else "nothing-next"
        yield text(key, teller.language, criteria=teller.listed(first) if first else "")


def _first(advice: Advice) -> set[Term]:
    """The criteria of the next steps; none if there is nothing to do."""
    steps = subjects(advice.known, nst.TYPE, nst.NEXT_STEP)
    return {each for card in steps for each in objects(advice.known, card, nst.CRITERION)}


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
