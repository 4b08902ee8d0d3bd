"""What it is that fails: an element of a body, with what is known put in, as a lack."""

from collections.abc import Iterable
from itertools import islice

from kg.reason.elements import bound_by
from kg.reason.expression import EvaluationError, evaluate, holds
from kg.reason.facts import Facts
from kg.reason.model import (
    Absent,
    Assign,
    Bindings,
    Closure,
    Element,
    Expression,
    Filter,
    Group,
    Not,
    Pattern,
    Values,
    Variable,
)
from kg.reason.shortfall import InTheWay, Lack, Missing, NoRow, Ungathered, Unreached, Untrue
from kg.reason.solve import ground, instance, named, solve
from kg.terms import Term, Triple

__all__ = ["SHOWN", "in_the_way", "known_key", "put_into", "unmatched", "untried", "untrue"]

# So many matches or rows stand for all of their kind.
SHOWN = 10


def untrue(condition: Filter, known: Bindings) -> Untrue | None:
    """A condition that fails, with its values; None if it holds."""
    expression = condition.expression
    if holds(expression, known):
        return None
    try:
        evaluate(expression, known)
    except EvaluationError:
        return Untrue(Filter(put_into(expression, known)), error=True)
    return Untrue(Filter(put_into(expression, known)))


def in_the_way(negation: Not, known: Bindings, facts: Facts) -> InTheWay | None:
    """What makes a negation fail; None if it holds."""
    where = facts.base if negation.base_only else facts
    found = list(islice(solve(negation.elements, where, known), SHOWN))
    used = (each for _, premises in found for each in premises if isinstance(each, Triple))
    absent = Absent(tuple(ground(each, known) for each in negation.elements), negation.base_only)
    return InTheWay(absent, tuple(dict.fromkeys(used))) if found else None


def unmatched(element: Element, bindings: Bindings, *, base_only: bool) -> Lack:
    """What fails where nothing matches; of a group, before it is asked what it counted."""
    match element:
        case Pattern():
            return Missing(instance(element, bindings), base_only)
        case Closure():
            walk = ground(element, bindings)
            assert isinstance(walk, Closure)  # noqa: S101 - what is put into a path stays one
            return Unreached(walk, base_only)
        case Values(variables=names):
            return NoRow(element, _among(bindings, names))
        case Group():
            return Ungathered(tuple(named(dict(_among(bindings, bound_by(element))))))
    raise TypeError(element)  # pragma: no cover - all else is tried, and fails by what it says


def known_key(group: Group, bindings: Bindings) -> Bindings:
    """What is known of what a group is grouped by."""
    return dict(_among(bindings, group.by))


def untried(
    element: Element, needed: Iterable[Variable], bindings: Bindings
) -> Filter | Not | Assign:
    """What could not be tried, with what is known put in."""
    known = {name: bindings[name] for name in needed if name in bindings}
    match element:
        case Not(elements=inner, base_only=base_only):
            return Not(tuple(ground(each, known) for each in inner), base_only)
        case Assign(variable, expression):
            return Assign(variable, put_into(expression, known))
        case Filter(expression):
            return Filter(put_into(expression, known))
    raise TypeError(element)  # pragma: no cover - whatever joins is always looked at


def put_into(expression: Expression, known: Bindings) -> Expression:
    """An expression with what is known put in."""
    found = ground(Filter(expression), known)
    assert isinstance(found, Filter)  # noqa: S101 - what is put into a condition stays one
    return found.expression


def _among(bindings: Bindings, names: Iterable[Variable]) -> tuple[tuple[Variable, Term], ...]:
    return tuple((name, bindings[name]) for name in names if name in bindings)
