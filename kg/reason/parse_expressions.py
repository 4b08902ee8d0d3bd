"""Expressions: from the syntax tree to calls."""

from dataclasses import dataclass

from lark import Token, Tree

from kg.errors import nearest
from kg.reason.functions.categories import CATEGORIES, unknown_classes
from kg.reason.functions.names import CHANGING
from kg.reason.model import Aggregate, Call, Expression, Variable
from kg.reason.parse_terms import node
from kg.reason.scope import Found, Scope
from kg.terms import Iri, Literal, TripleTerm

__all__ = ["aggregate", "condition", "expression"]

_FORMS = {"exists": "EXISTS", "not_exists": "NOT EXISTS"}
_MEMBERS = {"member": "in", "not_member": "not in"}
_AGGREGATES = ("COUNT", "SUM", "MIN", "MAX", "AVG")
_UNORDERED = frozenset({"SAMPLE", "GROUP_CONCAT"})

_MATCHING = frozenset({"REGEX", "REPLACE"})
_CONSTRUCTORS = frozenset({"IRI", "URI"})


def expression(found: Found, scope: Scope) -> Expression:
    """The expression that a piece of the text stands for; no aggregate may stand in it."""
    return _Reader(scope, None).read(found)


def condition(found: Found, scope: Scope) -> tuple[Expression, list[Aggregate]]:
    """An expression of HAVING, with the aggregates in it under names of the parser's own."""
    aggregates: list[Aggregate] = []
    return _Reader(scope, aggregates).read(found), aggregates


def aggregate(found: Tree[Token], variable: Variable, scope: Scope) -> Aggregate:
    """An aggregate and the variable that is to hold its value."""
    function, *details = found.children
    name = str(function).upper()
    if name in _UNORDERED:
        scope.refuse(name, found, *_AGGREGATES)
    distinct = any(isinstance(each, Token) and each.type == "DISTINCT" for each in details)
    argument = details[1 if distinct else 0]
    star = isinstance(argument, Token) and argument.type == "STAR"
    if star and name != "COUNT":
        scope.refuse(f"{name}(*)", found, "COUNT(*)")
    return Aggregate(variable, name, None if star else expression(argument, scope), distinct)


@dataclass(frozen=True)
class _Reader:
    """Reads one expression.

    Args:
        scope: the names in force.
        aggregates: where to put aggregates that stand inside; None if none may.
    """

    scope: Scope
    aggregates: list[Aggregate] | None

    def read(self, found: Found) -> Expression:  # noqa: PLR0911 - one a form
        """The expression; what a rule may not have is noted, and something harmless put there."""
        match found:
            case Tree(data="binary", children=[left, operator, right]):
                return self._call(str(operator), [left, right], found)
            case Tree(data="added", children=[left, signed]):
                return self._call("+", [left, signed], found)
            case Tree(data="unary", children=[operator, operand]):
                return self._call(str(operator), [operand], found)
            case Tree(data="member" | "not_member" as kind, children=[left, Tree(children=listed)]):
                return self._call(_MEMBERS[kind], [left, *listed], found)
            case Tree(data="call", children=[Token() as name, Tree(children=arguments)]):
                return self._call(self._function(name), arguments, found)
            case Tree(data="aggregate"):
                return self._aggregate(found)
            case Tree(data="expression_term", children=parts):
                return self._term(parts, found)
            case Tree(data="exists" | "not_exists" as form):
                self.scope.refuse(_FORMS[form], found)
                return Literal("")
        return node(found, self.scope)

    def _call(self, function: str, arguments: list[Found], found: Tree[Token]) -> Call:
        read = tuple(self.read(argument) for argument in arguments)
        if function in _MATCHING and len(read) > 1:
            self._classes(read[1], arguments[1])
        return Call(function, read, self.scope.place(found))

    def _classes(self, pattern: Expression, found: Found) -> None:
        """Notes the classes of characters in a pattern that are not known here."""
        if isinstance(pattern, Literal):
            for name in unknown_classes(pattern.lexical):
                known = [f"\\p{{{each}}}" for each in CATEGORIES]
                self.scope.fault("unknown-characters", found, near=nearest(name, known), name=name)

    def _function(self, name: Token) -> str:
        if name.type != "WORD":
            return self.scope.iri(name).value
        function = name.upper()
        if function in CHANGING:
            self.scope.fault("changing-function", name, name=f"{function}()")
        elif function in self.scope.refused:
            self.scope.refuse(function, name)
        if self.scope.base and function in _CONSTRUCTORS:
            self.scope.refuse(f"BASE + {function}()", name, "PREFIX")
        return function

    def _term(self, parts: list[Found], found: Tree[Token]) -> Expression:
        match self._call("TRIPLE", parts, found):
            case Call(arguments=[Iri() as subject, Iri() as predicate, target]) if not isinstance(
                target, Variable | Call
            ):
                return TripleTerm(subject, predicate, target)
            case call:
                return call

    def _aggregate(self, found: Tree[Token]) -> Expression:
        if self.aggregates is None:
            self.scope.fault("misplaced-aggregate", found, name=str(found.children[0]).upper())
            return Literal("")
        inner = self.scope.fresh()
        self.aggregates.append(aggregate(found, inner, self.scope))
        return inner
