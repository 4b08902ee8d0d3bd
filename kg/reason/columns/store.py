"""All facts, as three columns of term numbers; a fact is known by its row."""

from collections import Counter
from collections.abc import Iterator, Sequence
from functools import reduce
from operator import and_

import numpy

from kg.reason.columns.arrays import Flags, Growing, Ints, packed
from kg.reason.columns.cells import LONG, Cells, inverted
from kg.reason.columns.index import Index
from kg.reason.columns.shape import OBJECT, PREDICATE, SUBJECT

__all__ = ["Relation", "Store"]

Positions = tuple[int, ...]

_LONG = 1_000  # facts, at least, to go through instead of making an index
_MORE = 4  # times as many as the keys, at least
_TINY = 256  # pairs of a fact and a key, at most, to compare them all
_FEW = 16  # predicates, at most, to look for one after the other
_PASSES = 2  # times, before there is an index after all


class Relation:
    """Some of the facts, mostly those of one predicate, with an index for each kind of question."""

    def __init__(self, columns: Sequence[Growing]) -> None:
        self._columns = columns
        self.rows = Growing()
        self._ends: tuple[int, int] | None = (0, 0)
        self._indexes: dict[Positions, Index] = {}
        self._passes: Counter[Positions] = Counter()

    def take(self, start: int, size: int) -> None:
        """Takes in so many facts, the last to come, from a row on."""
        if not self.rows:
            self._ends = (start, start)
        if self._ends:
            self._ends = (self._ends[0], start + size) if self._ends[1] == start else None
        self.rows.count(start, size)

    def column(self, position: int, first: int = 0) -> Ints:
        """What its facts have at a position, perhaps without the first ones."""
        column = self._columns[position].all
        if self._ends:  # they stand together
            return column[self._ends[0] + first : self._ends[1]]
        return column.take(self.rows.all[first:])

    def find(self, positions: Positions, keys: Sequence[Ints]) -> tuple[Ints, Ints]:
        """For each key and each fact that has it at the positions: which key, and the row."""
        if len(self.rows) * len(keys[0]) <= _TINY:
            return self._compared(positions, keys)
        if asked := self.passing(positions, keys):
            return self._passed(positions, asked)
        index = self._indexes.setdefault(positions, Index())
        self._fill(index, positions)
        return index.find(keys)

    def has(self, positions: Positions, keys: Sequence[Ints]) -> Flags:
        """For each key, whether a fact has it at the positions."""
        index = self._indexes.setdefault(positions, Index())
        self._fill(index, positions)
        return index.has(keys)

    def count(self, positions: Positions, keys: Sequence[Ints]) -> int:
        """How many pairs of a key and a fact `find` would give."""
        index = self._indexes.setdefault(positions, Index())
        self._fill(index, positions)
        return index.count(keys)

    def begin(self, positions: Positions, keys: Sequence[Ints], start: int) -> tuple[Ints, Ints]:
        """Makes the index of the first facts, which are to come as rows from one on.

        What comes back is a place for each fact, and the row of the fact for each key.
        """
        index = self._indexes[positions] = Index()
        return index.begin(keys, start)

    def _fill(self, index: Index, positions: Positions) -> None:
        """Takes the facts into an index that have come since the last time."""
        if index.size < len(self.rows):
            columns = [self.column(each, index.size) for each in positions]
            index.add(columns, self.rows.all[index.size :])

    def _compared(self, positions: Positions, keys: Sequence[Ints]) -> tuple[Ints, Ints]:
        """The same as `find`, by comparing each fact with each key."""
        pairs = zip(map(self.column, positions), keys, strict=True)
        sources, places = reduce(and_, [key[:, None] == column for column, key in pairs]).nonzero()
        return sources, self.rows.all.take(places)

    def passing(self, positions: Positions, keys: Sequence[Ints]) -> Index | None:
        """The keys by themselves, if `find` would rather go through all facts than make an index.

        That is so a few times, for few keys that are all different.
        """
        index = self._indexes.get(positions)
        is_made = index is not None and index.size
        if is_made or len(self.rows) < max(_LONG, _MORE * len(keys[0])):
            return None
        if self._passes[positions] >= _PASSES:
            return None
        asked = Index()
        asked.add(keys, numpy.arange(len(keys[0])), len(self.rows))
        return asked if asked.is_single else None

    def _passed(self, positions: Positions, asked: Index) -> tuple[Ints, Ints]:
        """The same as `find`, by looking up each fact among the keys."""
        self._passes[positions] += 1
        places, sources = asked.find([*map(self.column, positions)])
        return sources, self.rows.all.take(places)


def _by_number(numbers: Ints) -> Iterator[Ints]:
    """The places of each number."""
    different = numpy.bincount(numbers).nonzero()[0]
    if len(different) <= _FEW:
        yield from ((numbers == each).nonzero()[0] for each in different)
    else:
        order = numbers.argsort(kind="stable")
        yield from numpy.split(order, numpy.diff(numbers[order]).nonzero()[0] + 1)


