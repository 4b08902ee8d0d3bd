"""The solutions of a body: its elements taken one after the other in the order of a plan."""

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

import numpy

from kg.reason.columns.arrays import Flags, Ints
from kg.reason.columns.cells import inverted
from kg.reason.columns.closing import Closing
from kg.reason.columns.expressions import assigned, held
from kg.reason.columns.groups import grouped
from kg.reason.columns.join import Facts, Window, join
from kg.reason.columns.matching import Matching
from kg.reason.columns.plan import Step, plan
from kg.reason.columns.solutions import Gathering, Solutions
from kg.reason.columns.symbols import Symbols
from kg.reason.columns.table import Growth, Table, Trail, stacked
from kg.reason.elements import Known, bound_by, needs, uses, variants
from kg.reason.expression import variables
from kg.reason.model import (
    Assign,
    Closure,
    Element,
    Filter,
    Group,
    Not,
    Pattern,
    Values,
    Variable,
)

__all__ = ["Body"]

Windows = Mapping[int, Window]
_WHOLE: Windows = {}
_START = Table(1, {})
_WALKS = 4  # pairs for each edge, as a guess


class Body:
    """A body over facts. Its plans and groups are made once: what groups look at is complete.

    Args:
        elements: the body, in which every column of VALUES is defined.
        wanted: the variables asked for.
        facts: the terms and facts.
        proofs: whether to keep what each solution rests on.
        start: the variables that have a value before the body.
    """

    def __init__(
        self,
        elements: tuple[Element, ...],
        wanted: Known,
        facts: Facts,
        *,
        proofs: bool,
        start: Known = frozenset(),
    ) -> None:
        self.elements = elements
        self._wanted, self._facts, self._proofs, self._start = wanted, facts, proofs, start
        self._groups: dict[int, Gathering] = {}
        self._absences: dict[int, Body] = {}
        self._closings: dict[int, Closing] = {}
        self._plans: dict[int | None, Sequence[_Work]] = {}
        self._needed = [facts.relation(each) for each in needs(elements)]

    def solve(
        self, end: int, windows: Windows = _WHOLE, first: int | None = None, start: Table = _START
    ) -> Solutions:
        """The solutions among the facts before ``end``, for some patterns in windows of them."""
        if self._is_hopeless():
            return self._none()
        found = list(self._found(self._planned(first), start, Trail(), _Look(end, windows)))
        return Solutions(self.elements, found, self._groups) if found else self._none()

    def _found(
        self, works: Sequence["_Work"], table: Table, trail: Trail, look: "_Look"
    ) -> Iterator[tuple[Table, Trail]]:
        """The solutions that some steps lead to, in parts if they would be too many at once."""
        for number, work in enumerate(works):
            self._facts.watch.look()
            step, matching = work.step, work.pattern
            cuts = matching.cuts(table) if matching and step.splits else ()
            if cuts:
                for start, end in cuts:
                    part = table.part(start, end)
                    yield from self._found(works[number:], part, trail.part(start, end), look)
                return
            window = look.window(step.place)
            growth = matching.match(table, window) if matching else self._step(work, table, window)
            trail, table = trail.on(step.place, growth), table.grown(growth, step.live)
            if not table.size:
                return
        yield table, trail

    def _planned(self, first: int | None) -> Sequence["_Work"]:
        """The steps, perhaps with some element first; patterns as what matches them."""
        if first not in self._plans:
            steps = plan(self.elements, self._start, self._wanted, self._size, first)
            self._plans[first] = [self._work(step) for step in steps]
        return self._plans[first]

    def _work(self, step: Step) -> "_Work":
        if not step.shape:
            return _Work(step)
        matching = Matching(step.shape, self._facts)
        if isinstance(step.element, Pattern):
            return _Work(step, pattern=matching)
        return _Work(step, absence=matching if step.shape.only_tests else None)

    def _is_hopeless(self) -> bool:
        """Whether some pattern has no facts to match, as most rules have at first."""
        return not all(len(relation.rows) for relation in self._needed)

    def _none(self) -> Solutions:
        """No solutions, with the columns that are asked for."""
        empty = numpy.empty(0, numpy.int64)
        parts = [(Table(0, dict.fromkeys(self._wanted, empty)), Trail())]
        return Solutions(self.elements, parts, self._groups)

    def _size(self, element: Element) -> int:
        """How many rows an element has to offer; a group's are not known before it is made."""
        match element:
            case Pattern(predicate=predicate):
                return len(self._facts.relation(predicate).rows)
            case Closure(moves=moves):
                rows = (len(self._facts.relation(move.predicate).rows) for move in moves)
                return _WALKS * sum(rows)
            case Values(rows=rows):
                return len(rows)
        return len(self._facts.store)

    def _step(self, work: "_Work", table: Table, window: Window) -> Growth:
        """What an element other than a pattern makes of the solutions."""
        step, facts, watch = work.step, self._facts, self._facts.watch
        match step.element:
            case Closure():
                return self._closing(step.place, step.element).match(table, window)
            case Filter(expression=expression):
                return _tested(held(expression, table, step.sees, facts))
            case Not():
                return _tested(self._absent(work, step.element, table, window.end))
            case Assign(variable=variable, expression=expression):
                return _given(variable, assigned(expression, table, step.sees, facts))
            case Values():
                rows = len(step.element.rows)
                return join(_columns(step.element, facts.symbols), rows, table, watch)
            case Group():
                found = self._grouped(step, step.element, window.end).groups.table
                return join(found.values, found.size, table, watch)
        raise TypeError(step.element)

    def _closing(self, place: int, closure: Closure) -> Closing:
        if place not in self._closings:
            self._closings[place] = Closing(closure, self._facts, self._start)
        return self._closings[place]

    def _absent(self, work: "_Work", negation: Not, table: Table, end: int) -> Flags:
        """Where a negation finds nothing."""
        if work.absence and end == len(self._facts.store):
            return ~work.absence.present(table)
        return self._missed(work.step, negation, table, end)

    def _missed(self, step: Step, negation: Not, table: Table, end: int) -> Flags:
        """The same, looked up once for each choice of what it sees."""
        if step.place not in self._absences:
            self._absences[step.place] = Body(
                negation.elements, frozenset(), self._facts, proofs=False, start=step.sees
            )
        places = inverse = numpy.arange(table.size)
        if any(uses(element) - step.sees for element in negation.elements):
            places, inverse = inverted([table.values[name] for name in step.sees], table.size)
        values = {name: table.values[name][places] for name in step.sees}
        start = Table(len(places), values)
        if negation.base_only:
            end = min(end, self._facts.store.given)
        found = self._absences[step.place].solve(end, start=start)
        absent = numpy.full(len(places), not found.table.size)
        if found.table.size and found.origin is not None:
            absent[:] = True
            absent[found.origin] = False
        return absent.take(inverse)

    def _grouped(self, step: Step, group: Group, end: int) -> Gathering:
        if step.place not in self._groups:
            names = [name for element in group.elements for name in bound_by(element)]
            wanted = _asked(group, frozenset(names))
            parts = [
                Body(each, wanted, self._facts, proofs=self._proofs).solve(end)
                for each in variants(group.elements)
            ]
            members = stacked([part.table for part in parts], wanted)
            self._groups[step.place] = Gathering(grouped(group, members, self._facts), parts)
        return self._groups[step.place]


