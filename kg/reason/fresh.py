"""New blank nodes: one for each blank node of a head and each solution of its body.

A new node is named after the rule and the solution, so that the same rules and facts give the
same nodes, in whatever order they come, and running again on the result adds nothing.
"""

from collections.abc import Iterable, Iterator, Mapping
from hashlib import sha256

from kg.reason.model import Bindings, Nested, Node, Pattern, Rule
from kg.reason.nodes import nested
from kg.terms import Blank, TripleTerm

__all__ = ["blanks_in", "is_new", "relabelled", "renewed"]


def blanks_in(*nodes: Node) -> Iterator[Blank]:
    """The blank nodes in nodes, also inside triple terms, in reading order.

    >>> from kg.terms import Iri
    >>> list(blanks_in(Iri("urn:a"), Nested(Blank("x"), Iri("urn:a"), Blank("y"))))
    [Blank(label='x'), Blank(label='y')]
    """
    for node in nodes:
        match node:
            case Blank():
                yield node
            case Nested(subject, predicate, target) | TripleTerm(subject, predicate, target):
                yield from blanks_in(subject, predicate, target)


def renewed(rule: Rule, bindings: Bindings) -> tuple[Pattern, ...]:
    """The head of a rule for one solution, its blank nodes replaced by new ones."""
    blanks = dict.fromkeys(each for pattern in rule.head for each in blanks_in(*pattern))
    if not blanks:
        return rule.head
    mark = _mark(rule, bindings)
    new = {blank: Blank(f"{mark}{number}") for number, blank in enumerate(blanks)}
    return relabelled(rule.head, new)


def is_new(node: Node) -> bool:
    """Whether a node of a head makes a term of its own in each solution.

    >>> is_new(Blank("x")), is_new(TripleTerm(Blank("x"), Blank("x"), Blank("y")))
    (True, True)
    """
    return isinstance(node, Nested) or any(True for _ in blanks_in(node))


def relabelled(patterns: Iterable[Pattern], labels: Mapping[Blank, Blank]) -> tuple[Pattern, ...]:
    """The patterns with one blank node put for another."""
    return tuple(Pattern(*(_relabelled(node, labels) for node in each)) for each in patterns)


def _mark(rule: Rule, bindings: Bindings) -> str:
    """What tells one solution of one rule from every other."""
    pairs = sorted(f"{variable} {term}" for variable, term in bindings.items())
    return "n" + sha256("\n".join([rule.name, *pairs]).encode()).hexdigest()[:24] + "x"


def _relabelled(node: Node, labels: Mapping[Blank, Blank]) -> Node:
    match node:
        case Blank():
            return labels[node]
        case Nested(subject, predicate, target) | TripleTerm(subject, predicate, target):
            return nested(*(_relabelled(each, labels) for each in (subject, predicate, target)))
    return node
