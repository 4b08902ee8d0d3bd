"""The SPARQL 1.1 Protocol, as the cases of its test suite have it, asked of the application itself.

The cases are those of https://www.w3.org/2009/sparql/docs/tests/data-sparql11/protocol/ that a
service without updates can be asked, under the names they have there, and a few of our own.
"""

from urllib.parse import urlencode

import pytest
from starlette.testclient import TestClient

from kg.pool import Limits
from kg.store import Store
from kg.terms import Iri, Literal, Triple
from kg.web.again import Again
from kg.web.app import create_app, service_of
from kg.web.gate import Gate
from kg.web.tally import Tally

G1, G2 = "urn:g:1", "urn:g:2"
FORM = {"Content-Type": "application/x-www-form-urlencoded"}
DIRECT = {"Content-Type": "application/sparql-query"}
JSON = "application/sparql-results+json"
SELECT, ASK = "SELECT ?s { ?s ?p ?o }", "ASK { ?s ?p ?o }"
UUID = "SELECT (UUID() AS ?a) {}"


def fact(name: str) -> Triple:
    """A statement of a thing."""
    return Triple(Iri(f"urn:x:{name}"), Iri("urn:x:p"), Literal(name))


@pytest.fixture(scope="module")
def client() -> TestClient:
    """A client of an application over two graphs of a fact each."""
    store = Store.of_graphs({Iri(G1): [fact("a")], Iri(G2): [fact("b")]}, {"x": "urn:x:"})
    service = service_of(store, {}, limits=Limits(rows=5, query_bytes=2000))
    return TestClient(create_app(service), raise_server_exceptions=False)


def found(answer: object) -> set[str]:
    """The things an answer names, by the ends of their IRIs."""
    rows = answer.json()["results"]["bindings"]  # type: ignore[attr-defined]
    return {row["s"]["value"].removeprefix("urn:x:") for row in rows}


@pytest.mark.parametrize(
    ("name", "method", "address", "headers", "body"),
    [
        ("query_get", "GET", f"/sparql?{urlencode({'query': ASK})}", {}, ""),
        ("query_post_form", "POST", "/sparql", FORM, urlencode({"query": ASK})),
        ("query_post_direct", "POST", "/sparql", DIRECT, ASK),
        (
            "a charset",
            "POST",
            "/sparql",
            {"Content-Type": f"{DIRECT['Content-Type']}; charset=UTF-8"},
            ASK,
        ),
        ("another parameter", "GET", f"/sparql?{urlencode({'query': ASK, 'timeout': 5})}", {}, ""),
    ],
)
def test_a_query_is_taken(
    client: TestClient, name: str, method: str, address: str, headers: dict[str, str], body: str
) -> None:
    """In each of the three ways."""
    answer = client.request(method, address, headers=headers, content=body)

    assert (name, answer.status_code, answer.json()) == (name, 200, {"head": {}, "boolean": True})


