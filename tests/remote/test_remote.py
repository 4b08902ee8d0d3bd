"""Servers of others hold what we hold, and answer as our own store does."""

import re
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Thread

import pytest
from remote.servers import VIRTUOSO, free_port, oxigraph, virtuoso

from kg.errors import Faults
from kg.graph import triples
from kg.load import read_assessment
from kg.load.prefixes import prefixes_of
from kg.messages import LANGUAGES, faults_text
from kg.program import ready
from kg.query import own_query, run, saved_queries
from kg.recommend import make_request
from kg.recommend.dataset import KNOWLEDGE, graphs_of, is_inferred
from kg.remote.bounds import Bounds
from kg.remote.exchange import Address, address, exchange
from kg.remote.push import push
from kg.remote.store import RemoteStore
from kg.resources import data_root
from kg.store import Store, Table
from kg.terms import XSD, Iri, Literal, Triple

EXAMPLES = Path(__file__).parents[2] / "examples"
DAY = date(2026, 11, 23)
# Virtuoso sorts letters in another order, calls a computed truth value 1, and drops the language
# of texts that it joins: so of each row what it says is compared, in any order.
TRUTHS = {"1": "true", "0": "false"}


@pytest.fixture(scope="module")
def graphs() -> Mapping[Iri, list[Triple]]:
    """The knowledge, two assessments, and what follows."""
    knowledge, program = ready(data_root())
    files = [EXAMPLES / f"{name}.csv" for name in ("fjordvik", "storfoss")]
    told = [each for file in files for each in read_assessment(file, knowledge.known, DAY)]
    request = make_request(knowledge.known, frozenset({told[0].actor}), DAY, {})
    added = graphs_of(knowledge, program, told, request)
    return {KNOWLEDGE: [*triples(knowledge.known)]} | {
        name: [*facts] for name, facts in added.items()
    }


@pytest.fixture(scope="module")
def ours(graphs: Mapping[Iri, list[Triple]]) -> Store:
    """All of it in memory."""
    return Store.of_graphs(graphs, prefixes_of(ready(data_root())[0].known))


@pytest.fixture(scope="module")
def theirs(graphs: Mapping[Iri, list[Triple]], ours: Store) -> Iterator[RemoteStore]:
    """All of it in an Oxigraph server, pushed twice."""
    with oxigraph() as base:
        for _ in range(2):
            for name, facts in graphs.items():
                assert push(address(f"{base}/store"), name, facts) == len(facts)
        yield RemoteStore.open(address(f"{base}/query"), ours.prefixes)


def test_the_commands_fill_a_server_and_ask_it(tmp_path: Path) -> None:
    """Two of them, with an assessment; what is inferred is there, and can be left out."""
    query = tmp_path / "cards.rq"
    query.write_text("SELECT ?card { ?card a nst:Card ; nst:place 1 }", encoding="utf-8")
    example = str(EXAMPLES / "fjordvik.csv")
    with oxigraph() as base:
        pushed = _nestesteg("push", f"{base}/store", "--data", example, "--as-of", "2026-11-23")
        asked = ["query", str(query), "--store", f"{base}/query", "--format", "csv"]
        found = _nestesteg(*asked)
        left = _nestesteg(*asked, "--asserted-only")

    assert [line.split("/graph/")[1].split(":")[0] for line in pushed] == [
        "assessment/fjordvik",
        "inferred/fjordvik",
        "knowledge",
        "queries",
    ]
    assert found == ["card", "https://w3id.org/nestesteg/id/fjordvik/anchoring"]
    assert left == ["card"]


@pytest.mark.parametrize(("form", "sees"), [("FROM", "a whole"), ("FROM NAMED", "a name")])
def test_a_query_may_choose_among_our_graphs(
    form: str, sees: str, ours: Store, theirs: RemoteStore, graphs: Mapping[Iri, list[Triple]]
) -> None:
    """Here and elsewhere: one graph is the whole of what it asks, or the one it can name."""
    chosen = f"{form} {KNOWLEDGE}"
    whole = own_query(f"SELECT (COUNT(*) AS ?n) {chosen} {{ ?s ?p ?o }}", "-")
    named = own_query(f"SELECT DISTINCT ?g {chosen} {{ GRAPH ?g {{ ?s ?p ?o }} }}", "-")
    count = str(len(graphs[KNOWLEDGE])) if sees == "a whole" else "0"
    for store in (ours, theirs):
        told, names = (run(store, each, {}, "nb") for each in (whole, named))
        assert isinstance(told, Table)
        assert isinstance(names, Table)
        assert told.rows == ((Literal(count, XSD + "integer"),),)
        assert names.rows == (() if sees == "a whole" else ((KNOWLEDGE,),))


