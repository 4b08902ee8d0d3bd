"""Rows of numbers as cells of a table, where they lie close together.

Theory. Terms that are alike mostly have numbers near each other, so that the values of a column
lie in a narrow span, and the rows of two columns in a rectangle that is not much larger than they
are many. A table with one cell for each place of the rectangle then answers what is otherwise
sorted and searched for: which rows are the same, and where a key stands. Rows that are spread too
thinly have no `Cells`, and are sorted all the same.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import prod

import numpy

from kg.reason.columns.arrays import Flags, Ints, packed

__all__ = ["LONG", "Cells", "ascending", "inverted", "searched", "thrown"]

_SPREAD = 8  # cells a row, at most
_FEW = 4_096  # cells that cost next to nothing, however empty
LONG = 64  # rows, at least, for cells to be worth their while
_SLOW = 500  # keys, at least, for digits to be
_DIGIT = 16  # bits, which numpy sorts by counting


@dataclass(frozen=True, slots=True)
class Cells:
    """A rectangle with one side for each column, from a lowest number on.

    >>> cells = Cells([10, 3], [2, 4])
    >>> cells.of([numpy.array([10, 11]), numpy.array([3, 5])]).tolist()
    [0, 6]
    >>> cells.where([numpy.array([11, 12]), numpy.array([5, 5])]).tolist()
    [6, 8]
    """

    lows: Sequence[int]
    lengths: Sequence[int]

    @classmethod
    def around(cls, columns: Sequence[Ints], asked: int = 0) -> "Cells | None":
        """The rectangle that holds some rows, if they or those asked for fill enough of it."""
        most = max(len(columns[0]), asked)
        if most < LONG or not len(columns[0]):
            return None
        most = max(_FEW, _SPREAD * most)
        lows: list[int] = []
        lengths: list[int] = []
        while prod(lengths) <= most:
            if len(lows) == len(columns):
                return cls(lows, lengths)
            column = columns[len(lows)]
            lows.append(int(column.min()))
            lengths.append(int(column.max()) - lows[-1] + 1)
        return None

    @property
    def size(self) -> int:
        """How many cells there are."""
        return prod(self.lengths)

    def of(self, columns: Sequence[Ints]) -> Ints:
        """The cell of each row, all of which it holds."""
        cells = columns[0] - self.lows[0]
        for column, low, length in self._others(columns):
            cells *= length
            cells += column
            cells -= low
        return cells

    def where(self, columns: Sequence[Ints]) -> Ints:
        """The cell of each row; of a row that it does not hold, one after the last."""
        cells = columns[0] - self.lows[0]
        far = _far(cells, self.lengths[0])
        for column, low, length in self._others(columns):
            step = column - low
            far += _far(step, length)
            cells *= length
            cells += step
        for flags in far:
            cells[flags] = self.size
        return cells

    def _others(self, columns: Sequence[Ints]) -> Iterable[tuple[Ints, int, int]]:
        """The columns after the first, each with its lowest number and its length."""
        return zip(columns[1:], self.lows[1:], self.lengths[1:], strict=True)

    def rows(self, cells: Ints) -> list[Ints]:
        """The rows of cells, column by column."""
        columns: list[Ints] = []
        for low, length in zip(self.lows[:0:-1], self.lengths[:0:-1], strict=True):
            cells, column = numpy.divmod(cells, length)
            columns.append(column + low)
        return [cells + self.lows[0], *reversed(columns)]


def _far(steps: Ints, length: int) -> list[Flags]:
    """Which rows lie beyond a side, if any do."""
    far = steps.view(numpy.uint64)  # what is below comes out huge
    return [far >= length] if len(far) and far.max() >= length else []


def ascending(keys: Ints) -> Ints:
    """The places of keys in their order, equals as they come.

    A long column is sorted digit by digit, the lowest first, but for digits that are zero
    everywhere.

    >>> ascending(numpy.array([7, 3, 7])).tolist()
    [1, 0, 2]
    """
    used = int(numpy.bitwise_or.reduce(keys)) if len(keys) >= _SLOW else -1
    if used < 0 or (keys[1:] >= keys[:-1]).all():
        return keys.argsort(kind="stable")
    order, shift = numpy.arange(len(keys)), 0
    while used >> shift:
        if used >> shift & 1:
            digits = ((keys.take(order) if shift else keys) >> shift).astype(numpy.uint16)
            order = order.take(digits.argsort(kind="stable"))
            shift += _DIGIT
        else:
            shift += 1
    return order


def inverted(columns: Sequence[Ints], size: int) -> tuple[Ints, Ints]:
    """The different rows, each by a place where it stands, and for every row which it is.

    >>> [each.tolist() for each in inverted([numpy.array([4, 4, 2])], 3)]
    [[1, 2], [0, 0, 1]]
    """
    if size < LONG or not columns:
        return _remembered([column.tolist() for column in columns], size)
    if cells := Cells.around(columns):
        own = cells.of(columns)
        table, places = thrown(own, cells.size, 0)
        return places, table.take(own)
    return searched(columns)


def searched(columns: Sequence[Ints]) -> tuple[Ints, Ints]:
    """The same where there are no cells, by sorting."""
    codes, *others = columns
    for column in others:
        if codes is not columns[0]:
            _, codes = numpy.unique(codes, return_inverse=True)
        codes = packed([codes + 1, column + 1])  # which may be -1
    _, places, inverse = numpy.unique(codes, return_index=True, return_inverse=True)
    return places, inverse


def _remembered(columns: Sequence[Sequence[int]], size: int) -> tuple[Ints, Ints]:
    """The same for few rows, or for rows of nothing."""
    rows = zip(*columns, strict=True) if columns else [()] * size
    known: dict[tuple[int, ...], int] = {}
    codes = [known.setdefault(row, len(known)) for row in rows]
    places = dict(zip(codes, range(size), strict=True))
    return numpy.array([*places.values()], numpy.int64), numpy.array(codes, numpy.int64)


def thrown(cells: Ints, size: int, start: int) -> tuple[Ints, Ints]:
    """A table of so many cells, those that are met numbered from a start on, the others -1.

    With it comes for each number a place where its cell stands.

    >>> [each.tolist() for each in thrown(numpy.array([3, 0, 3]), 5, start=7)]
    [[7, -1, -1, 8, -1], [1, 2]]
    """
    table = numpy.full(size, -1)
    table[cells] = numpy.arange(len(cells))
    different = (table >= 0).nonzero()[0]
    places = table.take(different)
    table[different] = numpy.arange(start, start + len(different))
    return table, places
