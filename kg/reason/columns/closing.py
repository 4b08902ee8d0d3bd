"""Closures on columns: between which nodes a series of moves leads, taken over and over.

Theory. One series of moves is a set of pairs, an edge each. From all starts at once the edges are
followed in rounds, each from what the round before reached for the first time; what was reached is
a flag for each start and node. So every pair is met once for each edge that leads to it, cycles
end by themselves, and memory is bounded by taking so many starts at a time as there are flags for.
Where one end is known, only what is reached from it is looked for, against the edges if need be.

What has a walk only since some fact came is what has one now and had none before. Pairs are keys:
31 bits for each node.
"""

from collections.abc import Iterator, Sequence

import numpy

from kg.reason.closures import roams
from kg.reason.columns.arrays import BITS, Ints, packed, spread
from kg.reason.columns.cells import LONG, ascending, inverted
from kg.reason.columns.index import Index
from kg.reason.columns.join import Facts, Window, join
from kg.reason.columns.shape import OBJECT, SUBJECT
from kg.reason.columns.table import Growth, Table, concatenated
from kg.reason.limits import Watch
from kg.reason.model import Closure, Move, Nested, Node, Variable

__all__ = ["Closing", "newest", "pair"]

_FLAGS = 2**25  # at once
_SLICE = 2**20  # of what a round starts from
_WIDTH = 4  # numbers for a pair while it is made
_NONE: Ints = numpy.empty(0, numpy.int64)

Pairs = tuple[Ints, Ints]
Version = tuple[int, ...]


def pair(key: int) -> tuple[int, int]:
    """The nodes of a key."""
    return key >> BITS, key & (2**BITS - 1)


def newest(closure: Closure, facts: Facts) -> int:
    """The row of the last fact that may give a closure a solution; -1 if there is none."""
    if roams(closure, frozenset()):
        return len(facts.store) - 1
    rows = [facts.relation(move.predicate).rows.all[-1:] for move in closure.moves]
    return int(numpy.concatenate(rows).max(initial=-1))


class Closing:
    """A closure in a body: what it joins, for the rounds of a run.

    Args:
        closure: the closure.
        facts: the terms and facts.
        fixed: the variables that stand for terms before the body.
    """

    def __init__(self, closure: Closure, facts: Facts, fixed: frozenset[Variable]) -> None:
        self._closure, self._facts, self._fixed = closure, facts, fixed
        self._whole: dict[Version, Ints] = {}

    def match(self, table: Table, window: Window) -> Growth:
        """Each solution with each pair that fits; what it rests on is the key of the pair.

        A window that starts late holds what has a walk only by the facts in it.
        """
        ones, others = (self._values(end, table) for end in self._ends)
        back = others is not None and (ones is None or len(others) < len(ones))
        keys = self._pairs(window.end, table, others if back else ones, back=back)
        if window.start:
            before = self._pairs(window.start, table, others if back else ones, back=back)
            keys = numpy.setdiff1d(keys, before, assume_unique=True)
        return self._joined(keys, table)

    @property
    def _ends(self) -> tuple[Node, Node]:
        return self._closure.subject, self._closure.object

    def _values(self, end: Node, table: Table) -> Ints | None:
        """The terms that an end can be, if that is known."""
        if isinstance(end, Variable):
            return numpy.unique(table.values[end]) if end in table.values else None
        assert not isinstance(end, Nested)  # noqa: S101 - no front end has a closure of these
        return numpy.array([self._facts.symbols.number(end)])

    def _pairs(self, end: int, table: Table, starts: Ints | None, *, back: bool) -> Ints:
        """The pairs by the facts before ``end``, as far as they concern the starts."""
        keys = self._moved(end, starts, back=back)
        if self._closure.least:
            return keys
        still = self._still(end, table, starts)
        return numpy.union1d(keys, packed([still, still]))

    def _still(self, end: int, table: Table, starts: Ints | None) -> Ints:
        """The nodes that are reached without a move."""
        if not roams(self._closure, self._fixed):
            ends = [each for each in self._ends if not self._is_free(each)]
            values = self._values(ends[0], table)
            return _NONE if values is None else values
        nodes = _nodes(self._facts, end)
        return nodes if starts is None else numpy.intersect1d(nodes, starts, assume_unique=True)

    def _is_free(self, end: Node) -> bool:
        return isinstance(end, Variable) and end not in self._fixed

    def _moved(self, end: int, starts: Ints | None, *, back: bool) -> Ints:
        """The pairs with a walk between them, in order."""
        if starts is None:
            return self._all(end)
        ones, others = _series(self._closure.moves, self._facts, end)
        if not back:
            return _reached(ones, others, starts, self._facts.watch)
        keys = _reached(others, ones, starts, self._facts.watch)
        return numpy.sort(packed([keys & (2**BITS - 1), keys >> BITS]))

    def _all(self, end: int) -> Ints:
        """All pairs, kept while the facts of the predicates are the same."""
        version = tuple(
            int(self._facts.relation(move.predicate).rows.all.searchsorted(end))
            for move in self._closure.moves
        )
        if version not in self._whole:
            ones, others = _series(self._closure.moves, self._facts, end)
            last = list(self._whole.items())[-1:]
            keys = _reached(ones, others, numpy.unique(ones), self._facts.watch)
            self._whole = {**dict(last), version: keys}
        return self._whole[version]

    def _joined(self, keys: Ints, table: Table) -> Growth:
        """The solutions with each pair that agrees."""
        columns: dict[Variable, Ints] = {}
        for end, shift in zip(self._ends, (BITS, 0), strict=True):
            values = (keys >> shift) & (2**BITS - 1)
            if isinstance(end, Variable) and end not in columns:
                columns[end] = values
                continue
            same = values == (columns[end] if isinstance(end, Variable) else self._number(end))
            keys = keys[same]
            columns = {name: column[same] for name, column in columns.items()}
        growth = join(columns, len(keys), table, self._facts.watch)
        return growth._replace(rows=keys[growth.rows])

    def _number(self, end: Node) -> int:
        return -1 if isinstance(end, Variable | Nested) else self._facts.symbols.number(end)


