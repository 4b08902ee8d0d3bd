"""Rows by key: runs that are merged as they grow.

Theory. An index takes new rows as one more run; a run is merged with the one before it as soon as
it is half as long. So there are few runs, each row is merged a logarithmic number of times, and a
round that brings ten rows costs about ten rows, not all of them. Where the keys of a run lie close
together (`kg.reason.columns.cells`) it has a table of them, and finding one is a look instead of a
search; if each key stands there once, nothing is sorted either.
"""

from collections.abc import Sequence
from functools import reduce
from operator import or_
from typing import TypeAlias

import numpy

from kg.reason.columns.arrays import Flags, Ints, packed, spread
from kg.reason.columns.cells import Cells, ascending, searched, thrown

__all__ = ["Index"]


Columns: TypeAlias = Sequence[Ints]  # one or two


class _Sorted:
    """Rows in the order of their keys, which are searched for."""

    def __init__(self, keys: Columns, rows: Ints) -> None:
        codes = packed(keys)
        order = ascending(codes)
        self.keys, self.rows = [key.take(order) for key in keys], rows.take(order)
        self._codes = codes.take(order)

    def places(self, keys: Columns) -> tuple[Ints, Ints]:
        """For each key, where its rows start and how many there are."""
        codes = packed(keys)
        starts = self._codes.searchsorted(codes, "left")
        return starts, self._codes.searchsorted(codes, "right") - starts

    def find(self, keys: Columns) -> tuple[Ints, Ints]:
        """For each key that is there and each of its rows: which key it was, and the row."""
        sources, places = spread(*self.places(keys))
        return sources, self.rows.take(places)

    def count(self, keys: Columns) -> Ints:
        """For each key, how many rows it has."""
        return self.places(keys)[1]

    def has(self, keys: Columns) -> Flags:
        """For each key, whether it is there."""
        return self.count(keys) > 0


class _Counted(_Sorted):
    """Rows in the order of their cells, with a table of where those of each cell start."""

    def __init__(self, keys: Columns, rows: Ints, cells: Cells, own: Ints) -> None:
        order = ascending(own)
        self.keys, self.rows, self._cells = (
            [key.take(order) for key in keys],
            rows.take(order),
            cells,
        )
        self._counts = numpy.bincount(own, minlength=cells.size + 1)
        self._starts = self._counts.cumsum() - self._counts

    def places(self, keys: Columns) -> tuple[Ints, Ints]:
        """For each key, where its rows start and how many there are."""
        cells = self._cells.where(keys)
        return self._starts.take(cells), self._counts.take(cells)


class _Single:
    """Rows with a key each, and a table of them by cell."""

    def __init__(self, keys: Columns, rows: Ints, cells: Cells, table: Ints) -> None:
        self.keys, self.rows, self._cells, self._table = keys, rows, cells, table

    def find(self, keys: Columns) -> tuple[Ints, Ints]:
        """For each key that is there: which it was, and its row."""
        found = self._table.take(self._cells.where(keys))
        sources = (found >= 0).nonzero()[0]
        return sources, found if len(sources) == len(found) else found.take(sources)

    def count(self, keys: Columns) -> Ints:
        """For each key, how many rows it has, one or none."""
        return self.has(keys).astype(numpy.int64)

    def has(self, keys: Columns) -> Flags:
        """For each key, whether it is there."""
        return self._table.take(self._cells.where(keys)) >= 0


def _run(keys: Columns, rows: Ints, asked: int) -> _Sorted | _Single:
    """Rows in the form that finds them soonest."""
    cells = Cells.around(keys, asked)
    if cells is None:
        return _Sorted(keys, rows)
    own = cells.of(keys)
    if cells.size >= len(rows):
        table = numpy.full(cells.size + 1, -1)
        table[own] = rows
        if (table.take(own) == rows).all():
            return _Single(keys, rows, cells, table)
    return _Counted(keys, rows, cells, own)


def _begun(keys: Columns, start: int) -> tuple[_Sorted | _Single, Ints, Ints]:
    """A run of the different keys as rows from a number on; a place for each, a row for all."""
    cells = Cells.around(keys)
    if cells is None:
        places, codes = searched(keys)
        return _Sorted(*_at(places, keys, start)), places, codes + start
    own = cells.of(keys)
    table, places = thrown(own, cells.size + 1, start)
    return _Single(*_at(places, keys, start), cells, table), places, table.take(own)


def _at(places: Ints, keys: Columns, start: int) -> tuple[list[Ints], Ints]:
    """The keys at some places, and numbers for them from one on."""
    return [key.take(places) for key in keys], numpy.arange(start, start + len(places))


class Index:
    """Rows by one key each.

    >>> index = Index()
    >>> index.add([numpy.array([7, 3, 7])], numpy.array([0, 1, 2]))
    >>> [each.tolist() for each in index.find([numpy.array([3, 5, 7])])]
    [[0, 2, 2], [1, 0, 2]]
    """

    def __init__(self) -> None:
        self._runs: list[_Sorted | _Single] = []
        self.size = 0

    def add(self, keys: Columns, rows: Ints, asked: int = 0) -> None:
        """Takes in rows that come after those it has, when so many are to be looked up."""
        self.size += len(rows)
        while self._runs and len(self._runs[-1].rows) < 2 * len(rows):
            last = self._runs.pop()
            keys = [numpy.concatenate(each) for each in zip(last.keys, keys, strict=True)]
            rows = numpy.concatenate([last.rows, rows])
        self._runs.append(_run(keys, rows, asked))

    @property
    def is_single(self) -> bool:
        """Whether all keys are known to be different."""
        return len(self._runs) == 1 and isinstance(self._runs[0], _Single)

    def begin(self, keys: Columns, start: int) -> tuple[Ints, Ints]:
        """Takes in the different keys, as rows from a number on, and says where each key stands.

        The index must be empty. What comes back is a place for each row, and a row for each key.
        """
        run, places, rows = _begun(keys, start)
        self.size = len(places)
        self._runs.append(run)
        return places, rows

    def count(self, keys: Columns) -> int:
        """How many rows `find` would give."""
        return sum(int(run.count(keys).sum()) for run in self._runs)

    def has(self, keys: Columns) -> Flags:
        """For each key, whether it is there."""
        if not self._runs:
            return numpy.zeros(len(keys[0]), bool)
        return reduce(or_, [run.has(keys) for run in self._runs])

    def find(self, keys: Columns) -> tuple[Ints, Ints]:
        """For each key that is there and each of its rows: which key it was, and the row."""
        found = [run.find(keys) for run in self._runs]
        if len(found) == 1:
            return found[0]
        if not found:
            return keys[0][:0], keys[0][:0]
        sources, rows = (numpy.concatenate(each) for each in zip(*found, strict=True))
        return sources, rows
