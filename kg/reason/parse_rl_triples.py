"""Triples of RL: SPARQL's, and what RDF 1.2 writes besides.

A reifier, an annotation and a list are shorthand for triples (RDF 1.2 Turtle, sections 2.8 and
2.11), which is all that the model knows of them. A blank node is a variable in a body, a new node
in a head, and in a DATA block one node for the whole document.
"""

from dataclasses import dataclass
from itertools import pairwise

from lark import Token, Tree

from kg.reason.model import Nested, Node, Pattern
from kg.reason.nodes import nested
from kg.reason.parse_triples import Reader, Said
from kg.reason.scope import Found
from kg.terms import RDF, Blank, Iri, TripleTerm

__all__ = ["RLReader"]

_FIRST, _REST, _NIL = (Iri(RDF + name) for name in ("first", "rest", "nil"))
_REIFIES = Iri(RDF + "reifies")


@dataclass(frozen=True)
class RLReader(Reader):
    """Reads triples of a body, of a head or, where no variable may stand, of a DATA block."""

    data: bool = False

    def said(self, subject: Node, verb: Found, item: Found) -> Said:
        """What a verb and one object say of a subject, and what is said of that."""
        match item:
            case Tree(data="annotated", children=[target, *marks]):
                stated = super().said(subject, verb, target)
                said = [each for each in stated if isinstance(each, Pattern)]
                return stated + self._annotations(said[0], verb, marks)
        return super().said(subject, verb, item)

    def node(self, found: Found) -> tuple[Node, Said]:
        """The node, and the triples that come with it."""
        match found:
            case Token(type="VAR") if self.data:
                self.scope.fault("variable-in-data", found, name=found)
            case Tree(data="nil"):
                return _NIL, []
            case Tree(data="collection", children=items):
                return self._list(items)
            case Tree(data="triple_term", children=[subject, verb, target]):
                return self._term(subject, verb, target)
            case Tree(data="reified", children=[subject, verb, target, *marks]):
                term, inner = self._term(subject, verb, target)
                reifier = self._reifier(marks[0]) if marks else self._new()
                return reifier, [*inner, Pattern(reifier, _REIFIES, term)]
        return super().node(found)

    def blank(self, found: Found) -> tuple[Node, Said]:
        """What a blank node stands for, and what is said of it in its brackets."""
        if not self.head:
            return super().blank(found)
        if isinstance(found, Token):
            return Blank(str(found)), []
        new = self._new()
        return new, [pattern for each in found.children for pattern in self.about(new, each)]

    def _new(self) -> Node:
        variable = self.scope.fresh()
        return Blank(variable.name) if self.head else variable

    def _list(self, items: list[Found]) -> tuple[Node, Said]:
        cells = [self._new() for _ in items]
        found = []
        for item, (cell, following) in zip(items, pairwise([*cells, _NIL]), strict=True):
            target, inner = self.node(item)
            found += [Pattern(cell, _FIRST, target), *inner, Pattern(cell, _REST, following)]
        return cells[0], found

    def _term(self, subject: Found, verb: Found, target: Found) -> tuple[Nested | TripleTerm, Said]:
        parts = [self.node(each) for each in (subject, verb, target)]
        term = nested(*(part for part, _ in parts))
        return term, [pattern for _, inner in parts for pattern in inner]

    def _reifier(self, mark: Found) -> Node:
        """The node that a ``~`` names, or a new one."""
        match mark:
            case Tree(children=[_, name]):
                return self.node(name)[0]
        return self._new()

    def _annotations(self, stated: Pattern, verb: Found, marks: list[Found]) -> Said:
        """The reifiers of a triple; what stands in braces is said of the one just before."""
        if isinstance(verb, Tree):
            self.scope.refuse("{| |}", verb)
        found: Said = []
        last: Node | None = None
        for mark in marks:
            is_reifier = isinstance(mark, Tree) and mark.data == "reifier"
            if is_reifier or last is None:
                last = self._reifier(mark) if is_reifier else self._new()
                found.append(Pattern(last, _REIFIES, nested(*stated)))
            if isinstance(mark, Tree) and not is_reifier:
                found += self.about(last, mark.children[0])
                last = None
        return found
