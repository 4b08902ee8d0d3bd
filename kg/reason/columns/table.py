"""Solutions of a body, as columns."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import NamedTuple

import numpy

from kg.reason.columns.arrays import Flags, Ints
from kg.reason.model import Variable

__all__ = ["Growth", "Table", "Trail", "concatenated", "joined", "stacked"]


class Growth(NamedTuple):
    """What an element makes of solutions: from which each new one grew, and what came to it.

    Args:
        sources: the solution that each one grew from; None if all are there still, in their order.
        rows: what each rests on there, one integer: a pattern's fact, the row of VALUES or of a
            group, the term of an assignment; None for what only tests.
        values: the variables that got a value.
    """

    sources: Ints | None
    rows: Ints | None
    values: Mapping[Variable, Ints]


class Table(NamedTuple):
    """So many solutions, and the values of variables in them."""

    size: int
    values: Mapping[Variable, Ints]

    def take(self, places: Ints | Flags) -> "Table":
        """The solutions at some places; flags are turned into places once for all columns."""
        if places.dtype == bool:
            places = places.nonzero()[0]
        values = {name: column.take(places) for name, column in self.values.items()}
        return Table(len(places), values)

    def part(self, start: int, end: int) -> "Table":
        """The solutions from one on, below another."""
        values = {name: column[start:end] for name, column in self.values.items()}
        return Table(end - start, values)

    def keep(self, names: Collection[Variable]) -> "Table":
        """The solutions without the variables that are of no more use."""
        return Table(self.size, {name: self.values[name] for name in self.values if name in names})

    def grown(self, growth: Growth, names: Collection[Variable]) -> "Table":
        """What an element made of the solutions, with the variables that are still of use."""
        sources, _, new = growth
        values = {name: column for name, column in self.values.items() if name in names}
        size = self.size
        if sources is not None:
            size = len(sources)
            values = {name: column.take(sources) for name, column in values.items()}
        values.update({name: column for name, column in new.items() if name in names})
        return Table(size, values)


class Trail:
    """By what solutions came: what they rest on is gathered when somebody asks.

    Args:
        before: the trail up to the last element; None at the start.
        place: the place of that element.
        sources: the solution before it that each one grew from; None if it is in the same place.
        rows: what each rests on there, if it does.
    """

    def __init__(
        self,
        before: "Trail | None" = None,
        place: int = -1,
        sources: Ints | None = None,
        rows: Ints | None = None,
    ) -> None:
        self._before, self._step = before, (place, sources, rows)

    def on(self, place: int, growth: Growth) -> "Trail":
        """The trail with one more element."""
        sources, rows, _ = growth
        return Trail(self, place, sources, rows)

    def part(self, start: int, end: int) -> "Trail":
        """The trail of the solutions from one on, below another."""
        return Trail(self, sources=numpy.arange(start, end))

    def __iter__(self) -> Iterator[tuple[int, Ints | None, Ints | None]]:
        """The elements, the last first."""
        trail: Trail | None = self
        while trail:
            yield trail._step  # noqa: SLF001 - its own
            trail = trail._before  # noqa: SLF001 - its own

    @property
    def weight(self) -> int:
        """How many numbers it keeps."""
        return sum(len(each) for _, *both in self for each in both if each is not None)

    def back(self) -> tuple[dict[int, Ints], Ints | None]:
        """For each element what each solution rests on, and the start that each came from.

        A start of None is the one in the same place.
        """
        marks: dict[int, Ints] = {}
        origin: Ints | None = None
        for place, sources, rows in self:
            if rows is not None:
                marks[place] = rows if origin is None else rows.take(origin)
            if sources is not None:
                origin = sources if origin is None else sources.take(origin)
        return marks, origin


def concatenated(columns: Sequence[Ints]) -> Ints:
    """Columns one after the other; one alone is not copied."""
    return columns[0] if len(columns) == 1 else numpy.concatenate(columns)


def joined(tables: Sequence[Table]) -> Table:
    """Tables of the same variables, one after the other."""
    names = tables[0].values
    columns = {name: concatenated([each.values[name] for each in tables]) for name in names}
    return Table(sum([each.size for each in tables]), columns)


def stacked(tables: Sequence[Table], names: Collection[Variable]) -> Table:
    """The values of some variables in tables, one after the other; -1 where there is none."""
    if len(tables) == 1 and all(name in tables[0].values for name in names):
        return tables[0].keep(names)
    columns = {
        name: numpy.concatenate(
            [each.values.get(name, numpy.full(each.size, -1)) for each in tables]
        )
        for name in names
    }
    return Table(sum(each.size for each in tables), columns)
