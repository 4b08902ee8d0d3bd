"""Solutions of a body, as columns."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy

from kg.reason.columns.arrays import Flags, Ints
from kg.reason.model import Variable

__all__ = ["Table", "stacked"]


@dataclass(frozen=True, slots=True)
class Table:
    """So many solutions: the values of variables, and for each element what it rests on.

    What an element rests on is one integer: a pattern's fact, the row of VALUES or of a group, the
    term of an assignment. With these everything else can be found again.
    """

    size: int
    values: Mapping[Variable, Ints]
    marks: Mapping[int, Ints]

    def take(self, places: Ints | Flags) -> "Table":
        """The solutions at some places; flags are turned into places once for all columns."""
        if places.dtype == bool:
            places = numpy.flatnonzero(places)
        values = {name: column.take(places) for name, column in self.values.items()}
        marks = {place: column.take(places) for place, column in self.marks.items()}
        return Table(len(places), values, marks)

    def bind(self, values: Mapping[Variable, Ints], marks: Mapping[int, Ints]) -> "Table":
        """The solutions with more columns."""
        return Table(self.size, {**self.values, **values}, {**self.marks, **marks})

    def keep(self, names: Collection[Variable]) -> "Table":
        """The solutions without the variables that are of no more use."""
        kept = {name: column for name, column in self.values.items() if name in names}
        return replace(self, values=kept)


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
    return Table(sum(each.size for each in tables), columns, {})
