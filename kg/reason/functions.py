"""The functions and operators of SPARQL 1.1 that give the same value for the same arguments.

Each is a small function from terms to a term; `FUNCTIONS` is the list of them. Those that do not
evaluate all their arguments (``&&``, IF, BOUND ...) stand in `kg.reason.expression`.
"""

import operator
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from functools import reduce
from math import ceil, copysign, floor, isfinite
from typing import Any
from urllib.parse import quote

from kg.reason.values import (
    EvaluationError,
    Moment,
    Number,
    Value,
    less,
    literal,
    number,
    quotient,
    same,
    string,
    truth,
    value,
)
from kg.terms import RDF, XSD, Blank, Iri, Literal, Term

__all__ = ["FUNCTIONS", "Function"]

_MANY = 1_000_000


@dataclass(frozen=True, slots=True)
class Function:
    """A function and how many arguments it takes."""

    least: int
    most: int
    apply: Callable[..., Term]


# Numbers


def _promoted(left: Term, right: Term) -> tuple[Number, Number]:
    """Both numbers in the wider of their types: integer, decimal, double."""
    one, other = number(left), number(right)
    if isinstance(one, float) or isinstance(other, float):
        return float(one), float(other)
    if isinstance(one, Decimal) or isinstance(other, Decimal):
        return Decimal(one), Decimal(other)
    return one, other


def _arithmetic(operation: Callable[[Any, Any], Number]) -> Callable[[Term, Term], Term]:
    return lambda left, right: literal(operation(*_promoted(left, right)))


def _divide(left: Term, right: Term) -> Term:
    return literal(quotient(number(left), number(right)))


def _signed(operation: Callable[[Any], Number], binary: Callable[[Any, Any], Number]) -> Callable[..., Term]:
    """An operator that stands before one number or between two."""

    def apply(left: Term, right: Term | None = None) -> Term:
        if right is None:
            return literal(operation(number(left)))
        return literal(binary(*_promoted(left, right)))

    return apply


def _rounded(exact: str, inexact: Callable[[float], float]) -> Callable[[Term], Term]:
    """A rounding that keeps the type of its number."""

    def apply(term: Term) -> Term:
        found = number(term)
        if isinstance(found, Decimal):
            return literal(found.to_integral_value(exact))
        if isinstance(found, float) and isfinite(found):
            return literal(copysign(inexact(found), found))
        return literal(found)

    return apply


def _absolute(term: Term) -> Term:
    found = number(term)
    return literal(-found if found < 0 else found)


def _round(term: Term) -> Term:
    """The nearest whole number, and of two the greater, as XPath rounds."""
    found = number(term)
    if isinstance(found, Decimal):
        return literal((found + Decimal("0.5")).to_integral_value(ROUND_FLOOR))
    if isinstance(found, float) and isfinite(found):
        return literal(copysign(floor(found + 0.5), found))
    return literal(found)


# Strings


def _like(pattern: Term, result: str) -> Term:
    """A result that keeps the language of the string it was made from."""
    string(pattern)
    return replace(pattern, lexical=result) if isinstance(pattern, Literal) else pattern


def _compatible(left: Term, right: Term) -> tuple[str, str]:
    """Two strings that may be compared: the second has no language or the first one's (17.4.3.1.2)."""
    if _language(right) not in {"", _language(left)}:
        raise EvaluationError(left, right)
    return string(left), string(right)


def _language(term: Term) -> str:
    if not isinstance(term, Literal):
        raise EvaluationError(term)
    return term.language


def _test(compare: Callable[[str, str], bool]) -> Callable[[Term, Term], Term]:
    return lambda left, right: literal(compare(*_compatible(left, right)))


def _changed(change: Callable[[str], str]) -> Callable[[Term], Term]:
    return lambda term: _like(term, change(string(term)))


def _before(left: Term, right: Term) -> Term:
    one, other = _compatible(left, right)
    return _like(left, one.partition(other)[0] if other else "") if other in one else literal("")


def _after(left: Term, right: Term) -> Term:
    one, other = _compatible(left, right)
    return _like(left, one.partition(other)[2] if other else one) if other in one else literal("")


def _substring(term: Term, start: Term, length: Term | None = None) -> Term:
    """The characters from a place on, counted from 1; places before the string count too."""
    found, first = string(term), _whole(start)
    end = len(found) + 1 if length is None else first + _whole(length)
    return _like(term, found[max(first, 1) - 1 : max(end, 1) - 1])


