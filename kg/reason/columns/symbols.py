"""Terms as numbers, and what can be said of many terms at once."""

from collections.abc import Sequence

import numpy

from kg.reason.columns.arrays import Growing, Ints
from kg.reason.values import EvaluationError, value
from kg.terms import Blank, Iri, Literal, Term, TripleTerm

__all__ = ["BLANK", "IRI", "NO_INTEGER", "Symbols"]

IRI, BLANK, LITERAL, TRIPLE_TERM = range(4)
_KINDS = {Iri: IRI, Blank: BLANK, Literal: LITERAL, TripleTerm: TRIPLE_TERM}
_EXACT = 2**53
NO_INTEGER = -(2**62)


class Symbols:
    """Numbers for terms, from 0 in the order in which they come.

    >>> symbols = Symbols()
    >>> symbols.number(Iri("urn:a")), symbols.number(Blank("b")), symbols.number(Iri("urn:a"))
    (0, 1, 0)
    """

    def __init__(self) -> None:
        self.terms: list[Term] = []
        self._numbers: dict[Term, int] = {}
        self._kinds = Growing()
        self._integers = Growing()

    def number(self, term: Term) -> int:
        """The number of a term, perhaps a new one."""
        found = self._numbers.get(term)
        if found is None:
            found = self._numbers[term] = len(self.terms)
            self.terms.append(term)
        return found

    def known(self, term: Term) -> int | None:
        """The number of a term, if it has one."""
        return self._numbers.get(term)

    def column(self, terms: Sequence[Term]) -> Ints:
        """The numbers of terms; one object that stands many times is looked at once."""
        objects = numpy.fromiter(map(id, terms), numpy.int64, len(terms))
        starts = numpy.flatnonzero(numpy.diff(objects, prepend=-1))
        runs = objects[starts].tolist()
        different = dict(zip(runs, map(terms.__getitem__, starts.tolist()), strict=True))
        numbers = dict(zip(different, map(self._numbers.get, different.values()), strict=True))
        for key, number in numbers.items():
            if number is None:
                numbers[key] = self.number(different[key])
        found = numpy.fromiter(map(numbers.__getitem__, runs), numpy.int64, len(runs))
        return numpy.repeat(found, numpy.diff(starts, append=len(terms)))

    @property
    def kinds(self) -> Ints:
        """Of each term, whether it is an IRI, a blank node, a literal or a triple term."""
        new = self.terms[len(self._kinds) :]
        if new:
            self._kinds.extend(numpy.array([_KINDS[type(term)] for term in new], numpy.int64))
        return self._kinds.all

    @property
    def integers(self) -> Ints:
        """Of each term, the integer that is its value; of others a number that none has."""
        new = self.terms[len(self._integers) :]
        if new:
            self._integers.extend(numpy.array([_integer(term) for term in new], numpy.int64))
        return self._integers.all


def _integer(term: Term) -> int:
    try:
        found = value(term)
    except EvaluationError:
        return NO_INTEGER
    return found if type(found) is int and abs(found) <= _EXACT else NO_INTEGER