def _nodes(facts: Facts, end: int) -> Ints:
    """Every subject and object of the facts before ``end``."""
    is_node = numpy.zeros(len(facts.symbols.terms), bool)
    for position in (SUBJECT, OBJECT):
        is_node[facts.store.columns[position].all[:end]] = True
    return is_node.nonzero()[0]


def _series(moves: Sequence[Move], facts: Facts, end: int) -> Pairs:
    """The nodes between which all the moves lead, taken once each."""
    ones, others = _one(moves[0], facts, end)
    for move in moves[1:]:
        starts, goals = _one(move, facts, end)
        index = Index()
        index.add([starts], numpy.arange(len(starts)))
        count = index.count([others])
        facts.watch.make(count, _WIDTH)
        if facts.watch.hurries:  # slices in order, so that what is the same is mostly in one
            order = ascending(ones)
            ones, others = ones.take(order), others.take(order)
        keys = concatenated(
            [
                _led(ones[start:end], others[start:end], goals, index)
                for start, end in facts.watch.slices(len(ones), count)
            ]
        )
        ones, others = keys >> BITS, keys & (2**BITS - 1)
    return ones, others


def _led(ones: Ints, others: Ints, goals: Ints, index: Index) -> Ints:
    """The keys of the pairs that one more move makes of some, each once."""
    sources, places = index.find([others])
    return numpy.unique(packed([ones.take(sources), goals.take(places)]))


def _one(move: Move, facts: Facts, end: int) -> Pairs:
    """The nodes between which a move leads."""
    relation = facts.relation(move.predicate)
    count = relation.rows.all.searchsorted(end)
    ones, others = (relation.column(each)[:count] for each in (SUBJECT, OBJECT))
    return (others, ones) if move.back else (ones, others)


def _reached(ones: Ints, others: Ints, starts: Ints, watch: Watch) -> Ints:
    """The pairs of a start and a node that edges lead to from it, in order."""
    watch.look()
    nodes, places = _numbered(numpy.concatenate([ones, others]))
    lines = numpy.searchsorted(nodes, starts[numpy.isin(starts, nodes)])
    at_once = max(1, _FLAGS // max(1, len(nodes)))
    sources, goals = numpy.split(places, [len(ones)])
    search = _Search(nodes, (sources, goals), min(at_once, len(lines)) * len(nodes), watch)
    parts = (lines[each : each + at_once] for each in range(0, len(lines), at_once))
    return numpy.concatenate([_NONE, *map(search.pairs, parts)])


def _numbered(ends: Ints) -> Pairs:
    """The different ones in order, and for each which it is."""
    if len(ends) < LONG:
        return numpy.unique(ends, return_inverse=True)
    places, codes = inverted([ends], len(ends))  # of so many, in order
    return ends.take(places), codes


class _Search:
    """Edges between nodes, and flags for what was reached, all down between two searches."""

    def __init__(self, nodes: Ints, edges: Pairs, flags: int, watch: Watch) -> None:
        self._nodes, self._watch, self._count = nodes, watch, 0
        sources, goals = edges
        self._counts = numpy.bincount(sources, minlength=len(nodes))
        self._firsts = self._counts.cumsum() - self._counts
        self._goals = goals[sources.argsort(kind="stable")]
        self._seen = numpy.zeros(flags, bool)
        self._last = numpy.empty(flags, numpy.int32)

    def pairs(self, lines: Ints) -> Ints:
        """The pairs of the starts in some lines, in order."""
        found: list[Ints] = []
        line, node = numpy.arange(len(lines)), lines
        while len(node):
            cuts = range(0, len(node), _SLICE)
            new = [
                each
                for at in cuts
                for each in self._next(line[at : at + _SLICE], node[at : at + _SLICE])
            ]
            found += new
            line, node = numpy.divmod(numpy.concatenate(new), len(self._nodes))
        flags = numpy.sort(numpy.concatenate([_NONE, *found]))
        self._seen[flags] = False
        line, node = numpy.divmod(flags, len(self._nodes))
        return packed([self._nodes[lines[line]], self._nodes[node]])

    def _next(self, line: Ints, node: Ints) -> Iterator[Ints]:
        """The flags of what one more edge reaches for the first time, each once."""
        many = int(self._counts.take(node).sum())
        for start, end in self._watch.slices(len(node), many):
            found = self._first(line[start:end], node[start:end])
            self._count += len(found)
            self._watch.look()
            self._watch.make(self._count, _WIDTH)
            yield found

    def _first(self, line: Ints, node: Ints) -> Ints:
        """The same of a slice."""
        sources, places = spread(self._firsts[node], self._counts[node])
        flags = line[sources] * len(self._nodes) + self._goals[places]
        flags = flags[~self._seen[flags]]
        self._seen[flags] = True
        turns = numpy.arange(len(flags), dtype=numpy.int32)
        self._last[flags] = turns
        found: Ints = flags[self._last[flags] == turns]
        return found
