"""Triples: from SPARQL's shorthand (``;`` ``,`` ``[]`` paths) to plain patterns.

A blank node in a body is a variable of the rule's own. So is each joint of a path, which is why a
path needs no form of its own: ``?x :p/^:q ?y`` is ``?x :p ?joint . ?y :q ?joint``. Only a path
that repeats has one: ``?x (:p/^:q)+ ?y`` is a closure over its two moves.
"""

from dataclasses import dataclass

from lark import Token, Tree

from kg.reason.model import Closure, Move, Node, Pattern, Variable
from kg.reason.parse_terms import node
from kg.reason.scope import Found, Scope
from kg.terms import Iri

__all__ = ["Reader", "Said", "joins", "patterns"]

_PATHS = ("/", "^", "+", "*")
_LEAST = {"+": 1, "*": 0}

Said = list[Pattern | Closure]


def patterns(triples: Tree[Token], scope: Scope) -> tuple[Pattern, ...]:
    """The patterns that a block of triples of a head stands for, in reading order."""
    found = Reader(scope, head=True).patterns(triples)
    return tuple(each for each in found if isinstance(each, Pattern))


def joins(triples: Tree[Token], scope: Scope) -> tuple[Pattern | Closure, ...]:
    """The patterns and closures that a block of triples of a body stands for, in reading order."""
    return Reader(scope, head=False).patterns(triples)


@dataclass(frozen=True)
class Reader:
    """Reads triples of a body or, where neither blank nodes nor paths may stand, of a head."""

    scope: Scope
    head: bool

    def patterns(self, triples: Tree[Token]) -> tuple[Pattern | Closure, ...]:
        """What a block of triples stands for, in reading order."""
        return tuple(pattern for found in triples.children for pattern in self.statement(found))

    def statement(self, statement: Found) -> Said:
        """One subject and all that is said of it."""
        subject, *properties = _children(statement)
        start, nested = self.node(subject)
        return nested + [pattern for each in properties for pattern in self.about(start, each)]

    def about(self, subject: Node, properties: Found) -> Said:
        """All that a list of properties says of a subject."""
        found: Said = []
        for each in _children(properties):
            verb, objects = _children(each)
            for item in _children(objects):
                found += self.said(subject, verb, item)
        return found

    def said(self, subject: Node, verb: Found, item: Found) -> Said:
        """What a verb and one object say of a subject."""
        target, nested = self.node(item)
        return self._path(subject, verb, target) + nested

    def node(self, found: Found) -> tuple[Node, Said]:
        """The node, and what square brackets say of it besides."""
        match found:
            case Token(type="BLANK") | Tree(data="anonymous" | "property_list"):
                return self.blank(found)
            case Tree(data="collection"):
                self.scope.refuse("( ... )", found)
                return self.scope.fresh(), []
        return node(found, self.scope), []

    def blank(self, found: Found) -> tuple[Node, Said]:
        """What a blank node stands for, and what is said of it in its brackets."""
        if self.head:
            self.scope.fault("blank-node-in-head", found)
        if isinstance(found, Token):
            return Variable(f".{found}", self.scope.place(found)), []
        blank = self.scope.fresh()
        return blank, [pattern for each in found.children for pattern in self.about(blank, each)]

    def _path(self, subject: Node, path: Found, target: Node) -> Said:
        match path:
            case Token():
                return [Pattern(subject, self.node(path)[0], target)]
            case Tree(data="sequence", children=steps) if not self.head:
                return self._sequence(subject, steps, target)
            case Tree(data="inverse", children=[step]) if not self.head:
                return self._path(target, step, subject)
            case Tree(data="repeated", children=[inner, Token() as sign]) if self._may(sign):
                return [Closure(subject, tuple(self._moves(inner)), target, _LEAST[sign])]
        self.scope.refuse(_name(path), path, *(() if self.head else _PATHS))
        return []

    def _may(self, sign: Token) -> bool:
        return sign in _LEAST and not self.head

    def _moves(self, path: Found) -> list[Move]:
        """The moves of a path that repeats, which may not repeat or choose inside."""
        match path:
            case Token():
                predicate = self.node(path)[0]
                return [Move(predicate)] if isinstance(predicate, Iri) else []
            case Tree(data="sequence", children=steps):
                return [move for step in steps for move in self._moves(step)]
            case Tree(data="inverse", children=[step]):
                return [Move(move.predicate, not move.back) for move in self._moves(step)[::-1]]
        self.scope.refuse(_name(path), path, "/", "^")
        return []

    def _sequence(self, subject: Node, steps: list[Found], target: Node) -> Said:
        ends = [subject, *(self.scope.fresh() for _ in steps[1:]), target]
        parts = zip(ends, steps, ends[1:], strict=False)
        return [pattern for part in parts for pattern in self._path(*part)]


def _name(path: Tree[Token]) -> str:
    names = {"alternative": "|", "negated": "!", "sequence": "/", "inverse": "^"}
    return names.get(path.data) or str(path.children[-1])


def _children(found: Found) -> list[Found]:
    return found.children if isinstance(found, Tree) else []
