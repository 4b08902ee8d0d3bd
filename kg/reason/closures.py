"""What a closure looks at: the triples that a pattern would have to match."""

from collections.abc import Iterable, Iterator

from kg.reason.model import Closure, Element, Pattern, Variable

__all__ = ["roams", "walked"]

_ONE, _VERB, _OTHER = Variable(".one"), Variable(".verb"), Variable(".other")


def walked(
    closure: Closure, elements: Iterable[Element], known: frozenset[Variable] = frozenset()
) -> Iterator[Pattern]:
    """Patterns of all triples that a closure may rest on.

    Args:
        closure: the closure.
        elements: those it stands among.
        known: the variables that stand for terms before any of them, as in a negation.
    """
    for predicate in dict.fromkeys(move.predicate for move in closure.moves):
        yield Pattern(_ONE, predicate, _OTHER)
    if roams(closure, known) and not _anchored(closure, elements):
        yield Pattern(_ONE, _VERB, _OTHER)


def roams(closure: Closure, known: frozenset[Variable]) -> bool:
    """Whether every node of the graph is a solution: no moves between ends that are not known."""
    ends = (closure.subject, closure.object)
    free = [isinstance(end, Variable) and end not in known for end in ends]
    return not closure.least and all(free)


def _anchored(closure: Closure, elements: Iterable[Element]) -> bool:
    """Whether another element says anyhow that an end is a node of the graph."""
    ends = {closure.subject, closure.object}
    for element in elements:
        match element:
            case Pattern(subject=one, object=other) | Closure(subject=one, object=other, least=1):
                if not ends.isdisjoint({one, other}):
                    return True
    return False
