"""A workbook (XLSX) -> rows of cells with their addresses.

Only what people have written counts: a cell with a formula is refused, since what it shows depends
on cells and programs that we do not have. So are merged cells: a file holds only the first of them.
The worksheet that is read is the one whose first line holds the headings. Hidden worksheets are
passed over; two that would do are refused, since nobody could know which of them counts.
"""

import warnings
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, cast

from kg.errors import Fault, Faults, Place, refuse
from kg.load.edition import Edition
from kg.load.files import BYTES_OF_MEGABYTE, read_bytes
from kg.load.package import refuse_unsafe
from kg.load.rows import Columns, Found, Row
from kg.load.workbook_cells import Cell, Page, filled_lines, merged_cells

if TYPE_CHECKING:
    from openpyxl import Workbook

MOST_BYTES = 5_000_000
MODEL, VERSION = "nestesteg-model", "nestesteg-version"  # properties of a workbook of ours


@dataclass(frozen=True, slots=True)
class Worksheet:
    """A worksheet: whether people see it, its lines that are not blank, and its merged cells."""

    place: Place
    visible: bool
    lines: Sequence[Sequence[Cell]]
    merged: Sequence[Fault]

    @property
    def headings(self) -> dict[int, str]:
        """The texts of the first line by their column."""
        first = self.lines[0] if self.lines else ()
        return {cell.place.column: cell.text.casefold() for cell in first}


def read_workbook(path: Path, known: Columns, edition: Edition) -> Found:
    """The rows of a workbook, and what is wrong with its other cells.

    Args:
        path: the workbook.
        known: the columns it has and may have.
        edition: that of our own knowledge.

    Raises:
        Faults: it cannot be read, is not a workbook, or holds no worksheet with the columns.
    """
    place = Place(str(path))
    data = read_bytes(path, str(path), most=MOST_BYTES)
    refuse_unsafe(data, place)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # what is to be said of a cell, we say ourselves
            sheets, made_for = _opened(data, place)
    except Faults:
        raise
    except Exception as error:  # whatever a spoilt workbook makes the library raise
        raise Faults([Fault("workbook-broken", place)]) from error
    sheet = _chosen(sheets, known, place)
    refuse(_wrong_headings(sheet, known))
    rows, faults = _rows(sheet, known)
    return Found(rows, faults, tuple(_of_another_version(made_for, edition, place)))


def _opened(data: bytes, place: Place) -> tuple[list[Worksheet], Edition]:
    """The worksheets of a workbook, and the edition it was made for, empty if not ours."""
    from openpyxl import load_workbook

    book = load_workbook(BytesIO(data), read_only=True, keep_links=False)
    sheets = []
    for sheet in cast("list[Page]", book.worksheets):
        visible = sheet.sheet_state == "visible"
        lines = tuple(_limited(filled_lines(sheet, place), place))
        where = Place(place.file, sheet=sheet.title)
        sheets.append(Worksheet(where, visible, lines, tuple(merged_cells(sheet, place))))
    return sheets, _edition(book)


def _limited(lines: Iterator[list[Cell]], place: Place) -> Iterator[list[Cell]]:
    """The lines, as long as they hold no more text than a text file may."""
    left = MOST_BYTES
    for line in lines:
        left -= sum(len(cell.text) + 1 for cell in line)
        if left < 0:
            most = MOST_BYTES // BYTES_OF_MEGABYTE
            raise Faults([Fault("file-too-large", place, most=most)])
        yield line


def _edition(book: "Workbook") -> Edition:
    own = book.custom_doc_props.props  # type: ignore[attr-defined]  # the stubs lack it
    told = {each.name: str(each.value) for each in own}
    return Edition(told.get(MODEL, ""), told.get(VERSION, ""))


def _of_another_version(made_for: Edition, own: Edition, place: Place) -> Iterator[Fault]:
    if made_for.version and made_for.version != own.version:
        model, version = made_for
        yield Fault("sheet-of-another-version", place, model=model, name=version, own=own.version)


def _chosen(sheets: Sequence[Worksheet], known: Columns, place: Place) -> Worksheet:
    """The worksheet to read; without any that has the headings, the first that is not blank."""
    headed = [sheet for sheet in sheets if {*known.required} <= {*sheet.headings.values()}]
    fitting = [sheet for sheet in headed if sheet.visible]
    filled = [sheet for sheet in sheets if sheet.visible and sheet.lines]
    if len(fitting) > 1:
        names = [sheet.place.sheet for sheet in fitting]
        raise Faults([Fault("sheets-several", place, names=", ".join(names))])
    if headed and not fitting:
        raise Faults([Fault("sheet-hidden", headed[0].place)])
    if not filled:
        raise Faults([Fault("file-empty", place)])
    return (fitting or filled)[0]


def _wrong_headings(sheet: Worksheet, known: Columns) -> list[Fault]:
    return known.faults([(cell.text.casefold(), cell.place) for cell in sheet.lines[0]])


def _rows(sheet: Worksheet, known: Columns) -> tuple[list[Row], list[Fault]]:
    """The rows below the headings, and what is wrong with their cells."""
    _, *lines = sheet.lines
    if not lines:
        raise Faults([Fault("no-rows", sheet.place)])
    names = {column: name for column, name in sheet.headings.items() if name in known.read}
    rows, faults = [], [*sheet.merged]
    for line in lines:
        wrong = [*_faults(line, names, sheet.headings)]
        faults += wrong
        if not wrong and any(cell.place.column in names for cell in line):
            rows.append(_row(line, names))
    return rows, faults


def _faults(
    line: Sequence[Cell], names: dict[int, str], headings: dict[int, str]
) -> Iterator[Fault]:
    """Cells that are not what somebody wrote, and those below no heading."""
    for cell in line:
        if cell.place.column not in headings:
            yield Fault("cell-astray", cell.place, name=cell.text)
        elif cell.place.column in names and (fault := cell.fault()):
            yield fault


def _row(line: Sequence[Cell], names: dict[int, str]) -> Row:
    texts = {cell.place.column: cell.text for cell in line}
    some = line[0].place
    places = {
        name: Place(some.file, some.line, column, some.sheet) for column, name in names.items()
    }
    cells = {name: texts.get(column, "") for column, name in names.items()}
    return Row(cells, places["about"], places)
