"""Joins of solutions with facts and with rows of terms."""

from collections.abc import Mapping, Sequence
from functools import reduce
from operator import and_
from typing import NamedTuple

import numpy

from kg.reason.columns.arrays import PACKED, Flags, Ints, crossed
from kg.reason.columns.cells import inverted
from kg.reason.columns.index import Index
from kg.reason.columns.store import OBJECT, PREDICATE, SUBJECT, Relation, Store
from kg.reason.columns.symbols import Symbols
from kg.reason.columns.table import Table
from kg.reason.limits import Watch
from kg.reason.model import Nested, Node, Pattern, Variable
from kg.reason.nodes import bind, variables_in
from kg.terms import Term

__all__ = ["Facts", "Window", "join", "match", "present"]

_MORE = 5  # columns in a join: two by which it is made, two values, a mark
_SHORT = 1_000  # rows that are looked through rather than indexed


class Facts(NamedTuple):
    """The terms and the facts, and what the run may take, as all the steps of it share them."""

    symbols: Symbols
    store: Store
    watch: Watch

    def relation(self, predicate: Node) -> Relation:
        """The facts that a pattern with such a predicate may match."""
        if isinstance(predicate, Variable | Nested):
            return self.store.everything
        return self.store.relation(self.symbols.number(predicate))


class Window(NamedTuple):
    """The rows that a pattern may match: from one on, below another."""

    start: int
    end: int


Sides = Mapping[int, int | Ints]


def match(pattern: Pattern, table: Table, facts: Facts, window: Window) -> tuple[Ints, Table]:
    """Each solution with each fact that fits: the facts' rows, and the solutions."""
    known = _known(pattern, table, facts)
    if all(isinstance(side, int) for side in known.values()):
        rows = _scanned(known, facts, window)
        facts.watch.make(table.size * len(rows), _width(table))
        sources, places = crossed(table.size, len(rows))
        rows = rows.take(places)
    else:
        sources, rows = _looked_up(known, table, facts, window)
    found = table if _is_all(sources, table) else table.take(sources)
    return _bound(pattern, known, found, rows, facts)


def present(pattern: Pattern, table: Table, facts: Facts) -> Flags | None:
    """For each solution, whether its values fit some fact; None if more is to be found."""
    known = _known(pattern, table, facts)
    if len(known) < len(pattern) or not isinstance(known[PREDICATE], int):
        return None
    relation, asked = _relation(known, facts)
    keys = [_column(known[each], table.size) for each in asked]
    return relation.has(tuple(asked), keys)


def _is_all(sources: Ints, table: Table) -> bool:
    """Whether each solution fits just once, so that nothing is to be copied."""
    return len(sources) == table.size and bool((sources == numpy.arange(table.size)).all())


def _known(pattern: Pattern, table: Table, facts: Facts) -> Sides:
    """What is known of each position: a term, or a column."""
    known: dict[int, int | Ints] = {}
    for position, node in enumerate(pattern):
        match node:
            case Variable():
                if node in table.values:
                    known[position] = table.values[node]
            case Nested():
                pass
            case _:
                known[position] = facts.symbols.number(node)
    return known


def _scanned(known: Sides, facts: Facts, window: Window) -> Ints:
    """The rows of the window that have the terms at the positions."""
    relation, asked = _relation(known, facts)
    if asked and window.start == 0 and len(relation.rows) > _SHORT:
        return _looked_up(known, Table(1, {}, {}), facts, window)[1]
    rows = relation.rows.all
    if window.start or window.end < len(facts.store):
        start, end = rows.searchsorted([window.start, window.end])
        rows = rows[start:end]
    for position in asked:
        column = facts.store.columns[position].all.take(rows)
        rows = rows.compress(column == known[position])
    return rows


def _relation(known: Sides, facts: Facts) -> tuple[Relation, list[int]]:
    """The facts to look at, and the positions to compare."""
    predicate = known.get(PREDICATE)
    if isinstance(predicate, int):
        return facts.store.relation(predicate), [each for each in known if each != PREDICATE]
    return facts.store.everything, [each for each in (SUBJECT, OBJECT, PREDICATE) if each in known]


