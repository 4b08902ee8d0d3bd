"""In which order the elements of a body are best taken.

The order changes the cost and not the meaning: a condition, a negation or an assignment sees the
variables that the elements before it in the text have bound, and no others, wherever it is taken.
It is taken as soon as these are bound. Of what joins, the one that is likely to give the fewest
rows comes next.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from kg.reason.expression import variables
from kg.reason.model import (
    Assign,
    Closure,
    Element,
    Filter,
    Group,
    Nested,
    Node,
    Not,
    Pattern,
    Values,
    Variable,
)
from kg.reason.nodes import variables_in

__all__ = ["Known", "Step", "bound_by", "plan", "uses", "variants"]

Known = frozenset[Variable]
Size = Callable[[Element], int]


@dataclass(frozen=True, slots=True)
class Step:
    """An element, its place in the body, the variables it sees, those of use after it."""

    place: int
    element: Element
    sees: Known
    live: Known


class _Offer(NamedTuple):
    """What an element binds, its open positions among how many, and its rows."""

    names: Known
    nodes: Sequence[Node]
    width: int
    size: int


def variants(body: Sequence[Element]) -> Iterator[tuple[Element, ...]]:
    """The body once for each choice of which columns of its VALUES are defined.

    So a variable either has a value in every solution or in none.
    """
    for place, element in enumerate(body):
        if isinstance(element, Values) and any(None in row for row in element.rows):
            for each in _shapes(element):
                yield from variants((*body[:place], each, *body[place + 1 :]))
            return
    yield tuple(body)


def _shapes(values: Values) -> Iterator[Values]:
    shapes = dict.fromkeys(tuple(term is not None for term in row) for row in values.rows)
    for shape in shapes:
        names = tuple(name for name, given in zip(values.variables, shape, strict=True) if given)
        rows = [row for row in values.rows if tuple(term is not None for term in row) == shape]
        yield Values(names, tuple(tuple(term for term in row if term) for row in rows))


def bound_by(element: Element) -> Known:
    """The variables that an element gives a value."""
    match element:
        case Pattern():
            return frozenset(variables_in(*element))
        case Closure(subject=subject, object=target):
            return frozenset(variables_in(subject, target))
        case Assign(variable=variable):
            return frozenset([variable])
        case Values(variables=names):
            return frozenset(names)
        case Group(by=by, aggregates=aggregates):
            named = [*by, *(each.variable for each in aggregates)]
            return frozenset(each for each in named if not each.name.startswith("."))
    return frozenset()


def uses(element: Element) -> Known:
    """The variables that an element speaks of, but for a group's own."""
    match element:
        case Filter(expression=expression) | Assign(expression=expression):
            return frozenset(variables(expression))
        case Not(elements=inner):
            return frozenset[Variable]().union(*(uses(each) for each in inner))
    return bound_by(element)


def _seen(body: Sequence[Element], used: Sequence[Known], start: Known) -> list[Known]:
    """For each element, the variables it speaks of that have a value before it."""
    found, before = [], start
    for element, names in zip(body, used, strict=True):
        found.append(names & before)
        if not isinstance(element, Filter | Not):
            before |= bound_by(element)
    return found


def plan(
    body: Sequence[Element], start: Known, wanted: Known, size: Size, first: int | None = None
) -> tuple[Step, ...]:
    """The elements in a good order, perhaps with one of them first of those that join."""
    used = [uses(element) for element in body]
    sees = _seen(body, used, start)
    order = _ordered(body, sees, start, size, first) if len(body) > 1 else range(len(body))
    steps, live = [], wanted
    for place in reversed(order):
        steps.append(Step(place, body[place], sees[place], live))
        live |= used[place]
    return tuple(reversed(steps))


def _ordered(
    body: Sequence[Element], sees: Sequence[Known], start: Known, size: Size, first: int | None
) -> list[int]:
    needs = _needs(body, sees)
    order: list[int] = []
    offers = [_offer(element, size(element)) for element in body]
    bound = set(start)
    left = dict.fromkeys(range(len(body)))
    while left:
        ready = [place for place in left if needs[place] <= bound]
        place = _next(body, ready, bound, offers, first)
        del left[place]
        order.append(place)
        bound |= offers[place].names
    return order


def _needs(body: Sequence[Element], sees: Sequence[Known]) -> list[Known]:
    """What must be bound before each element: what it sees, or an assigned variable it joins on."""
    needs, assigned = [], frozenset[Variable]()
    for element, visible in zip(body, sees, strict=True):
        needs.append(visible if _tests(element) else visible & assigned)
        if isinstance(element, Assign):
            assigned |= {element.variable}
    return needs


def _tests(element: Element) -> bool:
    return isinstance(element, Filter | Assign | Not)


def _next(
    body: Sequence[Element],
    ready: Sequence[int],
    bound: set[Variable],
    offers: Sequence[_Offer],
    first: int | None,
) -> int:
    tests = [place for place in ready if _tests(body[place])]
    if tests:
        return min(tests, key=lambda place: (isinstance(body[place], Not), place))
    if first is not None and first in ready:
        return first
    return min(ready, key=lambda place: (_cost(offers[place], bound), place))


def _offer(element: Element, size: int) -> _Offer:
    names = bound_by(element)
    if isinstance(element, Pattern):
        return _Offer(names, [each for each in element if _is_open(each)], len(element), size)
    if isinstance(element, Closure):
        ends = (element.subject, element.object)
        return _Offer(names, [each for each in ends if _is_open(each)], len(ends), size)
    return _Offer(names, list(names), len(names), size)


def _is_open(node: Node) -> bool:
    return isinstance(node, Variable | Nested)


def _cost(offer: _Offer, bound: set[Variable]) -> tuple[bool, float]:
    """Whether it has nothing in common with what is bound, and the rows it may give for each."""
    apart = bool(bound and offer.names) and offer.names.isdisjoint(bound)
    free = sum(each not in bound for each in offer.nodes)
    if not free:
        return apart, 0.5
    return apart, offer.size ** (free / (offer.width if free == offer.width else 2))
