"""A sheet as the text file that a spreadsheet in Norwegian writes and opens."""

import csv
from io import StringIO

from kg.sheet.questions import CONTRACT, Sheet, rows


def as_csv(sheet: Sheet) -> bytes:
    """Semicolons, UTF-8 with a byte order mark, CRLF; the columns of an assessment come first."""
    page = StringIO()
    writer = csv.writer(page, delimiter=";", lineterminator="\r\n")
    writer.writerow(CONTRACT)
    writer.writerows(rows(sheet, CONTRACT))
    return page.getvalue().encode("utf-8-sig")
