"""Answers as workbooks and Parquet, and forms by their names."""

from io import BytesIO
from urllib.parse import urlencode

import openpyxl
import pytest
from starlette.testclient import TestClient

from kg.load import Knowledge
from kg.pool import Limits
from kg.query import saved_queries
from kg.resources import data_root
from kg.store import Store
from kg.web.app import create_app, service_of

QUERY = "SELECT (1 AS ?n) ('=1+1' AS ?t) {}"
SAVED = "criteria-of-a-model"


@pytest.fixture(scope="module")
def client(knowledge: Knowledge) -> TestClient:
    """A client of the application over the project's knowledge."""
    saved = {SAVED: saved_queries(data_root())[SAVED]}
    return TestClient(create_app(service_of(Store.of(knowledge.graph), saved)))


def cells(body: bytes) -> list[tuple[object, ...]]:
    """The rows of a workbook."""
    return [*openpyxl.load_workbook(BytesIO(body)).worksheets[0].iter_rows(values_only=True)]


def test_an_answer_is_a_workbook(client: TestClient) -> None:
    """Numbers are numbers, what looks like a formula is text; it has a name and a tag."""
    path = f"/sparql.xlsx?{urlencode({'query': QUERY})}"
    answer = client.get(path)
    again = client.get(path, headers={"If-None-Match": answer.headers["etag"]})

    assert cells(answer.content) == [("n", "t"), (1, "=1+1")]
    assert answer.headers["content-disposition"] == 'attachment; filename="answer.xlsx"'
    assert "spreadsheetml" in answer.headers["content-type"]
    assert again.status_code == 304


def test_a_saved_query_is_a_workbook_with_heads(client: TestClient) -> None:
    """In the language that is asked for, and as many rows as the CSV has."""
    rows = cells(client.get(f"/queries/{SAVED}.xlsx?lang=nn").content)
    lines = client.get(f"/queries/{SAVED}.csv").text.splitlines()

    assert len(rows) == len(lines) > 5
    assert rows[0] != tuple(lines[0].split(","))


def test_what_is_no_table_is_no_workbook(client: TestClient) -> None:
    """A truth, and what takes longer than it may; both are told."""
    told = client.get(f"/sparql.xlsx?{urlencode({'query': 'ASK {}'})}")
    late = service_of(Store.of_graphs({}, {}), {}, limits=Limits(seconds=1e-6))
    slow = TestClient(create_app(late)).get(f"/sparql.xlsx?{urlencode({'query': QUERY})}")

    assert (told.status_code, told.json()["numbers"]) == (406, ["NS521"])
    assert (slow.status_code, slow.json()["numbers"]) == (408, ["NS531"])


def test_a_page_offers_a_workbook_first(client: TestClient) -> None:
    """And says what CSV is not for."""
    page = client.get(f"/queries/{SAVED}?lang=en", headers={"Accept": "text/html"}).text

    assert page.index(f"/queries/{SAVED}.xlsx") < page.index(f"/queries/{SAVED}.csv")
    assert "Choose Excel for spreadsheets." in page


@pytest.mark.parametrize(
    ("form", "media"),
    [
        ("csv", "text/csv"),
        ("text/csv", "text/csv"),
        ("XML", "application/sparql-results+xml"),
        ("application/sparql-results+json", "application/sparql-results+json"),
    ],
)
def test_a_form_goes_by_its_name(client: TestClient, form: str, media: str) -> None:
    """For programs that can send no header; short, or as a media type."""
    found = client.get(f"/sparql?{urlencode({'query': QUERY, 'format': form})}")

    assert found.headers["content-type"].startswith(media)


def test_a_form_by_its_name_in_what_is_sent(client: TestClient) -> None:
    """By POST too; a form there is not is refused with those there are."""
    sent = client.post("/sparql", data={"query": QUERY, "format": "csv"})
    posted = client.post("/sparql.csv", data={"query": QUERY})
    wrong = client.get(f"/sparql?{urlencode({'query': QUERY, 'format': 'pdf'})}")

    assert sent.text == posted.text == "n,t\r\n1,=1+1\r\n"
    assert (wrong.status_code, wrong.json()["numbers"]) == (400, ["NS732"])
    assert "xlsx" in wrong.json()["detail"]


def test_a_form_of_rows_means_one_of_triples_too(client: TestClient) -> None:
    """As clients that say it in the address mean it, under the names they use."""
    query = "CONSTRUCT { <urn:a> <urn:b> <urn:c> } {}"
    found = [
        client.get(f"/sparql?{urlencode({'query': query, 'format': form})}").headers["content-type"]
        for form in ("json", "xml", "turtle", "json-ld")
    ]

    assert [each.partition(";")[0] for each in found] == [
        "application/ld+json",
        "application/rdf+xml",
        "text/turtle",
        "application/ld+json",
    ]


@pytest.mark.parametrize("path", ["/sparql?query=", "/sparql?query=%20", "/sparql.csv"])
def test_no_query_is_no_query(client: TestClient, path: str) -> None:
    """An empty one is not taken for none at all."""
    assert client.get(path).json()["numbers"] == ["NS725"]
    assert client.post("/sparql", data={"query": ""}).status_code == 400


@pytest.mark.parametrize(
    "term", ["<<( <urn:a> <urn:b> <urn:c> )>>", 'STRLANGDIR("a", "ar", "rtl")']
)
def test_what_only_rdf_12_has_is_shown(client: TestClient, term: str) -> None:
    """On a page, in files, and refused by number where a form has no words for it."""
    rows = urlencode({"query": f"SELECT ({term} AS ?x) {{}}"})
    graph = {"query": f"CONSTRUCT {{ <urn:s> <urn:p> ?x }} {{ BIND({term} AS ?x) }}"}
    page = client.get(f"/sparql?{rows}", headers={"Accept": "text/html"})
    files = [client.get(f"/sparql.{form}?{rows}") for form in ("csv", "json", "xml", "xlsx")]
    turtle, linked = (
        client.get(f"/sparql.{form}?{urlencode(graph)}") for form in ("ttl", "jsonld")
    )

    assert [each.status_code for each in (page, turtle, *files)] == [200] * 6
    if term.startswith("<<"):
        assert (linked.status_code, linked.json()["numbers"]) == (406, ["NS742"])


def test_what_xml_cannot_hold_is_not_acceptable(client: TestClient) -> None:
    """Told as such to who asked for XML; a program can ask again for another form."""
    query = urlencode({"query": "SELECT ('\x01' AS ?a) {}"})
    told, rows = client.get(f"/sparql.xml?{query}"), client.get(f"/sparql.json?{query}")

    assert (told.status_code, told.json()["numbers"]) == (406, ["NS744"])
    assert rows.json()["results"]["bindings"][0]["a"]["value"] == "\x01"


def test_limits_are_part_of_what_an_answer_is(knowledge: Knowledge) -> None:
    """The same question with other limits has another tag."""
    store, path = Store.of(knowledge.graph), f"/sparql?{urlencode({'query': QUERY})}"
    tags = {
        TestClient(create_app(service_of(store, {}, limits=Limits(rows=rows))))
        .get(path)
        .headers["etag"]
        for rows in (100, 10_000)
    }

    assert len(tags) == 2
