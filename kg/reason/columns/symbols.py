"""Terms as numbers, and what can be said of many terms at once."""

from collections.abc import Sequence
from itertools import chain, islice

import numpy

from kg.reason.columns.arrays import Growing, Ints, told_apart
from kg.reason.columns.cells import Cells, inverted
from kg.reason.values import EvaluationError, value
from kg.terms import Blank, Iri, Literal, Term, TripleTerm

__all__ = ["BLANK", "IRI", "NO_INTEGER", "Symbols"]

IRI, BLANK, LITERAL, TRIPLE_TERM = range(4)
_KINDS = {Iri: IRI, Blank: BLANK, Literal: LITERAL, TripleTerm: TRIPLE_TERM}
_EXACT = 2**53
_SIZE = object().__sizeof__()  # bytes, at least, from one object to the next
_MANY = 2_000  # objects, at least, to be told apart without sorting
_LONG = 2  # rows a term, at least, that it stands in one after the other
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

    def columns(self, rows: Sequence[tuple[Term, Term, Term]]) -> list[Ints]:
        """The numbers of rows of three terms, column by column.

        One object that stands many times is looked at few times: objects are told apart by where
        they are in memory before any term is compared with another.
        """
        terms = numpy.fromiter(chain.from_iterable(rows), object, 3 * len(rows))
        objects = numpy.frombuffer(terms.tobytes(), numpy.intp).astype(numpy.int64, copy=False)
        return [self._column(objects[place::3], rows, place) for place in range(3)]

    def _column(self, objects: Ints, rows: Sequence[tuple[Term, Term, Term]], place: int) -> Ints:
        turns = numpy.flatnonzero(objects[1:] != objects[:-1]) + 1
        if len(turns) * _LONG < len(rows):
            starts = numpy.concatenate([[0], turns])[: len(rows)]
            numbers = self._numbered(objects[starts], starts, rows, place)
            return numpy.repeat(numbers, numpy.diff(starts, append=len(rows)))
        return self._numbered(objects, None, rows, place)

    def _numbered(
        self,
        objects: Ints,
        starts: Ints | None,
        rows: Sequence[tuple[Term, Term, Term]],
        place: int,
    ) -> Ints:
        """The numbers of objects, new ones in the order in which they stand."""
        places, codes = _apart(objects // _SIZE)
        order = places.argsort()
        firsts = places[order] if starts is None else starts[places[order]]
        known = self._numbers
        found = [known.setdefault(rows[row][place], len(known)) for row in firsts.tolist()]
        self.terms.extend(islice(known, len(self.terms), None))
        numbers = numpy.empty(len(found), numpy.int64)
        numbers[order] = found
        return numbers.take(codes)

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
            found = [_integer(each) if type(each) is Literal else NO_INTEGER for each in new]
            self._integers.extend(numpy.array(found))
        return self._integers.all


def _apart(objects: Ints) -> tuple[Ints, Ints]:
    """The different objects, each by a place where it stands, and for every place which it is."""
    if len(objects) < _MANY or Cells.around([objects]):
        return inverted([objects], len(objects))
    return told_apart(objects)


def _integer(term: Literal) -> int:
    try:
        found = value(term)
    except EvaluationError:
        return NO_INTEGER
    return found if type(found) is int and abs(found) <= _EXACT else NO_INTEGER