@pytest.mark.parametrize(
    ("name", "method", "address", "headers", "body", "status"),
    [
        ("bad_query_method", "PUT", f"/sparql?{urlencode({'query': ASK})}", {}, "", 405),
        (
            "bad_multiple_queries",
            "GET",
            "/sparql?query=ASK%20%7B%7D&query=ASK%20%7B%7D",
            {},
            "",
            400,
        ),
        ("bad_query_wrong_media_type", "POST", "/sparql", {"Content-Type": "text/plain"}, ASK, 415),
        ("bad_query_missing_form_type", "POST", "/sparql", {}, urlencode({"query": ASK}), 415),
        ("bad_query_missing_direct_type", "POST", "/sparql", {}, ASK, 415),
        (
            "bad_query_non_utf8",
            "POST",
            "/sparql",
            {"Content-Type": f"{DIRECT['Content-Type']}; charset=UTF-16"},
            "ASK {}",
            400,
        ),
        ("bad bytes", "POST", "/sparql", DIRECT, b"ASK { ?s ?p '\xe5' }", 400),
        ("bad bytes in a form", "POST", "/sparql", FORM, b"query=%E5", 400),
        ("bad bytes in an address", "GET", "/sparql?query=%E5", {}, "", 400),
        ("bad_query_syntax", "GET", f"/sparql?{urlencode({'query': 'ASK {'})}", {}, "", 400),
        ("no query", "POST", "/sparql", FORM, "a=b", 400),
        ("an update in a form", "POST", "/sparql", FORM, urlencode({"update": "CLEAR ALL"}), 400),
        ("an update as a query", "POST", "/sparql", DIRECT, "CLEAR ALL", 400),
        (
            "an update of its own kind",
            "POST",
            "/sparql",
            {"Content-Type": "application/sparql-update"},
            "CLEAR ALL",
            415,
        ),
        (
            "a graph of others",
            "GET",
            f"/sparql?{urlencode({'query': ASK, 'default-graph-uri': 'http://127.0.0.1/'})}",
            {},
            "",
            400,
        ),
        (
            "a graph of others by name",
            "GET",
            f"/sparql?{urlencode({'query': ASK, 'named-graph-uri': 'file:///etc/passwd'})}",
            {},
            "",
            400,
        ),
        ("too long", "POST", "/sparql", DIRECT, f"ASK {{}} #{'a' * 3000}", 413),
        ("too long in a form", "POST", "/sparql", FORM, f"query={'a' * 9000}", 413),
        (
            "no form for it",
            "GET",
            f"/sparql?{urlencode({'query': ASK})}",
            {"Accept": "image/png"},
            "",
            406,
        ),
        (
            "rows as a graph",
            "GET",
            f"/sparql?{urlencode({'query': ASK})}",
            {"Accept": "text/turtle"},
            "",
            406,
        ),
        (
            "triples as rows",
            "GET",
            f"/sparql?{urlencode({'query': 'DESCRIBE <urn:x:a>'})}",
            {"Accept": "text/csv"},
            "",
            406,
        ),
    ],
)
def test_what_is_not_a_query_is_refused(
    client: TestClient,
    name: str,
    method: str,
    address: str,
    headers: dict[str, str],
    body: str | bytes,
    status: int,
) -> None:
    """With a problem document in the language asked for, and nothing of an answer."""
    given = {"Accept-Language": "nn", **headers}
    answer = client.request(method, address, headers=given, content=body)

    assert (name, answer.status_code) == (name, status)
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.headers["content-language"] == "nn"
    assert answer.json()["status"] == status
    assert answer.json()["title"] == "Det gjekk ikkje"


@pytest.mark.parametrize(
    ("query", "graphs", "expected"),
    [
        (SELECT, {}, {"a", "b"}),
        (SELECT, {"default-graph-uri": [G1]}, {"a"}),
        (SELECT, {"default-graph-uri": [G1, G2]}, {"a", "b"}),
        (SELECT, {"named-graph-uri": [G1]}, set()),
        ("SELECT ?s { GRAPH ?g { ?s ?p ?o } }", {"named-graph-uri": [G2]}, {"b"}),
        ("SELECT ?s { GRAPH ?g { ?s ?p ?o } }", {"named-graph-uri": [G1, G2]}, {"a", "b"}),
        ("SELECT ?s { GRAPH ?g { ?s ?p ?o } }", {"default-graph-uri": [G1]}, set()),
        ("SELECT ?s { GRAPH ?g { ?s ?p ?o } }", {}, {"a", "b"}),
        (f"SELECT ?s FROM <{G1}> {{ ?s ?p ?o }}", {}, {"a"}),
        (f"SELECT ?s FROM <{G1}> {{ ?s ?p ?o }}", {"default-graph-uri": [G2]}, {"b"}),
    ],
)
@pytest.mark.parametrize("way", ["get", "form", "direct"])
def test_a_query_is_asked_of_the_graphs_named(
    client: TestClient, query: str, graphs: dict[str, list[str]], expected: set[str], way: str
) -> None:
    """query_dataset_*: by the protocol first, else by the query, else of all as one."""
    pairs = urlencode({"query": query, **graphs}, doseq=True)
    match way:
        case "get":
            answer = client.get(f"/sparql?{pairs}")
        case "form":
            answer = client.post("/sparql", content=pairs, headers=FORM)
        case _:
            named = urlencode(graphs, doseq=True)
            answer = client.post(f"/sparql?{named}", content=query, headers=DIRECT)

    assert found(answer) == expected


