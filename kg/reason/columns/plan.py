"""In which order the elements of a body are best taken.

The order changes the cost and not the meaning: a condition, a negation or an assignment sees the
variables that the elements before it in the text have bound, and no others, wherever it is taken.
It is taken as soon as these are bound. Of what joins, the one that is likely to give the fewest
rows comes next.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from kg.reason.columns.shape import Shape
from kg.reason.elements import Known, bound_by, uses
from kg.reason.model import (
    Assign,
    Closure,
    Element,
    Filter,
    Nested,
    Node,
    Not,
    Pattern,
    Variable,
)

__all__ = ["Step", "plan"]

Size = Callable[[Element], int]


@dataclass(frozen=True, slots=True)
class Step:
    """An element where it is taken.

    Args:
        place: its place in the body.
        element: the element.
        sees: the variables with a value that it may speak of.
        live: those of use after it.
        splits: whether it and those after it may as well be given some solutions at a time: they
            have nothing to prepare for all of them.
        shape: what it asks of the facts, if it is a pattern or the absence of one.
    """

    place: int
    element: Element
    sees: Known
    live: Known
    splits: bool
    shape: Shape | None


class _Offer(NamedTuple):
    """What an element binds, its open positions among how many."""

    names: Known
    nodes: Sequence[Node]
    width: int


class _Study(NamedTuple):
    """What an element is to a plan, whatever the facts are.

    Args:
        uses: the variables it speaks of.
        sees: those of them that have a value before it.
        needs: what must be bound before it.
        offer: what it gives to those after it.
        rank: of those that test, the lower comes first; none joins.
    """

    uses: Known
    sees: Known
    needs: Known
    offer: _Offer
    rank: int | None


def _studied(body: tuple[Element, ...], start: Known) -> Sequence[_Study]:
    """What each element of a body is, with some variables bound before it."""
    found, before, assigned = [], start, frozenset[Variable]()
    for element in body:
        used = uses(element)
        sees = used & before
        # A join waits for an assigned variable that it has in common.
        needs = sees if _tests(element) else sees & assigned
        rank = int(isinstance(element, Not)) if _tests(element) else None
        found.append(_Study(used, sees, needs, _offer(element), rank))
        before |= bound_by(element)
        assigned |= bound_by(element) if isinstance(element, Assign) else frozenset()
    return found


def plan(
    body: tuple[Element, ...], start: Known, wanted: Known, size: Size, first: int | None = None
) -> tuple[Step, ...]:
    """The elements in a good order, perhaps with one of them first of those that join.

    Sizes count by their order of magnitude, so that facts of much the same kind share a plan.
    """
    bits = tuple([size(element).bit_length() for element in body]) if len(body) > 1 else (0,)
    return _planned(body, start, wanted, bits, first)


@lru_cache(maxsize=1024)
def _planned(
    body: tuple[Element, ...], start: Known, wanted: Known, bits: Sequence[int], first: int | None
) -> tuple[Step, ...]:
    studies = _studied(body, start)
    order = _ordered(studies, start, [2**each for each in bits], first)
    lives, live = [], wanted
    for place in reversed(order):
        lives.append(live)
        live |= studies[place].uses
    bound = start
    steps: list[Step] = []
    for place in order:
        element, sees = body[place], studies[place].sees
        splits = all(_is_plain(body[each]) for each in order[len(steps) :])
        steps.append(Step(place, element, sees, lives.pop(), splits, _shape(element, sees, bound)))
        bound |= studies[place].offer.names
    return tuple(steps)


def _shape(element: Element, sees: Known, bound: Known) -> Shape | None:
    """What an element asks of the facts, if it is a pattern or the absence of one."""
    match element:
        case Pattern():
            return Shape.of(element, bound)
        case Not(elements=(Pattern() as pattern,), base_only=False):
            return Shape.of(pattern, sees)
    return None


def _ordered(
    studies: Sequence[_Study], start: Known, sizes: Sequence[int], first: int | None
) -> list[int]:
    order: list[int] = []
    bound = set(start)
    left = [*range(len(studies))]
    while left:
        ready = [place for place in left if studies[place].needs <= bound]
        place = _next(ready, studies, sizes, bound, first)
        left.remove(place)
        order.append(place)
        bound |= studies[place].offer.names
    return order


def _tests(element: Element) -> bool:
    return isinstance(element, Filter | Assign | Not)


def _is_plain(element: Element) -> bool:
    """Whether all it does is to look for facts, each solution for itself."""
    if isinstance(element, Not):
        return len(element.elements) == 1 and isinstance(element.elements[0], Pattern)
    return isinstance(element, Pattern)


def _next(
    ready: Sequence[int],
    studies: Sequence[_Study],
    sizes: Sequence[int],
    bound: set[Variable],
    first: int | None,
) -> int:
    tests = [(rank, place) for place in ready if (rank := studies[place].rank) is not None]
    if tests:
        return min(tests)[1]
    if first is not None and first in ready:
        return first
    if len(ready) == 1:
        return ready[0]
    return min(ready, key=lambda place: (_cost(studies[place].offer, sizes[place], bound), place))


def _offer(element: Element) -> _Offer:
    names = bound_by(element)
    if isinstance(element, Pattern):
        return _Offer(names, [each for each in element if _is_open(each)], len(element))
    if isinstance(element, Closure):
        ends = (element.subject, element.object)
        return _Offer(names, [each for each in ends if _is_open(each)], len(ends))
    return _Offer(names, list(names), len(names))


def _is_open(node: Node) -> bool:
    return isinstance(node, Variable | Nested)


def _cost(offer: _Offer, size: int, bound: set[Variable]) -> tuple[bool, float]:
    """Whether it has nothing in common with what is bound, and the rows it may give for each."""
    apart = bool(bound and offer.names) and offer.names.isdisjoint(bound)
    free = sum([each not in bound for each in offer.nodes])
    if not free:
        return apart, 0.5
    return apart, size ** (free / (offer.width if free == offer.width else 2))
