"""What an answer can be written as: workbook, Parquet, graphs, charts; and what cannot."""

import csv
import datetime
import json
from collections.abc import Callable
from dataclasses import replace
from io import BytesIO, StringIO
from pathlib import Path
from xml.etree import ElementTree

import pyoxigraph
import pytest
from openpyxl import load_workbook

from kg.errors import Faults
from kg.header import QueryHeader
from kg.load.turtle import parse_turtle, triple
from kg.messages import LANGUAGES, faults_text, of_columns
from kg.query import own_query, run, saved_queries, write
from kg.query.chart import chart_of, written
from kg.query.columns import with_heads
from kg.query.found import Text
from kg.query.rows import Rows
from kg.query.run import run_to_text
from kg.query.tables import columns, value, write_tables
from kg.query.values import is_class
from kg.resources import data_root
from kg.store import Answer, Store, Table
from kg.terms import XSD, Iri, Literal, Term

SAVED = saved_queries(data_root())
AGAIN = "what-to-look-at-again"
TYPED = Table(
    ("n", "d", "b", "mixed", "x"),
    (
        (
            Literal("4", XSD + "integer"),
            Literal("2026-11-23", XSD + "date"),
            Literal("true", XSD + "boolean"),
            Literal("1.5", XSD + "decimal"),
            Iri("urn:x"),
        ),
        (None, None, Literal("false", XSD + "boolean"), Literal("=1+1"), Literal("\x1b[2J")),
    ),
)


def _refused(answer: Answer, form: str) -> str:
    with pytest.raises(Faults) as refusal:
        write_tables(answer, form, {}, "en")
    return faults_text(refusal.value, "en")


def test_a_workbook_is_for_the_eye() -> None:
    """Heads and yes or no in words, numbers and days as such, and nothing is a formula."""
    book = load_workbook(BytesIO(write_tables(TYPED, "xlsx", {}, "nn")))
    (page,) = book.worksheets
    head, first, second = page.iter_rows(values_only=True)

    assert head == TYPED.variables
    assert first == (4, datetime.datetime(2026, 11, 23), "ja", 1.5, "<urn:x>")  # noqa: DTZ001
    assert second == (None, None, "nei", "=1+1", "�[2J")
    assert page["D3"].data_type == "s"
    assert page.freeze_panes == "A2"


def test_columns_have_one_type_each() -> None:
    """Numbers stay numbers; a column of several kinds becomes text, as it was written."""
    assert columns(TYPED) == {
        "n": [4, None],
        "d": [datetime.date(2026, 11, 23), None],
        "b": [True, False],
        "mixed": ["1.5", "=1+1"],
        "x": ["urn:x", "\x1b[2J"],
    }
    assert value(Literal("much", XSD + "integer")) == "much"


def test_a_number_too_large_for_a_column_is_text() -> None:
    """Readers of columns hold whole numbers of 64 bits; the others stand as they were written."""
    huge, usual = "9" * 23, "4"
    table = Table(
        ("huge", "usual", "single"),
        (
            (
                Literal(huge, XSD + "integer"),
                Literal(usual, XSD + "integer"),
                Literal("-INF", XSD + "float"),
            ),
        ),
    )

    assert columns(table) == {"huge": [huge], "usual": [4], "single": [float("-inf")]}


def test_parquet_keeps_types() -> None:
    """Where pyarrow is installed."""
    pytest.importorskip("pyarrow")
    from pyarrow import parquet

    table = parquet.read_table(BytesIO(write_tables(TYPED, "parquet", {}, "en")))

    assert [str(each) for each in table.schema.types] == [
        "int64",
        "date32[day]",
        "bool",
        "string",
        "string",
    ]
    assert table.column("n").to_pylist() == [4, None]


NEVER_IN_XML = "a\x01\x0b\x1f\ufffe\uffffb"


