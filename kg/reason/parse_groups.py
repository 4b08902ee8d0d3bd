"""Groups: what stands between the braces of a body, a negation or a sub-SELECT."""

from collections.abc import Iterator

from lark import Token, Tree

from kg.reason.model import (
    Aggregate,
    Assign,
    Closure,
    Condition,
    Element,
    Filter,
    Group,
    Not,
    Pattern,
    Values,
    Variable,
)
from kg.reason.parse_expressions import aggregate, condition, expression
from kg.reason.parse_terms import term, variable
from kg.reason.parse_triples import joins
from kg.reason.scope import Found, Scope
from kg.terms import Term

__all__ = ["elements"]

_ALLOWED = ("FILTER", "FILTER NOT EXISTS", "BIND", "VALUES", "{ SELECT ... GROUP BY ... }")
_NAMES = {Not: "NOT EXISTS", Assign: "BIND", Values: "VALUES", Group: "SELECT"}


def elements(group: Tree[Token], scope: Scope) -> tuple[Element, ...]:
    """The elements of a group in the order in which the model applies them.

    SPARQL applies a FILTER, also FILTER NOT EXISTS, to the whole group it stands in (SPARQL 1.1,
    section 5.2.2), the model where it stands. So they go last, negations after conditions.
    """
    found = [element for child in group.children for element in _read(child, scope)]
    return tuple(sorted(found, key=_phase))


def _phase(element: Element) -> int:
    match element:
        case Filter():
            return 1
        case Not():
            return 2
    return 0


def _read(found: Found, scope: Scope) -> Iterator[Element]:
    match found:
        case Tree(data="triples"):
            yield from joins(found, scope)
        case Tree(data="filter", children=[condition]):
            yield from _filter(condition, scope)
        case Tree(data="bind", children=[value, Token() as name]):
            yield Assign(variable(name, scope), expression(value, scope))
        case Tree(data="values" | "values_of_one"):
            yield _values(found, scope)
        case Tree(data="sub_select"):
            yield _sub_select(found, scope)
        case Tree():
            scope.refuse("{ }", found, *_ALLOWED)


def _filter(condition: Found, scope: Scope) -> Iterator[Filter | Not]:
    match condition:
        case Tree(data="not_exists", children=[Tree() as group]):
            yield _negation(group, scope)
        case _:
            yield Filter(expression(condition, scope))


def _negation(group: Tree[Token], scope: Scope) -> Not:
    inner: list[Condition] = []
    for child in group.children:
        for element in _read(child, scope):
            if isinstance(element, Pattern | Closure | Filter):
                inner.append(element)
            else:
                name = _NAMES[type(element)]
                scope.fault("unsupported-in-negation", child, allowed=["FILTER"], name=name)
    return Not(tuple(sorted(inner, key=_phase)))


def _values(found: Tree[Token], scope: Scope) -> Values:
    names = [child for child in found.children if isinstance(child, Token) and child.type == "VAR"]
    variables = tuple(variable(name, scope) for name in names)
    cells = found.children[len(names) :]
    if found.data == "values_of_one":
        return Values(variables, tuple((_cell(cell, scope),) for cell in cells))
    return Values(variables, tuple(_row(row, len(names), scope) for row in cells))


def _row(row: Found, width: int, scope: Scope) -> tuple[Term | None, ...]:
    cells = row.children if isinstance(row, Tree) else []
    if len(cells) != width:
        scope.fault("wrong-row", row, count=len(cells), expected=width)
    return tuple(_cell(cell, scope) for cell in cells)


def _cell(cell: Found, scope: Scope) -> Term | None:
    if isinstance(cell, Token) and cell.type == "UNDEF":
        return None
    return term(cell, scope)


def _sub_select(found: Tree[Token], scope: Scope) -> Group:
    parts = {str(child.data): child for child in _trees(found)}
    _refuse_modifiers(found, parts, scope)
    by = _grouped(parts.get("group_by"), scope)
    projections = [child for child in _trees(found) if child.data == "projection"]
    aggregates = _selected(projections, scope)
    if star := next((each for each in projections if _is_star(each.children[0])), None):
        scope.refuse("SELECT *", star, "SELECT ?variable")
    elif by or aggregates:
        _compare(projections, by, scope)
    else:
        scope.refuse("SELECT", found, "GROUP BY", "COUNT(...)")
    having, hidden = _having(parts.get("having"), scope)
    return Group(by, (*aggregates, *hidden), elements(parts["group"], scope), having)


def _is_star(found: Found) -> bool:
    return isinstance(found, Token) and found.type == "STAR"


def _trees(found: Tree[Token]) -> list[Tree[Token]]:
    return [child for child in found.children if isinstance(child, Tree)]


def _refuse_modifiers(found: Tree[Token], parts: dict[str, Tree[Token]], scope: Scope) -> None:
    for child in found.children:
        if isinstance(child, Token):
            scope.refuse(f"SELECT {child.upper()}", child)
    if trailing := parts.get("trailing"):
        scope.refuse("VALUES", trailing)


def _grouped(group_by: Tree[Token] | None, scope: Scope) -> tuple[Variable, ...]:
    by = []
    for item in group_by.children if group_by else []:
        match item:
            case Tree(children=[Token(type="VAR") as name]):
                by.append(variable(name, scope))
            case _:
                scope.refuse("GROUP BY ( ... )", item, "GROUP BY ?variable")
    return tuple(by)


def _selected(projections: list[Tree[Token]], scope: Scope) -> tuple[Aggregate, ...]:
    """The aggregates that a SELECT names."""
    aggregates = []
    for item in projections:
        match item.children:
            case [Tree(data="aggregate") as found, Token() as name]:
                aggregates.append(aggregate(found, variable(name, scope), scope))
            case [_, _]:
                scope.refuse("SELECT ( ... AS ?variable )", item, "(COUNT(...) AS ?variable)")
    return tuple(aggregates)


def _compare(projections: list[Tree[Token]], by: tuple[Variable, ...], scope: Scope) -> None:
    """Notes each variable that is selected and not grouped, or grouped and not selected."""
    names = [name for item in projections if isinstance(name := item.children[0], Token)]
    plain = {variable(name, scope) for name in names if name.type == "VAR"}
    for each in plain.difference(by):
        scope.fault("ungrouped-variable", each, name=each)
    for each in set(by) - plain:
        scope.fault("unselected-variable", each, name=each)


def _having(
    having: Tree[Token] | None, scope: Scope
) -> tuple[tuple[Filter, ...], tuple[Aggregate, ...]]:
    read = [condition(each, scope) for each in having.children] if having else []
    filters = tuple(Filter(expression) for expression, _ in read)
    return filters, tuple(each for _, aggregates in read for each in aggregates)
