"""A query that the grammar allows and no store can answer: where its author slipped."""

import pytest

from kg.errors import Faults, Place
from kg.query import inspect, own_query
from kg.query.slips import slip
from kg.query.syntax import read

WRONG = {  # with the column that is at fault
    "SELECT ?x (COUNT(*) AS ?n) { ?x ?p ?o }": 8,
    "SELECT ?x ?x { ?x ?p ?o }": 11,
    "SELECT ?y ?x { ?x ?p ?y } GROUP BY ?y": 11,
    "SELECT ?s ?o { ?s ?p ?o } GROUP BY ?s HAVING (COUNT(?o) > 1)": 11,
    "select ?s { ?s ?p ?o { SELECT ?s { ?s ?p ?o } GROUP BY ?s } } GROUP BY ?p": 8,
}
NOWHERE = [  # wrong for other reasons, which columns after SELECT have no part in
    "SELECT (1 AS ?x) { ?x ?p ?o }",
    "SELECT * { ?x ?p ?o BIND(1 AS ?x) }",
    "SELECT ?x { { SELECT ?y { ?y ?p ?o } GROUP BY ?y } ?x ?p ?y BIND(1 AS ?y) }",
    "SELECT * { ?s ?p ?o } GROUP BY ?s",
]
RIGHT = ["SELECT ?a (MAX(?o) AS ?n) { ?s ?p ?o } GROUP BY (STR(?s) AS ?a)", "ASK { ?s ?p ?o }"]


@pytest.mark.parametrize("text", WRONG)
def test_the_column_that_is_at_fault_is_shown(text: str) -> None:
    """By its place, with the line it stands in."""
    with pytest.raises(Faults) as refused:
        inspect(own_query(f"\n{text}", "-"), {})

    (fault,) = refused.value.each()
    assert (fault.key, fault.place) == ("query-meaning", Place("-", 2, WRONG[text]))
    assert fault.source == text


@pytest.mark.parametrize("text", NOWHERE)
def test_no_column_is_blamed_for_what_is_wrong_elsewhere(text: str) -> None:
    """The fault is told without a place."""
    with pytest.raises(Faults) as refused:
        inspect(own_query(text, "-"), {})

    assert [(fault.key, fault.place) for fault in refused.value.each()] == [
        ("query-meaning", Place("-"))
    ]


@pytest.mark.parametrize("text", RIGHT)
def test_what_is_right_has_no_slip(text: str) -> None:
    """A column may be named where it is grouped; and not every query has columns."""
    inspect(own_query(text, "-"), {})

    assert slip(*read(text)) is None
