"""A comma-, semicolon- or tab-separated text file -> rows of cells with their line numbers."""

import csv
from io import StringIO
from pathlib import Path
from unicodedata import normalize

from kg.errors import Fault, Faults, Place, refuse
from kg.load.edition import Edition
from kg.load.files import decoded, read_bytes
from kg.load.rows import Columns, Found, Row

MOST_BYTES = 5_000_000
SEPARATORS = (";", "\t", ",")


def read_table(path: Path, known: Columns, edition: Edition) -> Found:
    """The rows of a table whose first line names its columns, and what is wrong with the others.

    Blank rows are passed over. A text file cannot say which edition it was made for; if it is a
    sheet of ours, it may be of another one.

    Args:
        path: the table.
        known: the columns it has and may have.
        edition: that of our own knowledge.

    Raises:
        Faults: no such file, too large, not UTF-8, empty, wrong columns.
    """
    (start, heading), *lines = _lines(_text(path), path)
    columns = [cell.casefold() for cell in heading]
    place = Place(str(path), start)
    if len(columns) == 1:
        raise Faults([Fault("separator-unknown", place, name=columns[0])])
    refuse(known.faults([(name, place) for name in columns]))
    if not lines:
        raise Faults([Fault("no-rows", Place(str(path)))])
    rows, faults = [], []
    for number, cells in lines:
        place = Place(str(path), number)
        if len(cells) == len(columns):
            told = zip(columns, cells, strict=True)
            rows.append(Row({name: cell for name, cell in told if name in known.read}, place))
        else:
            faults.append(_ragged(cells, place, columns))
    doubt = Fault("sheet-perhaps-of-another-version", Place(str(path)), own=edition.version)
    return Found(rows, faults, (doubt,) if {*columns} & {*known.shown} else ())


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
