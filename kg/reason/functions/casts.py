"""Casts: from one type of literal to another (SPARQL 1.1, section 17.1)."""

from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any

from kg.reason.functions.signature import Function
from kg.reason.values import EvaluationError, Moment, Number, Value, literal, string, value
from kg.terms import XSD, Iri, Literal, Term

__all__ = ["CASTS"]

# Doubles in between are written without an exponent.
_SMALL, _LARGE = 1e-6, 1e6


def _cast(datatype: str, convert: Callable[[Value], Value]) -> Callable[[Term], Term]:
    """A cast: a string by its form, any other value by conversion."""

    def apply(term: Term) -> Term:
        is_text = isinstance(term, Literal) and term.datatype == XSD + "string"
        found = value(Literal(string(term), datatype) if is_text else term)
        try:
            return literal(convert(found))
        except (ArithmeticError, ValueError, TypeError) as error:
            raise EvaluationError(term) from error

    return apply


def _to_number(kind: Callable[[Any], Number]) -> Callable[[Value], Value]:
    def convert(found: Value) -> Number:
        if isinstance(found, Moment | str):
            raise EvaluationError(found)
        return kind(found)

    return convert


def _to_boolean(found: Value) -> bool:
    if isinstance(found, Moment | str):
        raise EvaluationError(found)
    return bool(found) and found == found  # noqa: PLR0124 - NaN differs from itself


def _to_moment(*, day: bool) -> Callable[[Value], Value]:
    def convert(found: Value) -> Moment:
        if not isinstance(found, Moment):
            raise EvaluationError(found)
        start = found.start.replace(hour=0, minute=0, second=0, microsecond=0)
        return Moment(start if day else found.start, day)

    return convert


def _to_string(term: Term) -> Term:
    """The text of an IRI or literal; of one that has a value, in canonical form."""
    match term:
        case Iri(value=written):
            return literal(written)
        case Literal(lexical=written):
            return literal(_canonical(term) or written)
    raise EvaluationError(term)


def _canonical(term: Literal) -> str:
    """The canonical form of a literal; empty if it has no value."""
    try:
        found = value(term)
    except EvaluationError:
        return ""
    if isinstance(found, float) and (found == 0 or _SMALL <= abs(found) < _LARGE):
        # As XPath and XQuery Functions and Operators 3.1, section 19.1.2, casts a double.
        return format(Decimal(repr(found)), "f").removesuffix(".0")
    return literal(found).lexical


CASTS: Mapping[str, Function] = {
    XSD + "integer": Function(1, 1, _cast(XSD + "integer", _to_number(int))),
    XSD + "decimal": Function(1, 1, _cast(XSD + "decimal", _to_number(Decimal))),
    XSD + "double": Function(1, 1, _cast(XSD + "double", _to_number(float))),
    XSD + "float": Function(1, 1, _cast(XSD + "float", _to_number(float))),
    XSD + "boolean": Function(1, 1, _cast(XSD + "boolean", _to_boolean)),
    XSD + "dateTime": Function(1, 1, _cast(XSD + "dateTime", _to_moment(day=False))),
    XSD + "date": Function(1, 1, _cast(XSD + "date", _to_moment(day=True))),
    XSD + "string": Function(1, 1, _to_string),
}
