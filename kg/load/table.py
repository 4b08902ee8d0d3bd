"""A comma-, semicolon- or tab-separated text file -> rows of cells with their line numbers."""

import csv
from dataclasses import dataclass
from io import StringIO
from pathlib import Path

from kg.errors import Fault, Faults, Place, nearest, refuse

MOST_BYTES = 5_000_000
SEPARATORS = (";", "\t", ",")


@dataclass(frozen=True, slots=True)
class Row:
    """One row: its cells by column name, and where it stands."""

    cells: dict[str, str]
    place: Place


def read_table(path: Path, required: tuple[str, ...], optional: tuple[str, ...]) -> tuple[Row, ...]:
    """The rows of a table whose first line names its columns; blank rows are passed over.

    Raises:
        Faults: no such file, too large, not UTF-8, empty, wrong columns, ragged rows.
    """
    lines = _lines(_text(path), path)
    columns = [cell.strip().casefold() for cell in lines[0][1]]
    refuse(_wrong_columns(columns, required, optional, Place(str(path), lines[0][0])))
    faults, rows = [], []
    for number, cells in lines[1:]:
        place = Place(str(path), number)
        if len(cells) != len(columns):
            faults.append(Fault("row-ragged", place, found=len(cells), columns=len(columns)))
        else:
            texts = (cell.strip() for cell in cells)
            rows.append(Row(dict(zip(columns, texts, strict=True)), place))
    refuse(faults)
    if not rows:
        raise Faults([Fault("no-rows", Place(str(path)))])
    return tuple(rows)


def _text(path: Path) -> str:
    try:
        if path.stat().st_size > MOST_BYTES:
            raise Faults([Fault("file-too-large", Place(str(path)), most=MOST_BYTES // 1_000_000)])
        data = path.read_bytes()
    except FileNotFoundError as error:
        near = nearest(path.name, _siblings(path))
        raise Faults([Fault("no-such-file", Place(str(path)), near=near)]) from error
    except OSError as error:
        raise Faults([Fault("file-unreadable", Place(str(path)))]) from error
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise Faults([Fault("not-utf8", Place(str(path), line))]) from error


def _siblings(path: Path) -> list[str]:
    return [other.name for other in path.parent.glob("*")] if path.parent.is_dir() else []


def _lines(text: str, path: Path) -> list[tuple[int, list[str]]]:
    header = next((line for line in text.splitlines() if line.strip()), "")
    if not header:
        raise Faults([Fault("file-empty", Place(str(path)))])
    separator = max(SEPARATORS, key=header.count)
    reader = csv.reader(StringIO(text, newline=""), delimiter=separator, strict=True)
    lines, start = [], 1
    try:
        for cells in reader:
            if any(cell.strip() for cell in cells):
                lines.append((start, cells))
            start = reader.line_num + 1
    except csv.Error as error:
        raise Faults([Fault("table-broken", Place(str(path), start))]) from error
    return lines


def _wrong_columns(
    columns: list[str], required: tuple[str, ...], optional: tuple[str, ...], place: Place
) -> list[Fault]:
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
