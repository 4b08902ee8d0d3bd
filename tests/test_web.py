"""The web pages, asked through the application itself."""

import json
import re
import socket
import subprocess
import sys
import urllib.request
from argparse import Namespace
from html import unescape
from html.parser import HTMLParser

import pytest
from starlette.testclient import TestClient

from kg.cli.serve import address, listening, port
from kg.cli.serve import run as serve
from kg.errors import Faults
from kg.header import QueryHeader
from kg.load import Knowledge
from kg.messages import LANGUAGES, faults_text, text, themes
from kg.query import Query, by_theme, own_query, saved_queries
from kg.resources import data_root
from kg.store import Store
from kg.web.app import create_app, service_of

PAGE = {"Accept": "text/html"}
SAVED = saved_queries(data_root())


@pytest.fixture(scope="module")
def client(knowledge: Knowledge) -> TestClient:
    """A client of the application over the project's knowledge."""
    return TestClient(create_app(service_of(Store.of(knowledge.graph), SAVED)))


class Tags(HTMLParser):
    """The elements of a page, with their attributes."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Keeps an element."""
        self.found.append((tag, dict(attrs)))


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_list_has_every_saved_query_below_its_theme(client: TestClient, language: str) -> None:
    """With its question in the language asked for; each theme has a name in every language."""
    page = client.get("/queries", params={"lang": language}).text
    groups = by_theme(SAVED, themes())

    assert f'<html lang="{language}">' in page
    assert all(f'href="/queries/{name}?lang={language}"' in page for name in SAVED)
    assert [*groups] == [*themes()]
    assert re.findall(r'<h2 id="([a-z-]+)">', page) == [*groups]
    assert all(f">{names[language]}</h2>" in page for names in themes().values())


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_start_tells_what_is_here(client: TestClient, language: str) -> None:
    """Each theme, a question that works as it stands, the forms, the documents."""
    page = client.get("/", params={"lang": language}).text
    (written,) = re.findall(r"<textarea[^>]*>([^<]*)</textarea>", page)
    found = client.get("/sparql.csv", params={"query": unescape(written)})

    assert all(f'href="/queries?lang={language}#{theme}"' in page for theme in themes())
    assert found.text.count("\r\n") > 7
    assert text("web-start-title", language) in page
    assert all(each in page for each in ("CSV", "Turtle", "/sparql", "/.well-known/void"))
    assert f'href="/ontology/{language}/index.html"' in page


def test_the_list_is_searched_without_scripts(client: TestClient) -> None:
    """By words in the question or what it is about; what is not found is told, with a near word."""
    found = client.get("/queries?q=design+numbers&lang=en").text
    none = client.get("/queries?q=startlon&lang=nb").text

    assert "/queries/design-numbers?lang=en" in found
    assert found.count('href="/queries/') < 5
    assert 'role="alert"' in none
    assert 'value="startlon"' in none
    assert f'value="{"x " * 50}"' in client.get("/queries", params={"q": "x " * 5000}).text


@pytest.mark.parametrize(
    ("path", "accepted", "expected"),
    [
        ("/", "", "nb"),
        ("/", "nn-NO, en;q=0.5", "nn"),
        ("/", "fr", "nb"),
        ("/", "en;q=0, nn;q=x", "nb"),
        ("/?lang=en", "nn", "en"),
        ("/?lang=fr", "nn", "nn"),
    ],
)
def test_the_language_is_that_of_the_address_or_the_browser(
    client: TestClient, path: str, accepted: str, expected: str
) -> None:
    """Bokmål without either."""
    page = client.get(path, headers={"Accept-Language": accepted})

    assert f'<html lang="{expected}">' in page.text
    assert "Accept-Language" in page.headers["vary"]


@pytest.mark.parametrize("name", SAVED)
def test_every_saved_query_has_a_page_a_sheet_and_a_file(client: TestClient, name: str) -> None:
    """HTML, CSV and JSON tell the same number of rows; a page without rows says so."""
    page = client.get(f"/queries/{name}").text
    sheet = client.get(f"/queries/{name}.csv")
    rows = client.get(f"/queries/{name}.json").json()["results"]["bindings"]

    assert page == client.get(f"/queries/{name}.html").text
    assert page.count("<tr>") == (len(rows) + 1 if rows else 0)
    assert (text("no-rows-found", "nb") in page) == (rows == [])
    assert sheet.text.count("\r\n") == len(rows) + 1
    assert sheet.headers["content-type"] == "text/csv; charset=utf-8"


