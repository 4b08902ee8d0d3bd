"""A closure as a step: each row with each pair of nodes between which moves lead.

Theory. From an end that a row knows the facts are followed node by node, or against the moves if
only the second end is known; without any, from every node there is. A place on the way is a node
and the number of moves taken since the series last began, and is looked at once for those whom the
facts on the way lead there, so that cycles end by themselves. What one choice of ends gives is
found once a step.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from operator import attrgetter
from typing import NamedTuple, TypeAlias

from kg.reason.closures import roams
from kg.reason.model import Closure, Node, Variable
from kg.reason.rows.layout import (
    ALL,
    ASKERS,
    Askers,
    Layout,
    Look,
    Numbering,
    Row,
    Step,
    Told,
    chosen,
    remembered,
)
from kg.terms.known import OBJECT, SUBJECT, Fact, Table

__all__ = ["closed"]

Pair: TypeAlias = tuple[int, int]
End: TypeAlias = Callable[[Row], int | None]


class Hop(NamedTuple):
    """A move in numbers: the predicate, and where in its facts the move starts and ends."""

    predicate: int
    start: int
    goal: int


def closed(closure: Closure, place: int, layout: Layout, number: Numbering, source: str) -> Step:
    """The step of a closure.

    Args:
        closure: what is to be followed.
        place: where it stands in its body.
        layout: the rows before it; those after it hold the pair and each new variable as well.
        number: the number of a term.
        source: the facts to look at, a field of `Look`.
    """
    nodes = closure.subject, closure.object
    one, other = (_end(node, layout, number) for node in nodes)
    key = chosen([layout.slots[node] for node in nodes if node in layout.slots])
    new = _bound(nodes, place, layout)
    hops = tuple(_hop(number(move.predicate), back=move.back) for move in closure.moves)
    facts: Callable[[Look], Told] = attrgetter(source)

    def step(rows: list[Row], look: Look) -> list[Row]:
        search = _Search(closure, hops, facts(look), layout.fixed)
        found = remembered(rows, key, lambda row: [*search.pairs(one(row), other(row))])
        return [
            (askers, *row[1:], pair, *[pair[at] for at in new])
            for row, pairs in found
            for pair, holders in pairs
            if (askers := row[ASKERS] & holders)
        ]

    return step


def _end(node: Node, layout: Layout, number: Numbering) -> End:
    """What an end is in a row; None if that is not known yet."""
    if isinstance(node, Variable):
        slot = layout.slots.get(node)
        return lambda row: None if slot is None else row[slot]
    fixed = number(node)
    return lambda _: fixed


def _bound(nodes: Sequence[Node], place: int, layout: Layout) -> list[int]:
    """Makes room for a pair and for each new variable, and says which of the pair that is."""
    layout.mark(place)
    new = []
    for at, node in enumerate(nodes):
        if isinstance(node, Variable) and node not in layout.slots:
            layout.bind(node)
            new.append(at)
    return new


def _hop(predicate: int, *, back: bool) -> Hop:
    return Hop(predicate, OBJECT, SUBJECT) if back else Hop(predicate, SUBJECT, OBJECT)


class _Search:
    """The pairs of a closure among some facts."""

    def __init__(
        self, closure: Closure, hops: Sequence[Hop], told: Told, fixed: frozenset[Variable]
    ) -> None:
        self._closure, self._hops, self._told = closure, hops, told
        self._roams = roams(closure, fixed)

    def pairs(self, one: int | None, other: int | None) -> Iterator[tuple[Pair, Askers]]:
        """The pairs with an end, or both ends, if these are known, and who has them."""
        same = self._closure.subject == self._closure.object
        for pair, askers in self._pairs(one, other):
            if other in {None, pair[1]} and (pair[0] == pair[1] or not same):
                yield pair, askers

    def _pairs(self, one: int | None, other: int | None) -> Iterator[tuple[Pair, Askers]]:
        if one is not None:
            yield from (((one, goal), who) for goal, who in self._from(one, self._hops))
        elif other is not None:
            turned = [Hop(hop.predicate, hop.goal, hop.start) for hop in reversed(self._hops)]
            yield from (((start, other), who) for start, who in self._from(other, turned))
        else:
            for start in self._nodes():
                yield from (((start, goal), who) for goal, who in self._from(start, self._hops))

    def _from(self, start: int, hops: Sequence[Hop]) -> Iterable[tuple[int, Askers]]:
        """The nodes that moves lead to from one, and that one itself if no move will do."""
        tables = self._told.known.tables
        moves = [(tables(hop.predicate, (hop.start,)), hop.goal) for hop in hops]
        found = _reached(start, moves, self._told.holders)
        if not self._closure.least:
            found[start] = found.get(start, 0) | (self._around(start) if self._roams else ALL)
        return found.items()

    def _around(self, number: int) -> Askers:
        """Those to whom it is a node, as they hold a fact with it."""
        askers = 0
        for position in (SUBJECT, OBJECT):
            for fact in self._told.known.find(None, position, number):
                askers |= self._told.holders.get(fact, ALL)
        return askers

    def _nodes(self) -> Iterable[int]:
        """Where a walk can start: where the first move does, or everywhere if no move will do."""
        first = self._hops[0]
        asked = [(None, SUBJECT), (None, OBJECT)]
        return dict.fromkeys(
            number
            for predicate, position in (asked if self._roams else [(first.predicate, first.start)])
            for table in self._told.known.tables(predicate, (position,))
            for number in table
            if isinstance(number, int)
        )


def _reached(
    start: int, moves: Sequence[tuple[list[Table], int]], holders: Mapping[Fact, Askers]
) -> dict[int, Askers]:
    """The nodes that all the moves, taken over and over, lead to from a node, and whom they do."""
    waiting: list[tuple[int, int, Askers]] = [(start, 0, ALL)]
    seen: dict[tuple[int, int], Askers] = {}
    for node, number, askers in waiting:
        tables, goal = moves[number]
        after = (number + 1) % len(moves)
        for fact in (fact for table in tables for fact in table.get(node, ())):
            place = fact[goal], after
            before = seen.get(place, 0)
            if more := askers & holders.get(fact, ALL) & ~before:
                seen[place] = before | more
                waiting.append((*place, more))
    return {node: askers for (node, number), askers in seen.items() if not number}
