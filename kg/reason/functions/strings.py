"""Functions of strings (SPARQL 1.1, section 17.4.3)."""

import operator
import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import reduce
from urllib.parse import quote

from kg.reason.functions.signature import ANY, Function
from kg.reason.values import EvaluationError, language, literal, number, plain, string
from kg.terms import RDF, Literal, Term

__all__ = ["STRINGS"]

_TEMPLATE = re.compile(r"(?:[^\\$]|\\[\\$]|\$\d)*")
_FLAGS = {"s": re.DOTALL, "m": re.MULTILINE, "i": re.IGNORECASE, "x": re.VERBOSE}


def _like(pattern: Term, result: str) -> Term:
    """A result that keeps the language of the string it was made from."""
    string(pattern)
    return replace(pattern, lexical=result) if isinstance(pattern, Literal) else pattern


def _compatible(left: Term, right: Term) -> tuple[str, str]:
    """Two strings that may be compared: the second in no language or in that of the first."""
    if language(right) not in {"", language(left)}:
        raise EvaluationError(left, right)
    return string(left), string(right)


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
    languages = {language(term) for term in terms}
    if len(languages) == 1 and (only := languages.pop()):
        return Literal(joined, RDF + "langString", only)
    return literal(joined)


def _pattern(pattern: Term, flags: Term | None) -> re.Pattern[str]:
    letters = "" if flags is None else plain(flags)
    if not set(letters) <= set(_FLAGS):
        raise EvaluationError(flags)
    written = _in_python(plain(pattern), lines="m" in letters)
    try:
        return re.compile(written, reduce(operator.or_, (_FLAGS[each] for each in letters), 0))
    except (re.error, OverflowError, RecursionError) as error:
        raise EvaluationError(pattern) from error


def _in_python(pattern: str, *, lines: bool) -> str:
    """A pattern of XPath in Python's spelling, where the two differ.

    The sign for the end does not stand before a last line break, and a class has none inside it.
    """
    found, inside = [], False
    for part in re.findall(r"\\.|\[\^?\]?|.", pattern, re.DOTALL):
        if part[0] == "[" and inside:
            raise EvaluationError(pattern)
        inside = part[0] == "[" or (inside and part != "]")
        found.append(r"\Z" if part == "$" and not (inside or lines) else part)
    return "".join(found)


def _matches(term: Term, pattern: Term, flags: Term | None = None) -> Term:
    return literal(bool(_pattern(pattern, flags).search(string(term))))


def _replaced(term: Term, pattern: Term, new: Term, flags: Term | None = None) -> Term:
    """The string with every match replaced; an empty match is an error, as XPath has it."""
    expression = _pattern(pattern, flags)
    if expression.search(""):
        raise EvaluationError(pattern)
    if not _TEMPLATE.fullmatch(plain(new)):
        raise EvaluationError(new)
    template = re.sub(r"\\([$\\])|\$(\d)", _reference, plain(new))
    try:
        return _like(term, expression.sub(template, string(term)))
    except (re.error, IndexError) as error:
        raise EvaluationError(new) from error


def _reference(found: re.Match[str]) -> str:
    """A reference in XPath's spelling (``$1``), or an escaped sign, in that of `re`."""
    if found[2]:
        return rf"\g<{found[2]}>"
    return r"\\" if found[1] == "\\" else found[1]


def _language_matches(tag: Term, wanted: Term) -> Term:
    """Basic filtering of RFC 4647: the range is the tag or the first parts of it."""
    one, other = plain(tag).lower(), plain(wanted).lower()
    if other == "*":
        return literal(bool(one))
    return literal(one == other or one.startswith(other + "-"))


STRINGS: Mapping[str, Function] = {
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
    "CONCAT": Function(0, ANY, _concatenation),
    "LANGMATCHES": Function(2, 2, _language_matches),
    "REGEX": Function(2, 3, _matches),
    "REPLACE": Function(3, 4, _replaced),
}
