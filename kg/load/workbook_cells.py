"""The cells of a worksheet as texts with their addresses."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import date, datetime
from typing import IO, Protocol
from unicodedata import normalize

from kg.errors import Fault, Place


class Page(Protocol):
    """What we use of a worksheet that openpyxl reads piece by piece; its stubs lack some of it."""

    title: str
    sheet_state: str

    def iter_rows(self, *, max_row: int, max_col: int) -> Iterable[Sequence["Given"]]:
        """The cells of the rows."""

    def _get_source(self) -> AbstractContextManager[IO[bytes]]:
        """The XML of the worksheet."""


class Given(Protocol):
    """A cell as openpyxl gives it."""

    value: object
    data_type: str


MOST_ROWS = 1_048_576  # as many as a spreadsheet has
MOST_COLUMNS = 64
FORMULA, ERROR = "f", "e"


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell that is not empty: its text, its address, and whether it says more than its text."""

    text: str
    place: Place
    kind: str

    def fault(self) -> Fault | None:
        """Why the text cannot be taken for what somebody wrote."""
        if self.kind == FORMULA:
            return Fault("cell-formula", self.place)
        if self.kind == ERROR:
            return Fault("cell-error", self.place, name=self.text)
        return None


def filled_lines(sheet: Page, file: Place) -> Iterator[list[Cell]]:
    """The lines that are not blank, each with its cells that are not empty."""
    from openpyxl.cell.read_only import EMPTY_CELL

    blank = {id(EMPTY_CELL)}
    for number, line in enumerate(sheet.iter_rows(max_row=MOST_ROWS, max_col=MOST_COLUMNS), 1):
        if {*map(id, line)} == blank:  # there can be a million of these
            continue
        cells = (
            Cell(text, Place(file.file, number, column, sheet.title), given.data_type)
            for column, given in enumerate(line, 1)
            if (text := _text(given.value)) or given.data_type == FORMULA
        )
        if filled := [*cells]:
            yield filled


def _text(value: object) -> str:
    """What a cell holds, written as a text file would have it.

    >>> [_text(value) for value in (None, 3.0, datetime(2026, 3, 1), " a ")]
    ['', '3', '2026-03-01', 'a']
    """
    match value:
        case None:
            return ""
        case datetime():
            return value.date().isoformat()
        case date():
            return value.isoformat()
        case float() if value.is_integer():
            return str(int(value))
    return normalize("NFC", str(value)).strip()


def merged_cells(sheet: Page, file: Place) -> Iterator[Fault]:
    """A fault for each range of merged cells."""
    from xml.etree.ElementTree import iterparse

    from openpyxl.utils.cell import range_boundaries

    with sheet._get_source() as source:  # noqa: SLF001 - merged cells are told of only there
        for _, element in iterparse(source):  # noqa: S314 - as above
            if element.tag.endswith("}mergeCell"):
                reach = element.get("ref", "")
                column, line, *_ = range_boundaries(reach)
                place = Place(file.file, line or 1, column or 1, sheet.title)
                yield Fault("cells-merged", place, name=reach)
            element.clear()
