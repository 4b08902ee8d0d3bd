"""What literals stand for, and the literals of values (SPARQL 1.1, sections 17.1 and 17.2).

A number is an int, a Decimal or a float, after its type in SPARQL; the derived integer types
count as integers and xsd:float as double. Dates stand in
`kg.reason.moments`.
"""

import re
from collections.abc import Callable, Mapping
from decimal import ROUND_DOWN, Context, Decimal
from math import isinf, isnan
from typing import TypeAlias

from kg.reason.moments import Moment, at, earlier, on
from kg.terms import RDF, XSD, Literal, Term

__all__ = [
    "EXACTER",
    "FALSE",
    "TRUE",
    "EvaluationError",
    "Moment",
    "Number",
    "Value",
    "language",
    "less",
    "literal",
    "number",
    "plain",
    "quotient",
    "same",
    "string",
    "text",
    "truth",
    "value",
]


TRUE = Literal("true", XSD + "boolean")
FALSE = Literal("false", XSD + "boolean")


class EvaluationError(Exception):
    """An expression has no value here: SPARQL's "error", which is a normal thing to meet."""


Number: TypeAlias = int | Decimal | float
Value: TypeAlias = bool | Number | str | Moment

_KINDS: Mapping[type, str] = {
    int: "number",
    Decimal: "number",
    float: "number",
    bool: "boolean",
    str: "string",
}
_IN_LANGUAGES = {RDF + "langString", RDF + "dirLangString"}
_TEXTS = _IN_LANGUAGES | {XSD + "string"}
_INTEGERS = [
    "integer",
    *("nonPositiveInteger", "negativeInteger", "nonNegativeInteger", "positiveInteger"),
    *("long", "int", "short", "byte"),
    *("unsignedLong", "unsignedInt", "unsignedShort", "unsignedByte"),
]
_INTEGER = re.compile(r"[+-]?[0-9]+")
_DECIMAL = re.compile(r"[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)")
_DOUBLE = re.compile(r"[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]+)?|-?INF|NaN")
_BOOLEANS = {"true": True, "1": True, "false": False, "0": False}

# xsd:decimal promises eighteen digits; results are cut there, as oxigraph cuts them.
_DECIMALS = Decimal(1).scaleb(-18)
_EXACT = Context(prec=200)
# What two numbers that can be written give, every digit of it.
EXACTER = Context(prec=400)


def value(term: Term) -> Value:
    """The value of a literal.

    >>> value(Literal("007", XSD + "integer"))
    7

    Raises:
        EvaluationError: for IRIs, blank nodes, text in a language, types that are not known here
            and forms that do not fit their type.
    """
    if isinstance(term, Literal) and (read := _READERS.get(term.datatype)):
        return read(term.lexical)
    raise EvaluationError(term)


def number(term: Term) -> Number:
    """The value of a numeric literal."""
    found = value(term)
    if isinstance(found, (bool, str, Moment)):  # a union would take three times as long
        raise EvaluationError(term)
    return found


def string(term: Term) -> str:
    """The text of a string, in a language or in none."""
    if isinstance(term, Literal) and term.datatype in _TEXTS:
        return term.lexical
    raise EvaluationError(term)


def language(term: Term) -> str:
    """The language of a literal; empty if it is in none."""
    if not isinstance(term, Literal):
        raise EvaluationError(term)
    return term.language


def plain(term: Term) -> str:
    """The text of a string that is in no language."""
    if language(term):
        raise EvaluationError(term)
    return string(term)


def truth(term: Term) -> bool:
    """The effective boolean value (SPARQL 1.1, section 17.2.2)."""
    if term is TRUE or term is FALSE:  # as conditions give
        return term is TRUE
    if isinstance(term, Literal) and term.datatype in _FALSE_IF_MALFORMED:
        try:
            found = value(term)
        except EvaluationError:
            return False
        return bool(found) and found == found  # noqa: PLR0124 - NaN differs from itself
    return bool(string(term))


def literal(found: Value) -> Literal:
    """The literal of a value, in the canonical form of XML Schema.

    >>> print(literal(Decimal("2.50")).lexical, literal(1.5e9).lexical)
    2.5 1.5E9
    """
    match found:
        case bool():
            return TRUE if found else FALSE
        case int():
            return Literal(str(found), XSD + "integer")
        case str():
            return Literal(found)
        case Decimal():
            return Literal(text(found), XSD + "decimal")
        case float():
            return Literal(text(found), XSD + "double")
        case Moment(day=day):
            return Literal(str(found), XSD + ("date" if day else "dateTime"))


