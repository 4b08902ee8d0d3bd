"""What a query found -> a workbook or a Parquet file: rows with the types of their cells."""

from collections.abc import Callable, Collection, Iterable, Mapping
from datetime import date
from functools import partial
from importlib.util import find_spec
from io import BytesIO
from types import MappingProxyType, NoneType
from typing import TYPE_CHECKING

from kg.errors import Fault, Faults, column_letters
from kg.load.days import read_day
from kg.load.prefixes import Prefixes
from kg.messages import harmless
from kg.query.write import ROW_FORMATS, in_words, table_of
from kg.store import Answer, Table
from kg.terms import XSD, Blank, Iri, Literal, Term
from kg.vocabulary import BOOLEAN, DATE

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

TABLE_FILES = ("xlsx", "parquet")
EXTRA = "nestesteg[tables]"
WIDEST = 60
LARGEST = 2**63  # whole numbers beyond are no numbers to the programs that read a column

Value = str | int | float | bool | date | None
READERS: Mapping[str, Callable[[str], Value]] = MappingProxyType(
    {
        f"{XSD}integer": int,
        f"{XSD}decimal": float,
        f"{XSD}double": float,
        f"{XSD}float": float,
        BOOLEAN: lambda text: text in {"true", "1"},
        DATE: read_day,
    }
)


def write_tables(answer: Answer, form: str, prefixes: Prefixes, language: str) -> bytes:
    """An answer as a file for programs that work with tables.

    Args:
        answer: rows or triples; a truth is no table.
        form: one of `TABLE_FILES`.
        prefixes: for short names in a workbook.
        language: of yes and no in a workbook.

    Raises:
        Faults: the answer is a truth, or what writes the form is not installed.
    """
    if isinstance(answer, bool):
        raise Faults([Fault("truth-is-no-table", form=form, allowed=ROW_FORMATS)])
    table = answer if isinstance(answer, Table) else table_of(answer)
    return _workbook(table, prefixes, language) if form == "xlsx" else _parquet(table)


def value(term: Term | None) -> Value:
    """A term as Python has it; an IRI is its text.

    >>> value(Literal("12", XSD + "integer")), value(Iri("urn:a")), value(None)
    (12, 'urn:a', None)
    """
    match term:
        case None:
            return None
        case Iri(text) | Blank(text):
            return text
        case Literal(lexical, datatype):
            try:
                return READERS.get(datatype, str)(lexical)
            except ValueError:
                return lexical
    return str(term)


def columns(table: Table) -> dict[str, list[Value]]:
    """The columns of a table; one whose values are not all of one type holds their texts."""
    found: dict[str, list[Value]] = {}
    for place, name in enumerate(table.variables):
        cells = [row[place] for row in table.rows]
        found[name] = of_one_type(list(map(value, cells)), partial(map, text_of, cells))
    return found


def of_one_type(values: list[Value], texts: Callable[[], Iterable[str | None]]) -> list[Value]:
    """The values of a column, or their texts if they cannot stand in one."""
    kinds = {*map(type, values)}
    kinds.discard(NoneType)
    if int in kinds and not _fit([each for each in values if isinstance(each, int)]):
        return [*texts()]
    if len(kinds) <= 1:
        return values
    if kinds == {int, float}:
        return [None if each is None else float(str(each)) for each in values]
    return [*texts()]


def _fit(numbers: Collection[int]) -> bool:
    return min(numbers) >= -LARGEST and max(numbers) < LARGEST


def text_of(cell: Term | None) -> str | None:
    """A term as text, in a column whose cells are not all of one type."""
    if isinstance(cell, Literal):
        return cell.lexical
    found = value(cell)
    return None if found is None else str(found)


def _workbook(table: Table, prefixes: Prefixes, language: str) -> bytes:
    """A workbook for the eye: heads that stay in sight, ids bare, yes and no in words."""
    from openpyxl import Workbook

    book = Workbook()
    page = book.worksheets[0]
    page.append([harmless(name) for name in table.variables])
    for row in table.rows:
        page.append([_for_the_eye(term, prefixes, language) for term in row])
    for line in page.iter_rows():
        for cell in line:
            if cell.data_type == "f":
                cell.data_type = "s"  # what begins like a formula is still only text
    _show_heads(page, table, prefixes, language)
    file = BytesIO()
    book.save(file)
    return file.getvalue()


def _show_heads(page: "Worksheet", table: Table, prefixes: Prefixes, language: str) -> None:
    """Makes heads bold, keeps them in sight, and columns as wide as what stands in them."""
    from openpyxl.styles import Font

    for number, name in enumerate(table.variables, start=1):
        page.cell(1, number).font = Font(bold=True)
        words = [name, *(in_words(row[number - 1], prefixes, language) for row in table.rows)]
        width = min(WIDEST, max(map(len, words)) + 2)
        page.column_dimensions[column_letters(number)].width = width
    page.freeze_panes = "A2"


def _for_the_eye(term: Term | None, prefixes: Prefixes, language: str) -> Value:
    """A number or a date as such, anything else as the words a table shows."""
    found = value(term)
    if isinstance(found, str | bool):
        return harmless(in_words(term, prefixes, language))
    return found


def _parquet(table: Table) -> bytes:
    """A Parquet file: columns with types, IRIs in full."""
    if find_spec("pyarrow") is None:
        raise Faults([Fault("library-missing", name="pyarrow", package=EXTRA)])
    import pyarrow
    import pyarrow.parquet

    file = BytesIO()
    pyarrow.parquet.write_table(pyarrow.table(columns(table)), file)
    return file.getvalue()
