r"""Rows as the store writes them, to be read when somebody wants them.

Theory. The store makes one text of all rows in less time than it takes to hand over each cell of
them, and Python splits a text fast. A cell stands there as in Turtle (SPARQL 1.1 Query Results TSV,
https://www.w3.org/TR/sparql11-results-csv-tsv/), tabs and line ends in it escaped; most of the
cells of a column come again and again, so that each text is read once.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import cached_property, partial
from itertools import repeat

import pyoxigraph
from pyoxigraph import QueryResultsFormat

from kg.query.tables import Value, of_one_type, text_of, value
from kg.store import Table, answer_of
from kg.terms import Literal, Term

__all__ = ["Text"]

MANY = 100  # cells of a column, from which on the same is looked for


@dataclass(frozen=True)
class Text:
    """What a SELECT found.

    Args:
        written: the rows as TSV.
        hidden: columns that are not shown.
    """

    written: bytes
    hidden: frozenset[str] = frozenset()

    @classmethod
    def of(cls, found: pyoxigraph.QuerySolutions, hidden: Collection[str] = ()) -> "Text":
        """What pyoxigraph found."""
        return cls(found.serialize(format=QueryResultsFormat.TSV) or b"", frozenset(hidden))

    @cached_property
    def table(self) -> Table:
        """The rows as terms."""
        read = pyoxigraph.parse_query_results(self.written, QueryResultsFormat.TSV)
        found = answer_of(read)
        if not isinstance(found, Table):
            raise TypeError(found)
        return found.without(dict.fromkeys(self.hidden))

    @cached_property
    def _parts(self) -> list[str]:
        """The names of the columns, and then the rows, one to a line."""
        return self.written.decode().split("\n")[:-1] or [""]

    def __len__(self) -> int:
        """How many rows there are."""
        return len(self._parts) - 1

    @cached_property
    def variables(self) -> tuple[str, ...]:
        """The columns that are shown."""
        return tuple(name for name in self._named() if name not in self.hidden)

    def _named(self) -> list[str]:
        head = self._parts[0]
        return [name[1:] for name in head.split("\t")] if head else []

    def columns(self) -> dict[str, list[Value]]:
        """Plain values by column; see `kg.query.tables.columns`."""
        names = self._named()
        rows = (line.split("\t") for line in self._parts[1:])
        columns = zip(*rows, strict=True) if len(self) else repeat(())
        found = zip(names, columns, strict=False)
        return {name: _values(cells) for name, cells in found if name not in self.hidden}


def _values(cells: Sequence[str]) -> list[Value]:
    """The values of a column; of a long one, each is read once."""
    if len(cells) > MANY:
        known = {cell: _value(cell) for cell in {*cells}}
        values = list(map(known.__getitem__, cells))
    else:
        values = list(map(_value, cells))
    return of_one_type(values, partial(map, _text, cells))


def _value(cell: str) -> Value:
    r"""A cell as `kg.query.tables.value` has its term.

    >>> [_value(cell) for cell in ("", "<urn:a>", "_:b", "12", "1.5", "true", '"a"@nb', '"x\\ty"')]
    [None, 'urn:a', 'b', 12, 1.5, True, 'a', 'x\ty']
    """
    match cell[:1]:
        case "<" if cell[1] != "<":
            return cell[1:-1]
        case '"' if "\\" not in cell:
            end = cell.rindex('"')
            of_kind = cell.startswith("^^", end + 1)
            return value(Literal(cell[1:end], cell[end + 4 : -1])) if of_kind else cell[1:end]
        case "":
            return None
        case "_":
            return cell[2:]
    return int(cell) if cell.isdecimal() else value(_term(cell))


def _text(cell: str) -> str | None:
    """A cell of a column whose cells are not all of one type."""
    return text_of(_term(cell)) if cell else None


def _term(cell: str) -> Term | None:
    """The term in a cell, for the cells that are not read at a glance."""
    read = pyoxigraph.parse_query_results(f"?a\n{cell}\n".encode(), QueryResultsFormat.TSV)
    found = answer_of(read)
    return found.rows[0][0] if isinstance(found, Table) else None
