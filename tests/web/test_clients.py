"""The service as a process, with the clients that people use, and clients that misbehave."""

import json
import re
import shutil
import socket
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from html import unescape
from http.client import HTTPConnection
from io import BytesIO
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode, urlsplit
from xml.etree import ElementTree

import pytest
import rdflib
from rdflib.plugins.stores.sparqlstore import SPARQLStore
from SPARQLWrapper import CSV, JSON, POST, TURTLE, XML, SPARQLWrapper

EXAMPLE = Path(__file__).parents[2] / "examples" / "fjordvik.csv"
CRITERIA = "SELECT ?c { ?c a nst:Criterion } ORDER BY ?c"
ENDLESS = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
DIRECT = "Content-Type: application/sparql-query\r\n"
NST, ID = "https://w3id.org/nestesteg/ns#", "https://w3id.org/nestesteg/id/"


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    """Where a service with a folder of assessments listens; it ends in order."""
    words = ["--port", "0", "--workers", "3", "--timeout", "1", "--lang", "en", "--log", "none"]
    data = ["--data", str(EXAMPLE.parent), "--as-of", "2026-11-23"]
    command = [sys.executable, "-m", "kg", "serve", *words, *data]
    with subprocess.Popen(command, stdout=subprocess.PIPE, encoding="utf-8") as service:
        assert service.stdout
        told = service.stdout.readline()
        found = re.search(r"http://127\.0\.0\.1:\d+/", told)
        assert found, told
        try:
            yield found[0]
        finally:
            service.terminate()
    assert service.returncode == 0


def get(address: str, path: str, accept: str = "*/*", source: str = "127.0.0.1") -> tuple[int, str]:
    """The status and the body of what is at a path."""
    host = urlsplit(address).netloc
    connection = HTTPConnection(host, timeout=60, source_address=(source, 0))
    try:
        connection.request("GET", path, headers={"Accept": accept, "Accept-Language": "en"})
        answer = connection.getresponse()
        return answer.status, answer.read().decode()
    finally:
        connection.close()


def test_rdflib_asks_it(address: str) -> None:
    """As a remote store: rows, a truth, triples, and a graph by its name."""
    graph = rdflib.Graph(SPARQLStore(f"{address}sparql"))
    kind, criterion = rdflib.RDF.type, rdflib.URIRef(f"{NST}Criterion")

    assert len(graph.query(CRITERIA, initNs={"nst": NST})) == 7
    assert graph.query(f"ASK {{ <{ID}fjordvik> ?p ?o }}").askAnswer is True
    assert len(list(graph.triples((None, kind, criterion)))) == 7
    assert (rdflib.URIRef(f"{ID}anchoring"), kind, criterion) in graph


def test_sparqlwrapper_asks_it(address: str) -> None:
    """In each form it knows, by GET and POST, of one graph."""
    client = SPARQLWrapper(f"{address}sparql")
    client.setQuery(CRITERIA)
    found: dict[str, Any] = {}  # what its types say of each form is too wide
    for form in (JSON, XML, CSV):
        client.setReturnFormat(form)
        found[form] = client.query().convert()
    client.setMethod(POST)
    client.setReturnFormat(JSON)
    client.addDefaultGraph("https://w3id.org/nestesteg/graph/assessment/fjordvik")
    client.setQuery("SELECT (COUNT(*) AS ?n) { ?a a nst:Observation }")
    counted: Any = client.queryAndConvert()
    client.clearParameter("default-graph-uri")
    client.setQuery("DESCRIBE id:fjordvik")
    client.setReturnFormat(TURTLE)
    turtle: Any = client.queryAndConvert()
    described = rdflib.Graph().parse(data=turtle, format="turtle")

    assert len(found[JSON]["results"]["bindings"]) == 7
    assert len(found[XML].getElementsByTagName("result")) == 7
    assert found[CSV].count(b"\r\n") == 8
    assert int(counted["results"]["bindings"][0]["n"]["value"]) > 0
    assert (rdflib.URIRef(f"{ID}fjordvik"), None, None) in described


