"""A sheet as a workbook (XLSX): choices to pick from, and a page that says how to fill it in."""

from collections.abc import Iterator, Sequence
from io import BytesIO
from itertools import groupby
from textwrap import wrap
from typing import TYPE_CHECKING

from kg.errors import column_letters
from kg.load.workbook import MODEL, VERSION
from kg.messages import harmless, text
from kg.sheet.guide import guide
from kg.sheet.questions import ORDER, Choice, Sheet, rows

if TYPE_CHECKING:
    from openpyxl import Workbook
    from openpyxl.worksheet.datavalidation import DataValidation
    from openpyxl.worksheet.worksheet import Worksheet

# Widths in characters. Those to be filled in are light, so that one sees where to write.
WIDTHS = {
    "criterion": 20,
    "question": 62,
    "value": 14,
    "date": 12,
    "note": 36,
    "actor": 15,
    "about": 26,
}
FILLED_IN = ("value", "date", "note")
HEADING, OPEN, RULE = "FFD9E2EC", "FFFFF8E1", "FF829AB1"
DAY_FORMAT = "yyyy-mm-dd"
A4 = 9
GUIDE_WIDTHS = (24, 96)
FONT, LINE_HEIGHT, SPARE = "Calibri", 15, 0.96  # points a line; letters are not equally wide


def as_workbook(sheet: Sheet) -> bytes:
    """The bytes of a workbook: the questions first, then the guide."""
    from openpyxl import Workbook
    from openpyxl.packaging.custom import StringProperty

    book = Workbook()
    page = book.worksheets[0]
    page.title = text("sheet-name", sheet.language)
    _fill(page, sheet)
    _fill_guide(book.create_sheet(text("sheet-guide", sheet.language)), sheet)
    book.properties.creator = "nestesteg"
    book.properties.title = harmless(text("sheet-title", sheet.language, actor=sheet.title))
    own = book.custom_doc_props  # type: ignore[attr-defined]  # the stubs lack it
    for name, told in ((MODEL, sheet.edition.model), (VERSION, sheet.edition.version)):
        own.append(StringProperty(name=name, value=told))
    return _bytes(book)


def _bytes(book: "Workbook") -> bytes:
    content = BytesIO()
    book.save(content)
    return content.getvalue()


def _fill(page: "Worksheet", sheet: Sheet) -> None:
    page.append(ORDER)
    for row in rows(sheet, ORDER):
        page.append([harmless(cell) or None for cell in row])
    _look(page, sheet)
    for choices, first, last in _spans(sheet):
        validation = _list_of(choices, sheet.language)
        validation.add(f"{_letter('value')}{first}:{_letter('value')}{last}")
        page.add_data_validation(validation)
    dates = _dates(sheet.language)
    dates.add(f"{_letter('date')}2:{_letter('date')}{page.max_row}")
    page.add_data_validation(dates)
    _print_setup(page)


def _letter(column: str) -> str:
    return column_letters(ORDER.index(column) + 1)


def _look(page: "Worksheet", sheet: Sheet) -> None:
    from openpyxl.styles import Alignment, Border, Font, PatternFill, Side

    first_of_parts = _firsts(sheet)
    for line in page.iter_rows():
        for name, cell in zip(ORDER, line, strict=True):
            cell.alignment = Alignment(wrap_text=True, vertical="top")
            color = HEADING if cell.row == 1 else OPEN if name in FILLED_IN else None
            if color:
                cell.fill = PatternFill("solid", fgColor=color)
            if cell.row == 1:
                cell.font = Font(FONT, bold=True)
            elif name == "date":
                cell.number_format = DAY_FORMAT
            first = cell.row in first_of_parts
            cell.border = Border(top=Side("medium" if first else "hair", color=RULE))
    _size(page, [WIDTHS[name] for name in ORDER])
    page.freeze_panes = "A2"


def _size(page: "Worksheet", widths: Sequence[int]) -> None:
    """Sets how wide columns are, and rows as high as their texts need: not every program does."""
    for number, width in enumerate(widths, 1):
        page.column_dimensions[column_letters(number)].width = width
    for row, line in enumerate(page.iter_rows(), 1):
        lines = [
            len(wrap(str(cell.value or ""), int(width * SPARE)))
            for cell, width in zip(line, widths, strict=True)
        ]
        page.row_dimensions[row].height = LINE_HEIGHT * max(1, *lines) + LINE_HEIGHT / 3


def _firsts(sheet: Sheet) -> set[int]:
    """The rows a part begins on."""
    row, firsts = 2, set()
    for _, questions in sheet.parts:
        firsts.add(row)
        row += len(questions)
    return firsts


def _spans(sheet: Sheet) -> Iterator[tuple[tuple[Choice, ...], int, int]]:
    """Neighbouring rows with the same choices: the choices, the first row and the last."""
    row = 2
    for choices, questions in groupby(sheet.questions, key=lambda each: each.choices):
        count = len([*questions])
        yield choices, row, row + count - 1
        row += count


def _list_of(choices: tuple[Choice, ...], language: str) -> "DataValidation":
    """A list to choose from."""
    from openpyxl.worksheet.datavalidation import DataValidation

    names = harmless(",".join(choice.name for choice in choices))
    return DataValidation(
        type="list",
        formula1=f'"{names}"',
        allow_blank=True,
        showErrorMessage=True,
        errorTitle=text("sheet-choose", language),
        error=text("sheet-choices", language, choices=names.replace(",", ", ")),
    )


def _dates(language: str) -> "DataValidation":
    """A day that has been."""
    from openpyxl.worksheet.datavalidation import DataValidation

    return DataValidation(
        type="date",
        operator="between",
        formula1="DATE(2000,1,1)",
        formula2="TODAY()",
        allow_blank=True,
        showErrorMessage=True,
        errorTitle=text("sheet-date", language),
        error=text("sheet-dates", language),
    )


def _print_setup(page: "Worksheet") -> None:
    """One page wide, however long, with the headings on each."""
    from openpyxl.worksheet.header_footer import HeaderFooter, HeaderFooterItem, _HeaderFooterPart
    from openpyxl.worksheet.page import PageMargins
    from openpyxl.worksheet.properties import PageSetupProperties

    page.page_setup.orientation = "landscape"
    page.page_setup.paperSize = A4
    page.page_setup.fitToWidth = 1
    page.page_setup.fitToHeight = 0
    page.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    page.print_title_rows = "1:1"
    page.page_margins = PageMargins(left=0.4, right=0.4, top=0.5, bottom=0.75)  # inches
    page.HeaderFooter = HeaderFooter(oddFooter=HeaderFooterItem(right=_HeaderFooterPart("&P/&N")))


def _fill_guide(page: "Worksheet", sheet: Sheet) -> None:
    from openpyxl.styles import Alignment, Font

    for told in guide(sheet):
        page.append([harmless(told.name), harmless(told.text)])
        name, meaning = page[page.max_row][:2]
        name.font = Font(FONT, 11 if told.text else 14, bold=True)
        name.alignment = Alignment(wrap_text=bool(told.text), vertical="top")
        meaning.alignment = Alignment(wrap_text=True, vertical="top")
    _size(page, GUIDE_WIDTHS)
    _print_setup(page)
    page.print_title_rows = None
