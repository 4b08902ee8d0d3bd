"""Whether rules are safe to run: every variable has a value where one is asked for.

The conditions are those of well-formedness in SPARQL 1.2 RL
(https://www.w3.org/TR/2026/WD-sparql12-rl-20260825/): walk the body from left to right and know,
at each element, which variables all earlier elements have surely bound. A column of VALUES with
UNDEF in it binds nothing surely. What SPARQL asks of BIND besides stands in `kg.reason.survive`:
it is no matter of the model.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain

from kg.errors import Fault, nearest, refuse
from kg.reason.expression import ARITIES, calls, variables
from kg.reason.model import (
    Assign,
    Call,
    Closure,
    Element,
    Expression,
    Filter,
    Group,
    Not,
    Pattern,
    Rule,
    Values,
    Variable,
)
from kg.reason.nodes import variables_in

__all__ = ["bound", "check", "unsafe"]

Known = frozenset[Variable]


def check(rules: Iterable[Rule]) -> tuple[Rule, ...]:
    """The same rules, if all are safe.

    Raises:
        Faults: with every fault of every rule.
    """
    given = tuple(rules)
    refuse(chain(_namesakes(given), *(unsafe(rule) for rule in given)))
    return given


def _namesakes(rules: Sequence[Rule]) -> Iterator[Fault]:
    counted = Counter(rule.name for rule in rules)
    for rule in rules:
        if counted[rule.name] > 1:
            yield Fault("same-rule-name", rule.place, name=rule.name)


def unsafe(rule: Rule) -> Iterator[Fault]:
    """A fault for each variable of a rule without a value where one is asked for, and the like."""
    yield from _elements(rule.body, frozenset())
    known = bound(rule.body)
    unbound = dict.fromkeys(
        each for pattern in rule.head for each in variables_in(*pattern) if each not in known
    )
    for variable in unbound:
        yield _about(variable, "unbound-head-variable", known)


def _about(variable: Variable, key: str, known: Iterable[Variable] = ()) -> Fault:
    """A fault about a variable, with the known variables that look like it."""
    names = [str(each) for each in known if not each.name.startswith(".")]
    return Fault(key, variable.place, near=nearest(str(variable), names), name=variable)


def _elements(elements: Sequence[Element], known: Known) -> Iterator[Fault]:
    for number, element in enumerate(elements):
        earlier = elements[:number]
        yield from _element(element, known | bound(earlier), known | _mentioned(earlier))


def _element(element: Element, known: Known, mentioned: Known) -> Iterator[Fault]:
    match element:
        case Filter(expression=expression):
            yield from _expression(expression, known)
        case Not(elements=inner):
            yield from _elements(inner, known)
        case Assign(variable=variable, expression=expression):
            yield from _expression(expression, known)
            yield from _new([variable], mentioned)
        case Values(variables=names):
            yield from _new(names, frozenset())
        case Group():
            yield from _group(element)


def _group(group: Group) -> Iterator[Fault]:
    yield from _elements(group.elements, frozenset())
    known = bound(group.elements)
    yield from _unsafe(group.by, known)
    for aggregate in group.aggregates:
        if aggregate.expression is not None:
            yield from _expression(aggregate.expression, known)
    named = [each.variable for each in group.aggregates]
    yield from _new(named, _mentioned(group.elements) | frozenset(group.by))
    # An aggregate's name is given after HAVING was applied (SPARQL 1.1, section 18.2.4).
    hidden = frozenset(each for each in named if each.name.startswith("."))
    for condition in group.having:
        yield from _expression(condition.expression, hidden | frozenset(group.by))


def _new(names: Iterable[Variable], taken: Known) -> Iterator[Fault]:
    """Faults of variables that get a value here and had one before."""
    seen = set(taken)
    for variable in names:
        if variable in seen:
            yield _about(variable, "variable-already-bound")
        seen.add(variable)


def _unsafe(names: Iterable[Variable], known: Known) -> Iterator[Fault]:
    for variable in names:
        if variable not in known:
            yield _about(variable, "unsafe-variable", known)


def _expression(expression: Expression, known: Known) -> Iterator[Fault]:
    yield from _unsafe(dict.fromkeys(variables(expression)), known)
    for call in calls(expression):
        yield from _call(call)


def _call(call: Call) -> Iterator[Fault]:
    name, count = call.function, len(call.arguments)
    if name not in ARITIES:
        yield Fault("unknown-function", call.place, near=nearest(name, ARITIES), name=name)
        return
    least, most = ARITIES[name]
    if not least <= count <= most:
        expected = least if least == most else f"{least}-{most}"
        yield Fault("wrong-arguments", call.place, name=name, count=count, expected=expected)
    elif name == "BOUND" and not isinstance(call.arguments[0], Variable):
        yield Fault("bound-needs-variable", call.place, name=name)


def bound(elements: Iterable[Element]) -> Known:
    """The variables that have a value after these elements, whatever the data."""
    return frozenset(each for element in elements for each in _bound_by(element))


def _bound_by(element: Element) -> Iterable[Variable]:
    match element:
        case Pattern():
            return variables_in(*element)
        case Closure(subject=subject, object=target):
            return variables_in(subject, target)
        case Assign(variable=variable):
            return [variable]
        case Values(variables=names, rows=rows):
            return [name for column, name in enumerate(names) if all(row[column] for row in rows)]
        case Group(by=by, aggregates=aggregates):
            return [*by, *(each.variable for each in aggregates)]
    return []


def _mentioned(elements: Iterable[Element]) -> Known:
    """The variables that have, or may have, a value after these elements."""
    undefined = (
        each for found in elements if isinstance(found, Values) for each in found.variables
    )
    return bound(elements) | frozenset(undefined)
