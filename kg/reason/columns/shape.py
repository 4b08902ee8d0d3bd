"""What a pattern asks where it stands in a plan, whatever the facts are."""

from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from typing import NamedTuple

from kg.reason.model import Nested, Node, Pattern, Variable
from kg.terms import Term

__all__ = ["OBJECT", "PREDICATE", "SUBJECT", "Shape"]

SUBJECT, PREDICATE, OBJECT = range(3)


class Shape(NamedTuple):
    """A pattern by its positions.

    Args:
        predicate: the predicate, if it is a term.
        fixed: the terms at the other positions.
        bound: the variables that have a value when it is taken.
        free: what is open.
        asked: the positions whose terms are known beforehand, a predicate that varies last.
    """

    predicate: Term | None
    fixed: Mapping[int, Term]
    bound: Mapping[int, Variable]
    free: Sequence[tuple[int, Variable | Nested]]
    asked: tuple[int, ...]

    @classmethod
    def of(cls, pattern: Pattern, known: AbstractSet[Variable]) -> "Shape":
        """The shape of a pattern when some variables have a value.

        >>> x, y = Variable("x"), Variable("y")
        >>> shape = Shape.of(Pattern(x, Variable("p"), y), {x, Variable("p")})
        >>> shape.asked, [position for position, _ in shape.free]
        ((0, 1), [2])
        """
        fixed: dict[int, Term] = {}
        bound: dict[int, Variable] = {}
        free: list[tuple[int, Variable | Nested]] = []
        for position in (SUBJECT, OBJECT, PREDICATE):
            node: Node = pattern[position]
            if isinstance(node, Nested) or (isinstance(node, Variable) and node not in known):
                free.append((position, node))
            elif isinstance(node, Variable):
                bound[position] = node
            else:
                fixed[position] = node
        predicate = fixed.pop(PREDICATE, None)
        asked = tuple(each for each in (SUBJECT, OBJECT, PREDICATE) if each in {*fixed, *bound})
        return cls(predicate, fixed, bound, free, asked)

    @property
    def only_tests(self) -> bool:
        """Whether nothing is open, so that a solution fits one fact or none."""
        return not self.free and self.predicate is not None
