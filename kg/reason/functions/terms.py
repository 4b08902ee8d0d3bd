"""Functions that test, take apart and make terms (SPARQL 1.1, sections 17.3 and 17.4.2)."""

import re
from collections.abc import Callable, Mapping

from kg.reason.functions.signature import Function
from kg.reason.values import (
    FALSE,
    TRUE,
    EvaluationError,
    language,
    less,
    literal,
    number,
    plain,
    same,
    truth,
)
from kg.terms import RDF, Blank, Iri, Literal, Term

__all__ = ["TERMS"]

_ABSOLUTE = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[^\x00-\x20<>\"{}|^`\\]*")


def _str(term: Term) -> Term:
    match term:
        case Iri(value=written):
            return literal(written)
        case Literal(lexical=written):
            return literal(written)
    raise EvaluationError(term)


def _iri(term: Term) -> Term:
    found = term.value if isinstance(term, Iri) else plain(term)
    if not _ABSOLUTE.fullmatch(found):
        raise EvaluationError(term)
    return Iri(found)


def _datatype(term: Term) -> Term:
    if not isinstance(term, Literal):
        raise EvaluationError(term)
    return Iri(term.datatype)


def _in_language(term: Term, name: Term) -> Term:
    tag = plain(name)
    if not re.fullmatch(r"[A-Za-z]+(?:-[A-Za-z0-9]+)*", tag):
        raise EvaluationError(name)
    return Literal(plain(term), RDF + "langString", tag.lower())


def _typed(term: Term, datatype: Term) -> Term:
    if not isinstance(datatype, Iri) or datatype.value == RDF + "langString":
        raise EvaluationError(datatype)
    return Literal(plain(term), datatype.value)


def _is(*kinds: type[Term]) -> Callable[[Term], Term]:
    return lambda term: literal(isinstance(term, kinds))


def _is_numeric(term: Term) -> Term:
    try:
        number(term)
    except EvaluationError:
        return FALSE
    return TRUE


TERMS: Mapping[str, Function] = {
    "=": Function(2, 2, lambda left, right: literal(same(left, right))),
    "!=": Function(2, 2, lambda left, right: literal(not same(left, right))),
    "<": Function(2, 2, lambda left, right: literal(less(left, right))),
    ">": Function(2, 2, lambda left, right: literal(less(right, left))),
    "<=": Function(2, 2, lambda left, right: literal(less(left, right) or same(left, right))),
    ">=": Function(2, 2, lambda left, right: literal(less(right, left) or same(left, right))),
    "!": Function(1, 1, lambda term: literal(not truth(term))),
    "SAMETERM": Function(2, 2, lambda left, right: literal(left == right)),
    "STR": Function(1, 1, _str),
    "LANG": Function(1, 1, lambda term: literal(language(term))),
    "DATATYPE": Function(1, 1, _datatype),
    "IRI": Function(1, 1, _iri),
    "URI": Function(1, 1, _iri),
    "STRLANG": Function(2, 2, _in_language),
    "STRDT": Function(2, 2, _typed),
    "ISIRI": Function(1, 1, _is(Iri)),
    "ISURI": Function(1, 1, _is(Iri)),
    "ISBLANK": Function(1, 1, _is(Blank)),
    "ISLITERAL": Function(1, 1, _is(Literal)),
    "ISNUMERIC": Function(1, 1, _is_numeric),
}
