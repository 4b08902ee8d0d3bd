"""Saved queries about assessments: what each is to find was written beforehand.

The tables come from the example assessments and the rules, worked out by hand; a cell is the id of
a thing, whatever word the answer has for it. Files are named as for the competency questions.
"""

from pathlib import Path

import pytest
from questions.tables import NONE, Names, difference, names_of, read_case

from kg.load import Knowledge
from kg.messages import LANGUAGES
from kg.query import run, saved_queries
from kg.resources import data_root
from kg.store import Store, Table

FOLDER = Path(__file__).parent / "assessments"
SAVED = saved_queries(data_root())
NEEDING = {name for name, query in SAVED.items() if query.saved.needs}
CASES = {path.stem: read_case(path) for path in sorted(FOLDER.glob("*.csv"))}


@pytest.fixture(scope="module")
def names(knowledge: Knowledge) -> Names:
    """What the texts of the knowledge are said of."""
    return names_of(knowledge.graph)


def found(store: Store, name: str, language: str) -> Table:
    """What a case finds."""
    case = CASES[name]
    answer = run(store, SAVED[case.question], case.given, language)
    assert isinstance(answer, Table)
    return answer


def test_every_query_on_assessments_has_an_expected_table() -> None:
    """None is left out, and there are no tables without a query."""
    assert {case.question for case in CASES.values()} == NEEDING
    assert len(NEEDING) >= 8


@pytest.mark.parametrize("name", CASES)
def test_a_query_finds_the_expected_rows(portfolio: Store, names: Names, name: str) -> None:
    """In every language."""
    for language in LANGUAGES:
        assert difference(CASES[name], found(portfolio, name, language), names) == NONE


def test_what_was_asked_before_finds_the_same_beside_assessments(
    knowledge: Knowledge, portfolio: Store
) -> None:
    """Neither assessments nor the queries themselves disturb a question to the knowledge."""
    alone = Store.of(knowledge.known)

    for name in sorted(SAVED.keys() - NEEDING):
        there, here = run(portfolio, SAVED[name], {}, "nn"), run(alone, SAVED[name], {}, "nn")
        assert isinstance(there, Table)
        assert isinstance(here, Table)
        assert sorted(there.rows, key=str) == sorted(here.rows, key=str), name
