"""Characters that are written as their numbers: which are read, and what others read."""

import re

import pyoxigraph
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.errors import Faults
from kg.query import inspect, own_query, run
from kg.query.escapes import in_one_reading
from kg.query.inspect import look, unanswered
from kg.query.put_in import put_in
from kg.store import Store, Table
from kg.terms import Iri, Literal, Term

NUMBER = re.compile(r"\\(?:u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8}))")
NOWHERE = Store.of_graphs({}, {})


def ask(text: str) -> tuple[Term | None, ...]:
    """The first row of an answer over no data."""
    table = run(NOWHERE, own_query(text, "-"), {}, "en")
    assert isinstance(table, Table)
    return table.rows[0]


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        (r'"\U00000061\u0062\U0001F47E"', "ab👾"),
        (r"'\u0061\U00000062'", "ab"),
        (r'"""\u0022\u0022\u0022"""', '"""'),
        (
            r'"a\u0009\u000A\u000D\u0008\u000B\u000C\u0022\u0027\u005Ca"',
            "a\t\n\r\b\v\f\"'\\a",
        ),
        (r'"\u005Cu0061"', r"\u0061"),
        (r'"\\u0061"', r"\u0061"),
        (r'"\\\u0061"', r"\a"),
        (r'"\u005Cn"', r"\n"),
        (r"'\uD7FF\uE000\U0010FFFF'", "\ud7ff\ue000\U0010ffff"),
        (r"<http://example/\u0061\U000000E5>", Iri("http://example/aå")),
        ("e:x", Iri("urn:å:x")),
    ],
)
def test_a_number_stands_for_its_character(written: str, meant: str | Iri) -> None:
    """In texts and IRIs, as SPARQL 1.2 has it (the W3C's codepoint-escapes, 05 to 09)."""
    (found,) = ask(rf"PREFIX e: <urn:\u00E5:> SELECT ({written} AS ?x) {{}} # \u0000 \uD800")

    assert found == (meant if isinstance(meant, Iri) else Literal(meant))


@pytest.mark.parametrize(
    ("text", "key"),
    [
        (r"\u0041\u0053\u004B\u0020\u007B\u007D", "query-escape"),
        (r"S\u0045LECT * {}", "query-escape"),
        (r"PREFIX n\u0073: <urn:n> SELECT * {}", "query-escape"),
        (r"PREFIX ns: <urn:n> SELECT * { ?s ?p ns:id\u005c=123 }", "query-escape"),
        (r"SELECT ?v\u0061r { ?s ?p ?o }", "query-escape"),
        (r"SELECT * { ?s ?p '''\uD83C''' }", "no-such-character"),
        (r"SELECT * { ?s ?p <urn:\uD83C\uDCA1> }", "no-such-character"),
        (r"SELECT * { ?s ?p <urn:\U00110000> }", "no-such-character"),
        (r"SELECT * { ?s ?p <urn:\u003E> }", "character-in-iri"),
        (r"SELECT * { ?s ?p <urn:\u00E> }", "unknown-escape"),
        (r"SELECT * { ?s ?p 'a\U0001F60' }", "unknown-escape"),
        (r"SELECT * { ?s ?p '''it's a\q''' }", "unknown-escape"),
        (r'SELECT * { ?s ?p """a "b" ""\u12""" }', "unknown-escape"),
    ],
)
def test_an_escape_where_none_may_stand_is_refused(text: str, key: str) -> None:
    """As SPARQL 1.2 has it (codepoint-escapes and surrogate-escapes, bad), at the escape itself."""
    with pytest.raises(Faults) as refusal:
        inspect(own_query(text, "-"), {})
    fault = refusal.value.each()[0]

    assert fault.key == key
    assert fault.place is not None
    assert text[fault.place.column - 1] == "\\"


def test_an_escape_in_a_text_of_many_lines_is_refused_in_its_line() -> None:
    """A text between three quotation marks may hold single ones, and lines."""
    with pytest.raises(Faults) as refusal:
        inspect(own_query("SELECT * { ?s ?p '''a 'b'\n\\q''' }", "-"), {})

    assert [(fault.key, str(fault.place)) for fault in refusal.value.each()] == [
        ("unknown-escape", "-:2:1")
    ]


def test_a_graph_may_be_named_by_numbers() -> None:
    """And is the same graph, which may or may not be ours."""
    text = r"PREFIX g: <urn:\u0067:> SELECT * FROM <urn:g:\u0061> FROM NAMED g:b { ?s ?p ?o }"
    form = look(own_query(text, "-"), {}, ["urn:g:a", "urn:g:b"])

    assert (form.default_graphs, form.named_graphs) == (("urn:g:a",), ("urn:g:b",))


@pytest.mark.parametrize("name", [r"<urn:ne\u0061r>", "<urn:near>", "x:near"])
def test_a_function_is_found_where_it_is_named(name: str) -> None:
    """However it is."""
    query = own_query(rf"PREFIX x: <urn:> SELECT ({name}('\u0061') AS ?a) {{}}", "-")
    told = unanswered(query, RuntimeError("The custom function <urn:near> is not supported"))

    assert [str(fault.place) for fault in told.each()] == ["-:1:26"]
    with pytest.raises(Faults, match="input refused") as refusal:
        inspect(query, {})
    assert [fault.key for fault in refusal.value.each()] == ["query-function"]


def of_turtle(token: str) -> str:
    """What a text means to those who find its end first."""
    (quad,) = pyoxigraph.parse(f"<urn:s> <urn:p> {token} .", format=pyoxigraph.RdfFormat.TURTLE)
    assert isinstance(quad.object, pyoxigraph.Literal)
    return quad.object.value


def put_first(token: str) -> str:
    """What a text becomes for those who put characters in first (SPARQL 1.1, section 19.2)."""
    return NUMBER.sub(lambda found: chr(int(found[1] or found[2], 16)), token)


def put_first_after_pairs(token: str) -> str:
    """The same for those who take two backslashes for one before that."""
    return re.sub(
        rf"{NUMBER.pattern}|\\.",
        lambda found: put_first(found[0]),
        token,
        flags=re.DOTALL,
    )


PIECES = [r"\u0022", r"\u0027", r"\u005C", r"\u000A", r"\U0000005c", r"\u0041", r"\\", r"\n", r"\'"]


@given(st.lists(st.sampled_from([*PIECES, *"uU0041#} "])).map("".join), st.sampled_from("'\""))
def test_what_others_are_sent_has_one_reading(inside: str, quote: str) -> None:
    """It means to all of them what it means to us."""
    token = f"{quote}{inside.replace(quote, '')}{quote}"
    try:
        meant = of_turtle(token)
    except SyntaxError:  # an escape there is not
        return
    sent = in_one_reading(token)

    assert of_turtle(sent) == meant
    assert of_turtle(put_first(sent)) == meant
    assert of_turtle(put_first_after_pairs(sent)) == meant


def test_nothing_comes_out_of_hiding_elsewhere() -> None:
    """Neither from a text, a value put in, nor a comment."""
    call = "} SERVICE <http://127.0.0.1:1/> { ?a ?b ?c } #"
    text = rf'SELECT ?x ?z {{ ?x ?y "\u0022 {call}", "\\u0022", ?z # \u000A {call}' + "\n}"
    sent = put_in(text, {"z": Literal(rf"\u0022 {call}")})

    inspect(own_query(put_first(sent), "-"), {})
    with pytest.raises(Faults):
        inspect(own_query(put_first(text), "-"), {})
