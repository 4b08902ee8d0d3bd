"""What a step reads and writes: rows, the facts it looks at, and where in a row things stand."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple, TypeAlias, TypeVar

from kg.reason.model import Bindings, Node, Variable
from kg.terms.known import Known

__all__ = ["Layout", "Look", "Numbering", "Row", "Step", "remembered", "terms_of"]

Row: TypeAlias = tuple[Any, ...]  # numbers of terms, and what the elements of a body rest on
Numbering: TypeAlias = Callable[[Node], int]
Answer = TypeVar("Answer")


class Look(NamedTuple):
    """What steps look at: all facts, those given, those new to a rule; and the groups so far."""

    world: Known
    given: Known
    new: Known
    groups: dict[int, list[Any]]


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
    width: int = 0

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


def terms_of(row: Row, slots: Mapping[Variable, int], known: Known) -> Bindings:
    """The variables of a row with their terms."""
    return {name: known.terms.term(row[slot]) for name, slot in slots.items()}


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
