"""The solutions of a body: each way in which it holds, and what that rests on.

Each kind of element is a function that turns solutions into solutions; a body is a chain of them.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from kg.reason.aggregates import gather
from kg.reason.expression import EvaluationError, evaluate, holds
from kg.reason.facts import Facts, Walk
from kg.reason.model import (
    Absent,
    Aggregate,
    Assign,
    Bindings,
    Call,
    Closure,
    Condition,
    Element,
    Expression,
    Filter,
    Gathered,
    Group,
    Nested,
    Not,
    Pattern,
    Premise,
    Values,
    Variable,
)
from kg.reason.nodes import bind, put_in
from kg.terms import Term

__all__ = ["Lookup", "Solution", "ground", "group_rows", "instance", "lookup", "named", "solve"]


class Solution(NamedTuple):
    """Values for variables, and the premises they rest on, in body order."""

    bindings: Bindings
    premises: tuple[Premise, ...]


def solve(
    elements: Iterable[Element], facts: Facts, start: Bindings | None = None
) -> Iterator[Solution]:
    """The solutions of a body, perhaps with some variables given."""
    found: Iterator[Solution] = iter([Solution(start or {}, ())])
    for element in elements:
        found = _step(element, found, facts)
    return found


def _step(  # noqa: PLR0911 - one a form
    element: Element, found: Iterator[Solution], facts: Facts
) -> Iterator[Solution]:
    match element:
        case Pattern():
            return _match(element, found, facts)
        case Closure():
            return _join(list(_walked(element, facts)), found)
        case Filter(expression=expression):
            return (each for each in found if holds(expression, each.bindings))
        case Not():
            return _absent(element, found, facts)
        case Assign():
            return _assign(element, found)
        case Values():
            return _join(_rows(element), found)
        case Group():
            return _join(list(_groups(element, facts)), found)


def _match(pattern: Pattern, found: Iterator[Solution], facts: Facts) -> Iterator[Solution]:
    for bindings, premises in found:
        for extended, triple in facts.matches(pattern, bindings):
            yield Solution(extended, (*premises, triple))


def _walked(closure: Closure, facts: Facts) -> Iterator[Solution]:
    """A row for each pair of nodes that a closure joins, with the walk from one to the other."""
    still: Mapping[tuple[Term, Term], Walk] = {}
    if not closure.least:
        still = {(node, node): () for node in _unmoved(closure, facts)}
    for (one, other), walk in {**facts.walks(closure.moves), **still}.items():
        bindings: dict[Variable, Term] = {}
        if bind(closure.subject, one, bindings) and bind(closure.object, other, bindings):
            yield Solution(bindings, walk)


def _unmoved(closure: Closure, facts: Facts) -> Iterable[Term]:
    """The nodes that are reached without a move."""
    ends = (closure.subject, closure.object)
    return [end for end in ends if not isinstance(end, Variable | Nested)] or facts.nodes()


def _absent(negation: Not, found: Iterator[Solution], facts: Facts) -> Iterator[Solution]:
    where = facts.base if negation.base_only else facts
    for bindings, premises in found:
        known = tuple(ground(each, bindings) for each in negation.elements)
        if next(solve(known, where), None) is None:
            absent = Absent(known, base_only=negation.base_only)
            yield Solution(bindings, (*premises, absent))


def _assign(assignment: Assign, found: Iterator[Solution]) -> Iterator[Solution]:
    for bindings, premises in found:
        try:
            term = evaluate(assignment.expression, bindings)
        except EvaluationError:
            continue
        yield Solution({**bindings, assignment.variable: term}, premises)


def _rows(values: Values) -> list[Solution]:
    named_rows = (zip(values.variables, row, strict=True) for row in values.rows)
    return [
        Solution({name: term for name, term in row if term is not None}, ()) for row in named_rows
    ]


def _join(rows: Sequence[Solution], found: Iterator[Solution]) -> Iterator[Solution]:
    """Each solution with each row that agrees with it, looked up by the variables they share."""
    lookups: dict[Known, Lookup] = {}
    for bindings, premises in found:
        known = frozenset(bindings)
        if known not in lookups:
            lookups[known] = lookup(rows, known)
        for shared, by_values in lookups[known].items():
            for row in by_values.get(tuple(bindings[name] for name in shared), ()):
                yield Solution({**bindings, **row.bindings}, premises + row.premises)


Known = frozenset[Variable]
Lookup = dict[tuple[Variable, ...], dict[tuple[Term, ...], list[Solution]]]


def lookup(rows: Iterable[Solution], known: Known) -> Lookup:
    """The rows by the variables they share with the known ones, then by the values of these."""
    found: Lookup = defaultdict(lambda: defaultdict(list))
    for row in rows:
        shared = tuple(name for name in row.bindings if name in known)
        found[shared][tuple(row.bindings[name] for name in shared)].append(row)
    return found


def _groups(group: Group, facts: Facts) -> Iterator[Solution]:
    """A row for each group of solutions that HAVING lets through."""
    for row, solutions in group_rows(group, facts):
        if all(holds(condition.expression, row) for condition in group.having):
            yield from _row(group, row, solutions)


def group_rows(group: Group, facts: Facts) -> Iterator[tuple[Bindings, list[Solution]]]:
    """A row for each group of solutions, with these, before HAVING is asked."""
    members: dict[tuple[Term, ...], list[Solution]] = {} if group.by else {(): []}
    for solution in solve(group.elements, facts):
        key = tuple(solution.bindings[name] for name in group.by)
        members.setdefault(key, []).append(solution)
    for key, solutions in members.items():
        row = dict(zip(group.by, key, strict=True))
        yield row | _gathered(group.aggregates, solutions), solutions


def _gathered(
    aggregates: Iterable[Aggregate], solutions: Iterable[Solution]
) -> dict[Variable, Term]:
    """The aggregates that have a value."""
    members = [solution.bindings for solution in solutions]
    found = {}
    for aggregate in aggregates:
        try:
            found[aggregate.variable] = gather(aggregate, members)
        except EvaluationError:
            continue
    return found


def _row(group: Group, row: Bindings, solutions: Iterable[Solution]) -> Iterator[Solution]:
    """The row as a solution, unless the author named an aggregate that has no value."""
    bindings = dict(named(row))
    wanted = (each.variable for each in group.aggregates if not each.variable.name.startswith("."))
    if all(variable in bindings for variable in wanted):
        contributors = tuple(solution.premises for solution in solutions)
        yield Solution(bindings, (Gathered(tuple(bindings.items()), contributors),))


def named(bindings: Bindings) -> list[tuple[Variable, Term]]:
    """The bindings of the variables that the author named, by name."""
    found = (each for each in bindings.items() if not each[0].name.startswith("."))
    return sorted(found, key=lambda each: each[0].name)


def instance(pattern: Pattern, bindings: Bindings) -> Pattern:
    """The pattern with what is known put in.

    >>> from kg.terms import Iri
    >>> x, a = Variable("x"), Iri("urn:a")
    >>> instance(Pattern(x, a, Variable("y")), {x: a})[0]
    Iri(value='urn:a')
    """
    return Pattern(*(put_in(node, bindings) for node in pattern))


def ground(element: Condition, bindings: Bindings) -> Condition:
    """An element of a negation with what is known put in, as it stands in a proof."""
    match element:
        case Pattern():
            return instance(element, bindings)
        case Closure(subject, moves, target, least):
            return Closure(put_in(subject, bindings), moves, put_in(target, bindings), least)
        case Filter(expression=expression):
            return Filter(_known(expression, bindings))


def _known(expression: Expression, bindings: Bindings) -> Expression:
    match expression:
        case Call(function=function, arguments=arguments, place=place):
            known = tuple(_known(argument, bindings) for argument in arguments)
            return Call(function, known, place)
        case Variable():
            return bindings.get(expression, expression)
    return expression
