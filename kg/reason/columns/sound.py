"""Which triples of a head are facts whatever the solution, so that their columns need no look."""

from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache

from kg.reason.model import Closure, Element, Group, Node, Pattern, Rule, Variable
from kg.terms import Iri, Literal

__all__ = ["sound"]


@lru_cache(maxsize=1024)
def sound(rule: Rule) -> frozenset[Pattern]:
    """The triples of the head whose subject is no literal, and that say something of everything.

    Their predicate is written down, and what varies was in the same place of a fact before: as a
    subject if it is one here, anywhere if it is an object. This holds as long as no fact that is
    given has a literal as its subject.

    >>> x, y, of = Variable("x"), Variable("y"), Iri("urn:of")
    >>> turned = Rule("r", (Pattern(x, of, y), Pattern(y, of, x)), (Pattern(x, of, y),))
    >>> sound(turned) == {Pattern(x, of, y)}
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


def _grouped(by: Iterable[Variable], inner: Sequence[Element]) -> Iterator[tuple[Node, bool]]:
    """The same of a group, which gives nothing away but what it is grouped by."""
    yield from ((node, is_subject) for node, is_subject in _places(inner) if node in by)