class _Work(NamedTuple):
    """A step, with the facts for its pattern or for the pattern that must match none."""

    step: Step
    pattern: Matching | None = None
    absence: Matching | None = None


class _Look(NamedTuple):
    """Which facts are looked at: those before one, and in some places a window of them."""

    end: int
    windows: Windows

    def window(self, place: int) -> Window:
        """The facts that the element in a place looks at."""
        return self.windows.get(place) or Window(0, self.end)


def _tested(fits: Flags) -> Growth:
    """The solutions that pass a test."""
    return Growth(None if fits.all() else fits.nonzero()[0], None, {})


def _given(variable: Variable, numbers: Ints) -> Growth:
    """The solutions in which an expression has a value."""
    places = (numbers >= 0).nonzero()[0]
    found = numbers.take(places)
    return Growth(places, found, {variable: found})


def _asked(group: Group, names: Known) -> Known:
    """The variables of its members that a group needs."""
    asked = set(group.by)
    for aggregate in group.aggregates:
        if aggregate.expression is not None:
            asked |= names.intersection(variables(aggregate.expression))
        elif aggregate.distinct:
            asked |= {name for name in names if not name.name.startswith(".")}
    return frozenset(asked)


def _columns(values: Values, symbols: Symbols) -> dict[Variable, Ints]:
    """The columns of VALUES, all of them defined."""
    rows = [[symbols.number(term) for term in row if term] for row in values.rows]
    return {
        name: numpy.array([row[place] for row in rows], numpy.int64)
        for place, name in enumerate(values.variables)
    }
