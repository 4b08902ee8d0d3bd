"""What a body says of itself: which variables its elements bind and use, and what they need."""

from collections.abc import Iterator, Sequence
from functools import lru_cache

from kg.reason.expression import variables
from kg.reason.model import (
    Assign,
    Closure,
    Element,
    Filter,
    Group,
    Not,
    Pattern,
    Values,
    Variable,
)
from kg.reason.nodes import variables_in
from kg.terms import Iri

__all__ = ["Elements", "Known", "bound_by", "needs", "uses", "variants"]

Known = frozenset[Variable]


class Elements(tuple[Element, ...]):  # noqa: SLOT001 - a tuple has no room for a slot
    """A body that is asked for many times: its hash is worked out once."""

    def __hash__(self) -> int:
        """A hash that is kept."""
        if not hasattr(self, "_hashed"):
            self._hashed = tuple.__hash__(self)
        return self._hashed


@lru_cache(maxsize=1024)
def variants(body: tuple[Element, ...]) -> Sequence[Elements]:
    """The body once for each choice of which columns of its VALUES are defined.

    So a variable either has a value in every solution or in none.
    """
    return [Elements(each) for each in _variants(body)]


def _variants(body: Sequence[Element]) -> Iterator[tuple[Element, ...]]:
    for place, element in enumerate(body):
        if isinstance(element, Values) and any(None in row for row in element.rows):
            for each in _shapes(element):
                yield from _variants((*body[:place], each, *body[place + 1 :]))
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


@lru_cache(maxsize=1024)
def needs(body: tuple[Element, ...]) -> Sequence[Iri]:
    """The predicates without which a body has no solution."""
    return [each for element in body for each in _needed(element)]


def _needed(element: Element) -> Sequence[Iri]:
    match element:
        case Pattern(predicate=Iri() as predicate):
            return [predicate]
        case Closure(moves=moves, least=1):
            return [move.predicate for move in moves]
    return []
