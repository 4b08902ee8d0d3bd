"""From the text of a rule to the rule: the SPARQL front end.

A rule is one SPARQL 1.1 CONSTRUCT query. Only the part of SPARQL that the engine can carry out,
and explain afterwards, is taken; everything else is refused by name. The grammar,
``construct.lark``, is a cut of https://www.w3.org/TR/sparql11-query/#sparqlGrammar.
"""

from itertools import takewhile
from pathlib import PurePath

from lark import Token, Tree

from kg.errors import Fault, Faults, refuse
from kg.reason.blank_labels import strays
from kg.reason.functions.later import LATER
from kg.reason.functions.names import UNBUILT
from kg.reason.model import Rule
from kg.reason.parse_groups import elements
from kg.reason.parse_triples import patterns
from kg.reason.rename import canonical
from kg.reason.scope import Found, Scope, declare
from kg.reason.survive import survivals
from kg.reason.syntax import lines_of, tree
from kg.reason.wellformed import unsafe

__all__ = ["parse"]

_REFUSED = UNBUILT | frozenset(LATER)


def parse(text: str, file: str, name: str | None = None) -> tuple[Rule, ...]:
    """The rule of a text, alone in a tuple; its name is the file's unless one is given.

    >>> rule, = parse("CONSTRUCT { ?y <urn:of> ?x } WHERE { ?x <urn:has> ?y }", "rules/turn.rq")
    >>> rule.name, str(rule.head[0].predicate)
    ('turn', '<urn:of>')

    Raises:
        Faults: with every fault of the text, or the one that stopped the reading.
    """
    try:
        found = tree(text, file)
    except Fault as fault:
        raise Faults([fault]) from fault
    scope = Scope(file, lines_of(text), refused=_REFUSED)
    rule = canonical(_rule(found, scope, name or PurePath(file).stem))
    refuse(scope.faults)
    if lost := [*survivals(rule)]:  # then all else that is wrong is told with it
        raise Faults([*unsafe(rule), *lost])
    return (rule,)


def _rule(found: Tree[Token], scope: Scope, name: str) -> Rule:
    declarations = list(takewhile(_is_declaration, found.children))
    for declaration in declarations:
        declare(declaration, scope)
    construct, *parts = found.children[len(declarations) :]
    place = scope.place(construct)
    match parts:
        case [Tree(data="template", children=[Tree() as head]), Tree() as body]:
            group = Tree("group", [body]) if body.data == "sub_select" else body
            for label in strays(group):
                scope.fault("blank-node-elsewhere", label, name=label)
            return Rule(name, patterns(head, scope), elements(group, scope), place)
    scope.refuse("CONSTRUCT WHERE", construct, "CONSTRUCT { ... } WHERE { ... }")
    return Rule(name, (), (), place)


def _is_declaration(found: Found) -> bool:
    return isinstance(found, Tree) and found.data in {"base", "prefix"}
