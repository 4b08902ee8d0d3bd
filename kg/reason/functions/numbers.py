"""Operators and functions of numbers (SPARQL 1.1, sections 17.3 and 17.4.4)."""

import operator
from collections.abc import Callable, Mapping
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal, localcontext
from math import ceil, copysign, floor, isfinite
from typing import Any

from kg.reason.functions.signature import Function
from kg.reason.values import EXACTER, Number, literal, number, quotient
from kg.terms import Term

__all__ = ["NUMBERS"]


def _promoted(left: Term, right: Term) -> tuple[Number, Number]:
    """Both numbers in the wider of their types: integer, decimal, double."""
    one, other = number(left), number(right)
    if isinstance(one, float) or isinstance(other, float):
        return float(one), float(other)
    if isinstance(one, Decimal) or isinstance(other, Decimal):
        return Decimal(one), Decimal(other)
    return one, other


def _arithmetic(operation: Callable[[Any, Any], Number]) -> Callable[[Term, Term], Term]:
    return lambda left, right: literal(_exactly(operation, *_promoted(left, right)))


def _exactly(operation: Callable[..., Number], *numbers: Number) -> Number:
    """What an operation gives, decimals with every digit they have."""
    if Decimal not in map(type, numbers):
        return operation(*numbers)
    with localcontext(EXACTER):
        return operation(*numbers)


def _divide(left: Term, right: Term) -> Term:
    return literal(quotient(number(left), number(right)))


def _signed(
    operation: Callable[[Any], Number], binary: Callable[[Any, Any], Number]
) -> Callable[..., Term]:
    """An operator that stands before one number or between two."""

    def apply(left: Term, right: Term | None = None) -> Term:
        if right is None:
            return literal(_exactly(operation, number(left)))
        return literal(_exactly(binary, *_promoted(left, right)))

    return apply


def _rounded(exact: str, inexact: Callable[[float], float]) -> Callable[[Term], Term]:
    """A rounding that keeps the type of its number."""

    def apply(term: Term) -> Term:
        found = number(term)
        if isinstance(found, Decimal):
            return literal(found.to_integral_value(exact, EXACTER))
        if isinstance(found, float) and isfinite(found):
            return literal(copysign(inexact(found), found))
        return literal(found)

    return apply


def _absolute(term: Term) -> Term:
    return literal(_exactly(abs, number(term)))


def _round(term: Term) -> Term:
    """The nearest whole number, and of two the greater, as XPath rounds."""
    found = number(term)
    if isinstance(found, Decimal):
        half = EXACTER.add(found, Decimal("0.5"))
        return literal(half.to_integral_value(ROUND_FLOOR, EXACTER))
    if isinstance(found, float) and isfinite(found):
        below = floor(found)
        return literal(copysign(below + (found - below >= 0.5), found))  # noqa: PLR2004
    return literal(found)


NUMBERS: Mapping[str, Function] = {
    "+": Function(1, 2, _signed(operator.pos, operator.add)),
    "-": Function(1, 2, _signed(operator.neg, operator.sub)),
    "*": Function(2, 2, _arithmetic(operator.mul)),
    "/": Function(2, 2, _divide),
    "ABS": Function(1, 1, _absolute),
    "CEIL": Function(1, 1, _rounded(ROUND_CEILING, ceil)),
    "FLOOR": Function(1, 1, _rounded(ROUND_FLOOR, floor)),
    "ROUND": Function(1, 1, _round),
}
