"""Functions that SPARQL 1.2 adds: of triple terms, and of the direction of a text."""

import re
from collections.abc import Callable, Mapping

from kg.reason.functions.signature import Function
from kg.reason.values import EvaluationError, language, literal, plain
from kg.terms import RDF, Blank, Iri, Literal, Term, TripleTerm

__all__ = ["LATER"]


def _direction(term: Term) -> str:
    if not isinstance(term, Literal):
        raise EvaluationError(term)
    return term.direction


def _directed(term: Term, name: Term, direction: Term) -> Term:
    tag, way = plain(name), plain(direction)
    if not re.fullmatch(r"[A-Za-z]+(?:-[A-Za-z0-9]+)*", tag) or way not in {"ltr", "rtl"}:
        raise EvaluationError(name, direction)
    return Literal(plain(term), RDF + "dirLangString", tag.lower(), way)


def _triple(subject: Term, predicate: Term, target: Term) -> Term:
    if isinstance(subject, Iri | Blank) and isinstance(predicate, Iri):
        return TripleTerm(subject, predicate, target)
    raise EvaluationError(subject, predicate)


def _part(of: Callable[[TripleTerm], Term]) -> Callable[[Term], Term]:
    def apply(term: Term) -> Term:
        if not isinstance(term, TripleTerm):
            raise EvaluationError(term)
        return of(term)

    return apply


def _has(test: Callable[[Term], str]) -> Callable[[Term], Term]:
    return lambda term: literal(isinstance(term, Literal) and bool(test(term)))


LATER: Mapping[str, Function] = {
    "LANGDIR": Function(1, 1, lambda term: literal(_direction(term))),
    "HASLANG": Function(1, 1, _has(language)),
    "HASLANGDIR": Function(1, 1, _has(_direction)),
    "STRLANGDIR": Function(3, 3, _directed),
    "TRIPLE": Function(3, 3, _triple),
    "SUBJECT": Function(1, 1, _part(lambda term: term.subject)),
    "PREDICATE": Function(1, 1, _part(lambda term: term.predicate)),
    "OBJECT": Function(1, 1, _part(lambda term: term.object)),
    "ISTRIPLE": Function(1, 1, lambda term: literal(isinstance(term, TripleTerm))),
}
