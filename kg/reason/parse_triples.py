"""Triples: from SPARQL's shorthand (``;`` ``,`` ``[]`` paths) to plain patterns.

A blank node in a body is a variable of the rule's own. So is each joint of a path, which is why a
path needs no form of its own: ``?x :p/^:q ?y`` is ``?x :p ?joint . ?y :q ?joint``.
"""

from dataclasses import dataclass

from lark import Token, Tree

from kg.reason.model import Node, Pattern, Variable
from kg.reason.parse_terms import node
from kg.reason.scope import Found, Scope
from kg.terms import RDF, Iri

__all__ = ["patterns"]

_PATHS = ("/", "^")


def patterns(triples: Tree[Token], scope: Scope, *, head: bool = False) -> tuple[Pattern, ...]:
    """The patterns that a block of triples stands for, in reading order."""
    reader = _Reader(scope, head)
    return tuple(pattern for found in triples.children for pattern in reader.statement(found))


@dataclass(frozen=True)
class _Reader:
    """Reads triples of a body or, where neither blank nodes nor paths may stand, of a head."""

    scope: Scope
    head: bool

    def statement(self, statement: Found) -> list[Pattern]:
        """One subject and all that is said of it."""
        subject, *properties = _children(statement)
        start, nested = self._node(subject)
        return nested + [pattern for each in properties for pattern in self._about(start, each)]

    def _about(self, subject: Node, properties: Found) -> list[Pattern]:
        found = []
        for each in _children(properties):
            verb, objects = _children(each)
            for item in _children(objects):
                target, nested = self._node(item)
                found += self._path(subject, verb, target) + nested
        return found

    def _node(self, found: Found) -> tuple[Node, list[Pattern]]:
        """The node, and what square brackets say of it besides."""
        match found:
            case Token(type="BLANK") | Tree(data="anonymous" | "property_list"):
                return self._blank(found)
            case Tree(data="collection"):
                self.scope.refuse("( ... )", found)
                return self.scope.fresh(), []
        return node(found, self.scope), []

    def _blank(self, found: Found) -> tuple[Variable, list[Pattern]]:
        if self.head:
            self.scope.fault("blank-node-in-head", found)
        if isinstance(found, Token):
            return Variable(f".{found}", self.scope.place(found)), []
        blank = self.scope.fresh()
        return blank, [pattern for each in found.children for pattern in self._about(blank, each)]

    def _path(self, subject: Node, path: Found, target: Node) -> list[Pattern]:
        match path:
            case Token(type="A"):
                return [Pattern(subject, Iri(RDF + "type"), target)]
            case Token():
                return [Pattern(subject, node(path, self.scope), target)]
            case Tree(data="sequence", children=steps) if not self.head:
                return self._sequence(subject, steps, target)
            case Tree(data="inverse", children=[step]) if not self.head:
                return self._path(target, step, subject)
        self.scope.refuse(_name(path), path, *(() if self.head else _PATHS))
        return []

    def _sequence(self, subject: Node, steps: list[Found], target: Node) -> list[Pattern]:
        ends = [subject, *(self.scope.fresh() for _ in steps[1:]), target]
        parts = zip(ends, steps, ends[1:], strict=False)
        return [pattern for part in parts for pattern in self._path(*part)]


def _name(path: Tree[Token]) -> str:
    names = {"alternative": "|", "negated": "!", "sequence": "/", "inverse": "^"}
    return names.get(path.data) or str(path.children[-1])


def _children(found: Found) -> list[Found]:
    return found.children if isinstance(found, Tree) else []