def _looked_up(known: Sides, table: Table, facts: Facts, window: Window) -> tuple[Ints, Ints]:
    """The pairs of a solution and a row that fit, by the index of two positions or one."""
    relation, asked = _relation(known, facts)
    keys = [_column(known[each], table.size) for each in asked[:PACKED]]
    if facts.watch.weighs:
        facts.watch.make(relation.count(tuple(asked[:PACKED]), keys), _width(table))
    sources, rows = relation.find(tuple(asked[:PACKED]), keys)
    fits: list[Flags] = []
    if window.start:
        fits.append(rows >= window.start)
    if window.end < len(facts.store):
        fits.append(rows < window.end)
    for position in asked[PACKED:]:
        column = facts.store.columns[position].all.take(rows)
        fits.append(column == _column(known[position], table.size).take(sources))
    if all(each.all() for each in fits):
        return sources, rows
    fit = reduce(and_, fits)
    return sources.compress(fit), rows.compress(fit)


def _width(table: Table) -> int:
    """The columns that solutions may have after one more join, with those it is made by."""
    return len(table.values) + len(table.marks) + _MORE


def _column(side: int | Ints, size: int) -> Ints:
    return numpy.full(size, side) if isinstance(side, int) else side


def _bound(
    pattern: Pattern, known: Sides, table: Table, rows: Ints, facts: Facts
) -> tuple[Ints, Table]:
    """The solutions with what the facts say of the positions that were not known."""
    for position, node in enumerate(pattern):
        if position in known:
            continue
        column = facts.store.columns[position].all.take(rows)
        if isinstance(node, Nested):
            fits, table = _opened(node, column, table, facts.symbols)
            rows = rows[fits]
        elif isinstance(node, Variable) and node in table.values:
            same = table.values[node] == column
            table, rows = table.take(same), rows.compress(same)
        elif isinstance(node, Variable):
            table = table.bind({node: column}, {})
    return rows, table


def _opened(node: Nested, column: Ints, table: Table, symbols: Symbols) -> tuple[Flags, Table]:
    """Where a triple term can be the term in the column, and the solutions with its variables."""
    places, inverse = inverted([column], table.size)
    found = [_inside(node, symbols.terms[number]) for number in column[places].tolist()]
    fits = numpy.array([each is not None for each in found], bool)[inverse]
    new: dict[Variable, Ints] = {}
    for name in dict.fromkeys(variables_in(node)):
        numbers = [symbols.number(each[name]) if each else -1 for each in found]
        values = numpy.array(numbers, numpy.int64)[inverse]
        if name in table.values:
            fits &= table.values[name] == values
        else:
            new[name] = values
    return fits, table.bind(new, {}).take(fits)


def _inside(node: Nested, term: Term) -> dict[Variable, Term] | None:
    """What the variables in a triple term stand for, if it can be the term."""
    bindings: dict[Variable, Term] = {}
    return bindings if bind(node, term, bindings) else None


def join(
    columns: Mapping[Variable, Ints], size: int, table: Table, watch: Watch
) -> tuple[Ints, Table]:
    """Each solution with each row of the columns that agrees: the rows, and the solutions."""
    shared = [name for name in columns if name in table.values]
    if shared:
        asked, keys = _coded(
            [table.values[each] for each in shared], [columns[each] for each in shared]
        )
        index = Index()
        index.add(keys, numpy.arange(size))
        if watch.weighs:
            watch.make(index.count(asked), _width(table) + len(columns))
        sources, rows = index.find(asked)
    else:
        watch.make(table.size * size, _width(table) + len(columns))
        sources, rows = crossed(table.size, size)
    new = {name: column.take(rows) for name, column in columns.items() if name not in shared}
    return rows, table.take(sources).bind(new, {})


def _coded(one: Sequence[Ints], other: Sequence[Ints]) -> tuple[Sequence[Ints], Sequence[Ints]]:
    """Keys for the rows of two lists of columns, the same if the rows are."""
    if len(one) <= PACKED:
        return one, other
    both = [numpy.concatenate(pair) for pair in zip(one, other, strict=True)]
    _, codes = inverted(both, len(both[0]))
    return [codes[: len(one[0])]], [codes[len(one[0]) :]]
