"""What a body came to: solutions, with the groups that its elements look into."""

from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import NamedTuple

from kg.reason.columns.arrays import Ints
from kg.reason.columns.groups import Groups
from kg.reason.columns.table import Table, Trail, concatenated, joined
from kg.reason.model import Element

__all__ = ["Gathering", "Solutions"]


class Solutions:
    """The solutions of a body, with the groups that its elements look into.

    Args:
        body: the elements.
        parts: the solutions, some at a time: the values that were asked for, by what they came.
        groups: what the groups gave, by their places.
    """

    def __init__(
        self,
        body: Sequence[Element],
        parts: Sequence[tuple[Table, Trail]],
        groups: Mapping[int, "Gathering"],
    ) -> None:
        self.body, self.groups = body, groups
        tables, self._trails = zip(*parts, strict=True)
        self.table: Table = joined(tables)

    @property
    def weight(self) -> int:
        """How many numbers are kept of it."""
        return sum(trail.weight for trail in self._trails)

    @cached_property
    def marks(self) -> Mapping[int, Ints]:
        """For each element one integer a solution, what that rests on: a fact, a row, a term."""
        parts = [trail.back()[0] for trail in self._trails]
        self._trails = ()
        return {place: concatenated([part[place] for part in parts]) for place in parts[0]}

    @property
    def origin(self) -> Ints | None:
        """The start that each solution came from; None if each has its own."""
        parts = [each for _, each in (trail.back() for trail in self._trails) if each is not None]
        return concatenated(parts) if parts else None


class Gathering(NamedTuple):
    """The groups of an element, and the solutions that their members are, one after the other."""

    groups: Groups
    parts: Sequence[Solutions]

    def member(self, number: int) -> tuple[Solutions, int]:
        """The solutions that a member is in, and which of them it is."""
        for part in self.parts:
            if number < part.table.size:
                return part, number
            number -= part.table.size
        raise IndexError(number)
