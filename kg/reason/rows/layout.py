"""What a step reads and writes: rows, the facts it looks at, and where in a row things stand.

Questions that are answered together have facts of their own each, and the numbers of their terms
in common. A row says first whose it is.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from typing import Any, NamedTuple, TypeAlias, TypeVar

from kg.reason.model import Bindings, Node, Variable
from kg.terms.known import Known
from kg.terms.numbered import Terms

__all__ = ["ASKER", "Layout", "Look", "Numbering", "Row", "Step", "remembered", "terms_of"]

# The question, then numbers of terms, and what the elements of a body rest on.
Row: TypeAlias = tuple[Any, ...]
ASKER = 0  # the place of the question in a row
Numbering: TypeAlias = Callable[[Node], int]
Answer = TypeVar("Answer")


class Look(NamedTuple):
    """What steps look at, by question: all facts, those given, those new to a rule.

    Attributes:
        there: the predicates of the facts that any question brought or came to; None if there are.
        fresh: those of the facts new to a rule.
        terms: the terms of all of them.
        groups: the rows of each group so far, by question.
    """

    world: Sequence[Known]
    given: Sequence[Known]
    new: Sequence[Known]
    there: AbstractSet[int | None]
    fresh: AbstractSet[int | None]
    terms: Terms
    groups: dict[int, list[list[Any]]]

    @property
    def asked(self) -> list[Row]:
        """The rows to begin with: one a question."""
        return [(number,) for number in range(len(self.world))]


Step: TypeAlias = Callable[[list[Row], Look], list[Row]]


@dataclass(slots=True)
class Layout:
    """Where in a row each variable stands, and what each element rests on, by its place.

    Attributes:
        fixed: the variables that have a value before the body.
    """

    fixed: frozenset[Variable] = frozenset()
    slots: dict[Variable, int] = field(default_factory=dict)
    marks: dict[int, int] = field(default_factory=dict)
    width: int = ASKER + 1

    @classmethod
    def of(cls, names: Sequence[Variable]) -> "Layout":
        """Rows that hold some variables and nothing else."""
        found = cls(frozenset(names))
        for name in names:
            found.bind(name)
        return found

    def bind(self, name: Variable) -> None:
        """The next place of a row holds a variable."""
        self.slots[name] = self.width
        self.width += 1

    def mark(self, place: int) -> None:
        """The next place of a row holds what an element rests on."""
        self.marks[place] = self.width
        self.width += 1

    def joined(
        self, names: Sequence[Variable], place: int
    ) -> tuple[list[tuple[int, int]], list[int]]:
        """Rows of variables come in: which of these must agree with which slots, which are new.

        The next place holds which of them it was, those after it the new variables.
        """
        self.mark(place)
        same = [(at, self.slots[name]) for at, name in enumerate(names) if name in self.slots]
        new = [at for at, name in enumerate(names) if name not in self.slots]
        for at in new:
            self.bind(names[at])
        return same, new


def terms_of(row: Row, slots: Mapping[Variable, int], terms: Terms) -> Bindings:
    """The variables of a row with their terms."""
    term = terms.term
    return {name: term(row[slot]) for name, slot in slots.items()}


def remembered(
    rows: Iterable[Row], slots: Iterable[int], answer: Callable[[Row], Answer]
) -> Iterator[tuple[Row, Answer]]:
    """Each row with what is answered of it, asked once for each choice of what is in some slots."""
    places, known = [*slots], dict[Row, Answer]()
    for row in rows:
        key = tuple([row[place] for place in places])
        if key not in known:
            known[key] = answer(row)
        yield row, known[key]
