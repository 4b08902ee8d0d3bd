"""Rows by key: sorted runs that are merged as they grow.

Theory. An index takes new rows as one more sorted run; a run is merged with the one before it as
soon as it is half as long. So there are few runs, each row is merged a logarithmic number of
times, and a round that brings ten rows costs about ten rows, not all of them. Where the keys of
a run are term numbers and nearly as many as there are terms, the place of each key is kept in an
array, and finding it is one look instead of a search.
"""

import numpy

from kg.reason.columns.arrays import Ints, spread

__all__ = ["Index"]

_DENSE = 4  # terms a row, at most, for an array of places
_LONG = 64  # rows, at least, for the same


class _Run:
    """Rows in the order of their keys."""

    def __init__(self, keys: Ints, rows: Ints) -> None:
        self.keys, self.rows = keys, rows
        self._places: Ints | None = None
        if len(keys) >= _LONG and keys[-1] < _DENSE * len(keys):
            counts = numpy.bincount(keys, minlength=int(keys[-1]) + 3)
            self._places = numpy.concatenate([[0], counts.cumsum()])

    def places(self, keys: Ints) -> tuple[Ints, Ints]:
        """For each key, where its rows start and how many there are."""
        if self._places is not None:
            near = numpy.minimum(keys, len(self._places) - 2)
            starts = self._places[near]
            return starts, self._places[near + 1] - starts
        starts = self.keys.searchsorted(keys, "left")
        return starts, self.keys.searchsorted(keys, "right") - starts

    def find(self, keys: Ints) -> tuple[Ints, Ints]:
        """For each key that is there and each of its rows: which key it was, and the row."""
        sources, places = spread(*self.places(keys))
        return sources, self.rows[places]


class Index:
    """Rows by one key each.

    >>> index = Index()
    >>> index.add(numpy.array([7, 3, 7]), numpy.array([0, 1, 2]))
    >>> [each.tolist() for each in index.find(numpy.array([3, 5, 7]))]
    [[0, 2, 2], [1, 0, 2]]
    """

    def __init__(self) -> None:
        self._runs: list[_Run] = []
        self.size = 0

    def add(self, keys: Ints, rows: Ints) -> None:
        """Takes in rows that come after those it has."""
        self.size += len(rows)
        order = keys.argsort(kind="stable")
        keys, rows = keys[order], rows[order]
        while self._runs and len(self._runs[-1].rows) < 2 * len(rows):
            last = self._runs.pop()
            keys, rows = numpy.concatenate([last.keys, keys]), numpy.concatenate([last.rows, rows])
            order = keys.argsort(kind="stable")
            keys, rows = keys[order], rows[order]
        self._runs.append(_Run(keys, rows))

    def count(self, keys: Ints) -> int:
        """How many rows `find` would give."""
        return sum(int(run.places(keys)[1].sum()) for run in self._runs)

    def find(self, keys: Ints) -> tuple[Ints, Ints]:
        """For each key that is there and each of its rows: which key it was, and the row."""
        found = [run.find(keys) for run in self._runs]
        if len(found) == 1:
            return found[0]
        if not found:
            return keys[:0], keys[:0]
        sources, rows = (numpy.concatenate(each) for each in zip(*found, strict=True))
        return sources, rows
