"""No query reaches outside: what is let through is tried on a store, with somebody listening."""

import re
import socket
from collections.abc import Iterator
from pathlib import Path

import pyoxigraph
import pytest
from hypothesis import given, settings
from hypothesis import strategies as draw
from lark.exceptions import LexError

from kg.errors import Faults
from kg.load.prefixes import project_prefixes
from kg.query import inspect, own_query, saved_queries
from kg.query.syntax import NotSparqlError, _parser, _scanner, read
from kg.resources import data_root

# What the language has, beyond what the saved queries use; each is valid.
VALID = [
    "ASK {}",
    "BASE <urn:x:> PREFIX : <y#> SELECT REDUCED ?a WHERE { ?a :b '''it's\n''' }",
    "SELECT (COUNT(DISTINCT *) AS ?n) (GROUP_CONCAT(?a; SEPARATOR=', ') AS ?l) { ?a ?b ?c }",
    "SELECT ?a { ?a (<urn:p>/^<urn:q>|!(<urn:r>|^a))+/(<urn:s>?) ?b }",
    "SELECT ?a { { SELECT ?a { ?a ?b ?c } GROUP BY ?a HAVING (COUNT(*) > 1) (true) } }",
    "SELECT * { ?a ?b ?c FILTER NOT EXISTS { ?a <urn:p> [] } FILTER(?c NOT IN (1, 2.5, -3e1)) }",
    "SELECT * { ?a ?b ?c MINUS { ?a ?b 1 } OPTIONAL { GRAPH ?g { ?a ?b ?c } } BIND(?c+1 AS ?d) }",
    "SELECT * { VALUES (?a ?b) { (1 UNDEF) ('x'@nb-no 'y'^^<urn:t>) } } VALUES ?c { true }",
    "CONSTRUCT WHERE { ?a ?b ?c . [] <urn:p> (1 ?a [ a ?b ]) } LIMIT 5 OFFSET 2",
    "CONSTRUCT { ?a ?b ?c ; ?d ?e, ?f ; . } WHERE { ?a ?b ?c , ?e ; ?d ?f }",
    "DESCRIBE <urn:a> ?b WHERE { ?b ?c ?d } ORDER BY DESC(?d) ?b (?c = 1)",
    "DESCRIBE *  { ?b ?c ?d }",
    "SELECT ?a { ?a ?b ?c FILTER(?c< 5&&?c>-1||!(?a=?b)) FILTER REGEX(STR(?a), '^x', 'i') }",
    "SELECT ?x (MAX(?c) AS ?m) { ?a ?b ?c } GROUP BY (STR(?a) AS ?x) LANG(?c) STR(?b)",
    "SELECT * { << ?a ?b ?c >> ?d ?e . ?f ?g <<( ?a ?b ?c )>> . ?a ?b ?c ~ ?r {| ?d ?e |} }",
    "SELECT * { ?a ?b ?c LATERAL { SELECT ?d { ?c ?b ?d } LIMIT 1 } }",
    r'SELECT * { ?a <urn:\u00E5> "\u0022 } SERVICE <http://x/> {} #" } # \u000A SERVICE <x:> {}',
    "SELECT * { ?service ?from ?named . ?a <urn:SERVICE> 'SERVICE <http://x/> {}' } # SERVICE",
]
CHANGES = [
    "INSERT DATA { <urn:a> <urn:b> <urn:c> }",
    "PREFIX x: <urn:x> DELETE WHERE { ?a ?b ?c }",
    "# just a comment\nLOAD SILENT <file:///etc/hostname> INTO GRAPH <urn:g>",
    "CLEAR ALL",
    "drop graph <urn:g>",
    "CREATE GRAPH <urn:g>",
    "COPY <urn:a> TO <urn:b>",
    "WITH <urn:g> DELETE { ?a ?b ?c } INSERT { ?c ?b ?a } WHERE { ?a ?b ?c }",
]
REACHING = [
    "SELECT * { SERVICE <http://127.0.0.1/> { ?s ?p ?o } }",
    "SELECT * { SERVICE SILENT <http://127.0.0.1/> { ?s ?p ?o } }",
    "SELECT * { BIND(<http://127.0.0.1/> AS ?x) SERVICE ?x { ?s ?p ?o } }",
    "SELECT * { { SELECT * { { SERVICE <http://127.0.0.1/> {} } UNION {} } } }",
    "ASK { FILTER EXISTS { SERVICE <http://127.0.0.1/> {} } }",
    "ASK { FILTER(1 = 1 || NOT EXISTS { GRAPH ?g { SERVICE <http://127.0.0.1/> {} } }) }",
    "SELECT (EXISTS { SERVICE <http://127.0.0.1/> {} } AS ?x) {}",
    "SELECT * {} GROUP BY ?a HAVING (EXISTS { SERVICE <http://127.0.0.1/> {} })",
    "SELECT * {} ORDER BY (EXISTS { SERVICE <http://127.0.0.1/> {} })",
    "CONSTRUCT { ?s ?p ?o } WHERE { OPTIONAL { sErViCe<http://127.0.0.1/>{ ?s ?p ?o } } }",
    "DESCRIBE ?s { MINUS { SERVICE#comment\n<http://127.0.0.1/> { ?s ?p ?o } } }",
    "DESCRIBE <http://127.0.0.1/> FROM <http://127.0.0.1/>",
    "PREFIX h: <http://127.0.0.1/> SELECT * { SERVICE h:x { ?s ?p ?o } }",
    "PREFIX h: <http://127.0.0.1/> SELECT * FROM h:x { ?s ?p ?o }",
    "SELECT * FROM NAMED <http://127.0.0.1/> { GRAPH ?g { ?s ?p ?o } }",
    "SELECT * { ?s ?p ?o LATERAL { SERVICE <http://127.0.0.1/> { ?s ?p ?o } } }",
    "SELECT * { FILTER(1<2) SERVICE?x{ ?s ?p ?o } }",
]
PIECES = [
    "SERVICE <{}> {{}}",
    "SERVICE SILENT<{}>{{?s ?p ?o}}",
    "SERVICEs:x{{}}",
    "FROM <{}>",
    "FROM NAMED<{}>",
    "}} LOAD <{}> #",
    "\\u0053ERVICE <{}> {{}}",
    "\\u0022",
    "\\u000A",
    "'\\u0027 SERVICE <{}> {{}} #'",
    "# \\u000A SERVICE <{}> {{}}",
    "'",
    '"',
    "'''",
    "#",
    "\n",
    "<",
    ">",
    "{{",
    "}}",
    "\\",
    ";",
]
SAVED = [query.text for query in saved_queries(data_root()).values()]


