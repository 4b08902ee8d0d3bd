"""Small things that arrays of integers need and numpy has not."""

import os
from collections.abc import Sequence
from functools import cache
from typing import TypeAlias

import numpy
from numpy.typing import NDArray

__all__ = [
    "PACKED",
    "Columns",
    "Flags",
    "Growing",
    "Ints",
    "crossed",
    "keep_memory",
    "packed",
    "spread",
    "told_apart",
]

Ints: TypeAlias = NDArray[numpy.int64]
Flags: TypeAlias = NDArray[numpy.bool_]
Columns: TypeAlias = Sequence[Ints] | NDArray[numpy.int64]  # or a matrix, a column each line

BITS = 31  # of a term number
_KEPT = 2**25 - 2**16  # bytes: glibc learns from no block above 32 MB
PACKED = 2  # numbers at most in a key
_NO_SPACE = numpy.empty(0, numpy.int64)
_ODD = numpy.array([0x9E3779B97F4A7C15], numpy.uint64)  # the golden ratio, as Knuth has it


class Growing:
    """An array that grows at its end.

    >>> numbers = Growing()
    >>> numbers.count(7, 2)
    >>> numbers.repeat(3, 2)
    >>> len(numbers), numbers.all.tolist()
    (4, [7, 8, 3, 3])
    """

    def __init__(self) -> None:
        self._space: Ints = _NO_SPACE
        self._size = 0
        self._runs: list[tuple[int, int, int]] = []  # that are to be written when somebody asks

    def __len__(self) -> int:
        """How many integers it holds."""
        return self._size

    @property
    def all(self) -> Ints:
        """Its integers; not to be changed."""
        if self._runs:
            self._write()
        return self._space[: self._size]

    def reserve(self, size: int) -> None:
        """Makes room for so many integers more."""
        self._space = self._room(len(self.all), size)

    def extend(self, values: Ints) -> None:
        """Adds integers at the end."""
        start = len(self.all)
        self._space = self._room(start, len(values))
        self._size += len(values)
        self._space[start : self._size] = values

    def repeat(self, value: int, size: int) -> None:
        """Adds an integer so many times."""
        self._runs.append((value, 0, size))
        self._size += size

    def count(self, start: int, size: int) -> None:
        """Adds so many integers from one on."""
        self._runs.append((start, 1, size))
        self._size += size

    def _write(self) -> None:
        """Writes what was only told; others that read at the same time may do the same."""
        runs = self._runs
        more = sum([size for _, _, size in runs])
        start = self._size - more
        space = self._room(start, more)
        for value, step, size in runs:
            end = start + size
            space[start:end] = numpy.arange(value, value + size) if step else value
            start = end
        self._space, self._runs = space, []  # in this order: who finds no runs finds them written

    def _room(self, used: int, more: int) -> Ints:
        """Its space, or a larger one with so many used, if some more do not fit."""
        if used + more <= len(self._space):
            return self._space
        space = numpy.empty(max(16, used + more, 2 * len(self._space)), numpy.int64)
        space[:used] = self._space[:used]
        return space


@cache
def keep_memory() -> None:
    """Has the C library keep the memory that small runs use again and again.

    glibc gives back what is free at the end of its heap beyond a threshold, 128 kB at first, and
    each column of the next run then meets page after page for the first time, which is a third of
    the time of a run of a few milliseconds. The threshold becomes twice as much as the largest
    block that was taken by itself and given back; this one is never written to.

    This holds for the whole process from then on: it may keep up to 64 MB that it has used and
    that are free. So it is done when a run begins, never at import, and with glibc only.
    """
    if _is_glibc():
        numpy.empty(_KEPT, numpy.int8)


def _is_glibc() -> bool:
    """Whether the C library is GNU's, as it says of itself."""
    try:
        return bool(os.confstr("CS_GNU_LIBC_VERSION"))
    except (AttributeError, OSError, ValueError):  # no POSIX, or another library
        return False


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
        sources = counts.nonzero()[0]
        return sources, starts.take(sources)
    sources = numpy.arange(len(counts)).repeat(counts)
    before = starts - counts.cumsum() + counts
    return sources, numpy.arange(len(sources)) + before.take(sources)


def crossed(one: int, other: int) -> tuple[Ints, Ints]:
    """Every pair of a place among so many and one among so many others."""
    if one == 1:
        return numpy.zeros(other, numpy.int64), numpy.arange(other)
    sources, places = numpy.empty((2, one, other), numpy.int64)
    sources.T[:], places[:] = numpy.arange(one), numpy.arange(other)
    return sources.ravel(), places.ravel()


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
    shift, factor = numpy.uint64(64 - bits), _ODD
    left, places, count = numpy.arange(len(values)), [values[:0]], 0
    codes = left.copy()
    while len(left):
        here = values.take(left)
        slots = (here.view(numpy.uint64) * factor >> shift).view(numpy.int64)
        numbers = numpy.arange(len(left))
        table[slots] = numbers
        last = table.take(slots)
        stays = (last == numbers).nonzero()[0]
        table[slots.take(stays)] = numpy.arange(count, count + len(stays))
        codes[left] = table.take(slots)
        places.append(left.take(stays))
        left = left.compress(here.take(last) != here)
        factor, count = factor * _ODD, count + len(stays)
    return numpy.concatenate(places), codes