@pytest.mark.skipif(not shutil.which("curl"), reason="there is no curl")
def test_curl_asks_it(address: str) -> None:
    """As people do in a terminal: a query from a file, an answer as CSV."""
    words = ["curl", "-sS", "--fail", "-H", "Accept: text/csv"]
    asked = subprocess.run(
        [*words, "--data-urlencode", f"query={CRITERIA}", f"{address}sparql"],
        capture_output=True,
        check=True,
        text=True,
    )
    direct = ["-H", "Content-Type: application/sparql-query", "--data-binary", "@-"]
    from_input = subprocess.run(
        [*words, *direct, f"{address}sparql"],
        input=CRITERIA,
        capture_output=True,
        check=True,
        text=True,
    )

    assert asked.stdout == from_input.stdout
    assert asked.stdout.splitlines()[1] == f"{ID}anchoring"


def test_pyarrow_reads_what_it_answers(address: str) -> None:
    """Typed columns by the names of variables, of a saved query and of one's own, kept by a tag."""
    pytest.importorskip("pyarrow")
    from pyarrow import parquet

    query = "SELECT ?s ?n ?d { ?s nst:observedOn ?d BIND(strlen(str(?s)) AS ?n) } ORDER BY ?s"
    own, saved = f"/sparql.parquet?{urlencode({'query': query})}", "/queries/criteria-of-a-model"
    host = urlsplit(address).netloc
    connection = HTTPConnection(host, timeout=60)
    tables = []
    for path in (own, f"{saved}.parquet?lang=nn", own):
        connection.request("GET", path)
        answer = connection.getresponse()
        assert answer.status == 200
        assert answer.headers["content-type"] == "application/vnd.apache.parquet"
        tables.append(parquet.read_table(BytesIO(answer.read())))
    connection.request("GET", own, headers={"If-None-Match": answer.headers["etag"]})
    again = connection.getresponse()
    connection.close()

    mine, theirs, _ = tables
    kinds = {each.name: str(each.type) for each in mine.schema}
    assert kinds == {"s": "string", "n": "int64", "d": "date32[day]"}
    lines = get(address, own.replace(".parquet", ".csv"))[1].splitlines()
    rows = zip(*(mine.column(name).to_pylist() for name in kinds), strict=True)
    assert [",".join(map(str, row)) for row in rows] == lines[1:]
    assert len(lines) > 10
    assert (theirs.column_names, theirs.num_rows) == (["criterion", "label", "definition"], 6)
    assert again.status == 304


def test_what_does_not_end_is_stopped_while_others_are_served(address: str) -> None:
    """Five that never end, from one client; another is answered before the first has ended."""
    path = f"/sparql?{urlencode({'query': ENDLESS})}"
    with ThreadPoolExecutor(5) as threads:
        asked = [threads.submit(get, address, path) for _ in range(5)]
        other = get(address, f"/sparql?{urlencode({'query': CRITERIA})}", source="127.0.0.2")
        before = sum(each.done() for each in asked)
        stopped = [each.result() for each in asked]

    assert (other[0], before) == (200, 0)
    assert {status for status, _ in stopped} == {408}
    assert {json.loads(body)["numbers"][0] for _, body in stopped} == {"NS531"}


def test_clients_that_misbehave_take_nothing_from_others(address: str) -> None:
    """They hang up while they wait, send half a request, or do not read what they asked for."""
    netloc = urlsplit(address)
    long = quote("SELECT * { ?s ?p ?o } LIMIT 10000")
    sent = [
        f"GET /sparql?query={quote(ENDLESS)} HTTP/1.1\r\nHost: localhost\r\n\r\n",
        f"POST /sparql HTTP/1.1\r\nHost: localhost\r\n{DIRECT}Content-Length: 50\r\n\r\nASK",
        f"GET /sparql?query={long} HTTP/1.1\r\nHost: localhost\r\n\r\n",
        "NONSENSE\r\n\r\n",
    ]
    channels = []
    for request in sent * 3:
        channel = socket.create_connection((netloc.hostname or "", netloc.port or 0))
        channel.sendall(request.encode())
        channels.append(channel)
    status, _ = get(address, f"/sparql?{urlencode({'query': 'ASK {}'})}", source="127.0.0.2")
    for channel in channels:
        channel.close()

    assert status == 200
    assert get(address, "/health") == (200, '{"status":"ok"}')


