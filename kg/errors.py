"""Faults: what can be wrong with what people write, as values.

A fault names its cause by a key (``about-unknown``) and carries the facts of the case. The words
stand in ``kg/messages/`` in three languages; `kg.messages` puts the two together. Whoever reads or
checks something collects every fault and raises them once, as `Faults`.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Self

__all__ = ["Fault", "Faults", "Place", "Refused", "nearest", "refuse"]


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """Where something stands: a file and, from 1, the line and the column; 0 means the whole.

    In a workbook the line and column are those of a cell of a worksheet. The text of the line comes
    along where it is at hand, to be shown; it is no part of what the place is.

    >>> print(Place("rules/a.rq", 3, 14))
    rules/a.rq:3:14
    >>> print(Place("a.xlsx", 3, 2, "May"))
    a.xlsx:May!B3
    """

    file: str
    line: int = 0
    column: int = 0
    sheet: str = ""
    text: str = field(default="", compare=False, repr=False)

    def __str__(self) -> str:
        """``file:line:column`` or ``file:sheet!cell``, as far as it is known."""
        if self.sheet:
            return f"{self.file}:{self.sheet}" + (f"!{self.cell}" if self.line else "")
        return ":".join(
            [self.file, *(str(number) for number in (self.line, self.column) if number)]
        )

    @property
    def cell(self) -> str:
        """The address of a cell as a spreadsheet writes it; of a line without column, its first."""
        return f"{column_letters(self.column or 1)}{self.line}"


def column_letters(number: int) -> str:
    """A column as a spreadsheet names it.

    >>> [column_letters(number) for number in (1, 26, 27, 703)]
    ['A', 'Z', 'AA', 'AAA']
    """
    letters = ""
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


class Fault(ValueError):
    """One thing that is wrong, with its place, what is allowed and what was perhaps meant.

    Args:
        key: the cause, a key of ``kg/messages/faults.yaml``.
        place: where it stands, if it stands somewhere.
        near: known names that look like the offending one.
        allowed: what could have stood there.
        source: the line of text it stands in, shown with a caret below; that of the place if it
            has one.
        values: what the message's placeholders stand for.
    """

    def __init__(
        self,
        key: str,
        place: Place | None = None,
        *,
        near: Sequence[str] = (),
        allowed: Sequence[str] = (),
        source: str = "",
        **values: object,
    ) -> None:
        self.key = key
        self.place = place
        self.near = tuple(near)
        self.allowed = tuple(allowed)
        self.source = source or (place.text if place else "")
        self.values = {name: str(value) for name, value in values.items()}
        facts = ", ".join(f"{name}={value}" for name, value in self.values.items())
        super().__init__(f"{place or '-'}: {key} {facts}".rstrip())


class Faults(ExceptionGroup[Fault]):
    """All faults of one input."""

    def __new__(cls, faults: Iterable[Fault]) -> Self:
        """The faults in the order of their places."""
        ordered = sorted(faults, key=lambda fault: fault.place or Place(""))
        return super().__new__(cls, "input refused", ordered)

    def derive(self, excs: Sequence[Exception]) -> Self:  # type: ignore[override]
        """The same group around some of its faults, as ``except*`` asks for."""
        return type(self)(fault for fault in excs if isinstance(fault, Fault))

    def each(self) -> list[Fault]:
        """The faults, in the order of their places."""
        return [fault for fault in self.exceptions if isinstance(fault, Fault)]


class Refused(ValueError):
    """What was asked from Python cannot be done: everything that is wrong, in words."""


def refuse(faults: Iterable[Fault]) -> None:
    """Raises `Faults` if there are any."""
    if collected := list(faults):
        raise Faults(collected)


def nearest(name: str, known: Iterable[str], alike: float = 0.6) -> tuple[str, ...]:
    """The known names, three at most, that look like the given one.

    Args:
        name: what was written.
        known: what could have been meant.
        alike: how much they have to look alike, from 0 to 1.

    >>> nearest("bridg", ["bridge", "tunnel"])
    ('bridge',)
    """
    from difflib import get_close_matches

    return tuple(get_close_matches(name, sorted(known), n=3, cutoff=alike))