def text(found: Number) -> str:
    """A number as XML Schema writes it."""
    match found:
        case Decimal():
            written = (
                format(found.quantize(_DECIMALS, ROUND_DOWN, _EXACT), "f").rstrip("0").rstrip(".")
            )
            return "0" if written in {"-0", ""} else written
        case float():
            return _double(found)
    return str(found)


def _double(found: float) -> str:
    if isnan(found):
        return "NaN"
    if isinf(found):
        return "INF" if found > 0 else "-INF"
    if not found:
        return "-0.0E0" if str(found).startswith("-") else "0.0E0"
    digits, _, exponent = format(Decimal(repr(found)), "E").partition("E")
    whole, _, fraction = digits.partition(".")
    return f"{whole}.{fraction.rstrip('0') or '0'}E{int(exponent)}"


def quotient(left: Number, right: Number) -> Number:
    """One number by another; of integers, a decimal."""
    if isinstance(left, float) or isinstance(right, float):
        return _float_quotient(float(left), float(right))
    if not right:
        raise EvaluationError(right)
    return _EXACT.divide(Decimal(left), Decimal(right)).quantize(_DECIMALS, ROUND_DOWN, _EXACT)


def _float_quotient(left: float, right: float) -> float:
    if right:
        return left / right
    if not left or isnan(left):
        return float("nan")
    return float("inf") if (left > 0) == (str(right)[0] != "-") else float("-inf")


def same(left: Term, right: Term) -> bool:
    """Whether ``=`` holds: the same term, or the same value of comparable types."""
    if left == right:
        return not _is_nan(left)
    if not (isinstance(left, Literal) and isinstance(right, Literal)):
        return False
    if _IN_LANGUAGES & {left.datatype, right.datatype}:
        return False
    one, other = value(left), value(right)
    if _kind(one) != _kind(other):
        return False
    one, other = _promoted(one, other)
    return one == other


def _is_nan(term: Term) -> bool:
    types = {XSD + "double", XSD + "float"}
    return isinstance(term, Literal) and term.lexical == "NaN" and term.datatype in types


def less(left: Term, right: Term) -> bool:
    """Whether ``<`` holds, for two values of a kind that has an order."""
    one, other = value(left), value(right)
    if _kind(one) != _kind(other):
        raise EvaluationError(left, right)
    return _before(*_promoted(one, other))


def _promoted(one: Value, other: Value) -> tuple[Value, Value]:
    """Two of a kind as doubles if either is one (SPARQL 1.1, section 17.3), else as they are."""
    if isinstance(one, float) or isinstance(other, float):
        try:
            return float(one), float(other)  # type: ignore[arg-type]
        except OverflowError as error:
            raise EvaluationError(one, other) from error
    return one, other


def _kind(found: Value) -> object:
    """Whether it is a number, a truth value or a text, or whether a moment is a day."""
    return found.day if isinstance(found, Moment) else _KINDS[type(found)]


def _before(one: Value, other: Value) -> bool:
    if isinstance(one, Moment) and isinstance(other, Moment):
        first = earlier(one, other)
        if first is None:
            raise EvaluationError(one, other)
        return first
    return one < other  # type: ignore[operator]


def _matched(pattern: re.Pattern[str], lexical: str) -> str:
    if not pattern.fullmatch(lexical):
        raise EvaluationError(lexical)
    return lexical


def _boolean(lexical: str) -> bool:
    if lexical not in _BOOLEANS:
        raise EvaluationError(lexical)
    return _BOOLEANS[lexical]


def _known(read: Callable[[str], Value]) -> Callable[[str], Value]:
    """A reader to which a form that is none of its type, or too long to hold, is an error."""

    def known(lexical: str) -> Value:
        try:
            return read(lexical)
        except (ValueError, ArithmeticError) as error:
            raise EvaluationError(lexical) from error

    return known


_READERS: Mapping[str, Callable[[str], Value]] = {
    **dict.fromkeys(
        (XSD + name for name in _INTEGERS), _known(lambda lexical: int(_matched(_INTEGER, lexical)))
    ),
    XSD + "decimal": lambda lexical: Decimal(_matched(_DECIMAL, lexical)),
    XSD + "double": lambda lexical: float(_matched(_DOUBLE, lexical)),
    XSD + "float": lambda lexical: float(_matched(_DOUBLE, lexical)),
    XSD + "boolean": _boolean,
    XSD + "string": str,
    XSD + "dateTime": _known(at),
    XSD + "date": _known(on),
}
_FALSE_IF_MALFORMED = frozenset(_READERS) - {XSD + "string", XSD + "dateTime", XSD + "date"}
