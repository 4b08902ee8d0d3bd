"""Groups of solutions, and what aggregates give of them.

Counts, and sums of integers, are made on whole columns; everything else group by group.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cached_property

import numpy

from kg.reason.aggregates import gather
from kg.reason.columns.arrays import Flags, Ints
from kg.reason.columns.cells import ascending, inverted
from kg.reason.columns.expressions import assigned, held
from kg.reason.columns.symbols import NO_INTEGER, Symbols
from kg.reason.columns.table import Table
from kg.reason.expression import EvaluationError
from kg.reason.model import Aggregate, Bindings, Group, Variable
from kg.reason.values import literal
from kg.terms import order

__all__ = ["Groups", "grouped"]

_VALUE = Variable(".value")
_MOST = int(numpy.iinfo(numpy.int64).max)


@dataclass(frozen=True)
class Groups:
    """The rows that a group gives, and for each the members that counted.

    Args:
        table: the rows.
        codes: for each member, the number of its group.
        kept: the number of the group of each row.
    """

    table: Table
    codes: Ints
    kept: Ints

    def of(self, row: int) -> list[int]:
        """The members of a row."""
        start, end = self._ends[self.kept[row] : self.kept[row] + 2]
        found: list[int] = self._members[start:end].tolist()
        return found

    @cached_property
    def _members(self) -> Ints:
        """The members, those of a group together."""
        return ascending(self.codes)

    @cached_property
    def _ends(self) -> Ints:
        """Before the members of which group so many stand."""
        most = int(self.kept.max(initial=0)) + 1
        return numpy.concatenate([[0], numpy.bincount(self.codes, minlength=most).cumsum()])


def grouped(group: Group, members: Table, symbols: Symbols) -> Groups:
    """The rows of a group that HAVING lets through, of the solutions of its elements."""
    places, codes = inverted([members.values[name] for name in group.by], members.size)
    count = len(places) if group.by else 1
    values = {name: members.values[name].take(places) for name in group.by}
    known: dict[tuple[object, ...], Ints] = {}
    for aggregate in group.aggregates:
        # HAVING often asks what SELECT does.
        asked = (aggregate.function, aggregate.expression, aggregate.distinct)
        if asked not in known:
            known[asked] = _aggregated(aggregate, members, codes, count, symbols)
        values[aggregate.variable] = known[asked]
    table = Table(count, values)
    kept = numpy.flatnonzero(_kept(group, table, symbols))
    return Groups(table.take(kept).keep(_named(values)), codes, kept)


def _named(names: Iterable[Variable]) -> list[Variable]:
    return [name for name in names if not name.name.startswith(".")]


def _kept(group: Group, table: Table, symbols: Symbols) -> Flags:
    """Which rows have all values that were asked for, and what HAVING asks."""
    kept = numpy.ones(table.size, bool)
    for name in _named(each.variable for each in group.aggregates):
        kept &= table.values[name] >= 0
    for condition in group.having:
        kept &= held(condition.expression, table, frozenset(table.values), symbols)
    return kept


def _aggregated(
    aggregate: Aggregate, members: Table, codes: Ints, count: int, symbols: Symbols
) -> Ints:
    """For each group, what an aggregate gives; -1 where that is an error."""
    if aggregate.expression is None:
        named = [members.values[name] for name in _named(members.values)]
        if aggregate.distinct:
            codes = codes[inverted([codes, *named], len(codes))[0]]
        return _counted(codes, count, symbols)
    values = assigned(aggregate.expression, members, frozenset(members.values), symbols)
    if aggregate.distinct:
        places, _ = inverted([codes, values], len(codes))
        codes, values = codes[places], values[places]
    if aggregate.function == "COUNT":
        return _counted(codes if values.min(initial=0) >= 0 else codes[values >= 0], count, symbols)
    if aggregate.function == "SUM" and (values >= 0).all():
        integers = symbols.integers[values]
        if (integers != NO_INTEGER).all() and _fits(integers):
            return _summed(codes, integers, count, symbols)
    return _gathered(aggregate, codes, values, count, symbols)


def _counted(codes: Ints, count: int, symbols: Symbols) -> Ints:
    return _numbers(numpy.bincount(codes, minlength=count), symbols)


def _fits(integers: Ints) -> bool:
    """Whether no sum of some of them can be too large for a column."""
    most = max(int(integers.max(initial=0)), -int(integers.min(initial=0)))
    return most * len(integers) <= _MOST


def _summed(codes: Ints, integers: Ints, count: int, symbols: Symbols) -> Ints:
    sums = numpy.zeros(count, numpy.int64)
    numpy.add.at(sums, codes, integers)
    return _numbers(sums, symbols)


def _numbers(values: Ints, symbols: Symbols) -> Ints:
    """The term numbers of integers."""
    places, inverse = inverted([values], len(values))
    numbers = [symbols.number(literal(each)) for each in values[places].tolist()]
    return numpy.array(numbers, numpy.int64).take(inverse)


def _gathered(
    aggregate: Aggregate, codes: Ints, values: Ints, count: int, symbols: Symbols
) -> Ints:
    """The same, group by group, the values of a group in a fixed order."""
    groups: list[list[int]] = [[] for _ in range(count)]
    for code, value in zip(codes.tolist(), values.tolist(), strict=True):
        groups[code].append(value)
    simple = replace(aggregate, expression=_VALUE, distinct=False)
    return numpy.array([_of(simple, group, symbols) for group in groups], numpy.int64)


def _of(aggregate: Aggregate, values: Iterable[int], symbols: Symbols) -> int:
    terms = sorted((symbols.terms[each] for each in values if each >= 0), key=order)
    members: list[Bindings] = [{_VALUE: term} for term in terms]
    members += [{} for each in values if each < 0]
    try:
        return symbols.number(gather(aggregate, members))
    except EvaluationError:
        return -1
