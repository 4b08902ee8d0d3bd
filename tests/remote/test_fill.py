"""Terms in the places of variables, in the text of a query."""

import pytest

from kg.query import saved_queries
from kg.remote.fill import fill, finds_triples
from kg.resources import data_root
from kg.terms import Iri, Literal

GIVEN = {"a": Iri("urn:a"), "b": Literal('"} ; DROP', language="nb")}


@pytest.mark.parametrize(
    ("query", "filled"),
    [
        ("ASK { ?a $b ?c }", 'ASK { <urn:a> "\\"} ; DROP"@nb ?c }'),
        ("SELECT ?a ?c { ?a ?p ?c }", "SELECT  ?c { <urn:a> ?p ?c }"),
        (
            "SELECT (COUNT(?a) AS ?n) { ?x ?y ?a } GROUP BY ?a ORDER BY DESC(?a) ?a",
            (
                "SELECT (COUNT(<urn:a>) AS ?n) { ?x ?y <urn:a> } GROUP BY (<urn:a>) "
                "ORDER BY DESC(<urn:a>) (<urn:a>)"
            ),
        ),
        ("ASK { ?x <urn:?a> '?a' } # ?a", "ASK { ?x <urn:?a> '?a' } # ?a"),
        ('ASK { ?x ?y """?a " ?a""" , ?a }', 'ASK { ?x ?y """?a " ?a""" , <urn:a> }'),
        (r"ASK { ?x ?y 'it\'s ?a' , ?a }", r"ASK { ?x ?y 'it\'s ?a' , <urn:a> }"),
        ("ASK { ?x select:by ?a ; ?ab ?c }", "ASK { ?x select:by <urn:a> ; ?ab ?c }"),
        ("ASK { ?x ?y ?z FILTER(?z < ?a) }", "ASK { ?x ?y ?z FILTER(?z < <urn:a>) }"),
    ],
)
def test_a_term_stands_where_the_variable_stood(query: str, filled: str) -> None:
    """But not in texts, IRIs and comments, nor among what is selected."""
    assert fill(query, GIVEN) == filled


def test_nothing_given_changes_nothing() -> None:
    """In any query of ours, to the character."""
    texts = [query.text for query in saved_queries(data_root()).values()]

    assert [fill(text, {}) for text in texts] == texts


@pytest.mark.parametrize(
    ("query", "triples"),
    [("SELECT * {}", False), ("PREFIX describe: <urn:x> ASK {}", False), ("describe ?x {}", True)],
)
def test_the_kind_is_the_first_word_that_tells(query: str, *, triples: bool) -> None:
    """A prefix of that name is none."""
    assert finds_triples(query) is triples
