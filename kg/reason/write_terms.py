"""Terms, patterns and expressions as SPARQL and RL write them alike."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from kg.reason.model import (
    Call,
    Closure,
    Condition,
    Expression,
    Filter,
    Move,
    Nested,
    Node,
    Pattern,
    Variable,
)
from kg.terms import RDF, XSD, Iri, Literal, Term, TripleTerm

__all__ = ["Terms"]

# Letters that are sure to stand in a name (SPARQL 1.1, section 19.8 [164]).
_LETTERS = r"A-Za-z\u00C0-\u00D6\u00D8-\u00F6\u00F8-\u02FF_"
_LOCAL = re.compile(rf"[{_LETTERS}](?:[{_LETTERS}0-9-]*[{_LETTERS}0-9])?")
_FORBIDDEN = re.compile(r"[\x00-\x20<>\"{}|^`\\]")
# Literals that may be written without quotes.
_SHORT = {
    XSD + "integer": re.compile(r"[+-]?[0-9]+"),
    XSD + "decimal": re.compile(r"[+-]?[0-9]*\.[0-9]+"),
    XSD + "double": re.compile(r"[+-]?(?:[0-9]+\.[0-9]*|\.?[0-9]+)[eE][+-]?[0-9]+"),
    XSD + "boolean": re.compile(r"true|false"),
}
_MEMBERS = {"in": "IN", "not in": "NOT IN"}


@dataclass(frozen=True)
class Terms:
    """How the nodes of one rule are written.

    Args:
        prefixes: for short names; from a prefix to what it stands for.
        inlined: what is written in place of a variable of the parser's own.
    """

    prefixes: Mapping[str, str]
    inlined: Mapping[Variable, str] = field(default_factory=dict)

    def declarations(self) -> list[str]:
        """The prefixes, a line each."""
        return [f"PREFIX {name}: {self.iri(Iri(iri))}" for name, iri in self.prefixes.items()]

    def node(self, node: Node) -> str:
        """A node of a pattern."""
        match node:
            case Variable(name=name):
                return self.inlined.get(node) or (f"_:v{name[1:]}" if name[0] == "." else str(node))
            case Nested(subject, predicate, target) | TripleTerm(subject, predicate, target):
                return f"<<( {self._nodes(subject, predicate, target)} )>>"
        return self.term(node)

    def term(self, term: Term) -> str:
        """A term that holds no variable."""
        match term:
            case Iri():
                return self._short(term) or self.iri(term)
            case Literal(lexical, datatype) if short := _SHORT.get(datatype):
                return lexical if short.fullmatch(lexical) else self._typed(term)
            case Literal(_, datatype, language) if not language and datatype != XSD + "string":
                return self._typed(term)
        return self.node(term) if isinstance(term, TripleTerm) else str(term)

    def iri(self, iri: Iri) -> str:
        """An IRI in full, with what may not stand in one escaped."""
        return f"<{_FORBIDDEN.sub(_escape, iri.value)}>"

    def _short(self, iri: Iri) -> str:
        """An IRI by a prefix, if it has one that fits."""
        for name, start in self.prefixes.items():
            if iri.value.startswith(start) and _LOCAL.fullmatch(rest := iri.value[len(start) :]):
                return f"{name}:{rest}"
        return ""

    def _typed(self, literal: Literal) -> str:
        return f"{Literal(literal.lexical)}^^{self.term(Iri(literal.datatype))}"

    def _nodes(self, *nodes: Node) -> str:
        subject, predicate, target = nodes
        return f"{self.node(subject)} {self._verb(predicate)} {self.node(target)}"

    def _verb(self, node: Node) -> str:
        return "a" if node == Iri(RDF + "type") else self.node(node)

    def pattern(self, pattern: Pattern) -> str:
        """A triple, with its full stop."""
        return f"{self._nodes(*pattern)} ."

    def joined(self, pattern: Pattern) -> str:
        """A triple of a body; one about a literal is told from its other end."""
        subject, predicate, target = pattern
        if isinstance(subject, Literal) and isinstance(predicate, Iri):
            return f"{self.node(target)} ^{self._verb(predicate)} {self.node(subject)} ."
        return self.pattern(pattern)

    def closure(self, closure: Closure) -> str:
        """A path that repeats, between its ends; one from a literal is told from its other end."""
        written = "/".join(map(self._move, closure.moves))
        only, *others = closure.moves
        path = f"({written})" if others or only.back else written
        sign = "+" if closure.least else "*"
        one, other = self.node(closure.subject), self.node(closure.object)
        if isinstance(closure.subject, Literal):
            return f"{other} ^{path}{sign} {one} ."
        return f"{one} {path}{sign} {other} ."

    def _move(self, move: Move) -> str:
        return ("^" if move.back else "") + self._verb(move.predicate)

    def patterns(self, patterns: Iterable[Pattern]) -> list[str]:
        """Triples, a line each."""
        return [self.pattern(each) for each in patterns]

    def element(self, element: Condition) -> str:
        """What may stand in a negation."""
        match element:
            case Pattern():
                return self.joined(element)
            case Closure():
                return self.closure(element)
            case Filter():
                return self.condition(element)

    def condition(self, condition: Filter) -> str:
        """A FILTER."""
        return f"FILTER({self.outermost(condition.expression)})"

    def outermost(self, expression: Expression) -> str:
        """An expression that stands between brackets already."""
        if not isinstance(expression, Call):
            return self.node(expression)
        name, arguments = expression.function, [self.expression(e) for e in expression.arguments]
        if name in _MEMBERS:
            return f"{arguments[0]} {_MEMBERS[name]} ({', '.join(arguments[1:])})"
        if _is_function(name):
            function = self.term(Iri(name)) if ":" in name else name
            return f"{function}({', '.join(arguments)})"
        return f" {name} ".join(arguments) if len(arguments) > 1 else f"{name}({arguments[0]})"

    def expression(self, expression: Expression) -> str:
        """An expression, in brackets if it has an operator."""
        text = self.outermost(expression)
        bare = not isinstance(expression, Call) or _is_function(expression.function)
        return text if bare else f"({text})"


def _escape(found: re.Match[str]) -> str:
    return f"\\u{ord(found[0]):04X}"


def _is_function(name: str) -> bool:
    return name not in _MEMBERS and name[0].isalpha()