@pytest.mark.parametrize(
    ("query", "accepted", "expected"),
    [
        (ASK, "", JSON),
        (ASK, "application/sparql-results+xml", "application/sparql-results+xml"),
        (SELECT, "*/*", JSON),
        (SELECT, "text/csv", "text/csv; charset=utf-8"),
        (
            SELECT,
            "text/csv;q=0.5, text/tab-separated-values",
            "text/tab-separated-values; charset=utf-8",
        ),
        (SELECT, "application/json", JSON),
        ("CONSTRUCT WHERE { ?s ?p ?o }", "", "text/turtle; charset=utf-8"),
        ("CONSTRUCT WHERE { ?s ?p ?o }", "application/rdf+xml", "application/rdf+xml"),
        ("CONSTRUCT WHERE { ?s ?p ?o }", f"{JSON}, application/n-triples", "application/n-triples"),
        ("DESCRIBE <urn:x:a>", "application/ld+json", "application/ld+json"),
        (SELECT, "text/html", "text/html; charset=utf-8"),
    ],
)
def test_an_answer_has_the_form_that_is_wanted(
    client: TestClient, query: str, accepted: str, expected: str
) -> None:
    """query_content_type_*: what the header wants most, JSON or Turtle if it does not care."""
    answer = client.get(f"/sparql?{urlencode({'query': query})}", headers={"Accept": accepted})

    assert (answer.status_code, answer.headers["content-type"]) == (200, expected)


def test_an_answer_that_was_cut_says_so(client: TestClient) -> None:
    """In a header for programs, in words for people; a whole one does not."""
    query = urlencode({"query": "SELECT * { VALUES ?a { 1 2 3 4 5 6 } }"})
    cut = client.get(f"/sparql?{query}")
    page = client.get(f"/sparql?{query}&lang=en", headers={"Accept": "text/html"})

    assert (cut.headers["nestesteg-cut"], len(cut.json()["results"]["bindings"])) == ("5", 5)
    assert "The answer was cut at 5 rows. There are more." in page.text
    assert "nestesteg-cut" not in client.get(f"/sparql?{urlencode({'query': ASK})}").headers


def test_an_answer_that_is_known_is_not_sent_again(client: TestClient) -> None:
    """But what is new each time is never kept."""
    steady, fresh = urlencode({"query": SELECT}), urlencode({"query": "SELECT (UUID() AS ?a) {}"})
    first = client.get(f"/sparql?{steady}")
    again = client.get(f"/sparql?{steady}", headers={"If-None-Match": first.headers["etag"]})
    other = client.get(
        f"/sparql?{steady}",
        headers={"If-None-Match": first.headers["etag"], "Accept": "text/csv"},
    )

    assert (again.status_code, again.content) == (304, b"")
    assert (again.headers["etag"], again.headers["cache-control"]) == (
        first.headers["etag"],
        "no-cache",
    )
    assert other.status_code == 200
    answers = [client.get(f"/sparql?{fresh}") for _ in range(2)]
    assert answers[0].text != answers[1].text
    assert {answer.headers["cache-control"] for answer in answers} == {"no-store"}
    assert all("etag" not in answer.headers for answer in answers)


def test_pages_elsewhere_may_read(client: TestClient) -> None:
    """Any page may ask, and see what it got; a preflight says so."""
    origin = {"Origin": "https://example.org"}
    asked = client.get(f"/sparql?{urlencode({'query': ASK})}", headers=origin)
    wanted = {"Access-Control-Request-Method": "POST", "Access-Control-Request-Headers": "accept"}
    preflight = client.options("/sparql", headers={**origin, **wanted})

    assert asked.headers["access-control-allow-origin"] == "*"
    assert "Nestesteg-Cut" in asked.headers["access-control-expose-headers"]
    assert (preflight.status_code, preflight.headers["access-control-allow-origin"]) == (200, "*")


