"""Small things that arrays of integers need and numpy has not."""

from collections.abc import Sequence
from typing import TypeAlias

import numpy
from numpy.typing import NDArray

__all__ = [
    "PACKED",
    "Flags",
    "Growing",
    "Ints",
    "crossed",
    "packed",
    "spread",
    "told_apart",
]

Ints: TypeAlias = NDArray[numpy.int64]
Flags: TypeAlias = NDArray[numpy.bool_]

BITS = 31  # of a term number
PACKED = 2  # numbers at most in a key
_ODD = numpy.array([0x9E3779B97F4A7C15], numpy.uint64)  # the golden ratio, as Knuth has it


class Growing:
    """An array that grows at its end."""

    def __init__(self) -> None:
        self._space: Ints = numpy.empty(16, numpy.int64)
        self._size = 0

    def __len__(self) -> int:
        """How many integers it holds."""
        return self._size

    @property
    def all(self) -> Ints:
        """Its integers; not to be changed."""
        return self._space[: self._size]

    def reserve(self, size: int) -> None:
        """Makes room for so many integers more."""
        if self._size + size > len(self._space):
            space = numpy.empty(self._size + size, numpy.int64)
            space[: self._size] = self.all
            self._space = space

    def extend(self, values: Ints) -> None:
        """Adds integers at the end."""
        size = self._size + len(values)
        if size > len(self._space):
            self.reserve(max(len(values), len(self._space)))
        self._space[self._size : size] = values
        self._size = size


def packed(columns: Sequence[Ints]) -> Ints:
    """One key a row, of one or two columns.

    >>> packed([numpy.array([1]), numpy.array([2])]).tolist() == [2**31 + 2]
    True
    """
    if len(columns) == 1:
        return columns[0]
    high, low = columns
    return (high << BITS) | low


def spread(starts: Ints, counts: Ints) -> tuple[Ints, Ints]:
    """For each start and count, that many places from the start on; with which start it was.

    >>> [each.tolist() for each in spread(numpy.array([5, 9]), numpy.array([2, 1]))]
    [[0, 0, 1], [5, 6, 9]]
    """
    if not len(counts) or counts.max() <= 1:
        sources = numpy.flatnonzero(counts)
        return sources, starts.take(sources)
    sources = numpy.repeat(numpy.arange(len(counts)), counts)
    before = starts - counts.cumsum() + counts
    return sources, numpy.arange(len(sources)) + before.take(sources)


def crossed(one: int, other: int) -> tuple[Ints, Ints]:
    """Every pair of a place among so many and one among so many others."""
    if one == 1:
        return numpy.zeros(other, numpy.int64), numpy.arange(other)
    return numpy.repeat(numpy.arange(one), other), numpy.tile(numpy.arange(other), one)


def told_apart(values: Ints) -> tuple[Ints, Ints]:
    """The different values, each by a place where it stands, and for every value which it is.

    This is `inverted` for a few values that stand many times, wherever they lie: nothing is sorted.
    Values are thrown into a table, the last one stays, and those that find another in their place
    are thrown again.

    >>> [each.tolist() for each in told_apart(numpy.array([4, 4, 2]))]
    [[1, 2], [0, 0, 1]]
    """
    bits = max(4, len(values).bit_length())
    table = numpy.empty(1 << bits, numpy.int64)
    codes, places = numpy.empty(len(values), numpy.int64), [values[:0]]
    left, factor, count = numpy.arange(len(values)), _ODD, 0
    while len(left):
        here = values[left]
        slots = (here.view(numpy.uint64) * factor) >> numpy.uint64(64 - bits)
        numbers = numpy.arange(len(left))
        table[slots] = numbers
        last = table[slots]
        found = here[last] == here
        stays = numpy.flatnonzero(last == numbers)
        table[slots[stays]] = numpy.arange(count, count + len(stays))
        codes[left[found]] = table[slots[found]]
        places.append(left[stays])
        left, factor, count = left[~found], factor * _ODD, count + len(stays)
    return numpy.concatenate(places), codes
