"""The same work by hand: what numpy can do when it is told exactly what to do.

No rules, no proofs, no other data than these: the floor that an engine on numpy cannot go below.
"""

from collections.abc import Callable, Iterator, Sequence
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
    """What is done, blocked and ready, as one matrix of places by criteria each."""
    by: dict[str, list[tuple[Term, Term]]] = {}
    names = {}
    for subject, predicate, target in facts:
        if id(predicate) not in names:
            names[id(predicate)] = by.setdefault(str(predicate)[7:-1], [])
        names[id(predicate)].append((subject, target))
    criteria = [one for one, kind in by["kind"] if str(kind) == "<urn:x:Criterion>"]
    places = [one for one, kind in by["kind"] if str(kind) != "<urn:x:Criterion>"]
    column = {id(each): number for number, each in enumerate(criteria)}
    row = {id(each): number for number, each in enumerate(places)}
    of = {id(one): column[id(other)] for one, other in by["of"]}
    size = len(by["meets"])
    here = numpy.fromiter((row[id(one)] for one, _ in by["meets"]), numpy.int64, size)
    what = numpy.fromiter((of[id(other)] for _, other in by["meets"]), numpy.int64, size)
    counts = numpy.bincount(here * len(criteria) + what, minlength=len(places) * len(criteria))
    done = (counts >= 3).reshape(len(places), len(criteria))
    over = numpy.zeros((len(criteria), len(criteria)), bool)
    for one, other in by["needs"]:
        over[column[id(one)], column[id(other)]] = True
    for _ in criteria:
        over |= over @ over
    blocked = ~done & ((~done).astype(numpy.int8) @ over.T.astype(numpy.int8) > 0)
    found = {"done": done, "blocked": blocked, "ready": ~done & ~blocked}
    count = int(over.sum()) + sum(int(each.sum()) for each in found.values())
    return count, lambda: _named(found, over, places, criteria)


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
