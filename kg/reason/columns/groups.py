"""Groups of solutions, and what aggregates give of them.

Counts, and sums of integers, are made on whole columns; everything else group by group.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace

import numpy

from kg.reason.aggregates import gather
from kg.reason.columns.arrays import Flags, Ints, inverted
from kg.reason.columns.expressions import assigned, held
from kg.reason.columns.symbols import NO_INTEGER, Symbols
from kg.reason.columns.table import Table
from kg.reason.expression import EvaluationError
from kg.reason.model import Aggregate, Bindings, Group, Variable
from kg.reason.values import literal
from kg.terms import order

__all__ = ["Groups", "grouped"]

_VALUE = Variable(".value")


@dataclass(frozen=True, slots=True)
class Groups:
    """The rows that a group gives, and for each the members that counted.

    The members of a row stand together in ``members``, from its start up to its end.
    """

    table: Table
    members: Ints
    starts: Ints
    ends: Ints

    def of(self, row: int) -> list[int]:
        """The members of a row."""
        found: list[int] = self.members[self.starts[row] : self.ends[row]].tolist()
        return found


def grouped(group: Group, members: Table, symbols: Symbols) -> Groups:
    """The rows of a group that HAVING lets through, of the solutions of its elements."""
    places, codes = inverted([members.values[name] for name in group.by], members.size)
    count = len(places) if group.by else 1
    values = {name: members.values[name][places] for name in group.by}
    for aggregate in group.aggregates:
        values[aggregate.variable] = _aggregated(aggregate, members, codes, count, symbols)
    table = Table(count, values, {})
    kept = numpy.flatnonzero(_kept(group, table, symbols))
    ends = numpy.bincount(codes, minlength=count).cumsum()
    starts = ends - numpy.bincount(codes, minlength=count)
    named = table.take(kept).keep(_named(values))
    return Groups(named, codes.argsort(kind="stable"), starts[kept], ends[kept])


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
        return _counted(codes[values >= 0], count, symbols)
    if aggregate.function == "SUM" and (values >= 0).all():
        integers = symbols.integers[values]
        if (integers != NO_INTEGER).all():
            return _summed(codes, integers, count, symbols)
    return _gathered(aggregate, codes, values, count, symbols)


def _counted(codes: Ints, count: int, symbols: Symbols) -> Ints:
    return _numbers(numpy.bincount(codes, minlength=count), symbols)


def _summed(codes: Ints, integers: Ints, count: int, symbols: Symbols) -> Ints:
    sums = numpy.zeros(count, numpy.int64)
    numpy.add.at(sums, codes, integers)
    return _numbers(sums, symbols)


def _numbers(values: Ints, symbols: Symbols) -> Ints:
    """The term numbers of integers."""
    different, inverse = numpy.unique(values, return_inverse=True)
    numbers = [symbols.number(literal(each)) for each in different.tolist()]
    return numpy.array(numbers, numpy.int64)[inverse]


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