@pytest.mark.parametrize("text", VALID)
def test_what_the_store_can_answer_is_let_through(text: str) -> None:
    """Our grammar and the store's allow the same."""
    pyoxigraph.Store().query(text)

    assert inspect(own_query(text, "-"), {}).kind == read(text)[1].kind


def test_every_saved_query_is_let_through() -> None:
    """And each is a question."""
    assert {read(text)[1].kind for text in SAVED} <= {"SELECT", "ASK", "CONSTRUCT", "DESCRIBE"}


WORDS = [
    r"<urn:\u0041>",
    r"'\u0027'",
    r"\u0041",
    "SELECT",
    "a",
    "A",
    "ab.c:d",
    "a:b",
    ":x",
    "ſELECT",
    "in",
    "x-y",
    "TRUE",
    "SERVICE",
    "_:b",
]
SIGNS = [*"{}()[].;,*+-/|!?<>=&^~# ", "{|", "|}", "<<(", ")>>", "<urn:a>", "?x", "$y", "'t'", "-1"]
DRAWN = draw.lists(draw.sampled_from([*WORDS, *SIGNS]) | draw.characters(), max_size=12)


@given(DRAWN.map("".join) | draw.sampled_from([*VALID, *REACHING, *SAVED]))
@settings(deadline=None, max_examples=400)
def test_our_lexer_finds_what_that_of_the_grammar_does(text: str) -> None:
    """The same tokens in the same places, or it gives up."""
    try:
        expected = [(each.type, str(each), each.start_pos) for each in _parser().lex(text)]
    except LexError:
        expected = []
    tokens = _scanner().tokens(text)

    if tokens:
        found = zip(tokens.kinds, tokens.texts, tokens.starts, strict=True)
        assert [*found] == expected


