"""The smallest changes that make a criterion ready: found by trying, with the rules as the judge.

Theory. A candidate is one criterion with a better standing, or one circumstance that no longer
holds. Sets of candidates, at most one of each thing, are tried from the smallest on, each by really
running the rules. A set that holds one that works is passed over, and one that asks for better
standings than one that works, so that what is found is minimal: nothing less works. Nothing is
assumed of the rules, not even that more changes help more.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

from kg import vocabulary as nst
from kg.graph import Graph, objects, subjects, value
from kg.labels import word
from kg.load import Knowledge
from kg.reason.model import Program
from kg.recommend.advise import Advice, advise
from kg.recommend.suppose import suppose
from kg.terms import Iri, Literal, Term

LOOKED_AT = frozenset({nst.TYPE, nst.CRITERION, nst.STATE})
THERE = (nst.READY, nst.MET, nst.RENEW)  # what is in place is not made ready
TRUE = Literal("true", nst.BOOLEAN)
Change = tuple[Iri, Iri]


@dataclass(frozen=True, slots=True)
class Reach:
    """What makes a criterion ready.

    Args:
        criterion: the criterion.
        state: its state as it is.
        size: the most changes that were tried together.
        sets: the smallest sets of changes, the fewest first; none if it is there already.
    """

    criterion: Iri
    state: Iri
    size: int
    sets: tuple[tuple[Change, ...], ...]

    @property
    def is_there(self) -> bool:
        """Whether nothing has to change."""
        return self.state in THERE


def reach(
    knowledge: Knowledge, program: Program, advice: Advice, criterion: Iri, size: int
) -> Reach:
    """The smallest sets of changes, at most so many each, that make a criterion ready."""
    state = _state(advice.known, criterion)
    found: list[tuple[Change, ...]] = []
    for tried in () if state in THERE else _sets(advice, size):
        if any(_holds(advice.known, dict(tried), less) for less in found):
            continue
        told = suppose(advice, dict(tried))
        after = advise(knowledge, program, told, advice.request, LOOKED_AT)
        if _state(after.known, criterion) == nst.READY:
            found.append(tried)
    return Reach(criterion, state, size, tuple(found))


def _holds(known: Graph, tried: Mapping[Iri, Iri], less: Sequence[Change]) -> bool:
    """Whether a set of changes holds another, or asks for more where that asks for less."""
    return all(
        thing in tried
        and (tried[thing] == change or _place(known, tried[thing]) < _place(known, change))
        for thing, change in less
    )


def _sets(advice: Advice, size: int) -> Iterator[tuple[Change, ...]]:
    """The sets of changes to try, the smallest first, in the order of ids."""
    known = advice.known
    changes = sorted(
        candidates(advice), key=lambda each: (word(known, each[0]), -_place(known, each[1]))
    )
    for length in range(1, size + 1):
        for tried in combinations(changes, length):
            if len(dict(tried)) == length:
                yield tried


def candidates(advice: Advice) -> Iterator[Change]:
    """A better standing of a criterion that is not green, a circumstance that no longer holds."""
    known, actor = advice.known, advice.request.actor
    better = [each for each in subjects(known, nst.IS_IN_PLACE, TRUE) if _is_reached(each)]
    for card in subjects(known, nst.TYPE, nst.CARD):
        standing, criterion = value(known, card, nst.STANDING), value(known, card, nst.CRITERION)
        if isinstance(criterion, Iri) and standing not in {nst.GREEN, nst.STANDING_NOT_APPLICABLE}:
            yield from ((criterion, each) for each in better if each != standing)
    for circumstance in objects(known, actor, nst.HAS_CIRCUMSTANCE):
        if isinstance(circumstance, Iri):
            yield circumstance, nst.ANSWER_NO


def _place(known: Graph, standing: Iri) -> int:
    """The place of a standing among all, the best first; the same for what is no standing."""
    found = value(known, standing, nst.ORDER)
    return int(found.lexical) if isinstance(found, Literal) else 0


def _is_reached(standing: Iri) -> bool:
    """Whether one gets there by work: that something does not apply is a decision."""
    return standing != nst.STANDING_NOT_APPLICABLE


def _state(graph: Graph, criterion: Term) -> Iri:
    states = (
        state
        for card in subjects(graph, nst.TYPE, nst.CARD)
        if criterion in objects(graph, card, nst.CRITERION)
        for state in objects(graph, card, nst.STATE)
    )
    return next(state for state in states if isinstance(state, Iri))
