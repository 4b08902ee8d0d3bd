"""A chain without brackets is as deep for a store as brackets are, and is refused like them."""

import pytest

from kg.errors import Faults
from kg.query import own_query
from kg.query.inspect import MOST_LINKS, look

FEW, MANY = MOST_LINKS // 2, 20_000
CHAINS = {
    "conditions": ("SELECT * { ?s ?p ?a FILTER(?a=1", "||?a=1", ") }"),
    "all of them": ("SELECT * { ?s ?p ?a FILTER(?a=1", "&&?a=1", ") }"),
    "a sum": ("SELECT * { ?s ?p ?a FILTER(?a", "+?a", " > 1) }"),
    "a sum of signed numbers": ("SELECT * { ?s ?p ?a FILTER(?a", "+1", " > 1) }"),
    "a product": ("SELECT * { ?s ?p ?a FILTER(?a", "*?a", " > 1) }"),
    "a way": ("SELECT * { ?s <urn:p>", "/<urn:p>", " ?a }"),
    "ways": ("SELECT * { ?s <urn:p>", "|<urn:p>", " ?a }"),
    "unions": ("SELECT * { { ?s ?p ?a }", " UNION { ?s ?p ?a }", " }"),
    "what is not": ("SELECT * { ?s ?p ?a", " MINUS { ?s ?p ?a }", " }"),
    "filters": ("SELECT * { ?s ?p ?a", " FILTER(?a = 1)", " }"),
    "conditions of groups": ("SELECT ?a { ?s ?p ?a } GROUP BY ?a HAVING(?a=1)", "(?a=1)", ""),
}


@pytest.mark.parametrize("chain", CHAINS)
def test_a_chain_has_an_end(chain: str) -> None:
    """One that ended a worker, or the process of who asked in Python, is refused."""
    start, link, end = CHAINS[chain]
    with pytest.raises(Faults) as raised:
        look(own_query(start + link * MANY + end, "-"), {})

    assert [each.key for each in raised.value.each()] == ["query-too-deep"]
    assert look(own_query(start + link * FEW + end, "-"), {}).kind == "SELECT"


@pytest.mark.parametrize(
    "text",
    [
        f"SELECT * {{ VALUES ?a {{ {'-1 ' * MANY} }} }}",
        f"SELECT ?a {{ VALUES (?a) {{ {'(1) ' * MANY} }} }} GROUP BY ?a HAVING(?a = 1)",
        f"SELECT * {{ ?s ?p ?a FILTER(?a IN ({'1,' * MANY} 1)) }}",
    ],
)
def test_long_lists_are_no_chains(text: str) -> None:
    """Rows of data and lists may be as long as a query may be."""
    assert look(own_query(text, "-"), {}).kind == "SELECT"
