"""The same work by hand: what numpy can do when it is told exactly what to do.

No rules, no proofs, no other data than these: the floor that an engine on numpy cannot go below.
"""

from collections.abc import Callable, Iterator, Sequence
from itertools import chain
from typing import TypeAlias

import numpy
from numpy.typing import NDArray

from kg.terms import Term, Triple

__all__ = ["closed", "judged"]

Ints: TypeAlias = NDArray[numpy.int64]
Found: TypeAlias = tuple[int, Callable[[], Iterator[tuple[Term, str, Term]]]]


def closed(facts: Sequence[Triple]) -> Found:
    """The closure of the edges, which go from smaller to larger numbers, by sets as integers."""
    numbers: dict[Term, int] = {}
    after: list[list[int]] = []
    for fact in facts:
        for term in (fact.subject, fact.object):
            if term not in numbers:
                numbers[term] = len(numbers)
                after.append([])
        after[numbers[fact.subject]].append(numbers[fact.object])
    terms = list(numbers)
    reached = [0] * len(terms)
    for node in sorted(range(len(terms)), key=lambda n: -int(str(terms[n])[8:-1])):
        for other in after[node]:
            reached[node] |= reached[other] | 1 << other
    count = sum(each.bit_count() for each in reached)
    return count, lambda: (
        (terms[one], "over", terms[other])
        for one, each in enumerate(reached)
        for other in range(len(terms))
        if each >> other & 1
    )


def judged(facts: Sequence[Triple]) -> Found:
    """What is done, blocked and ready, as one matrix of places by criteria each.

    Terms are never compared: equal ones are known to be one object, told by where it lies.
    """
    cells = numpy.fromiter(chain.from_iterable(facts), object, 3 * len(facts))
    subjects, verbs, objects = numpy.frombuffer(cells.tobytes(), numpy.int64).reshape(-1, 3).T
    first, names = 0, dict[str, int]()
    while first < len(verbs):  # a term of each predicate, wherever it first stands
        names[str(facts[first].predicate)[7:-1]] = int(verbs[first])
        unknown = ~numpy.isin(verbs[first:], [*names.values()])
        first += int(unknown.argmax()) if unknown.any() else len(verbs)
    rows = {name: numpy.flatnonzero(verbs == verb) for name, verb in names.items()}
    kinds = rows["kind"]
    is_criterion = objects[kinds] == objects[kinds[0]]
    criteria, places = subjects[kinds[is_criterion]], subjects[kinds[~is_criterion]]
    what = _coded(
        subjects[rows["of"]], _coded(criteria, None, objects[rows["of"]]), objects[rows["meets"]]
    )
    here = _coded(places, None, subjects[rows["meets"]])
    counts = numpy.bincount(here * len(criteria) + what, minlength=len(places) * len(criteria))
    done = (counts >= 3).reshape(len(places), len(criteria))
    over = numpy.zeros((len(criteria), len(criteria)), bool)
    needs = rows["needs"]
    over[_coded(criteria, None, subjects[needs]), _coded(criteria, None, objects[needs])] = True
    for _ in criteria:
        over |= over @ over
    blocked = ~done & ((~done).astype(numpy.int8) @ over.T.astype(numpy.int8) > 0)
    found = {"done": done, "blocked": blocked, "ready": ~done & ~blocked}
    count = int(over.sum()) + sum(int(each.sum()) for each in found.values())
    terms = [
        [facts[row].subject for row in kinds[each].tolist()]
        for each in (~is_criterion, is_criterion)
    ]
    return count, lambda: _named(found, over, *terms)


def _coded(known: Ints, codes: Ints | None, asked: Ints) -> Ints:
    """The codes of those asked for, each one of those known; without codes, their places."""
    order = known.argsort()
    places = order[known[order].searchsorted(asked)]
    return places if codes is None else codes[places]


def _named(
    found: dict[str, NDArray[numpy.bool_]],
    over: NDArray[numpy.bool_],
    places: Sequence[Term],
    criteria: Sequence[Term],
) -> Iterator[tuple[Term, str, Term]]:
    for name, matrix in found.items():
        for one, other in zip(*matrix.nonzero(), strict=True):
            yield places[one], name, criteria[other]
    for one, other in zip(*over.nonzero(), strict=True):
        yield criteria[one], "over", criteria[other]
