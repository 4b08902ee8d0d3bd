"""The rows of an answer for Python and for notebooks."""

from collections.abc import Iterator
from functools import cached_property
from html import escape
from importlib.util import find_spec
from typing import TYPE_CHECKING, overload

from kg.errors import Faults, Refused
from kg.load.prefixes import Prefixes
from kg.messages import faults_text
from kg.query.chart import Chart, chart_of
from kg.query.columns import with_heads
from kg.query.found import Text
from kg.query.saved import Query
from kg.query.tables import Value, columns
from kg.query.write import in_words, write
from kg.store import Table
from kg.terms import Term

if TYPE_CHECKING:
    import pandas
    import polars

Row = dict[str, Value]


class Rows:
    """Rows to go through; each is a dict from the names of variables to plain values.

    IRIs are text, numbers and dates are numbers and dates, and what is unbound is None. Printed, or
    last in a notebook's cell, it is a table with heads in the reader's language.
    """

    def __init__(
        self, found: Table | Text, query: Query, prefixes: Prefixes, language: str
    ) -> None:
        self._found = found
        self._query, self._prefixes, self._language = query, prefixes, language

    @cached_property
    def columns(self) -> tuple[str, ...]:
        """The names of the variables."""
        return self._found.variables

    @cached_property
    def table(self) -> Table:
        """The rows as terms."""
        return self._found if isinstance(self._found, Table) else self._found.table

    @cached_property
    def _columns(self) -> dict[str, list[Value]]:
        found = self._found
        return columns(found) if isinstance(found, Table) else found.columns()

    def __len__(self) -> int:
        """How many there are."""
        found = self._found
        return len(found.rows if isinstance(found, Table) else found)

    def __iter__(self) -> Iterator[Row]:
        """Each row in order."""
        if not self.columns:
            return ({} for _ in range(len(self)))
        values = zip(*self._columns.values(), strict=True)
        return (dict(zip(self.columns, row, strict=True)) for row in values)

    @overload
    def __getitem__(self, place: int) -> Row: ...

    @overload
    def __getitem__(self, place: str) -> list[Value]: ...

    def __getitem__(self, place: int | str) -> Row | list[Value]:
        """A row by its number, or a column by its name."""
        if isinstance(place, str):
            return self._columns[place]
        return {name: values[place] for name, values in self._columns.items()}

    def __str__(self) -> str:
        """A table for the eye."""
        return write(self._shown, "table", self._prefixes, self._language).rstrip("\n")

    def _repr_html_(self) -> str:
        """The same for a notebook."""
        head = "".join(f"<th scope='col'>{escape(name)}</th>" for name in self._shown.variables)
        body = "".join(
            f"<tr>{''.join(f'<td>{escape(self._word(cell))}</td>' for cell in row)}</tr>"
            for row in self._shown.rows
        )
        return f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"

    def pandas(self) -> "pandas.DataFrame":
        """The rows as a data frame of pandas.

        Raises:
            ImportError: it is not installed.
        """
        _require("pandas")
        import pandas

        return pandas.DataFrame(self._columns)

    def polars(self) -> "polars.DataFrame":
        """The rows as a data frame of polars.

        Raises:
            ImportError: it is not installed.
        """
        _require("polars")
        import polars

        return polars.DataFrame(self._columns)

    def chart(self) -> Chart:
        """The chart that the query declares; a notebook draws it.

        Raises:
            Refused: it declares none.
        """
        try:
            return chart_of(self.table, self._query.header, self._language)
        except Faults as faults:
            raise Refused(faults_text(faults, self._language)) from None

    @property
    def _shown(self) -> Table:
        shown = with_heads(self.table, self._query, self._language)
        return shown if isinstance(shown, Table) else self.table

    def _word(self, cell: Term | None) -> str:
        return in_words(cell, self._prefixes, self._language)


def _require(name: str) -> None:
    if find_spec(name) is None:
        message = f"{name} is not installed. Install it with: pip install {name}"
        raise ImportError(message)
