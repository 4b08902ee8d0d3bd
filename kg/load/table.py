"""A comma-, semicolon- or tab-separated text file -> rows of cells with their line numbers."""

import csv
from dataclasses import dataclass
from io import StringIO
from pathlib import Path
from unicodedata import normalize

from kg.errors import Fault, Faults, Place, nearest, refuse
from kg.load.files import decoded, read_bytes

MOST_BYTES = 5_000_000
SEPARATORS = (";", "\t", ",")


@dataclass(frozen=True, slots=True)
class Row:
    """One row: its cells by column name, and where it stands."""

    cells: dict[str, str]
    place: Place


def read_table(
    path: Path, required: tuple[str, ...], optional: tuple[str, ...]
) -> tuple[list[Row], list[Fault]]:
    """The rows of a table whose first line names its columns, and what is wrong with the others.

    Blank rows are passed over.

    Raises:
        Faults: no such file, too large, not UTF-8, empty, wrong columns.
    """
    (start, heading), *lines = _lines(_text(path), path)
    columns = [cell.casefold() for cell in heading]
    refuse(_wrong_columns(columns, required, optional, Place(str(path), start)))
    if not lines:
        raise Faults([Fault("no-rows", Place(str(path)))])
    rows, faults = [], []
    for number, cells in lines:
        place = Place(str(path), number)
        if len(cells) == len(columns):
            rows.append(Row(dict(zip(columns, cells, strict=True)), place))
        else:
            faults.append(_ragged(cells, place, columns))
    return rows, faults


def _ragged(cells: list[str], place: Place, columns: list[str]) -> Fault:
    """A row with more or fewer cells than there are columns."""
    found, wanted = len(cells), len(columns)
    if found < wanted:
        return Fault("row-short", place, found=found, columns=wanted)
    return Fault("row-ragged", place, found=found, columns=wanted)


def _text(path: Path) -> str:
    text = decoded(read_bytes(path, str(path), most=MOST_BYTES), str(path), "not-utf8")
    before, nul, _ = text.partition("\0")
    if nul:
        raise Faults([Fault("file-not-text", Place(str(path), before.count("\n") + 1))])
    return normalize("NFC", text)


def _lines(text: str, path: Path) -> list[tuple[int, list[str]]]:
    header = next((line for line in text.splitlines() if line.strip()), "")
    if not header:
        raise Faults([Fault("file-empty", Place(str(path)))])
    separator = max(SEPARATORS, key=header.count)
    csv.field_size_limit(MOST_BYTES)
    reader = csv.reader(StringIO(text, newline=""), delimiter=separator, strict=True)
    lines, start = [], 1
    try:
        for cells in reader:
            if any(cell.strip() for cell in cells):
                lines.append((start, [cell.strip() for cell in cells]))
            start = reader.line_num + 1
    except csv.Error as error:
        raise Faults([Fault("table-broken", Place(str(path), start))]) from error
    return lines


def _wrong_columns(
    columns: list[str], required: tuple[str, ...], optional: tuple[str, ...], place: Place
) -> list[Fault]:
    if len(columns) == 1:
        return [Fault("separator-unknown", place, name=columns[0])]
    known = (*required, *optional)
    strange = [
        Fault("column-unknown", place, name=name, near=nearest(name, known), allowed=known)
        for name in columns
        if name not in known
    ]
    missing = [
        Fault("column-missing", place, name=name) for name in required if name not in columns
    ]
    doubled = [
        Fault("column-doubled", place, name=name) for name in known if columns.count(name) > 1
    ]
    return [*strange, *missing, *doubled]
