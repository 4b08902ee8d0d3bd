"""Days as people write them."""

from contextlib import suppress
from datetime import date, datetime

# As ISO 8601 writes a date, and as a Norwegian spreadsheet does.
FORMS = ("%Y-%m-%d", "%d.%m.%Y")


def read_day(text: str) -> date | None:
    """A day in one of the forms we know, or nothing.

    >>> read_day("1.3.2026") == read_day("2026-03-01") == date(2026, 3, 1)
    True
    >>> read_day("20260301")
    """
    for form in FORMS:
        with suppress(ValueError):
            return datetime.strptime(text, form).date()  # noqa: DTZ007 - a day has no time zone
    return None
