"""Rules with other names for their variables."""

from collections.abc import Callable, Iterable
from dataclasses import replace
from itertools import count

from kg.reason.fresh import blanks_in, relabelled
from kg.reason.model import (
    Aggregate,
    Assign,
    Call,
    Closure,
    Condition,
    Element,
    Expression,
    Filter,
    Group,
    Nested,
    Node,
    Not,
    Pattern,
    Rule,
    Values,
    Variable,
)
from kg.reason.nodes import nested
from kg.terms import Blank

__all__ = ["Rename", "canonical", "renamed", "renamed_elements", "unused"]

Rename = Callable[[Variable], Variable]


def canonical(rule: Rule) -> Rule:
    """The rule with blank nodes and the parser's own variables numbered in reading order.

    So two texts that differ in how they name what has no name give the same rule.

    >>> x, hidden = Variable("x"), Variable("._:b")
    >>> canonical(Rule("r", (), (Pattern(x, x, hidden),))).body[0].object
    Variable(name='.0')
    """
    numbers: dict[Variable, int] = {}

    def rename(variable: Variable) -> Variable:
        if not variable.name.startswith("."):
            return variable
        return Variable(f".{numbers.setdefault(variable, len(numbers))}", variable.place)

    blanks = dict.fromkeys(each for pattern in rule.head for each in blanks_in(*pattern))
    labels = {blank: Blank(f"b{number}") for number, blank in enumerate(blanks)}
    return renamed(replace(rule, head=relabelled(rule.head, labels)), rename)


def renamed(rule: Rule, rename: Rename) -> Rule:
    """The rule with each variable renamed, in reading order."""
    head = tuple(_pattern(pattern, rename) for pattern in rule.head)
    return replace(rule, head=head, body=renamed_elements(rule.body, rename))


def unused(rule: Rule) -> Rename:
    """Makes from a variable one of a name much like its own that the rule has not.

    >>> x, y = Variable("x"), Variable("x_")
    >>> unused(Rule("r", (), (Pattern(x, x, y),)))(x).name
    'x__'
    """
    names: set[str] = set()

    def note(variable: Variable) -> Variable:
        names.add(variable.name)
        return variable

    def other(variable: Variable) -> Variable:
        longer = (f"{variable.name}{'_' * more}" for more in count(1))
        return Variable(next(name for name in longer if name not in names))

    renamed(rule, note)
    return other


def renamed_elements(elements: Iterable[Element], rename: Rename) -> tuple[Element, ...]:
    """The elements with each variable renamed."""
    return tuple(_element(element, rename) for element in elements)


def _element(element: Element, rename: Rename) -> Element:
    match element:
        case Pattern() | Closure() | Filter():
            return _condition(element, rename)
        case Not(elements=inner):
            return replace(element, elements=tuple(_condition(each, rename) for each in inner))
        case Assign(variable, expression):
            value = _expression(expression, rename)
            return Assign(rename(variable), value)
        case Values(names, rows):
            return Values(tuple(rename(each) for each in names), rows)
        case Group():
            return _group(element, rename)


def _condition(element: Condition, rename: Rename) -> Condition:
    match element:
        case Closure(subject, moves, target, least):
            return Closure(_node(subject, rename), moves, _node(target, rename), least)
        case Filter(expression):
            return Filter(_expression(expression, rename))
    return _pattern(element, rename)


def _group(group: Group, rename: Rename) -> Group:
    return Group(
        tuple(rename(each) for each in group.by),
        tuple(_aggregate(each, rename) for each in group.aggregates),
        renamed_elements(group.elements, rename),
        tuple(Filter(_expression(each.expression, rename)) for each in group.having),
    )


def _aggregate(aggregate: Aggregate, rename: Rename) -> Aggregate:
    value = aggregate.expression
    return replace(
        aggregate,
        variable=rename(aggregate.variable),
        expression=None if value is None else _expression(value, rename),
    )


def _pattern(pattern: Pattern, rename: Rename) -> Pattern:
    return Pattern(*(_node(node, rename) for node in pattern))


def _node(node: Node, rename: Rename) -> Node:
    match node:
        case Variable():
            return rename(node)
        case Nested(subject, predicate, target):
            return nested(*(_node(each, rename) for each in (subject, predicate, target)))
    return node


def _expression(expression: Expression, rename: Rename) -> Expression:
    match expression:
        case Variable():
            return rename(expression)
        case Call(arguments=arguments):
            read = tuple(_expression(argument, rename) for argument in arguments)
            return replace(expression, arguments=read)
    return expression