def test_our_lexer_gives_up_on_none_that_is_right() -> None:
    """Else it would be for nothing."""
    assert all(map(_scanner().tokens, [*VALID, *REACHING, *SAVED]))


@pytest.mark.parametrize("text", CHANGES)
def test_a_change_is_called_one(text: str) -> None:
    """Whatever its verb, its case, and what stands before it."""
    with pytest.raises(NotSparqlError) as refusal:
        read(text)

    assert refusal.value.changes


@pytest.mark.parametrize("text", REACHING)
def test_what_reaches_out_is_refused(text: str) -> None:
    """Wherever it stands, however it is written; the very same text is no syntax error."""
    with pytest.raises(Faults) as refusal:
        inspect(own_query(text, "-"), {})

    assert {fault.key for fault in refusal.value.each()} == {"query-reaches-out"}


def test_our_own_graphs_may_be_named() -> None:
    """But only these, and not by a name that is put together in another way."""
    text = "PREFIX g: <urn:g:> SELECT * FROM <urn:g:a> FROM NAMED g:b { ?s ?p ?o }"
    form = inspect(own_query(text, "-"), {}, ["urn:g:a", "urn:g:b"])

    assert (form.default_graphs, form.named_graphs) == (("urn:g:a",), ("urn:g:b",))
    with pytest.raises(Faults):
        inspect(own_query(text, "-"), {}, ["urn:g:a"])


@pytest.fixture(scope="module")
def listener() -> Iterator[socket.socket]:
    """Somebody who would notice a call."""
    with socket.create_server(("127.0.0.1", 0)) as channel:
        channel.setblocking(False)  # noqa: FBT003 - the library's own
        yield channel


@settings(max_examples=150, deadline=None)
@given(
    text=draw.sampled_from([*SAVED, *VALID]),
    places=draw.lists(
        draw.tuples(draw.floats(0, 1), draw.sampled_from(PIECES)), min_size=1, max_size=4
    ),
)
def test_nothing_that_is_let_through_calls_anybody(
    listener: socket.socket, text: str, places: list[tuple[float, str]]
) -> None:
    """Pieces of what is forbidden, put anywhere into queries: either refused, or harmless."""
    address = f"http://127.0.0.1:{listener.getsockname()[1]}/"
    prefixes = {**project_prefixes(), "s": address}
    for share, piece in places:
        at = _boundary(text, share)
        text = f"{text[:at]} {piece.format(address)} {text[at:]}"
    query = own_query(text, "-")
    try:
        inspect(query, prefixes)
    except Faults:
        return
    found = pyoxigraph.Store().query(query.text, prefixes=prefixes)
    if not isinstance(found, pyoxigraph.QueryBoolean):
        list(found)
    with pytest.raises(BlockingIOError):
        listener.accept()


def _boundary(text: str, share: float) -> int:
    """A place between two words, so far into a text."""
    places = [each.start() for each in re.finditer(r"\b|$", text)]
    return places[min(int(share * len(places)), len(places) - 1)]


def test_no_query_reads_a_file(tmp_path: Path) -> None:
    """Neither by its address, nor as a graph."""
    canary = tmp_path / "canary.ttl"
    canary.write_text("<urn:secret> <urn:secret> <urn:secret> .", encoding="utf-8")
    for text in (
        f"SELECT * FROM <{canary.as_uri()}> {{ ?s ?p ?o }}",
        f"SELECT * FROM NAMED <{canary.as_uri()}> {{ GRAPH ?g {{ ?s ?p ?o }} }}",
        f"LOAD <{canary.as_uri()}>",
        f"SELECT * {{ SERVICE <{canary.as_uri()}> {{ ?s ?p ?o }} }}",
    ):
        with pytest.raises(Faults):
            inspect(own_query(text, "-"), {})
    # A graph that is only asked for is nothing but a name.
    harmless = f"SELECT * {{ GRAPH <{canary.as_uri()}> {{ ?s ?p ?o }} }}"
    inspect(own_query(harmless, "-"), {})
    assert not list(pyoxigraph.Store().query(harmless))  # type: ignore[arg-type]
