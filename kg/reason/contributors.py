"""The solutions that a group counted, and whether one more could make it what is wanted."""

from collections.abc import Iterator, Mapping
from itertools import islice

from kg.reason.expression import holds, variables
from kg.reason.facts import Facts
from kg.reason.lacks import SHOWN, put_into
from kg.reason.model import Bindings, Filter, Group, Variable
from kg.reason.shortfall import Row
from kg.reason.solve import Solution, group_rows, named
from kg.reason.values import EvaluationError, literal, number
from kg.terms import Term

__all__ = ["more_would_help", "rows_near"]

# A count that so many more leave where it should not be is not mended by more.
_MORE = (1, 2, 3, 4, 5, 10, 100, 10_000)


def rows_near(group: Group, key: Bindings, facts: Facts) -> Iterator[tuple[Bindings, Row]]:
    """The rows of a group that agree with what is known of what it is grouped by; some, if many."""
    near = (
        (row, _row(group, row, solutions))
        for row, solutions in group_rows(group, facts)
        if all(row[name] == term for name, term in key.items())
    )
    return islice(near, SHOWN)


def _row(group: Group, row: Bindings, solutions: list[Solution]) -> Row:
    having = (
        (Filter(put_into(each.expression, row)), holds(each.expression, row))
        for each in group.having
    )
    told = tuple(solution.premises for solution in solutions[:SHOWN])
    return Row(tuple(named(row)), tuple(having), told, max(0, len(solutions) - SHOWN))


def more_would_help(group: Group, row: Bindings, wanted: Mapping[Variable, Term]) -> bool:
    """Whether counting more could give what is wanted; of all but COUNT that is not known."""
    counts = {
        each.variable: row[each.variable]
        for each in group.aggregates
        if each.function == "COUNT" and each.variable in row
    }
    if any(_beyond(row[name], wanted[name]) for name in counts if name in wanted):
        return False
    failing = (each.expression for each in group.having if not holds(each.expression, row))
    own = {each.variable for each in group.aggregates}
    for expression in failing:
        used = own.intersection(variables(expression))
        grown = (_grown(row, counts, more) for more in _MORE)
        if used <= counts.keys() and not any(holds(expression, each) for each in grown):
            return False
    return True


def _grown(row: Bindings, counts: Mapping[Variable, Term], more: int) -> Bindings:
    """The row with so many more counted."""
    return {**row, **{name: literal(int(number(term)) + more) for name, term in counts.items()}}


def _beyond(count: Term, wanted: Term) -> bool:
    """Whether a count is what is wanted already, or more."""
    try:
        return number(count) >= number(wanted)
    except EvaluationError:
        return True
