"""Terms put into the text of a query: the same answer as when a store puts them in."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.messages import LANGUAGES
from kg.query import run, saved_queries
from kg.query.described import runnable
from kg.query.put_in import put_in
from kg.resources import data_root
from kg.store import Store, Table
from kg.terms import Blank, Iri, Literal

SAVED = saved_queries(data_root())


def test_every_saved_query_finds_the_same_either_way(portfolio: Store) -> None:
    """The text can be sent to a store that cannot put terms in."""
    language = LANGUAGES[0]
    for name, query in SAVED.items():
        put_in_by_us = portfolio.select(runnable(query, language))
        found = run(portfolio, query, {}, language)

        assert isinstance(found, Table)
        dropped = set(put_in_by_us.variables) - set(found.variables)
        alike = put_in_by_us.without(dict.fromkeys(dropped))
        assert sorted(alike.rows, key=str) == sorted(found.rows, key=str), name


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("SELECT ?x { ?y ?z ?x }", "SELECT (<urn:i> AS ?x) { ?y ?z <urn:i> }"),
        ("SELECT $x { ?y ?z $x }", "SELECT (<urn:i> AS $x) { ?y ?z <urn:i> }"),
        ("ASK { ?xx ?z '?x' } # ?x", "ASK { ?xx ?z '?x' } # ?x"),
        ('ASK { ?x <urn:?x> """a"?x""" }', 'ASK { <urn:i> <urn:?x> """a"?x""" }'),
        ("SELECT (COUNT(?x) AS ?n) { ?x ?y 1 }", "SELECT (COUNT(<urn:i>) AS ?n) { <urn:i> ?y 1 }"),
        (
            "SELECT ?y { ?y ?z ?x } GROUP BY ?y ?x",
            "SELECT ?y { ?y ?z <urn:i> } GROUP BY ?y (<urn:i>)",
        ),
        (
            "ASK { VALUES (?x ?y) { (4 5) } }",
            "ASK { VALUES (?x_given ?y) { (4 5) } FILTER(SAMETERM(?x_given, <urn:i>)) }",
        ),
    ],
)
def test_only_a_variable_is_replaced(query: str, expected: str) -> None:
    """Nothing in a comment, a text or an IRI; and where a variable must stand, an expression."""
    assert put_in(query, {"x": Iri("urn:i")}) == expected


@given(st.text(alphabet=st.characters(blacklist_categories=("Cs", "Cc"))))
def test_no_text_becomes_sparql(text: str) -> None:
    """Whatever a value holds, it comes back as it went in."""
    query = put_in("SELECT ?x { BIND(?x AS ?y) }", {"x": Literal(text)})

    assert Store.of_graphs({}, {}).select(query).rows == ((Literal(text),),)


def test_what_means_nothing_elsewhere_is_not_put_in() -> None:
    """An anonymous node would be any node."""
    with pytest.raises(ValueError, match="Blank"):
        put_in("ASK { ?x ?y ?z }", {"x": Blank("b0")})
    assert put_in("ASK { ?x ?y ?z }", {"x": Iri("urn:x")}) == "ASK { <urn:x> ?y ?z }"
