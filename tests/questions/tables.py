"""Competency questions, and what each is expected to find.

An expected table is a CSV file with the id of a thing, or a number, in each cell, whatever word the
answer has for it. It was written from the report, not from an answer. ``name.csv`` is for the
question as it stands, ``name.criterion=context.csv`` for the question with a parameter. Below
``bad/`` stand graphs that make a question find what it must not find, and what that is.
"""

import csv
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from kg.graph import Graph, triples
from kg.query import Query, saved_queries
from kg.query.values import read_pairs
from kg.resources import data_root
from kg.store import Table
from kg.terms import Iri, Literal, Term, local_name

FOLDER = Path(__file__).parent
QUESTIONS = saved_queries(data_root(), "questions")
BAD = {path.stem: path for path in sorted((FOLDER / "bad").glob("*.ttl"))}

Row = tuple[str, ...]
Meanings = tuple[frozenset[str], ...]
Names = Mapping[Literal, set[str]]


@dataclass(frozen=True, slots=True)
class Case:
    """A question with what is given for its parameters, and the rows it is to find."""

    question: str
    given: Mapping[str, str]
    columns: Row
    rows: tuple[Row, ...]

    @property
    def query(self) -> Query:
        """The saved query."""
        return QUESTIONS[self.question]


def read_case(path: Path) -> Case:
    """The case in a file."""
    question, *pairs = path.stem.split(".")
    with path.open(encoding="utf-8", newline="") as lines:
        columns, *rows = (tuple(row) for row in csv.reader(lines))
    return Case(question, read_pairs(pairs), columns, tuple(rows))


CASES = {path.stem: read_case(path) for path in sorted(FOLDER.glob("*.csv"))}


def names_of(graph: Graph) -> Names:
    """What each text in a language may be said of, by id."""
    names: dict[Literal, set[str]] = {}
    for triple in triples(graph):
        if isinstance(triple.object, Literal) and isinstance(triple.subject, Iri):
            names.setdefault(triple.object, set()).add(local_name(triple.subject))
    return names


def meanings(cell: Term | None, names: Names) -> frozenset[str]:
    """The ids a cell may stand for, or what it says if it stands for none."""
    match cell:
        case Iri():
            return frozenset({local_name(cell)})
        case Literal(lexical, language=language):
            return frozenset(names.get(cell, {lexical}) if language else {lexical})
    return frozenset({""})


@dataclass(frozen=True, slots=True)
class Difference:
    """Where an answer is not what was expected."""

    missing: tuple[Row, ...]
    unexpected: tuple[Meanings, ...]


NONE = Difference((), ())


def difference(case: Case, table: Table, names: Names) -> Difference:
    """Expected rows that were not found, and the rows found instead."""
    places = [table.variables.index(column) for column in case.columns]
    found = [tuple(meanings(row[place], names) for place in places) for row in table.rows]
    missing = []
    for row in case.rows:
        alike = next((each for each in found if _fits(row, each)), None)
        if alike is None:
            missing.append(row)
        else:
            found.remove(alike)
    return Difference(tuple(missing), tuple(found))


def _fits(row: Row, found: Meanings) -> bool:
    return all(cell in each for cell, each in zip(row, found, strict=True))


def unexplained(case: Case, table: Table, names: Names) -> list[str]:
    """Texts in columns no table speaks of that are not said of a thing in their own row."""
    return [
        str(cell)
        for row in table.rows
        for column, cell in zip(table.variables, row, strict=True)
        if column not in case.columns and not meanings(cell, names) & _things(case, table, row)
    ]


def _things(case: Case, table: Table, row: Iterable[Term | None]) -> set[str]:
    cells = zip(table.variables, row, strict=True)
    kept = [cell for column, cell in cells if column in case.columns]
    return {local_name(cell) for cell in kept if isinstance(cell, Iri)}


def saved_texts() -> str:
    """The text of every saved query a reader can ask."""
    return "\n".join(query.text for query in saved_queries(data_root()).values())
