"""What a rule looks at: patterns of all triples that its solutions may rest on."""

from collections.abc import Iterator, Sequence

from kg.reason.closures import walked
from kg.reason.model import Closure, Element, Group, Not, Pattern, Rule, Variable
from kg.reason.wellformed import bound

__all__ = ["looks_at"]


def looks_at(rule: Rule) -> Iterator[tuple[Pattern, bool]]:
    """Each pattern, and whether it must see all there will ever be: in a negation, or a group.

    What is matched against the given graph alone is left out: nothing that is derived matters.
    """
    return iter(()) if rule.base_only else _within(rule.body, frozenset(), closed=False)


def _within(
    elements: Sequence[Element], known: frozenset[Variable], *, closed: bool
) -> Iterator[tuple[Pattern, bool]]:
    for place, element in enumerate(elements):
        match element:
            case Pattern():
                yield element, closed
            case Closure():
                yield from ((each, closed) for each in walked(element, elements, known))
            case Not(elements=inner, base_only=False):
                yield from _within(inner, bound(elements[:place]), closed=True)
            case Group(elements=inner):
                yield from _within(inner, frozenset(), closed=True)