def test_rows_with_what_xml_cannot_hold_are_refused() -> None:
    """With row, column and character; the other forms hold it, and line ends come through."""
    rows = tuple((Literal("a"), Literal(each)) for each in ("b", "x\x0by"))
    table = Table(("n", "m"), rows)
    with pytest.raises(Faults) as refusal:
        write(table, "xml", {}, "en")
    ends = write(Table(("n",), ((Literal("a\r\nb\rc"),),)), "xml", {}, "en")

    assert faults_text(refusal.value, "en").startswith("NS744 Row 2, column “m”, has the character")
    assert "U+000B" in faults_text(refusal.value, "nn")
    assert json.loads(write(table, "json", {}, "en"))["results"]["bindings"][1]["m"]["value"]
    assert ElementTree.fromstring(ends).findtext(".//{*}literal") == "a\r\nb\rc"
    for character in NEVER_IN_XML[1:-1]:
        with pytest.raises(Faults):
            write(Table(("n",), ((Literal(character),),)), "xml", {}, "en")


def test_what_is_only_shown_shows_where_a_character_was() -> None:
    """A workbook and a picture hold a sign for it, and are still XML."""
    table = Table(("word", "n"), ((Literal(NEVER_IN_XML), Literal("1", XSD + "integer")),))
    texts = dict.fromkeys(LANGUAGES, NEVER_IN_XML)
    chart = chart_of(table, QueryHeader("q", texts, texts, {}, chart={"x": "word", "y": "n"}), "en")
    book = load_workbook(BytesIO(write_tables(table, "xlsx", {}, "en")))

    assert book.worksheets[0]["A2"].value == "a�����b"
    assert ElementTree.fromstring(written(chart, "svg")).findtext("{*}title") == "a�����b"


def test_what_is_not_installed_is_asked_for(
    monkeypatch: pytest.MonkeyPatch, portfolio: Store
) -> None:
    """In one line that can be copied."""
    monkeypatch.setattr("kg.query.tables.find_spec", lambda _: None)
    monkeypatch.setattr("kg.query.rows.find_spec", lambda _: None)
    rows = Rows(TYPED, SAVED[AGAIN], portfolio.prefixes, "en")

    assert 'pip install "nestesteg[tables]"' in _refused(TYPED, "parquet")
    for frame in (rows.pandas, rows.polars):
        with pytest.raises(ImportError, match="pip install p"):
            frame()


def test_a_truth_is_no_table_and_rows_are_no_graph() -> None:
    """Each is refused with what it can be written as."""
    yes: Answer = True
    assert "NS521" in _refused(yes, "xlsx")
    for form in ("ttl", "nt", "jsonld"):
        with pytest.raises(Faults) as refusal:
            write(TYPED, form, {}, "en")
        assert faults_text(refusal.value, "en").startswith("NS516")


def test_a_graph_is_the_same_in_every_form(portfolio: Store) -> None:
    """Turtle, N-Triples and JSON-LD hold the same triples."""
    text = "CONSTRUCT { ?s skos:prefLabel ?o } WHERE { ?s a nst:Model ; skos:prefLabel ?o }"
    answer = run(portfolio, own_query(text, "-"), {}, "en")
    assert isinstance(answer, tuple)
    linked = write(answer, "jsonld", portfolio.prefixes, "en")
    read = pyoxigraph.parse(linked, pyoxigraph.RdfFormat.JSON_LD)

    assert {*parse_turtle(write(answer, "ttl", portfolio.prefixes, "en"))} == {*answer}
    assert {*parse_turtle(write(answer, "nt", {}, "en"))} == {*answer}
    assert {triple(each) for each in read} == {*answer}
    assert len(answer) == 9
    assert json.loads(linked)["@context"].keys() == {"id", "skos"}


