"""What a step reads and writes: rows, the facts it looks at, and where in a row things stand.

Theory. Questions that are answered together have most facts and most rows in common, so that each
is kept once, with those who hold it: a set of questions as the bits of a number. A row says first
whose it is, and a step leaves it to those who hold all that the row rests on.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from operator import itemgetter
from typing import Any, NamedTuple, TypeAlias, TypeVar

from kg.reason.model import Bindings, Node, Variable
from kg.terms.known import PREDICATE, Fact, Known
from kg.terms.numbered import Terms

__all__ = [
    "ALL",
    "ASKERS",
    "Askers",
    "Layout",
    "Look",
    "Numbering",
    "Row",
    "Step",
    "Told",
    "chosen",
    "each_of",
    "left_to",
    "remembered",
    "terms_of",
]

Askers: TypeAlias = int  # questions, a bit each
ALL: Askers = -1
# Whose it is, then numbers of terms, and what the elements of a body rest on.
Row: TypeAlias = tuple[Any, ...]
ASKERS = 0  # the place of the questions in a row
Numbering: TypeAlias = Callable[[Node], int]
Answer = TypeVar("Answer")


class Told(NamedTuple):
    """The facts of some questions, on what is known beforehand.

    Attributes:
        known: the facts.
        holders: who holds each.
        there: their predicates; None if there are any.
    """

    known: Known
    holders: dict[Fact, Askers]
    there: set[int | None]

    @classmethod
    def of(cls, known: Known, holders: dict[Fact, Askers]) -> "Told":
        """The facts of a layer and who holds them."""
        return cls(known, holders, {*known.predicates, None} if holders else set())

    def add(self, fact: Fact, askers: Askers) -> Askers:
        """Takes in a fact of some questions, and says to which of them it is new."""
        held = self.holders.get(fact, 0)
        new = askers & ~held
        if not (new and (held or self.known.add(fact))):
            return 0
        self.holders[fact] = held | new
        if not held:
            self.there.update((fact[PREDICATE], None))
        return new

    def held(self, rows: list[Row], mark: int) -> list[Row]:
        """The rows, each left to those who hold the fact at a place; facts beforehand all do."""
        holders = self.holders
        return [
            row if askers == row[ASKERS] else (askers, *row[1:])  # `left_to`, but quicker
            for row in rows
            if (askers := row[ASKERS] & holders.get(row[mark], ALL))
        ]


class Look(NamedTuple):
    """What steps look at: all facts, those given, those new to a rule.

    Attributes:
        askers: the questions.
        terms: the terms of all of them.
        groups: the rows of each group so far.
    """

    askers: Askers
    world: Told
    given: Told
    new: Told
    terms: Terms
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
    width: int = ASKERS + 1

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


def each_of(askers: Askers) -> list[Askers]:
    """The questions one by one.

    >>> each_of(5)
    [1, 4]
    """
    return [1 << at for at in range(askers.bit_length()) if askers >> at & 1]


def left_to(row: Row, askers: Askers) -> Row:
    """The row for some of those whose it is."""
    return row if askers == row[ASKERS] else (askers, *row[1:])


def terms_of(row: Row, slots: Mapping[Variable, int], terms: Terms) -> Bindings:
    """The variables of a row with their terms."""
    term = terms.term
    return {name: term(row[slot]) for name, slot in slots.items()}


def chosen(slots: Sequence[int]) -> Callable[[Row], Row]:
    """What takes some slots from a row."""
    if len(slots) > 1:
        return itemgetter(*slots)
    return lambda row: tuple([row[slot] for slot in slots])


def remembered(
    rows: Iterable[Row], key_of: Callable[[Row], Row], answer: Callable[[Row], Answer]
) -> Iterator[tuple[Row, Answer]]:
    """Each row with what is answered of it, asked once for each key that a row has."""
    known = dict[Row, Answer]()
    for row in rows:
        key = key_of(row)
        if key not in known:
            known[key] = answer(row)
        yield row, known[key]