def test_a_graph_out_of_view_cannot_be_chosen(theirs: RemoteStore) -> None:
    """What was left out stays so."""
    (hidden,) = [name for name in theirs.graphs() if name.value.endswith("inferred/fjordvik")]
    store = theirs.seeing(name for name in theirs.graphs() if name != hidden)
    with pytest.raises(Faults) as refused:
        run(store, own_query(f"SELECT * FROM {hidden} {{ ?s ?p ?o }}", "-"), {}, "nb")

    assert [fault.key for fault in refused.value.each()] == ["query-reaches-out"]


def test_what_was_pushed_before_is_told_and_can_be_taken_out(tmp_path: Path) -> None:
    """First it is only told, then it goes; graphs of others stay."""
    first, second = tmp_path / "first.csv", tmp_path / "second.csv"
    for path, name in ((first, "fjordvik"), (second, "elvedal")):
        written = (EXAMPLES / "fjordvik.csv").read_text(encoding="utf-8")
        path.write_text(written.replace("fjordvik", name), encoding="utf-8")
    with oxigraph() as base:
        words = ["push", f"{base}/store", "--as-of", "2026-11-23", "--lang", "en"]
        others = Iri("urn:of:others")
        push(address(f"{base}/store"), others, [Triple(others, others, others)])
        _nestesteg(*words, "--data", str(first), str(second))
        told = _nestesteg(*words, "--data", str(second), "--store", f"{base}/query")
        pruned = _nestesteg(*words, "--store", f"{base}/query", "--prune")
        left = RemoteStore.open(address(f"{base}/query"), {}).graphs()
        kept = RemoteStore(address(f"{base}/query"), {}, (others,)).match(others)

    gone = ["assessment/fjordvik", "inferred/fjordvik"]
    assert [line.split("/graph/")[1].partition(":")[0] for line in told if "left" in line] == gone
    assert sum("taken out" in line for line in pruned) == 4
    assert [each.value.rpartition("/graph/")[2] for each in left] == ["knowledge", "queries"]
    assert len(kept) == 1


def test_who_refuses_before_all_is_sent_has_refused() -> None:
    """With its status if that came through; it was there, so nobody is told to start it."""
    facts = [Triple(Iri(f"urn:{n}"), Iri("urn:p"), Iri("urn:o")) for n in range(300_000)]
    with socket.create_server(("127.0.0.1", 0)) as server:

        def refuse() -> None:
            channel, _ = server.accept()
            channel.recv(1000)
            channel.sendall(b"HTTP/1.1 405 Method Not Allowed\r\nContent-Length: 0\r\n\r\n")
            channel.close()

        thread = Thread(target=refuse)
        thread.start()
        with pytest.raises(Faults) as raised:
            push(address(f"http://127.0.0.1:{server.getsockname()[1]}/"), Iri("urn:g"), facts)
        thread.join()

    (fault,) = raised.value.each()
    assert fault.key in {"store-refused", "store-cut-off"}
    assert fault.key != "store-refused" or fault.values["status"] == "405"


def _nestesteg(*words: str) -> list[str]:
    command = [sys.executable, "-m", "kg", *words]
    done = subprocess.run(command, capture_output=True, check=True, encoding="utf-8")
    assert done.stderr == ""
    return done.stdout.splitlines()


def test_every_saved_query_gives_the_same_table(ours: Store, theirs: RemoteStore) -> None:
    """In the same order; the parameters at their defaults."""
    queries = saved_queries(data_root())
    here = {name: run(ours, query, {}, "nb") for name, query in queries.items()}
    there = {name: run(theirs, query, {}, "nb") for name, query in queries.items()}

    assert len(queries) > 90
    assert there == here


