"""A pattern where it stands in a plan: what it asks of the facts is worked out once."""

from collections.abc import Mapping, Sequence
from functools import partial, reduce
from operator import and_

import numpy

from kg.reason.columns.arrays import PACKED, Flags, Ints
from kg.reason.columns.cells import inverted
from kg.reason.columns.join import Facts, Window, every, looked_up, width
from kg.reason.columns.shape import Shape
from kg.reason.columns.store import Relation
from kg.reason.columns.symbols import Symbols
from kg.reason.columns.table import Growth, Table
from kg.reason.model import Nested, Variable
from kg.reason.nodes import bind, variables_in
from kg.terms import Term

__all__ = ["Matching"]

_BLOCK = 12_000  # solutions at a time, so that columns stay near the processor
_SHORT = 1_000  # rows that are looked through rather than indexed
_START = Table(1, {})


class Matching:
    """A pattern by its shape, and the facts it is matched with."""

    def __init__(self, shape: Shape, facts: Facts) -> None:
        self._facts = facts
        predicate, fixed, self._bound, self._free, self._asked = shape
        self._fixed = {place: facts.symbols.number(term) for place, term in fixed.items()}
        self._relation = None if predicate is None else facts.relation(predicate)

    @property
    def _facts_asked(self) -> Relation:
        return self._relation or self._facts.store.everything

    def present(self, table: Table) -> Flags:
        """For each solution, whether its values fit some fact."""
        return self._facts_asked.has(self._asked, self._keys(self._asked, table))

    def cuts(self, table: Table) -> Sequence[tuple[int, int]]:
        """Where to cut the solutions so that not too many come of each part; nowhere if few do."""
        if not self._bound and self._facts.watch.hurries:
            return self._apart(table)
        if not self._bound or table.size == 1 or self._most(table) <= _BLOCK:
            return ()
        if self._facts.watch.weighs:  # what all of them need is what is asked
            return ()
        count = -(-self._count(table) // _BLOCK)
        size = -(-table.size // max(1, count))
        starts = range(0, table.size, size) if count > 1 else ()
        return [(start, min(start + size, table.size)) for start in starts]

    def _apart(self, table: Table) -> Sequence[tuple[int, int]]:
        """The same where each solution goes with each fact, and there is a clock to look at."""
        if self._facts.watch.weighs:  # what all of them need is what is asked
            return ()
        cuts = [*self._facts.watch.slices(table.size, self._most(table))]
        return cuts if len(cuts) > 1 else ()

    def _count(self, table: Table) -> int:
        """How many solutions may come, as exactly as is cheap; none if it does not matter."""
        if not self._free:
            return table.size
        relation, asked = self._facts_asked, self._asked[:PACKED]
        keys = self._keys(asked, table)
        return 0 if relation.passing(asked, keys) else relation.count(asked, keys)

    def _most(self, table: Table) -> int:
        """How many solutions may come at most."""
        return table.size * (len(self._facts_asked.rows) if self._free else 1)

    def match(self, table: Table, window: Window) -> Growth:
        """Each solution with each fact that fits."""
        if self._bound:
            sources, rows = self._looked_up(table, window)
        else:
            found = self._scanned(window)
            self._facts.watch.make(table.size * len(found), width(table))
            sources, places = every(table.size, len(found), self._facts.watch)
            rows = found if table.size == 1 else found.take(places)
        return self._opened(sources, rows, table)

    def _keys(self, positions: Sequence[int], table: Table) -> list[Ints]:
        """What the solutions have at some positions."""
        return [
            table.values[self._bound[each]]
            if each in self._bound
            else numpy.full(table.size, self._fixed[each])
            for each in positions
        ]

    def _scanned(self, window: Window) -> Ints:
        """The rows of the window that have the terms at the positions."""
        relation = self._facts_asked
        if self._fixed and window.start == 0 and len(relation.rows) > _SHORT:
            return self._looked_up(_START, window)[1]
        rows = relation.rows.all
        if window.start or window.end < len(self._facts.store):
            start, end = rows.searchsorted([window.start, window.end])
            rows = rows[start:end]
        for position, number in self._fixed.items():
            column = self._facts.store.columns[position].all.take(rows)
            rows = rows.compress(column == number)
        return rows

    def _looked_up(self, table: Table, window: Window) -> tuple[Ints, Ints]:
        """The pairs of a solution and a row that fit, by the index of two positions or one."""
        relation, asked = self._facts_asked, self._asked[:PACKED]
        keys = self._keys(asked, table)
        find, count = partial(relation.find, asked), partial(relation.count, asked)
        sources, rows = looked_up(find, count, keys, width(table), self._facts.watch)
        fits: list[Flags] = []
        if window.start:
            fits.append(rows >= window.start)
        if window.end < len(self._facts.store):
            fits.append(rows < window.end)
        rest = self._asked[PACKED:]
        for position, key in zip(rest, self._keys(rest, table), strict=True):
            column = self._facts.store.columns[position].all.take(rows)
            fits.append(column == key.take(sources))
        if all(each.all() for each in fits):
            return sources, rows
        fit = reduce(and_, fits).nonzero()[0]
        return sources.take(fit), rows.take(fit)

    def _opened(self, sources: Ints, rows: Ints, table: Table) -> Growth:
        """The solutions with what the facts say of the positions that were not known."""
        new: dict[Variable, Ints] = {}
        for position, node in self._free:
            column = self._facts.store.columns[position].all.take(rows)
            if isinstance(node, Variable) and node not in new:
                new[node] = column
                continue
            if isinstance(node, Variable):
                fits = new[node] == column
            else:
                seen = {name: each.take(sources) for name, each in table.values.items()}
                fits, inside = _taken_apart(node, column, {**seen, **new}, self._facts.symbols)
                new |= inside
            places = fits.nonzero()[0]
            sources, rows = sources.take(places), rows.take(places)
            new = {name: each.take(places) for name, each in new.items()}
        return Growth(None if _is_all(sources, table.size) else sources, rows, new)


def _is_all(sources: Ints, size: int) -> bool:
    """Whether each solution fits just once, so that nothing is to be copied."""
    return len(sources) == size and bool((sources == numpy.arange(size)).all())


def _taken_apart(
    node: Nested, column: Ints, values: Mapping[Variable, Ints], symbols: Symbols
) -> tuple[Flags, dict[Variable, Ints]]:
    """Where a triple term can be the term in the column, and what its other variables are there."""
    places, inverse = inverted([column], len(column))
    found = [_inside(node, symbols.terms[number]) for number in column[places].tolist()]
    fits = numpy.array([each is not None for each in found], bool)[inverse]
    new: dict[Variable, Ints] = {}
    for name in dict.fromkeys(variables_in(node)):
        numbers = [symbols.number(each[name]) if each else -1 for each in found]
        terms = numpy.array(numbers, numpy.int64)[inverse]
        if name in values:
            fits &= values[name] == terms
        else:
            new[name] = terms
    return fits, new


def _inside(node: Nested, term: Term) -> dict[Variable, Term] | None:
    """What the variables in a triple term stand for, if it can be the term."""
    bindings: dict[Variable, Term] = {}
    return bindings if bind(node, term, bindings) else None
