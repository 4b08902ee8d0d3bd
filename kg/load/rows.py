"""Rows of named cells, whatever form of file they come from."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from kg.errors import Fault, Place, nearest

Heading = tuple[str, Place]


@dataclass(frozen=True, slots=True)
class Row:
    """One row: its cells by column name, and where it and perhaps each cell stands."""

    cells: Mapping[str, str]
    place: Place
    places: Mapping[str, Place] = field(default_factory=dict)

    def where(self, column: str) -> Place:
        """Where the cell of a column stands; if that is not known, where the row does."""
        return self.places.get(column, self.place)

    def only_has(self, columns: Sequence[str]) -> bool:
        """Whether there is something in each of the columns, and nothing in any other."""
        return all(bool(text) == (name in columns) for name, text in self.cells.items())


class Found(NamedTuple):
    """The rows of a file and what is wrong with others; what to add if a row names the unknown."""

    rows: list[Row]
    faults: list[Fault]
    on_unknown: tuple[Fault, ...] = ()


@dataclass(frozen=True, slots=True)
class Columns:
    """The columns a table must have and may have, and those that are for the eye only."""

    required: tuple[str, ...]
    optional: tuple[str, ...]
    shown: tuple[str, ...]

    @property
    def read(self) -> tuple[str, ...]:
        """The columns that are read."""
        return (*self.required, *self.optional)

    def faults(self, headings: Sequence[Heading]) -> list[Fault]:
        """What is wrong with the headings of a table."""
        return [*self._strange(headings), *self._missing(headings), *self._doubled(headings)]

    def _strange(self, headings: Sequence[Heading]) -> Iterator[Fault]:
        known = (*self.read, *self.shown)
        for name, place in headings:
            if name not in known:
                near = nearest(name, known)
                yield Fault("column-unknown", place, name=name, near=near, allowed=self.read)

    def _missing(self, headings: Sequence[Heading]) -> Iterator[Fault]:
        found = {name for name, _ in headings}
        for name in self.required:
            if name not in found:
                yield Fault("column-missing", headings[0][1], name=name)

    def _doubled(self, headings: Sequence[Heading]) -> Iterator[Fault]:
        names = [name for name, _ in headings]
        for name in (*self.read, *self.shown):
            if names.count(name) > 1:
                place = headings[len(names) - 1 - names[::-1].index(name)][1]
                yield Fault("column-doubled", place, name=name)
