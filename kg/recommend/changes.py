"""What would change the advice: put a standing in, let the rules run again, tell the difference."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from kg import vocabulary as nst
from kg.graph import Graph, objects, subjects
from kg.labels import word
from kg.load import Knowledge, Observation
from kg.messages import text
from kg.reason import Program
from kg.recommend.advise import Advice, advise
from kg.recommend.cards import narrator
from kg.recommend.model import Change, Recommendation
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
    teller = narrator(knowledge, advice, recommendation.language)
    known: dict[tuple[str, ...], tuple[Change, ...]] = {}
    cards = []
    for card in recommendation.cards:
        turned = card.blocked_by or ((card.criterion,) if card.reasons else ())
        if turned not in known:
            known[turned] = _changes(knowledge, program, advice, teller, turned) if turned else ()
        cards.append(replace(card, would_change=known[turned]))
    return replace(recommendation, cards=tuple(cards))


def _changes(
    knowledge: Knowledge,
    program: Program,
    advice: Advice,
    teller: Narrator,
    turned: tuple[str, ...],
) -> tuple[Change, ...]:
    criteria = [nst.individual(name) for name in turned]
    observations = hypothetical(advice, criteria)
    after = advise(knowledge, program, observations, advice.request, COMPARED)
    green = teller.labels.label(IN_PLACE)
    opening = text("set", teller.language, criterion=teller.listed(criteria), value=green)
    told = text("and-then", teller.language).join(_differences(teller, advice, after, criteria))
    to = word(advice.known, IN_PLACE)
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