@pytest.mark.parametrize(
    ("path", "accept", "status", "expected"),
    [
        ("/id/anchoring", "text/html", 303, ""),
        ("/id/anchoring", "text/turtle", 303, ""),
        ("/id/anchoring.ttl", "*/*", 200, "id:anchoring "),
        ("/id/anchoring.jsonld", "*/*", 200, f'"@id":"{ID}anchoring"'),
        ("/id/fjordvik.html?lang=en", "*/*", 200, "<h1>What is said of Fjordvik"),
        ("/id/no-such-thing", "text/html", 404, "NS727"),
        ("/ns", "text/turtle", 200, "nst:Criterion "),
        ("/ns.nt", "*/*", 200, f"<{NST}Criterion> "),
        ("/.well-known/void", "text/turtle", 200, "void:sparqlEndpoint <http://127.0.0.1:"),
        ("/.well-known/void", "application/ld+json", 200, "dcat#Dataset"),
        ("/.well-known/sparql-examples", "text/turtle", 200, "sh:SPARQLSelectExecutable"),
        ("/queries/criteria-of-a-model.tsv?model=extended", "*/*", 200, "\n"),
        ("/queries/criteria-of-a-model", "application/sparql-results+xml", 200, "<sparql "),
        ("/queries/criteria-of-a-model.ttl", "*/*", 406, "NS537"),
        ("/queries/which-criterion-blocks-most?lang=nn", "text/html", 200, '<html lang="nn">'),
        ("/why?s=id:a&p=nst:b&o=id:c", "text/html", 404, "NS728"),
        ("/why?s=id:a&p=&o=id:c", "text/html", 400, "NS729"),
        ("/nowhere", "text/html", 404, "NS714"),
    ],
)
def test_every_address_leads_somewhere(
    address: str, path: str, accept: str, status: int, expected: str
) -> None:
    """Things, the vocabulary, cards for harvesters, saved queries; what is not there is told."""
    found = get(address, path, accept)

    assert found[0] == status, found
    assert expected in found[1]


def test_what_is_inferred_has_a_proof_at_an_address(address: str) -> None:
    """For people as lists in lists and a picture, for programs as JSON and in the words of PROV."""
    query = (
        "SELECT ?s ?o { GRAPH <https://w3id.org/nestesteg/graph/inferred/fjordvik> "
        "{ ?s nst:state ?o } } ORDER BY ?s"
    )
    _, body = get(address, f"/sparql?{urlencode({'query': query})}")
    row = json.loads(body)["results"]["bindings"][0]
    path = "/why?" + urlencode({"s": row["s"]["value"], "p": "nst:state", "o": row["o"]["value"]})
    page = get(address, path, "text/html")
    told = get(address, path, "application/json")
    triples = get(address, path, "text/turtle")
    picture = get(address, path, "image/svg+xml")

    told_by_ending = get(address, path.replace("/why", "/why.json"), "text/html")
    thing = get(address, f"{urlsplit(row['s']['value']).path.removeprefix('/nestesteg')}.html")
    ways = {unescape(each) for each in re.findall(r'href="(/why[?][^"]*)"', thing[1])}
    drawn = re.findall(r'<img src="(/why[.]svg[?][^"]*)" alt="[^"]+"', page[1])

    assert {page[0], told[0], triples[0], picture[0]} == {200}
    assert told_by_ending == told
    assert f"{path.replace('nst%3A', quote(NST, safe=''))}&lang=en" in ways
    assert not any("%2Frequest" in each for each in ways)
    assert unescape(drawn[0]) == path.replace("/why", "/why.svg") + "&lang=en"
    assert {"svg", "title", "desc"} <= {
        each.tag.rpartition("}")[2] for each in ElementTree.fromstring(picture[1]).iter()
    }
    assert page[1].count("<li>") > 3
    assert page[1].count("<ul>") == page[1].count("</ul>") > 1
    assert {node["kind"] for node in json.loads(told[1])["nodes"]} >= {"fact", "derivation"}
    assert "prov:wasDerivedFrom" in triples[1]


def test_nothing_is_left_behind(address: str) -> None:
    """Once a question that took too long was stopped, none runs or waits."""
    get(address, f"/sparql?{urlencode({'query': ENDLESS})}")
    _, counted = get(address, "/metrics")

    assert "nestesteg_running 0\n" in counted
    assert "nestesteg_waiting 0\n" in counted
    assert 'nestesteg_questions_total{outcome="query-deadline"}' in counted