def test_people_read_heads_and_programs_variables(portfolio: Store) -> None:
    """Ids of parameters left open are for programs; for people the name stands beside."""
    query = SAVED["who-has-which-state"]
    answer = run(portfolio, query, {"state": "state-met"}, "nn")
    shown = with_heads(answer, query, "nn")
    assert isinstance(answer, Table)
    assert isinstance(shown, Table)

    assert shown.variables == ("Aktør", "Kriterium", "Status", "Tilstand", "Vurdert")
    head = next(csv.reader(StringIO(write(answer, "csv", {}, "nn"), newline="")))
    assert tuple(head) == answer.variables
    assert {"actor", "criterion"} < {*head}


def test_every_column_of_a_saved_query_has_a_head(portfolio: Store) -> None:
    """In every language, its own or the shared one, and so has every parameter; none is unused."""
    used = set()
    for name, query in SAVED.items():
        table = run(portfolio, query, {}, "en")
        assert isinstance(table, Table)
        seen = [each for each in table.variables if each not in query.saved.parameters]
        named = [*seen, *query.saved.parameters]
        lacking = {each for each in named if each not in {*query.saved.columns, *of_columns()}}
        assert lacking == set(), name
        assert {*query.saved.columns} <= {*seen}, name
        used |= {each for each in named if each not in query.saved.columns}
    assert {*of_columns()} - used == set()
    assert all({*heads} == {*LANGUAGES} for heads in of_columns().values())


def test_every_declared_chart_can_be_drawn(portfolio: Store) -> None:
    """Its words and its numbers are columns; text and picture say the same."""
    charts = {name: query for name, query in SAVED.items() if query.saved.chart}
    for name, query in charts.items():
        chart = chart_of(run(portfolio, query, {}, "en"), query.saved, "en")
        picture = ElementTree.fromstring(written(chart, "svg"))
        texts = [each.text or "" for each in picture.iter("{http://www.w3.org/2000/svg}text")]

        assert chart.bars, name
        for word, number in chart.bars:
            assert {word, f"{number:g}"} <= {*texts}
            assert word in written(chart, "text")
    assert len(charts) > 5


def test_a_chart_as_people_see_it(portfolio: Store, golden: Callable[[str, str], None]) -> None:
    """Text and SVG, judged by eye."""
    query = SAVED["reasons-behind-the-advice"]
    chart = chart_of(run(portfolio, query, {}, "nb"), query.saved, "nb")

    golden("charts/reasons.txt", written(chart, "text"))
    golden("charts/reasons.svg", written(chart, "svg"))


def test_what_declares_no_chart_is_not_drawn(portfolio: Store) -> None:
    """Nor is a query of one's own."""
    for query in (SAVED[AGAIN], own_query("SELECT ?x { ?x a nst:Model }", "-")):
        with pytest.raises(Faults) as refusal:
            chart_of(run(portfolio, query, {}, "en"), query.header, "en")
        assert [fault.key for fault in refusal.value.each()] == ["chart-undeclared"]


def test_a_chart_of_columns_that_are_not_there_is_refused() -> None:
    """Told with the columns there are; and what is no number has no bar."""
    texts = dict.fromkeys(LANGUAGES, "a")
    header = QueryHeader("q", texts, texts, {}, chart={"x": "mixed", "y": "many"})
    with pytest.raises(Faults) as refusal:
        chart_of(TYPED, header, "en")
    chart = chart_of(TYPED, replace(header, chart={"x": "mixed", "y": "n"}), "en")

    assert [fault.allowed for fault in refusal.value.each()] == [TYPED.variables]
    assert chart.bars == (("1.5", 4), ("=1+1", 0))


def test_rows_are_a_table_in_a_notebook(portfolio: Store) -> None:
    """What somebody wrote in an assessment cannot become markup."""
    cells: tuple[tuple[Term | None, ...], ...] = ((Literal("<b>a & b</b>"), None),)
    rows = Rows(Table(("name", "months"), cells), SAVED[AGAIN], portfolio.prefixes, "en")

    assert "<td>&lt;b&gt;a &amp; b&lt;/b&gt;</td><td></td>" in rows._repr_html_()
    assert rows[0] == {"name": "<b>a & b</b>", "months": None}
    assert len(rows) == 1
    assert str(rows).startswith("Actor")