def _whole(term: Term) -> int:
    found = number(term)
    if not isinstance(found, int):
        raise EvaluationError(term)
    return found


def _concatenation(*terms: Term) -> Term:
    joined = "".join(string(term) for term in terms)
    languages = {_language(term) for term in terms}
    if len(languages) == 1 and (language := languages.pop()):
        return Literal(joined, RDF + "langString", language)
    return literal(joined)


def _pattern(pattern: Term, flags: Term | None) -> re.Pattern[str]:
    letters = "" if flags is None else _plain(flags)
    if not set(letters) <= set(_FLAGS):
        raise EvaluationError(flags)
    try:
        return re.compile(_plain(pattern), reduce(operator.or_, (_FLAGS[letter] for letter in letters), 0))
    except re.error as error:
        raise EvaluationError(pattern) from error


def _matches(term: Term, pattern: Term, flags: Term | None = None) -> Term:
    return literal(bool(_pattern(pattern, flags).search(string(term))))


def _replaced(term: Term, pattern: Term, new: Term, flags: Term | None = None) -> Term:
    """The string with every match replaced; an empty match is an error, as XPath has it."""
    expression = _pattern(pattern, flags)
    if expression.search(""):
        raise EvaluationError(pattern)
    template = re.sub(r"\\([$\\])|\$(\d)", _reference, _plain(new))
    try:
        return _like(term, expression.sub(template, string(term)))
    except (re.error, IndexError) as error:
        raise EvaluationError(new) from error


def _reference(found: re.Match[str]) -> str:
    """A reference in XPath's spelling (``$1``), or an escaped sign, in that of `re`."""
    if found[2]:
        return rf"\g<{found[2]}>"
    return r"\\" if found[1] == "\\" else found[1]


def _plain(term: Term) -> str:
    if _language(term):
        raise EvaluationError(term)
    return string(term)


# Terms


def _str(term: Term) -> Term:
    match term:
        case Iri(value=written):
            return literal(written)
        case Literal(lexical=written):
            return literal(written)
    raise EvaluationError(term)


def _iri(term: Term) -> Term:
    found = term.value if isinstance(term, Iri) else _plain(term)
    if not _ABSOLUTE.fullmatch(found):
        raise EvaluationError(term)
    return Iri(found)


def _datatype(term: Term) -> Term:
    if not isinstance(term, Literal):
        raise EvaluationError(term)
    return Iri(term.datatype)


def _in_language(term: Term, language: Term) -> Term:
    tag = _plain(language)
    if not re.fullmatch(r"[A-Za-z]+(?:-[A-Za-z0-9]+)*", tag):
        raise EvaluationError(language)
    return Literal(_plain(term), RDF + "langString", tag.lower())


def _typed(term: Term, datatype: Term) -> Term:
    if not isinstance(datatype, Iri) or datatype.value == RDF + "langString":
        raise EvaluationError(datatype)
    return Literal(_plain(term), datatype.value)


def _language_matches(tag: Term, wanted: Term) -> Term:
    """Basic filtering of RFC 4647: the range is the tag or the first parts of it."""
    one, other = _plain(tag).lower(), _plain(wanted).lower()
    if other == "*":
        return literal(bool(one))
    return literal(one == other or one.startswith(other + "-"))


def _is(*kinds: type[Term]) -> Callable[[Term], Term]:
    return lambda term: literal(isinstance(term, kinds))


def _is_numeric(term: Term) -> Term:
    try:
        number(term)
    except EvaluationError:
        return literal(False)
    return literal(True)


# Time


def _part(of: Callable[[datetime], Number], *, days: bool) -> Callable[[Term], Term]:
    """A part of a dateTime; the parts of a calendar day are also those of a date."""

    def apply(term: Term) -> Term:
        found = value(term)
        if not isinstance(found, Moment) or (found.day and not days):
            raise EvaluationError(term)
        return literal(of(found.start))

    return apply


def _seconds(moment: datetime) -> Decimal:
    return moment.second + Decimal(moment.microsecond).scaleb(-6)


# Casts (SPARQL 1.1, section 17.1)


def _cast(
    datatype: str, convert: Callable[[Value], Value]
) -> Callable[[Term], Term]:
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
    """The text of an IRI or literal; of a value, in its canonical form."""
    try:
        return literal(str(literal(value(term)).lexical))
    except EvaluationError:
        return _str(term)


