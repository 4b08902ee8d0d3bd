"""Solutions of a body, as columns."""

from collections.abc import Collection, Mapping, Sequence
from typing import NamedTuple

import numpy

from kg.reason.columns.arrays import Flags, Ints
from kg.reason.model import Variable

__all__ = ["Growth", "Table", "Trail", "stacked"]


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
            places = numpy.flatnonzero(places)
        values = {name: column.take(places) for name, column in self.values.items()}
        return Table(len(places), values)

    def keep(self, names: Collection[Variable]) -> "Table":
        """The solutions without the variables that are of no more use."""
        return Table(self.size, {name: self.values[name] for name in self.values if name in names})

    def grown(self, growth: Growth, names: Collection[Variable]) -> "Table":
        """What an element made of the solutions, with the variables that are still of use."""
        sources, rows, new = growth
        values = {name: new[name] for name in new if name in names}
        old = {name: self.values[name] for name in self.values if name in names}
        if sources is None:
            return Table(self.size, {**old, **values})
        taken = {name: column.take(sources) for name, column in old.items()}
        return Table(len(sources), {**taken, **values})


class Trail:
    """By what each solution came: what it rests on is gathered when the last element is taken."""

    def __init__(self) -> None:
        self._steps: list[tuple[int, Ints | None, Ints | None]] = []
        self.weight = 0  # numbers kept

    def add(self, place: int, growth: Growth) -> None:
        """Takes note of an element."""
        sources, rows, _ = growth
        self._steps.append((place, sources, rows))
        self.weight += sum([len(each) for each in (sources, rows) if each is not None])

    def back(self) -> tuple[Mapping[int, Ints], Ints | None]:
        """For each element what each solution rests on, and the start that each came from.

        A start of None is the one in the same place.
        """
        marks: dict[int, Ints] = {}
        origin: Ints | None = None
        for place, sources, rows in reversed(self._steps):
            if rows is not None:
                marks[place] = rows if origin is None else rows.take(origin)
            if sources is not None:
                origin = sources if origin is None else sources.take(origin)
        return marks, origin


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
