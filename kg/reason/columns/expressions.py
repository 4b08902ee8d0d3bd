"""Conditions and assignments on columns.

An expression is evaluated once for each different choice of terms it meets, which are mostly few.
A comparison of integers, or of nodes by ``=``, is made on whole columns.
"""

from collections.abc import Callable, Mapping, Sequence
from functools import reduce
from operator import and_

import numpy

from kg.reason.columns.arrays import Flags, Ints
from kg.reason.columns.cells import inverted
from kg.reason.columns.join import Facts
from kg.reason.columns.symbols import BLANK, NO_INTEGER
from kg.reason.columns.table import Table
from kg.reason.elements import Known
from kg.reason.expression import EvaluationError, evaluate, holds, variables
from kg.reason.model import Bindings, Call, Expression, Variable

__all__ = ["assigned", "held"]

_FEW = 256
_COMPARISONS: Mapping[str, Callable[[Ints, Ints], Flags]] = {
    "<": numpy.less,
    "<=": numpy.less_equal,
    ">": numpy.greater,
    ">=": numpy.greater_equal,
    "=": numpy.equal,
    "!=": numpy.not_equal,
}


def held(expression: Expression, table: Table, sees: Known, facts: Facts) -> Flags:
    """For each solution, whether a condition is true."""
    if table.size > _FEW and isinstance(expression, Call):
        match expression:
            case Call(function="&&", arguments=arguments):
                return reduce(and_, (held(each, table, sees, facts) for each in arguments))
            case Call(function=name, arguments=(left, right)) if name in _COMPARISONS:
                return _compared(expression, (left, right), table, sees, facts)
    return _held(expression, table, sees, facts)


def _held(expression: Expression, table: Table, sees: Known, facts: Facts) -> Flags:
    found = _each(expression, table, sees, facts, lambda known: holds(expression, known))
    return found.astype(bool)


def assigned(expression: Expression, table: Table, sees: Known, facts: Facts) -> Ints:
    """For each solution, the term that an expression gives; -1 where that is an error."""
    if isinstance(expression, Variable) and expression in sees:
        return table.values[expression]

    def number(bindings: Bindings) -> int:
        try:
            return facts.symbols.number(evaluate(expression, bindings))
        except EvaluationError:
            return -1

    return _each(expression, table, sees, facts, number)


def _compared(
    call: Call, sides: tuple[Expression, Expression], table: Table, sees: Known, facts: Facts
) -> Flags:
    """A comparison: on whole columns as far as they are integers or nodes."""
    left, right = (_side(side, table, sees, facts) for side in sides)
    if left is None or right is None or max(len(left), len(right)) < table.size:
        return _held(call, table, sees, facts)
    one, other = facts.symbols.integers.take(left), facts.symbols.integers.take(right)
    result = _COMPARISONS[call.function](one, other)
    if min(left.min(), right.min()) >= 0 and min(one.min(), other.min()) > NO_INTEGER:
        return result
    left, right = numpy.broadcast_arrays(left, right)
    open_ = (one == NO_INTEGER) | (other == NO_INTEGER)
    if call.function in {"=", "!="}:
        nodes = (facts.symbols.kinds[left] <= BLANK) & (facts.symbols.kinds[right] <= BLANK)
        result[nodes] = _COMPARISONS[call.function](left[nodes], right[nodes])
        open_ &= ~nodes
    # An aggregate without a value has the number -1 in its column.
    missing = (left < 0) | (right < 0)
    rest = (open_ & ~missing).nonzero()[0]
    if len(rest):
        result[rest] = _held(call, table.take(rest), sees, facts)
    return result & ~missing


def _side(side: Expression, table: Table, sees: Known, facts: Facts) -> Ints | None:
    """The column of a side that is a variable; of a term, one for all."""
    match side:
        case Variable():
            return table.values[side] if side in sees else None
        case Call():
            return None
    return numpy.array([facts.symbols.number(side)])


def _each(
    expression: Expression,
    table: Table,
    sees: Known,
    facts: Facts,
    answer: Callable[[Bindings], int],
) -> Ints:
    """What an expression answers in each solution."""
    names = [name for name in dict.fromkeys(variables(expression)) if name in sees]
    columns = [table.values[name] for name in names]
    if table.size <= _FEW:
        return _remembered(names, columns, table.size, facts, answer)
    places, inverse = inverted(columns, table.size)
    different = [column[places] for column in columns]
    return _remembered(names, different, len(places), facts, answer)[inverse]


def _remembered(
    names: Sequence[Variable],
    columns: Sequence[Ints],
    size: int,
    facts: Facts,
    answer: Callable[[Bindings], int],
) -> Ints:
    known: dict[tuple[int, ...], int] = {}
    rows = zip(*(column.tolist() for column in columns), strict=True) if columns else [()] * size
    found = []
    for row in rows:
        if row not in known:
            facts.watch.look()
            terms = zip(names, row, strict=True)
            known[row] = answer(
                {name: facts.symbols.terms[each] for name, each in terms if each >= 0}
            )
        found.append(known[row])
    return numpy.array(found, numpy.int64)