@pytest.mark.parametrize(
    "text",
    [
        "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }",
        "SELECT ?g (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } } GROUP BY ?g ORDER BY ?g",
        "ASK { ?card a nst:Card }",
        "CONSTRUCT { ?s a ?o } WHERE { ?s a ?o . ?s nst:inModel ?m }",
    ],
)
@pytest.mark.parametrize("asserted_only", [False, True])
def test_own_queries_see_the_same_graphs(
    ours: Store, theirs: RemoteStore, text: str, *, asserted_only: bool
) -> None:
    """Together and each by its name; with and without what is inferred."""
    kept = [name for name in ours.graphs() if not (asserted_only and is_inferred(name))]
    here, there = ours.seeing(kept), theirs.seeing(kept)
    query = own_query(text, "-")

    assert theirs.graphs() == ours.graphs()
    assert run(there, query, {}, "nb") == run(here, query, {}, "nb")


@pytest.mark.skipif(not VIRTUOSO, reason="no Virtuoso on this machine")
def test_a_server_with_another_dialect_says_the_same(
    graphs: Mapping[Iri, list[Triple]], ours: Store, tmp_path: Path
) -> None:
    """Virtuoso, which reads much of SPARQL in its own way."""
    with virtuoso(tmp_path) as base:
        for name, facts in graphs.items():
            push(address(f"{base}/sparql-graph-crud"), name, facts)
        theirs = RemoteStore.open(address(f"{base}/sparql"), ours.prefixes)
        for query in saved_queries(data_root()).values():
            here, there = (run(each, query, {}, "nb") for each in (ours, theirs))
            assert isinstance(here, Table)
            assert isinstance(there, Table)
            assert _said(there) == _said(here), query.file


def _said(table: Table) -> list[list[str]]:
    rows = ([getattr(cell, "lexical", str(cell)) for cell in row] for row in table.rows)
    return sorted([TRUTHS.get(cell, cell) for cell in row] for row in rows)


class _Odd(BaseHTTPRequestHandler):
    """A server that is no SPARQL server; it refuses what is put into it."""

    def do_POST(self) -> None:
        """Says something else."""
        self.rfile.read(int(self.headers["Content-Length"]))
        self._say(200, b"<html>")

    def do_PUT(self) -> None:
        """Refuses, on a page of several lines."""
        self.rfile.read(int(self.headers["Content-Length"]))
        self._say(403, b"Only for those who may write.\nSecond line.")

    def _say(self, status: int, text: bytes) -> None:
        self.send_response(status)
        self.send_header("Content-Type", "text/html")
        self.end_headers()
        self.wfile.write(text)

    def log_message(self, *_: object) -> None:
        """Says nothing on standard error."""


@pytest.fixture(scope="module")
def odd() -> Iterator[str]:
    """The address of a server that is none of ours."""
    with HTTPServer(("127.0.0.1", 0), _Odd) as server:
        thread = Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}/sparql"
        server.shutdown()
        thread.join()


def _refusals(odd: str, silent: str, empty: str) -> Iterator[Faults]:
    nobody = f"http://127.0.0.1:{free_port()}/query"
    tries: list[Callable[[], object]] = [
        lambda: address("file:///etc/passwd"),
        lambda: address("http://[::1"),
        lambda: RemoteStore.open(address(nobody), {}),
        lambda: exchange(Address(silent), "POST", b"", bounds=Bounds(seconds=0.2)),
        lambda: push(address(odd.replace("//", "//me:secret@")), KNOWLEDGE, []),
        lambda: RemoteStore.open(address(odd), {}),
        lambda: RemoteStore.open(address(empty), {}),
    ]
    for attempt in tries:
        with pytest.raises(Faults) as refusal:
            attempt()
        yield refusal.value


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_goes_wrong_on_the_way_is_told(
    odd: str, language: str, golden: Callable[[str, str], None]
) -> None:
    """Without the password, and with what the server said first."""
    with oxigraph() as base, socket.create_server(("127.0.0.1", 0)) as listener:
        silent = f"http://127.0.0.1:{listener.getsockname()[1]}/"
        told = [faults_text(each, language) for each in _refusals(odd, silent, f"{base}/query")]

    plain = re.sub(r"127\.0\.0\.1:\d+", "127.0.0.1:PORT", "\n".join(told) + "\n")
    golden(f"remote/{language}.txt", plain)
