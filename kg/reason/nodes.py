"""Nodes of a pattern: what is inside one, what it stands for, what it takes to match one."""

from collections.abc import Iterator

from kg.reason.model import Bindings, Nested, Node, Variable
from kg.terms import Blank, Iri, Literal, Term, TripleTerm

__all__ = ["bind", "nested", "put_in", "variables_in"]


def variables_in(*nodes: Node) -> Iterator[Variable]:
    """The variables in nodes, also inside triple terms, in reading order.

    >>> x, a = Variable("x"), Iri("urn:a")
    >>> [str(each) for each in variables_in(a, Nested(x, a, x))]
    ['?x', '?x']
    """
    for node in nodes:
        match node:
            case Variable():
                yield node
            case Nested(subject, predicate, target):
                yield from variables_in(subject, predicate, target)


def nested(subject: Node, predicate: Node, target: Node) -> Nested | TripleTerm:
    """The triple term of three nodes; what RDF does not allow as one stays `Nested`."""
    match subject, predicate, target:
        case [Iri() | Blank(), Iri(), Iri() | Blank() | Literal() | TripleTerm()]:
            return TripleTerm(subject, predicate, target)
    return Nested(subject, predicate, target)


def put_in(node: Node, bindings: Bindings) -> Node:
    """The node with what is known put in.

    >>> x, a = Variable("x"), Iri("urn:a")
    >>> print(put_in(Nested(a, a, x), {x: a}))
    <<( <urn:a> <urn:a> <urn:a> )>>
    """
    match node:
        case Variable():
            return bindings.get(node, node)
        case Nested(subject, predicate, target):
            return nested(*(put_in(each, bindings) for each in (subject, predicate, target)))
    return node


def bind(node: Node, term: Term, bindings: dict[Variable, Term]) -> bool:
    """Whether the node can be the term, given the bindings, to which those it needs are added.

    A variable that stands twice gets its first value and must find it again.
    """
    match node:
        case Variable():
            return bindings.setdefault(node, term) == term
        case Nested(subject, predicate, target):
            return (
                isinstance(term, TripleTerm)
                and bind(subject, term.subject, bindings)
                and bind(predicate, term.predicate, bindings)
                and bind(target, term.object, bindings)
            )
    return node == term
