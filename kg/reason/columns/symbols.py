"""Terms as numbers, and what can be said of many terms at once."""

from collections.abc import Iterable, Sequence
from itertools import chain, islice

import numpy

from kg.reason.columns.arrays import Columns, Growing, Ints, told_apart
from kg.reason.values import EvaluationError, value
from kg.terms import Blank, Iri, Literal, Term, TripleTerm

__all__ = ["BLANK", "IRI", "NO_INTEGER", "Symbols"]

IRI, BLANK, LITERAL, TRIPLE_TERM = range(4)
_KINDS = {Iri: IRI, Blank: BLANK, Literal: LITERAL, TripleTerm: TRIPLE_TERM}
_NODES = {Iri, Blank}
_EXACT = 2**53
_PART = 2**14  # rows to be numbered at a time
_START = numpy.zeros(1, numpy.int64)
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

    def columns(self, rows: Sequence[tuple[Term, Term, Term]]) -> Columns:
        """The numbers of rows of three terms, column by column.

        One object that stands many times is looked at few times: objects are told apart by where
        they are in memory before any term is compared with another. Many rows are taken some at a
        time, so that what is worked on stays near the processor.
        """
        if 0 < len(rows) <= _PART:
            return self._numbered(rows, len(rows)).reshape(3, -1)
        left = iter(rows)
        found = numpy.empty((3, len(rows)), numpy.int64)
        for start in range(0, len(rows), _PART):
            part = found[:, start : start + _PART]
            size = part.shape[1]
            part[:] = self._numbered(islice(left, size), size).reshape(part.shape)
        return found

    def _numbered(self, rows: Iterable[tuple[Term, Term, Term]], count: int) -> Ints:
        """The numbers of rows, which are so many, one column after the other."""
        terms = numpy.fromiter(chain.from_iterable(rows), object, 3 * count)
        objects = numpy.frombuffer(terms.tobytes(), numpy.intp).reshape(-1, 3).T.ravel()
        turns = (objects[1:] != objects[:-1]).nonzero()[0] + 1
        bounds = numpy.concatenate([_START, turns, [len(objects)]])
        places, codes = told_apart(objects.take(bounds[:-1]).astype(numpy.int64, copy=False))
        order = places.argsort()
        firsts = terms.reshape(-1, 3).T.flat[bounds.take(places.take(order))]
        numbers = numpy.empty(len(order), numpy.int64)
        numbers[order] = self._known_or_new(firsts.tolist())
        return numbers.take(codes).repeat(bounds[1:] - bounds[:-1])

    def _known_or_new(self, terms: Iterable[Term]) -> list[int]:
        """The numbers of terms, new ones in the order in which they come."""
        known = self._numbers
        found = [known.setdefault(term, len(known)) for term in terms]
        last = islice(reversed(known), len(known) - len(self.terms))  # not from the first on
        self.terms.extend([*last][::-1])
        return found

    def are_nodes(self, numbers: Ints) -> bool:
        """Whether all of them are IRIs or blank nodes; quick where there is nothing else."""
        if {*map(type, self.terms)} <= _NODES:
            return True
        return bool(self.kinds.take(numbers).max(initial=IRI) <= BLANK)

    @property
    def kinds(self) -> Ints:
        """Of each term, whether it is an IRI, a blank node, a literal or a triple term."""
        new = self.terms[len(self._kinds) :]
        if new:
            self._kinds.extend(numpy.array([*map(_KINDS.__getitem__, map(type, new))]))
        return self._kinds.all

    @property
    def integers(self) -> Ints:
        """Of each term, the integer that is its value; of others a number that none has."""
        new = self.terms[len(self._integers) :]
        if new:
            found = numpy.full(len(new), NO_INTEGER)
            for place, term in enumerate(new):
                if type(term) is Literal:
                    found[place] = _integer(term)
            self._integers.extend(found)
        return self._integers.all


def _integer(term: Literal) -> int:
    try:
        found = value(term)
    except EvaluationError:
        return NO_INTEGER
    return found if type(found) is int and abs(found) <= _EXACT else NO_INTEGER
