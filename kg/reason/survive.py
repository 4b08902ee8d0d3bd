"""Whether a failed BIND means the same in SPARQL as in the model.

In SPARQL an error in BIND, or in an aggregate, leaves the variable without a value and the
solution lives on (SPARQL 1.1, section 18.5); in the model the solution is gone. Both give the
same facts if no such solution can reach the head: every triple of the head needs the variable, or
a FILTER cannot be true without it. And nothing else may give the variable a value, which would
revive the solution.

A variable *needs* another if it has no value when the other has none.
"""

from collections.abc import Iterable, Iterator, Sequence
from functools import reduce

from kg.errors import Fault
from kg.reason.model import (
    Assign,
    Call,
    Closure,
    Element,
    Expression,
    Filter,
    Group,
    Pattern,
    Rule,
    Values,
    Variable,
)
from kg.reason.nodes import variables_in

__all__ = ["needed", "survivals"]

Needed = frozenset[Variable]


def survivals(rule: Rule) -> Iterator[Fault]:
    """A fault for each variable of a rule whose failure a solution might survive."""
    return _survivals(rule.body, [_variables(pattern) for pattern in rule.head])


def _survivals(elements: Sequence[Element], uses: Sequence[Needed]) -> Iterator[Fault]:
    """Such faults where a solution serves to make things of the variables given."""
    for element in elements:
        for variable in _fallible(element):
            lost = _lost(variable, elements)
            if any(lost & _given(other) for other in elements if other is not element):
                yield Fault("assignment-joined", variable.place, name=variable)
            elif not (_filtered(lost, elements) or all(lost & use for use in uses)):
                yield Fault("assignment-may-be-unbound", variable.place, name=variable)
        if isinstance(element, Group):
            # A group counts every solution, so that only a FILTER can keep one out.
            yield from _survivals(element.elements, [frozenset()])


def _fallible(element: Element) -> list[Variable]:
    """The variables that an element may fail to give a value."""
    match element:
        case Assign(variable=variable, expression=expression) if not _sure(expression):
            return [variable]
        case Group(aggregates=aggregates):
            named = (each for each in aggregates if not each.variable.name.startswith("."))
            return [each.variable for each in named if each.function != "COUNT"]
    return []


def _sure(expression: Expression) -> bool:
    """Whether an expression of variables that have values surely has one."""
    match expression:
        case Call(function="COALESCE", arguments=arguments):
            return any(_sure(each) for each in arguments)
        case Call(function="BOUND" | "SAMETERM" | "ISIRI" | "ISLITERAL", arguments=arguments):
            return all(_sure(each) for each in arguments)
    return not isinstance(expression, Call)


def _lost(variable: Variable, elements: Sequence[Element]) -> Needed:
    """The variables without a value when the given one has none."""
    lost = {variable}
    for element in elements:
        if isinstance(element, Assign) and lost & needed(element.expression):
            lost.add(element.variable)
    return frozenset(lost)


def _given(element: Element) -> Needed:
    """The variables that an element binds by matching."""
    match element:
        case Pattern():
            return _variables(element)
        case Closure(subject=subject, object=target):
            return frozenset(variables_in(subject, target))
        case Values(variables=names):
            return frozenset(names)
        case Group(by=by, aggregates=aggregates):
            return frozenset([*by, *(each.variable for each in aggregates)])
    return frozenset()


def _filtered(lost: Needed, elements: Sequence[Element]) -> bool:
    return any(lost & _barring(each.expression) for each in elements if isinstance(each, Filter))


def _barring(condition: Expression) -> Needed:
    """The variables without which a condition cannot be true."""
    match condition:
        case Call(function="BOUND", arguments=[Variable() as variable]):
            return frozenset([variable])
        case Call(function="&&", arguments=arguments):
            return frozenset().union(*(_barring(each) for each in arguments))
        case Call(function="||", arguments=arguments):
            return _common(_barring(each) for each in arguments)
    return needed(condition)


def needed(expression: Expression) -> Needed:  # noqa: PLR0911 - one a form
    """The variables without which an expression has no value.

    >>> sorted(map(str, needed(Call("+", (Variable("x"), Call("COALESCE", (Variable("y"),)))))))
    ['?x', '?y']
    """
    match expression:
        case Variable():
            return frozenset([expression])
        case Call(function="BOUND"):
            return frozenset()
        case Call(function="COALESCE" | "||" | "&&", arguments=arguments):
            return _common(needed(each) for each in arguments)
        case Call(function="IF", arguments=[condition, then, otherwise]):
            return needed(condition) | needed(then) & needed(otherwise)
        case Call(function="in" | "not in", arguments=[wanted, *_]):
            return needed(wanted)
        case Call(arguments=arguments):
            return frozenset().union(*(needed(each) for each in arguments))
    return frozenset()


def _common(sets: Iterable[Needed]) -> Needed:
    return reduce(frozenset.intersection, sets)


def _variables(pattern: Pattern) -> Needed:
    return frozenset(variables_in(*pattern))
