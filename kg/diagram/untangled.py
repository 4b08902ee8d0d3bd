"""Columns put in an order in which the lines between them cross little.

Each column in turn is sorted by where the neighbours of its items stand, to and fro (the
barycentre method of Sugiyama, Tagawa and Toda, 1981). What has no neighbour goes last.
"""

from collections.abc import Iterable, Sequence
from statistics import fmean

SWEEPS = 8


def untangled(columns: Sequence[Sequence[str]], ties: Iterable[tuple[str, str]]) -> list[list[str]]:
    """The same columns, each in a better order.

    >>> untangled([["a", "b"], ["x", "y", "z"]], [("a", "y"), ("b", "x")])
    [['a', 'b'], ['y', 'x', 'z']]
    """
    neighbours = _neighbours(ties)
    found = [[*column] for column in columns]
    down, up = range(1, len(found)), range(len(found) - 2, -1, -1)
    for number in [*down, *up] * SWEEPS + [*down]:
        near = _places(found[max(number - 1, 0) : number + 2])
        heights = {item: _height(neighbours.get(item, ()), near) for item in found[number]}
        found[number].sort(key=heights.__getitem__)
    return found


def _neighbours(ties: Iterable[tuple[str, str]]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for one, other in ties:
        found.setdefault(one, []).append(other)
        found.setdefault(other, []).append(one)
    return found


def _places(columns: Iterable[Sequence[str]]) -> dict[str, float]:
    """How far down in its column each item stands, from 0 to 1."""
    return {
        item: (number + 0.5) / len(column)
        for column in columns
        for number, item in enumerate(column)
    }


def _height(neighbours: Iterable[str], places: dict[str, float]) -> float:
    """The mean place of those neighbours that stand near."""
    return fmean([places[each] for each in neighbours if each in places] or [2])
