"""Walks: how one node is reached from another by moves that are taken over and over.

Theory. A proof needs one walk, always the same, whatever engine looks for it and when. Facts come
in stages. Of all walks between two nodes those count that need the earliest stage only, so that
what is derived from them rests on nothing later; of these the shortest; of these the first by the
order of its nodes. So a walk follows from the facts and their stages alone.

A place on a walk is a node and the number of moves taken since the whole series last began.
"""

from bisect import bisect_left
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from typing import Generic, NamedTuple, TypeVar

from kg.terms import Term, order

__all__ = ["Walks", "Way", "by_start"]

Spot = TypeVar("Spot", bound=Hashable)
Edge = TypeVar("Edge")


class Way(NamedTuple, Generic[Spot, Edge]):
    """A move that can be taken from a node: the node it leads to, the fact, and its stage."""

    to: Spot
    edge: Edge
    stage: int


def by_start(
    ways: Iterable[tuple[Spot, Way[Spot, Edge]]], term: Callable[[Spot], Term]
) -> dict[Spot, list[Way[Spot, Edge]]]:
    """Ways by the node they start from, in the order of the terms of those they lead to."""
    found: dict[Spot, list[Way[Spot, Edge]]] = {}
    for start, way in ways:
        found.setdefault(start, []).append(way)
    ranks = {way.to: order(term(way.to)) for each in found.values() for way in each}
    return {node: sorted(each, key=lambda way: ranks[way.to]) for node, each in found.items()}


class Walks(Generic[Spot, Edge]):
    """The walks by some moves.

    Args:
        ways: for each move, the ways from each node, in the order of the nodes they lead to.

    >>> walks = Walks([{"a": [Way("b", 1, 0)], "b": [Way("c", 2, 0), Way("a", 3, 4)]}])
    >>> walks.between("a", "c"), walks.between("a", "a"), walks.between("c", "a")
    ((1, 2), (1, 3), None)
    """

    def __init__(self, ways: Sequence[Mapping[Spot, Sequence[Way[Spot, Edge]]]]) -> None:
        self._ways = ways
        found = (way.stage for move in ways for each in move.values() for way in each)
        self._stages = sorted(set(found))
        self._start: Spot | None = None
        self._trees: dict[int, _Tree[Spot, Edge]] = {}

    def between(self, start: Spot, goal: Spot) -> tuple[Edge, ...] | None:
        """The walk from one node to another, of one series of moves at least."""
        first = bisect_left(self._stages, True, key=lambda s: self._tree(start, s).reaches(goal))  # noqa: FBT003
        if first == len(self._stages):
            return None
        return self._tree(start, self._stages[first]).walk(goal)

    def starting(self, start: Spot) -> Iterator[tuple[Spot, tuple[Edge, ...]]]:
        """Every node that is reached from one, and the walk to it."""
        seen = set[Spot]()
        for stage in self._stages:
            tree = self._tree(start, stage)
            new = [goal for goal in tree.goals() if goal not in seen]
            seen.update(new)
            yield from ((goal, tree.walk(goal)) for goal in new)

    def _tree(self, start: Spot, stage: int) -> "_Tree[Spot, Edge]":
        """All walks from a node by facts up to a stage, kept until another node is asked for."""
        if start != self._start:
            self._start, self._trees = start, {}
        if stage not in self._trees:
            self._trees[stage] = _Tree(self._ways, start, stage)
        return self._trees[stage]


class _Tree(Generic[Spot, Edge]):
    """The shortest walks from a node, each place with the one before it and the fact between."""

    def __init__(
        self, ways: Sequence[Mapping[Spot, Sequence[Way[Spot, Edge]]]], start: Spot, stage: int
    ) -> None:
        self._root = (start, 0)
        self._before: dict[tuple[Spot, int], tuple[tuple[Spot, int], Edge]] = {}
        waiting = [self._root]
        for place in waiting:
            node, move = place
            for way in ways[move].get(node, ()):
                reached = (way.to, (move + 1) % len(ways))
                if way.stage <= stage and reached not in self._before:
                    self._before[reached] = (place, way.edge)
                    waiting.append(reached)

    def reaches(self, goal: Spot) -> bool:
        """Whether there is a walk to a node."""
        return (goal, 0) in self._before

    def goals(self) -> list[Spot]:
        """The nodes that there is a walk to, the nearest first."""
        return [node for node, move in self._before if not move]

    def walk(self, goal: Spot) -> tuple[Edge, ...]:
        """The facts on the walk to a node."""
        place, edge = self._before[goal, 0]
        edges = [edge]
        while place != self._root:
            place, edge = self._before[place]
            edges.append(edge)
        return tuple(reversed(edges))