_FLAGS = {"s": re.DOTALL, "m": re.MULTILINE, "i": re.IGNORECASE, "x": re.VERBOSE}
_ABSOLUTE = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[^\x00-\x20<>\"{}|^`\\]*")

FUNCTIONS: Mapping[str, Function] = {
    "=": Function(2, 2, lambda left, right: literal(same(left, right))),
    "!=": Function(2, 2, lambda left, right: literal(not same(left, right))),
    "<": Function(2, 2, lambda left, right: literal(less(left, right))),
    ">": Function(2, 2, lambda left, right: literal(less(right, left))),
    "<=": Function(2, 2, lambda left, right: literal(less(left, right) or same(left, right))),
    ">=": Function(2, 2, lambda left, right: literal(less(right, left) or same(left, right))),
    "!": Function(1, 1, lambda term: literal(not truth(term))),
    "+": Function(1, 2, _signed(operator.pos, operator.add)),
    "-": Function(1, 2, _signed(operator.neg, operator.sub)),
    "*": Function(2, 2, _arithmetic(operator.mul)),
    "/": Function(2, 2, _divide),
    "ABS": Function(1, 1, _absolute),
    "CEIL": Function(1, 1, _rounded(ROUND_CEILING, ceil)),
    "FLOOR": Function(1, 1, _rounded(ROUND_FLOOR, floor)),
    "ROUND": Function(1, 1, _round),
    "STRLEN": Function(1, 1, lambda term: literal(len(string(term)))),
    "UCASE": Function(1, 1, _changed(str.upper)),
    "LCASE": Function(1, 1, _changed(str.lower)),
    "ENCODE_FOR_URI": Function(1, 1, lambda term: literal(quote(string(term), safe="~"))),
    "CONTAINS": Function(2, 2, _test(operator.contains)),
    "STRSTARTS": Function(2, 2, _test(str.startswith)),
    "STRENDS": Function(2, 2, _test(str.endswith)),
    "STRBEFORE": Function(2, 2, _before),
    "STRAFTER": Function(2, 2, _after),
    "SUBSTR": Function(2, 3, _substring),
    "CONCAT": Function(0, _MANY, _concatenation),
    "REGEX": Function(2, 3, _matches),
    "REPLACE": Function(3, 4, _replaced),
    "STR": Function(1, 1, _str),
    "LANG": Function(1, 1, lambda term: literal(_language(term))),
    "LANGMATCHES": Function(2, 2, _language_matches),
    "DATATYPE": Function(1, 1, _datatype),
    "IRI": Function(1, 1, _iri),
    "URI": Function(1, 1, _iri),
    "STRLANG": Function(2, 2, _in_language),
    "STRDT": Function(2, 2, _typed),
    "SAMETERM": Function(2, 2, lambda left, right: literal(left == right)),
    "ISIRI": Function(1, 1, _is(Iri)),
    "ISURI": Function(1, 1, _is(Iri)),
    "ISBLANK": Function(1, 1, _is(Blank)),
    "ISLITERAL": Function(1, 1, _is(Literal)),
    "ISNUMERIC": Function(1, 1, _is_numeric),
    "YEAR": Function(1, 1, _part(lambda moment: moment.year, days=True)),
    "MONTH": Function(1, 1, _part(lambda moment: moment.month, days=True)),
    "DAY": Function(1, 1, _part(lambda moment: moment.day, days=True)),
    "HOURS": Function(1, 1, _part(lambda moment: moment.hour, days=False)),
    "MINUTES": Function(1, 1, _part(lambda moment: moment.minute, days=False)),
    "SECONDS": Function(1, 1, _part(_seconds, days=False)),
    XSD + "integer": Function(1, 1, _cast(XSD + "integer", _to_number(int))),
    XSD + "decimal": Function(1, 1, _cast(XSD + "decimal", _to_number(Decimal))),
    XSD + "double": Function(1, 1, _cast(XSD + "double", _to_number(float))),
    XSD + "float": Function(1, 1, _cast(XSD + "float", _to_number(float))),
    XSD + "boolean": Function(1, 1, _cast(XSD + "boolean", _to_boolean)),
    XSD + "dateTime": Function(1, 1, _cast(XSD + "dateTime", _to_moment(day=False))),
    XSD + "date": Function(1, 1, _cast(XSD + "date", _to_moment(day=True))),
    XSD + "string": Function(1, 1, _to_string),
}
