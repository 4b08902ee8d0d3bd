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
from kg.reason.columns.join import Facts
from kg.reason.columns.symbols import NO_INTEGER
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


def grouped(group: Group, members: Table, facts: Facts) -> Groups:
    """The rows of a group that HAVING lets through, of the solutions of its elements."""
    places, codes = inverted([members.values[name] for name in group.by], members.size)
    count = len(places) if group.by else 1
    values = {name: members.values[name].take(places) for name in group.by}
    known: dict[tuple[object, ...], Ints] = {}
    for aggregate in facts.watch.along(group.aggregates):
        # HAVING often asks what SELECT does.
        asked = (aggregate.function, aggregate.expression, aggregate.distinct)
        if asked not in known:
            known[asked] = _aggregated(aggregate, members, codes, count, facts)
        values[aggregate.variable] = known[asked]
    table = Table(count, values)
    kept = _kept(group, table, facts).nonzero()[0]
    return Groups(table.take(kept).keep(_named(values)), codes, kept)


def _named(names: Iterable[Variable]) -> list[Variable]:
    return [name for name in names if not name.name.startswith(".")]


def _kept(group: Group, table: Table, facts: Facts) -> Flags:
    """Which rows have all values that were asked for, and what HAVING asks."""
    kept = numpy.ones(table.size, bool)
    for name in _named(each.variable for each in group.aggregates):
        kept &= table.values[name] >= 0
    for condition in group.having:
        kept &= held(condition.expression, table, frozenset(table.values), facts)
    return kept


def _aggregated(
    aggregate: Aggregate, members: Table, codes: Ints, count: int, facts: Facts
) -> Ints:
    """For each group, what an aggregate gives; -1 where that is an error."""
    if aggregate.expression is None:
        named = [members.values[name] for name in _named(members.values)]
        if aggregate.distinct:
            codes = codes[inverted([codes, *named], len(codes))[0]]
        return _counted(codes, count, facts)
    values = assigned(aggregate.expression, members, frozenset(members.values), facts)
    if aggregate.distinct:
        places, _ = inverted([codes, values], len(codes))
        codes, values = codes[places], values[places]
    if aggregate.function == "COUNT":
        return _counted(codes if values.min(initial=0) >= 0 else codes[values >= 0], count, facts)
    if aggregate.function == "SUM" and (values >= 0).all():
        integers = facts.symbols.integers[values]
        if (integers != NO_INTEGER).all() and _fits(integers):
            return _summed(codes, integers, count, facts)
    return _gathered(aggregate, codes, values, count, facts)


def _counted(codes: Ints, count: int, facts: Facts) -> Ints:
    return _numbers(numpy.bincount(codes, minlength=count), facts)


def _fits(integers: Ints) -> bool:
    """Whether no sum of some of them can be too large for a column."""
    most = max(int(integers.max(initial=0)), -int(integers.min(initial=0)))
    return most * len(integers) <= _MOST


def _summed(codes: Ints, integers: Ints, count: int, facts: Facts) -> Ints:
    sums = numpy.zeros(count, numpy.int64)
    numpy.add.at(sums, codes, integers)
    return _numbers(sums, facts)


def _numbers(values: Ints, facts: Facts) -> Ints:
    """The term numbers of integers."""
    places, inverse = inverted([values], len(values))
    numbers = [facts.symbols.number(literal(each)) for each in values[places].tolist()]
    return numpy.array(numbers, numpy.int64).take(inverse)


def _gathered(aggregate: Aggregate, codes: Ints, values: Ints, count: int, facts: Facts) -> Ints:
    """The same, group by group, the values of a group in a fixed order."""
    groups: list[list[int]] = [[] for _ in range(count)]
    pairs = zip(codes.tolist(), values.tolist(), strict=True)
    for code, value in facts.watch.along(pairs):
        groups[code].append(value)
    simple = replace(aggregate, expression=_VALUE, distinct=False)
    return numpy.array(
        [_of(simple, group, facts) for group in facts.watch.along(groups)], numpy.int64
    )


def _of(aggregate: Aggregate, values: Iterable[int], facts: Facts) -> int:
    terms = sorted((facts.symbols.terms[each] for each in values if each >= 0), key=order)
    members: list[Bindings] = [{_VALUE: term} for term in terms]
    members += [{} for each in values if each < 0]
    try:
        return facts.symbols.number(gather(aggregate, members))
    except EvaluationError:
        return -1