def test_the_endpoint_says_what_it_can_do(client: TestClient) -> None:
    """Without a query, to programs; people get the form."""
    told = client.get("/sparql", headers={"Accept": "application/n-triples"}).text
    page = client.get("/sparql?lang=en", headers={"Accept": "text/html"})

    assert "service-description#endpoint> <http://testserver/sparql>" in told
    assert f"service-description#name> <{G1}>" in told
    assert '<label for="query">Query</label>' in page.text


def test_a_page_shows_what_is_wrong_and_keeps_what_was_written(client: TestClient) -> None:
    """With the status of the fault; what was written is text, not markup."""
    query = urlencode({"query": "SELECT </textarea><script>", "lang": "en"})
    page = client.get(f"/sparql?{query}", headers={"Accept": "text/html"})

    assert page.status_code == 400
    assert 'role="alert"' in page.text
    assert 'aria-invalid="true"' in page.text
    assert "SELECT &lt;/textarea&gt;&lt;script&gt;" in page.text
    assert "<script" not in page.text


def test_who_comes_when_all_is_full_is_told_when_to_come_again() -> None:
    """429 if nobody more may wait, 503 if the wait was too long."""
    store = Store.of_graphs({Iri(G1): [fact("a")]}, {})
    service = service_of(store, {})
    client, query = TestClient(create_app(service)), urlencode({"query": ASK})

    service.desk.gate = Gate(places=0, waiting=0, patience=0)
    full = client.get(f"/sparql?{query}")
    service.desk.gate = Gate(places=0, waiting=1, patience=0)
    slow = client.get(f"/sparql?{query}")

    assert (full.status_code, full.headers["retry-after"]) == (429, "1")
    assert (slow.status_code, slow.headers["retry-after"]) == (503, "2")
    assert {full.json()["numbers"][0], slow.json()["numbers"][0]} == {"NS721", "NS722"}


def test_what_happens_is_counted_and_told_without_names() -> None:
    """Neither the query nor the address of who asked stands in the log or the counters."""
    lines: list[str] = []
    store = Store.of_graphs({Iri(G1): [fact("a")]}, {})
    client = TestClient(create_app(service_of(store, {}), log=lines.append))
    client.get(f"/sparql?{urlencode({'query': SELECT})}")
    client.get("/id/secret-name")
    counted = client.get("/metrics").text
    told = "\n".join(lines)

    assert 'nestesteg_questions_total{outcome="answered"} 2' in counted
    assert 'nestesteg_requests_total{room="sparql",status="200"} 1' in counted
    assert '"room": "/sparql", "status": 200' in told
    assert not any(word in told + counted for word in ("SELECT", "secret", "testclient"))


def test_what_was_asked_before_is_given_as_it_was() -> None:
    """To whoever asks in the same forms; what chance or a page elsewhere changes is made anew."""
    store = Store.of_graphs({Iri(G1): [fact("a")]}, {})
    client = TestClient(create_app(service_of(store, {})))
    steady, chance = (f"/sparql?{urlencode({'query': text})}" for text in (SELECT, UUID))
    first, again = client.get(steady), client.get(steady)
    table = client.get(steady, headers={"Accept": "text/csv"})
    elsewhere = client.get(steady, headers={"Origin": "https://example.org"})
    known = client.get(steady, headers={"If-None-Match": first.headers["etag"]})
    drawn = {
        client.get(chance, headers={"Accept": form}).text
        for form in (JSON, JSON, "text/html", "text/html")
    }

    assert (again.content, again.headers) == (first.content, first.headers)
    assert table.headers["content-type"].startswith("text/csv")
    assert elsewhere.headers["access-control-allow-origin"] == "*"
    assert (known.status_code, known.content) == (304, b"")
    assert len(drawn) == 4
    assert 'nestesteg_questions_total{outcome="kept"} 3' in client.get("/metrics").text


def test_what_is_kept_has_an_end() -> None:
    """What was asked for longest ago goes first; what is long is not kept at all."""
    again = Again(None, Tally(), most=1000)  # type: ignore[arg-type]
    for name, length in (("a", 90), ("b", 90), ("long", 101), ("c", 50)):
        again._keep((name * 400,), ({}, {"body": b"x" * length}))  # noqa: SLF001

    assert [key[0] for key in again.kept] == ["b" * 400, "c" * 400]
    assert again.size <= again.most
