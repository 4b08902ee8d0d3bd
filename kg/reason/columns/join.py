"""Joins of solutions with rows of terms, and what all steps of a run share."""

from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

import numpy

from kg.reason.columns.arrays import PACKED, Ints, crossed
from kg.reason.columns.cells import inverted
from kg.reason.columns.index import Index
from kg.reason.columns.store import Relation, Store
from kg.reason.columns.symbols import Symbols
from kg.reason.columns.table import Growth, Table, concatenated
from kg.reason.limits import Watch
from kg.reason.model import Nested, Node, Variable

__all__ = ["Facts", "Window", "every", "join", "looked_up", "width"]

Find = Callable[[Sequence[Ints]], tuple[Ints, Ints]]
Count = Callable[[Sequence[Ints]], int]

_MORE = 5  # columns in a join: two by which it is made, two values, a mark


class Facts(NamedTuple):
    """The terms and the facts, and what the run may take, as all the steps of it share them."""

    symbols: Symbols
    store: Store
    watch: Watch
    plain: bool  # whether no fact that was given has a literal as its subject

    def relation(self, predicate: Node) -> Relation:
        """The facts that a pattern with such a predicate may match."""
        if isinstance(predicate, Variable | Nested):
            return self.store.everything
        return self.store.relation(self.symbols.number(predicate))


class Window(NamedTuple):
    """The rows that a pattern may match: from one on, below another."""

    start: int
    end: int


def join(columns: Mapping[Variable, Ints], size: int, table: Table, watch: Watch) -> Growth:
    """Each solution with each row of the columns that agrees."""
    shared = [name for name in columns if name in table.values]
    if shared:
        asked, keys = _coded(
            [table.values[each] for each in shared], [columns[each] for each in shared]
        )
        index = Index()
        index.add(keys, numpy.arange(size))
        sources, rows = looked_up(
            index.find, index.count, asked, width(table) + len(columns), watch
        )
    else:
        watch.make(table.size * size, width(table) + len(columns))
        sources, rows = every(table.size, size, watch)
    new = {name: column.take(rows) for name, column in columns.items() if name not in shared}
    return Growth(sources, rows, new)


def looked_up(
    find: Find, count: Count, keys: Sequence[Ints], columns: int, watch: Watch
) -> tuple[Ints, Ints]:
    """What is found of keys, within the limits: so many columns will come of it."""
    if not (watch.weighs or watch.hurries):
        return find(keys)
    many = count(keys)
    watch.make(many, columns)
    pieces = []
    for start, end in watch.slices(len(keys[0]), many):
        sources, places = find([key[start:end] for key in keys])
        pieces.append((sources + start, places))
    return _one_after_the_other(pieces)


def every(one: int, other: int, watch: Watch) -> tuple[Ints, Ints]:
    """Every pair of a place among so many and one among so many others, within the limits."""
    pieces = []
    for start, end in watch.slices(one, one * other):
        sources, places = crossed(end - start, other)
        pieces.append((sources + start if start else sources, places))
    return _one_after_the_other(pieces)


def _one_after_the_other(pieces: Sequence[tuple[Ints, Ints]]) -> tuple[Ints, Ints]:
    """Pairs of columns as one pair."""
    sources, places = zip(*pieces, strict=True)
    return concatenated(sources), concatenated(places)


def width(table: Table) -> int:
    """The columns that solutions may have after one more join, with those it is made by."""
    return len(table.values) + _MORE


def _coded(one: Sequence[Ints], other: Sequence[Ints]) -> tuple[Sequence[Ints], Sequence[Ints]]:
    """Keys for the rows of two lists of columns, the same if the rows are."""
    if len(one) <= PACKED:
        return one, other
    both = [numpy.concatenate(pair) for pair in zip(one, other, strict=True)]
    _, codes = inverted(both, len(both[0]))
    return [codes[: len(one[0])]], [codes[len(one[0]) :]]
