"""From a text of rules to the rules: the front end of SPARQL 1.2 RL.

The language is that of https://www.w3.org/TR/2026/WD-sparql12-rl-20260825/, a draft. A body is
carried out in the order in which it is written, so its elements stay as they are. The DATA blocks
of a document are one rule without a body. A rule without a name is named after its place.

This module reads no files: whoever calls it says how the address of an import becomes a text.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace

from lark import Token, Tree

from kg.errors import Fault, Faults, refuse
from kg.reason.functions.names import UNBUILT
from kg.reason.model import Assign, Element, Filter, Not, Pattern, Rule
from kg.reason.parse_expressions import expression
from kg.reason.parse_rl_triples import RLReader
from kg.reason.parse_terms import variable
from kg.reason.rename import canonical
from kg.reason.scope import Found, Scope, declare
from kg.reason.syntax import lines_of, tree

__all__ = ["Resolve", "parse_rl"]

# From an IRI to the text that stands there; None if there is none.
Resolve = Callable[[str], str | None]

_REFUSED = UNBUILT | {"BOUND", "COALESCE"}
_VERSION = "1.2"


def parse_rl(
    text: str, file: str, base: str = "", resolve: Resolve | None = None
) -> tuple[Rule, ...]:
    """The rules of a text and of all that it imports.

    >>> rule, = parse_rl("RULE { ?y <urn:of> ?x } WHERE { ?x <urn:has> ?y }", "turn.srl")
    >>> rule.name, str(rule.head[0].predicate)
    ('turn.srl:1:1', '<urn:of>')

    Args:
        text: the rules.
        file: the name of the text, for messages and for rules that have none.
        base: the address of the text, against which relative addresses are resolved.
        resolve: gives the text at an address; without it nothing can be imported.

    Raises:
        Faults: with every fault of the texts, or those that stopped the reading.
    """
    known = {base}
    waiting = [_document(text, file, base)]
    rules: list[Rule] = []
    while waiting:
        document = waiting.pop(0)
        rules += document.rules()
        for iri, token in document.imports:
            if iri not in known:
                known.add(iri)
                waiting.append(_document(_imported(iri, token, document, resolve), iri, iri))
    return tuple(rules)


def _imported(iri: str, token: Token, document: "_Document", resolve: Resolve | None) -> str:
    """The text at an address."""
    text = resolve(iri) if resolve else None
    if text is None:
        key = "import-not-found" if resolve else "import-not-allowed"
        document.scope.fault(key, token, name=iri)
        raise Faults(document.scope.faults)
    return text


def _document(text: str, file: str, base: str) -> "_Document":
    """A text, read."""
    try:
        found = tree(text, file, "rl")
    except Fault as fault:
        raise Faults([fault]) from fault
    document = _Document(Scope(file, lines_of(text), base, refused=_REFUSED))
    for part in found.children:
        document.read(part)
    refuse(document.scope.faults)
    return document


@dataclass(frozen=True)
class _Document:
    """What has been read of one text."""

    scope: Scope
    found: list[Rule] = field(default_factory=list)
    data: list[Rule] = field(default_factory=list)
    imports: list[tuple[str, Token]] = field(default_factory=list)

    def rules(self) -> list[Rule]:
        """The rules in the order in which they are written, and the data as one more."""
        facts = tuple(pattern for block in self.data for pattern in block.head)
        stated = [canonical(replace(block, head=facts)) for block in self.data[:1]]
        return [*stated, *self.found]

    def read(self, part: Found) -> None:
        """Takes in a declaration, a rule or a block of data."""
        match part:
            case Tree(data="rule", children=[Token() as keyword, *parts]):
                self.found.append(canonical(self._rule(keyword, parts)))
            case Tree(data="data", children=[Token() as keyword, Tree() as block]):
                self.data.append(self._facts(keyword, block))
            case Tree(data="imports", children=[Token() as iri]):
                self.imports.append((self.scope.iri(iri).value, iri))
            case Tree(data="version", children=[Token() as label]):
                self._version(label)
            case _:
                declare(part, self.scope)

    def _version(self, label: Token) -> None:
        name = self.scope.unescape(label, 1)
        if name != _VERSION:
            self.scope.fault("unknown-version", label, allowed=[f'"{_VERSION}"'], name=name)

    def _facts(self, keyword: Token, block: Tree[Token]) -> Rule:
        place = self.scope.place(keyword)
        return Rule(str(place), self._patterns(block, head=True, data=True), (), place)

    def _rule(self, keyword: Token, parts: list[Found]) -> Rule:
        place = self.scope.place(keyword)
        match parts:
            case [Token(type="IRIREF" | "PNAME") as iri, *rest]:
                name = self.scope.iri(iri).value
            case rest:
                name = str(place)
        head, *flags, body = rest
        only = bool(flags)
        elements = tuple(self._elements(body, base_only=only))
        return Rule(name, self._patterns(head, head=True), elements, place, only)

    def _elements(self, group: Found, *, base_only: bool) -> Iterator[Element]:
        for child in _children(group):
            match child:
                case Tree(data="triples"):
                    yield from RLReader(self.scope, head=False).patterns(child)
                case Tree(data="filter", children=[condition]):
                    yield Filter(expression(condition, self.scope))
                case Tree(data="assignment", children=[Token() as name, value]):
                    yield Assign(variable(name, self.scope), expression(value, self.scope))
                case Tree(data="negation", children=[*flags, inner]):
                    yield self._negation(inner, base_only=base_only or bool(flags))

    def _negation(self, group: Found, *, base_only: bool) -> Not:
        elements = self._elements(group, base_only=base_only)
        return Not(
            tuple(each for each in elements if isinstance(each, Pattern | Filter)), base_only
        )

    def _patterns(self, block: Found, *, head: bool, data: bool = False) -> tuple[Pattern, ...]:
        reader = RLReader(self.scope, head, data)
        blocks = [each for each in _children(block) if isinstance(each, Tree)]
        found = (pattern for each in blocks for pattern in reader.patterns(each))
        return tuple(each for each in found if isinstance(each, Pattern))


def _children(found: Found) -> list[Found]:
    return found.children if isinstance(found, Tree) else []