def test_a_parameter_is_given_in_the_address(client: TestClient) -> None:
    """The form shows the value that was asked for."""
    page = client.get("/queries/criteria-of-a-model?model=nou-2011&lang=en").text

    assert page.count("<tr>") == 6
    assert re.findall(r'<option value="([^"]*)" selected="">([^<]+)</option>', page) == [
        ("nou-2011", "the five of NOU 2011: 15")
    ]
    assert '<label for="param-model">Model</label>' in page
    assert 'href="/queries/criteria-of-a-model.csv?model=nou-2011&amp;lang=en"' in page


@pytest.mark.parametrize(
    ("path", "status", "number"),
    [
        ("/queries/design-number", 404, "NS714"),
        ("/queries/design-number.csv", 404, "NS714"),
        ("/sparql?query=&query=", 400, "NS725"),
        ("/queries/criteria-of-a-model?model=six", 400, "NS513"),
        ("/queries/criteria-of-a-model.json?modl=six", 400, "NS512"),
        ("/queries/criteria-of-a-model?model=extended&model=nou-2011", 400, "NS715"),
        ("/queries/criteria-of-a-model?model=%3Cscript%3E", 400, "NS513"),
    ],
)
def test_a_fault_is_a_problem_document(
    client: TestClient, path: str, status: int, number: str
) -> None:
    """With the words of the command line, in the language asked for."""
    answer = client.get(path, headers={"Accept-Language": "en"})

    assert answer.status_code == status
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["status"] == status
    assert answer.json()["detail"].startswith(number)


@pytest.mark.parametrize("path", ["/", "/queries/criteria-of-a-model", "/nowhere", "/health"])
def test_nothing_from_outside_can_run(client: TestClient, path: str) -> None:
    """Each answer forbids scripts, and no page refers to anything but our own."""
    answer = client.get(path)
    links = re.findall(r'(?:href|src|action)="([^"]*)"', answer.text)

    assert answer.headers["content-security-policy"].startswith("default-src 'none';")
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert all(link.startswith(("/", "#")) and not link.startswith("//") for link in links)


@pytest.mark.parametrize("path", ["/", "/queries", "/sparql", "/queries/criteria-of-a-model"])
def test_the_markup_says_what_is_what(client: TestClient, path: str) -> None:
    """One heading, one main part, a title, a label for each field, scopes in tables."""
    tags = Tags(client.get(path, headers=PAGE).text).found
    names = [name for name, _ in tags]
    boxes = {"select", "textarea", "input"}
    found = [attributes for name, attributes in tags if name in boxes]
    fields = {each["id"] for each in found if each.get("type") != "hidden"}

    assert [names.count(each) for each in ("h1", "main", "title")] == [1, 1, 1]
    assert all(attributes.get("aria-label") for name, attributes in tags if name == "nav")
    assert {attributes["for"] for name, attributes in tags if name == "label"} == fields
    assert all(attributes.get("scope") == "col" for name, attributes in tags if name == "th")
    assert names.count("table") == names.count("caption")


def test_a_chart_stands_beside_its_table(client: TestClient) -> None:
    """As a picture of its own with words in it; a query that declares none has none."""
    page = client.get("/queries/reasons-that-count-most?lang=en").text
    (source,) = re.findall(r'<img src="([^"]*)" alt="[^"]+">', page)
    picture = client.get(unescape(source))
    absent = client.get("/queries/criteria-of-a-model.svg")

    assert picture.headers["content-type"] == "image/svg+xml"
    assert "<title" in picture.text
    assert "<desc" in picture.text
    assert (absent.status_code, "<img" in client.get("/queries/design-numbers").text) == (
        404,
        False,
    )


@pytest.mark.parametrize("name", ["barriers-of-a-criterion", "what-a-standing-means"])
def test_the_text_of_a_query_can_be_changed_and_asked(client: TestClient, name: str) -> None:
    """It is shown as it was asked, and finds the same."""
    page = client.get(f"/queries/{name}?lang=nn").text
    (address,) = re.findall(r'href="(/sparql[?]query=[^"]*)"', page)
    own = client.get(unescape(address).replace("/sparql?", "/sparql.json?")).json()
    saved = client.get(f"/queries/{name}.json?lang=nn").json()

    assert "<pre" in page
    assert len(own["results"]["bindings"]) == len(saved["results"]["bindings"]) > 1