ODD = """
1, 1.5, 1e3, true, "", "a\\tb\\n\\"q\\\\ \\r", "nb"@nb, <urn:a>, "x"^^xsd:long, "abc"^^xsd:integer,
"-5"^^xsd:integer, "INF"^^xsd:double, "1.5"^^xsd:float,
"2026-01-01"^^xsd:date, "yesterday"^^xsd:date, "\\u000b", 1.0
"""


@pytest.mark.parametrize(
    "text",
    [
        "SELECT ?o { ?s ?p ?o }",
        "SELECT ?o { ?s ?p ?o FILTER(ISNUMERIC(?o)) }",
        "SELECT ?o { ?s ?p ?o FILTER(DATATYPE(?o) = <http://www.w3.org/2001/XMLSchema#integer>) }",
        "SELECT ?a ?b { {} UNION { BIND(0 AS ?b) } UNION { BIND(2.5 AS ?b) BIND(<urn:x> AS ?a) } }",
        "SELECT * { {} UNION {} }",
        "SELECT ?n { BIND(9223372036854775807 AS ?n) } ORDER BY ?n",
        "SELECT ?n { VALUES ?n { 9223372036854775808 -1 } }",
        "SELECT ?a { ?a <urn:absent> ?b }",
    ],
)
def test_rows_as_text_say_what_rows_of_terms_do(text: str) -> None:
    """Whatever stands in the cells, and if there are no rows or no columns."""
    store = pyoxigraph.Store()
    prefix = "PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>"
    store.update(f"{prefix} INSERT DATA {{ <urn:s> <urn:p> {ODD} }}")
    asked = Store(store, {})
    found, table = run_to_text(asked, own_query(text, "-"), {}, "nb"), asked.select(text)

    assert isinstance(found, Text)
    assert repr(found.columns()) == repr(columns(table))
    assert (found.table, found.variables, len(found)) == (
        table,
        table.variables,
        len(table.rows),
    )


def test_every_saved_query_says_the_same_as_text(portfolio: Store) -> None:
    """By column, and as terms."""
    for query in SAVED.values():
        found, table = run_to_text(portfolio, query, {}, "nn"), run(portfolio, query, {}, "nn")
        assert isinstance(found, Text)
        assert isinstance(table, Table)
        assert (found.columns(), found.table) == (columns(table), table)


def test_a_parameter_has_the_type_of_its_default(portfolio: Store, tmp_path: Path) -> None:
    """A number, a day in either form; a class may be left open."""
    texts = "{nb: a, nn: b, en: c}"
    (tmp_path / "queries" / "a").mkdir(parents=True)
    (tmp_path / "queries" / "a" / "q.rq").write_text(
        f"#+ id: q\n#+ label: {texts}\n#+ description: {texts}\n"
        "#+ parameters: {n: 12, d: 2026-01-02, m: nst:Model}\n"
        "SELECT ?n ?d ?m ?also { ?m a nst:Model BIND(CONCAT(STR(?n), STR(?d)) AS ?also) }\n",
        encoding="utf-8",
    )
    query = saved_queries(tmp_path)["q"]

    def also(**given: str) -> list[str]:
        table = run(portfolio, query, given, "en")
        assert isinstance(table, Table)
        return [str(row[-1]) for row in table.rows]

    assert also() == ['"122026-01-02"'] * 3
    assert also(n="007", d="3.1.2026", m="extended") == ['"72026-01-03"']
    for wrong in ({"n": "many"}, {"n": "٣"}, {"d": "4"}, {"m": "six"}):
        with pytest.raises(Faults) as refusal:
            also(**wrong)
        assert [fault.key for fault in refusal.value.each()] == ["parameter-value"]
    assert is_class(query.saved.parameters["m"])
