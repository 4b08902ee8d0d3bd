"""A closure as a step: each row with each pair of nodes between which moves lead.

Theory. From an end that a row knows the facts are followed node by node, or against the moves if
only the second end is known; without any, from every node there is. A place on the way is a node
and the number of moves taken since the series last began, and is looked at once, so that cycles
end by themselves. What one choice of ends gives is found once a step.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from operator import attrgetter
from typing import NamedTuple, TypeAlias

from kg.reason.closures import roams
from kg.reason.model import Closure, Node, Variable
from kg.reason.rows.layout import ASKER, Layout, Look, Numbering, Row, Step, remembered
from kg.terms.known import OBJECT, SUBJECT, Known, Table

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
    slots = [ASKER, *(layout.slots[node] for node in nodes if node in layout.slots)]
    new = _bound(nodes, place, layout)
    hops = tuple(_hop(number(move.predicate), back=move.back) for move in closure.moves)
    facts: Callable[[Look], Sequence[Known]] = attrgetter(source)

    def step(rows: list[Row], look: Look) -> list[Row]:
        searches = [_Search(closure, hops, known, layout.fixed) for known in facts(look)]
        found = remembered(
            rows, slots, lambda row: [*searches[row[ASKER]].pairs(one(row), other(row))]
        )
        return [(*row, pair, *[pair[at] for at in new]) for row, pairs in found for pair in pairs]

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
        self, closure: Closure, hops: Sequence[Hop], known: Known, fixed: frozenset[Variable]
    ) -> None:
        self._closure, self._hops, self._known = closure, hops, known
        self._roams = roams(closure, fixed)

    def pairs(self, one: int | None, other: int | None) -> Iterator[Pair]:
        """The pairs with an end, or both ends, if these are known."""
        same = self._closure.subject == self._closure.object
        for pair in self._pairs(one, other):
            if other in {None, pair[1]} and (pair[0] == pair[1] or not same):
                yield pair

    def _pairs(self, one: int | None, other: int | None) -> Iterator[Pair]:
        if one is not None:
            yield from ((one, goal) for goal in self._from(one, self._hops))
        elif other is not None:
            turned = [Hop(hop.predicate, hop.goal, hop.start) for hop in reversed(self._hops)]
            yield from ((start, other) for start in self._from(other, turned))
        else:
            for start in self._nodes():
                yield from ((start, goal) for goal in self._from(start, self._hops))

    def _from(self, start: int, hops: Sequence[Hop]) -> Iterable[int]:
        """The nodes that moves lead to from one, and that one itself if no move will do."""
        moves = [(self._known.tables(hop.predicate, (hop.start,)), hop.goal) for hop in hops]
        found = dict.fromkeys(_reached(start, moves))
        if not self._closure.least and (not self._roams or self._is_node(start)):
            found[start] = None
        return found

    def _is_node(self, number: int) -> bool:
        tables = (self._known.tables(None, (position,)) for position in (SUBJECT, OBJECT))
        return any(number in table for each in tables for table in each)

    def _nodes(self) -> Iterable[int]:
        """Where a walk can start: where the first move does, or everywhere if no move will do."""
        first = self._hops[0]
        asked = [(None, SUBJECT), (None, OBJECT)]
        return dict.fromkeys(
            number
            for predicate, position in (asked if self._roams else [(first.predicate, first.start)])
            for table in self._known.tables(predicate, (position,))
            for number in table
            if isinstance(number, int)
        )


def _reached(start: int, moves: Sequence[tuple[list[Table], int]]) -> Iterator[int]:
    """The nodes that all the moves, taken over and over, lead to from a node."""
    waiting, seen = [(start, 0)], set[tuple[int, int]]()
    for node, number in waiting:
        tables, goal = moves[number]
        after = (number + 1) % len(moves)
        for fact in (fact for table in tables for fact in table.get(node, ())):
            place = fact[goal], after
            if place not in seen:
                seen.add(place)
                waiting.append(place)
    return (node for node, number in seen if not number)