def test_an_answer_has_links_to_each_of_its_forms(client: TestClient) -> None:
    """Rows in the forms of rows, triples in those of triples; another ending is refused."""
    rows, triples = "SELECT ?s { ?s a nst:Criterion }", "DESCRIBE id:anchoring"
    pages = [
        client.get("/sparql", params={"query": each}, headers=PAGE).text for each in (rows, triples)
    ]
    found = [re.findall(r'href="(/sparql[.](\w+)[?][^"]*)"', page) for page in pages]

    assert [[form for _, form in each] for each in found] == [
        ["xlsx", "csv", "tsv", "json", "xml"],
        ["ttl", "nt", "jsonld", "rdf"],
    ]
    for each in (*found[0], *found[1]):
        assert client.get(unescape(each[0])).status_code == 200
    assert client.get("/sparql.html?query=ASK{}").status_code == 400


def test_what_is_said_of_a_thing_stands_in_tables(client: TestClient) -> None:
    """What it is, and where it is mentioned, by its name; texts of another language are marked."""
    page = client.get("/id/anchoring.html?lang=nn").text

    assert "<h1>Dette er sagt om forankring" in page
    assert page.count("<table>") == page.count('class="scroll" role="region"') == 2
    assert '<td lang="en">' in page
    assert '<td lang="nn">' not in page
    assert 'href="/id/anchoring.jsonld?lang=nn"' in page


def test_text_is_escaped(knowledge: Knowledge) -> None:
    """Neither a header nor a cell can hold markup."""
    evil = "<script>alert(1)</script>"
    texts = dict.fromkeys(LANGUAGES, evil)
    query = Query(f'SELECT ("{evil}" AS ?a) {{}}', "evil.rq", QueryHeader("evil", texts, texts, {}))
    client = TestClient(create_app(service_of(Store.of(knowledge.graph), {"evil": query})))

    pages = "".join(client.get(path).text for path in ("/", "/queries", "/queries/evil"))

    assert "<script" not in pages
    assert pages.count("&lt;script&gt;") >= 5


def test_a_query_that_may_not_run_stops_the_application(knowledge: Knowledge) -> None:
    """It is refused before anybody can ask."""
    query = own_query("SELECT * { SERVICE <http://127.0.0.1:1/> { ?x a ?y } }", "a.rq")

    with pytest.raises(Faults):
        service_of(Store.of(knowledge.graph), {"a": query})


def test_the_service_says_that_it_is_there(client: TestClient) -> None:
    """For whoever watches it; and the style sheet is ours."""
    assert client.get("/health").json() == {"status": "ok"}
    assert client.get("/style.css").headers["content-type"].startswith("text/css")


def test_it_listens_on_this_machine_only_and_says_where() -> None:
    """On a free port; it stops when it is told to."""
    command = [sys.executable, "-m", "kg", "serve", "--port", "0", "--lang", "en"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, encoding="utf-8") as service:
        try:
            assert service.stdout
            told = service.stdout.readline()
            found = re.search(r"http://127\.0\.0\.1:\d+/", told)
            assert found, told
            with urllib.request.urlopen(f"{found[0]}health", timeout=10) as answer:  # noqa: S310
                assert json.load(answer) == {"status": "ok"}
        finally:
            service.terminate()


def test_what_is_not_installed_is_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    """With the command that installs it."""
    monkeypatch.setattr("kg.cli.serve.find_spec", lambda name: None if name == "uvicorn" else name)

    with pytest.raises(Faults) as refusal:
        serve(Namespace())

    assert 'pip install "nestesteg[serve]"' in faults_text(refusal.value, "en")
    assert "uvicorn" in faults_text(refusal.value, "en")


def test_a_port_that_is_taken_is_refused() -> None:
    """In words."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        number = taken.getsockname()[1]

        with pytest.raises(Faults) as refusal:
            listening("127.0.0.1", number)

    assert refusal.value.each()[0].key == "port-taken"


def test_a_port_is_a_number_a_port_can_have() -> None:
    """From 0, which means any free one."""
    assert port("0") == 0
    for word in ("-1", "65536", "http"):
        with pytest.raises(Faults):
            port(word)


def test_an_address_is_written_as_a_browser_wants_it() -> None:
    """The newer kind stands in brackets."""
    with listening("127.0.0.1", 0) as channel:
        assert address(channel) == f"http://127.0.0.1:{channel.getsockname()[1]}/"


def test_a_page_can_only_be_read(client: TestClient) -> None:
    """Another method is refused in the reader's language, with those that are allowed."""
    answer = client.post("/", headers={"Accept-Language": "nn"})

    assert (answer.status_code, {*answer.headers["allow"].split(", ")}) == (405, {"GET", "HEAD"})
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["detail"].startswith("NS716 Sidene her kan berre lesast.")
