"""What is known of a rule before there are any facts, worked out once."""

from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet
from functools import lru_cache
from typing import NamedTuple

from kg.reason.elements import Elements, Known, bound_by, variants
from kg.reason.fresh import is_new
from kg.reason.model import Closure, Element, Group, Node, Pattern, Rule, Variable
from kg.reason.nodes import variables_in
from kg.terms import Iri, Literal

__all__ = ["Recipe", "recipe"]


class Recipe(NamedTuple):
    """How a rule is run.

    Args:
        bodies: its body, once for each choice of which columns of VALUES are defined, and the
            variables that the head needs of it.
        singly: whether each solution makes terms of its own.
        sound: the triples of its head whose columns need no look, if the given facts are plain.
        feeds: the predicates of its head; None among them is any.
        eats: the predicates that it looks for facts of to join them, likewise.
    """

    bodies: Sequence[tuple[Elements, Known]]
    singly: bool
    sound: frozenset[Pattern]
    feeds: frozenset[Iri | None]
    eats: frozenset[Iri | None]

    def may_eat_of(self, feeds: AbstractSet[Iri | None]) -> bool:
        """Whether facts of such predicates may give it new solutions."""
        return None in self.eats or None in feeds or not self.eats.isdisjoint(feeds)


@lru_cache(maxsize=1024)
def recipe(rule: Rule) -> Recipe:
    """How a rule is run."""
    singly = any(is_new(node) for pattern in rule.head for node in pattern)
    head = frozenset(name for pattern in rule.head for name in variables_in(*pattern))
    # A new node is named after all variables.
    bodies = [(body, _bound(body) if singly else head) for body in variants(rule.body)]
    feeds = frozenset(_iri(pattern.predicate) for pattern in rule.head)
    eats = frozenset(each for element in rule.body for each in _eaten(element))
    return Recipe(bodies, singly, _sound(rule), feeds, eats)


def _eaten(element: Element) -> Iterator[Iri | None]:
    match element:
        case Pattern(predicate=predicate):
            yield _iri(predicate)
        case Closure(moves=moves, least=least):
            yield from (move.predicate for move in moves)
            if not least:  # a node that is new may be reached without a move
                yield None


def _iri(node: Node) -> Iri | None:
    return node if isinstance(node, Iri) else None


def _bound(body: Sequence[Element]) -> Known:
    return frozenset(name for element in body for name in bound_by(element))


def _sound(rule: Rule) -> frozenset[Pattern]:
    """The triples of the head that are facts whatever the solution.

    Their predicate is written down, and what varies was in the same place of a fact before: as a
    subject if it is one here, anywhere if it is an object. This holds as long as no fact that is
    given has a literal as its subject.

    >>> x, y, of = Variable("x"), Variable("y"), Iri("urn:of")
    >>> turned = Rule("r", (Pattern(x, of, y), Pattern(y, of, x)), (Pattern(x, of, y),))
    >>> _sound(turned) == {Pattern(x, of, y)}
    True
    """
    places = [place for place in _places(rule.body) if isinstance(place[0], Variable)]
    subjects = {node for node, is_subject in places if is_subject}
    anywhere = {node for node, _ in places}
    return frozenset(
        pattern
        for pattern in rule.head
        if isinstance(pattern.predicate, Iri)
        and (isinstance(pattern.subject, Iri) or pattern.subject in subjects)
        and (isinstance(pattern.object, Iri | Literal) or pattern.object in anywhere)
    )


def _places(body: Sequence[Element]) -> Iterator[tuple[Node, bool]]:
    """The nodes in facts that a body must match, and whether they stand there as subjects."""
    for element in body:
        match element:
            case Pattern(subject=subject, predicate=predicate, object=target):
                yield from ((subject, True), (predicate, False), (target, False))
            case Group(by=by, elements=inner):
                yield from _grouped(by, inner)


def _grouped(by: Sequence[Node], inner: Sequence[Element]) -> Iterator[tuple[Node, bool]]:
    """The same of a group, which gives nothing away but what it is grouped by."""
    yield from ((node, is_subject) for node, is_subject in _places(inner) if node in by)