def _different(subjects: Ints, objects: Ints) -> Ints | None:
    """A place of each different pair; None if all of them are."""
    pairs = [subjects, objects]
    cells = Cells.around(pairs)
    if cells:
        stands = numpy.zeros(cells.size, bool)
        stands[cells.of(pairs)] = True
        apart = numpy.count_nonzero(stands) == len(subjects)
    else:
        keys = numpy.sort(packed(pairs))
        apart = (keys[1:] != keys[:-1]).all()
    return None if apart else inverted(pairs, len(subjects))[0]


class Store:
    """The facts in the order in which they came; those given come first."""

    def __init__(self) -> None:
        self.columns = (Growing(), Growing(), Growing())
        self._everything = Relation(self.columns)
        self._relations: dict[int, Relation] = {}
        self.given = 0

    def __len__(self) -> int:
        """How many facts there are."""
        return len(self.columns[SUBJECT])

    @property
    def everything(self) -> Relation:
        """All facts, whatever their predicate."""
        known = len(self._everything.rows)
        if known < len(self):
            self._everything.take(known, len(self) - known)
        return self._everything

    def relation(self, predicate: int) -> Relation:
        """The facts of a predicate."""
        if predicate not in self._relations:
            self._relations[predicate] = Relation(self.columns)
        return self._relations[predicate]

    def give(self, subjects: Ints, predicates: Ints, objects: Ints) -> None:
        """Takes in the facts that are given, each once."""
        for column in self.columns:
            column.reserve(len(predicates) + len(predicates) // 2)  # for what will be derived
        for places in _by_number(predicates):
            pairs = subjects.take(places), objects.take(places)
            different = _different(*pairs)
            if different is not None:
                pairs = pairs[0].take(different), pairs[1].take(different)
            self._append(int(predicates[places[0]]), *pairs)
        self.given = len(self)

    def rows(self, subjects: Ints, predicates: Ints, objects: Ints) -> Ints:
        """The rows of facts; those that are not there yet are taken in."""
        if not len(predicates):
            return predicates
        if (predicates == predicates[0]).all():
            return self.rows_of(int(predicates[0]), subjects, objects)
        found = numpy.empty(len(subjects), numpy.int64)
        for predicate in numpy.unique(predicates).tolist():
            here = (predicates == predicate).nonzero()[0]
            found[here] = self.rows_of(predicate, subjects[here], objects[here])
        return found

    def row(self, subject: int, predicate: int, target: int) -> int | None:
        """The row of a fact, if it is there."""
        keys = [numpy.array([subject]), numpy.array([target])]
        _, rows = self.relation(predicate).find((SUBJECT, OBJECT), keys)
        return int(rows[0]) if len(rows) else None

    def rows_of(self, predicate: int, subjects: Ints, objects: Ints) -> Ints:
        """The same for facts of one predicate."""
        relation, pairs = self.relation(predicate), (subjects, objects)
        if 0 < len(subjects) < LONG - len(relation.rows):
            return self._one_by_one(predicate, relation, *pairs)
        if not len(relation.rows) and len(subjects):
            places, rows = relation.begin((SUBJECT, OBJECT), pairs, len(self))
            self._append(predicate, subjects.take(places), objects.take(places))
            return rows
        rows = numpy.full(len(subjects), -1)
        sources, found = relation.find((SUBJECT, OBJECT), pairs)
        rows[sources] = found
        new = (rows < 0).nonzero()[0]
        if len(new):
            rows[new] = self._taken(subjects.take(new), predicate, objects.take(new))
        return rows

    def _one_by_one(self, predicate: int, relation: Relation, *pairs: Ints) -> Ints:
        """The same for so few that columns cost more than they are worth."""
        rows, start = relation.rows.all.tolist(), len(self)
        stand = (relation.column(each).tolist() for each in (SUBJECT, OBJECT))
        known = dict(zip(zip(*stand, strict=True), rows, strict=True))
        asked = [*zip(*(column.tolist() for column in pairs), strict=True)]
        new = [pair for pair in dict.fromkeys(asked) if pair not in known]
        if new:
            known.update(zip(new, range(start, start + len(new)), strict=True))
            self._append(predicate, *numpy.array(new).T)
        return numpy.array([known[pair] for pair in asked])

    def _taken(self, subjects: Ints, predicate: int, objects: Ints) -> Ints:
        """The rows of facts that are all new, and may stand there several times."""
        places, inverse = inverted([subjects, objects], len(subjects))
        rows = inverse + len(self)
        self._append(predicate, subjects.take(places), objects.take(places))
        return rows

    def _append(self, predicate: int, subjects: Ints, objects: Ints) -> None:
        self.relation(predicate).take(len(self), len(subjects))
        self.columns[SUBJECT].extend(subjects)
        self.columns[PREDICATE].repeat(predicate, len(subjects))
        self.columns[OBJECT].extend(objects)
