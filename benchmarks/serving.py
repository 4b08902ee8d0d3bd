"""Questions over HTTP, side by side: our service, the bare Oxigraph server, rdflib-endpoint.

``python -m benchmarks.serving`` loads the same data into each, makes sure that all give the same
rows, and then asks them in turn; the programs of the peers (the ``bench`` extra) have to be on the
path. It also gives what a worker costs beside the same store in one process.
"""

import json
import os
import re
import shutil
import socket
import subprocess
import sys
import threading
from argparse import ArgumentParser
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from datetime import UTC, date, datetime
from itertools import count
from pathlib import Path
from statistics import median, quantiles
from tempfile import TemporaryDirectory
from time import perf_counter, sleep
from urllib.parse import quote

from kg.pool import Alone, Limits, Pool, Question, snapshot
from kg.query import saved_queries
from kg.recommend.gather import Dates, gather
from kg.resources import data_root
from kg.store import Store

OURS, BARE, ENDPOINT = "ours", "oxigraph server", "rdflib-endpoint"
QUERIES = {
    "look-up": "SELECT ?p ?o { id:anchoring ?p ?o }",
    "join": "SELECT ?c ?l { ?c a nst:Criterion ; skos:prefLabel ?l FILTER(LANG(?l) = 'nb') }",
    "closure": "SELECT ?b { id:anchoring (prov:wasDerivedFrom/^prov:wasDerivedFrom)+ ?b }",
    "groups": "SELECT ?t (COUNT(DISTINCT ?s) AS ?n) "
    "{ ?s a ?t OPTIONAL { ?s skos:notation ?w } } GROUP BY ?t",
    "absence": "SELECT ?s { ?s a nst:Action FILTER NOT EXISTS { ?s nst:answers ?b } }",
    "text": "SELECT ?s { ?s skos:prefLabel ?l FILTER CONTAINS(LCASE(?l), 'bolig') }",
    "1000 rows": "SELECT ?s ?l { ?s skos:prefLabel ?l } ORDER BY ?s ?l LIMIT 1000",
}
Ask = Callable[[str], bytes]


class Client:
    """One connection that stays open; as little as a client can do."""

    def __init__(self, port: int, path: str) -> None:
        self.port, self.path = port, path
        self.channel = self._open()

    def _open(self) -> socket.socket:
        channel = socket.create_connection(("127.0.0.1", self.port), timeout=120)
        channel.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        return channel

    def ask(self, query: str) -> bytes:
        """The body of the answer in JSON."""
        self.channel.sendall(
            f"GET {self.path}?query={quote(query)} HTTP/1.1\r\nHost: 127.0.0.1\r\n"
            "Accept: application/sparql-results+json\r\n\r\n".encode()
        )
        head, _, body = self._until(b"\r\n\r\n").partition(b"\r\n\r\n")
        assert b" 200 " in head.split(b"\r\n")[0], head
        if length := re.search(rb"(?i)content-length: (\d+)", head):
            while len(body) < int(length[1]):
                body += self._more()
            return body
        while not body.endswith(b"0\r\n\r\n"):
            body += self._more()
        return unchunked(body)

    def _until(self, mark: bytes) -> bytes:
        found = self._more()
        while mark not in found:
            found += self._more()
        return found

    def _more(self) -> bytes:
        found = self.channel.recv(1 << 18)
        assert found, "hung up"
        return found


def unchunked(body: bytes) -> bytes:
    """A body that came in chunks, as one."""
    parts = []
    while body:
        size, _, rest = body.partition(b"\r\n")
        parts.append(rest[: int(size, 16)])
        body = rest[int(size, 16) + 2 :]
    return b"".join(parts)


def free_port() -> int:
    """A port nobody listens on."""
    with socket.create_server(("127.0.0.1", 0)) as channel:
        return int(channel.getsockname()[1])


@contextmanager
def server(command: list[str], port: int) -> Iterator[None]:
    """A server as a process, once it listens."""
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    with subprocess.Popen(command, **quiet) as process:  # type: ignore[call-overload]
        try:
            for _ in range(600):
                try:
                    socket.create_connection(("127.0.0.1", port)).close()
                    break
                except OSError:
                    sleep(0.1)
            yield
        finally:
            process.terminate()


def servers(
    store: Store, folder: Path, stack: ExitStack, workers: int
) -> Mapping[str, tuple[int, str]]:
    """All that are there, each with its port and path."""
    ports = {name: free_port() for name in (OURS, BARE, ENDPOINT)}
    words = ["--port", str(ports[OURS]), "--log", "none", "--workers", str(workers)]
    stack.enter_context(server([sys.executable, "-m", "kg", "serve", *words], ports[OURS]))
    found = {OURS: (ports[OURS], "/sparql")}
    if bare := shutil.which("oxigraph"):
        file = folder / "data.nq"
        file.write_bytes(store.quads())
        where = ["--location", str(folder / "bare")]
        subprocess.run([bare, "load", *where, "--file", str(file)], check=True, capture_output=True)
        address = ["--bind", f"127.0.0.1:{ports[BARE]}", "--union-default-graph"]
        stack.enter_context(server([bare, "serve-read-only", *where, *address], ports[BARE]))
        found[BARE] = (ports[BARE], "/query")
    if endpoint := shutil.which("rdflib-endpoint"):
        file = folder / "data.nt"
        lines = {line.rpartition(b" <")[0] + b" ." for line in store.quads().splitlines()}
        file.write_bytes(b"\n".join(sorted(lines)) + b"\n")
        address = ["--host", "127.0.0.1", "--port", str(ports[ENDPOINT])]
        stack.enter_context(server([endpoint, "serve", *address, str(file)], ports[ENDPOINT]))
        found[ENDPOINT] = (ports[ENDPOINT], "/")
    return found


def rows(body: bytes) -> list[str]:
    """The rows of an answer, in an order of their own."""
    found = json.loads(body)["results"]["bindings"]
    return sorted(
        json.dumps(
            {key: (cell["value"], cell.get("xml:lang")) for key, cell in row.items()},
            sort_keys=True,
        )
        for row in found
    )


def declared(store: Store, query: str) -> str:
    """A query with its prefixes, for servers that do not know ours."""
    used = (each for each in store.prefixes.items() if f"{each[0]}:" in query)
    return "".join(f"PREFIX {name}: <{iri}> " for name, iri in used) + query


def measured(ask: Ask, query: str, seconds: float, fresh: Iterator[int] | None) -> float:
    """Milliseconds an answer takes, the median of as many as there is time for."""
    times: list[float] = []
    end = perf_counter() + seconds
    while perf_counter() < end or not times:
        text = f"{query} # {next(fresh)}" if fresh else query
        begun = perf_counter()
        ask(text)
        times.append(perf_counter() - begun)
    return median(times) * 1000


def together(
    clients: list[Client], queries: list[str], seconds: float, fresh: Iterator[int]
) -> tuple[float, float]:
    """Answers a second and the p99 in ms, when several ask at the same time."""
    times: list[float] = []
    end = perf_counter() + seconds

    def run(client: Client) -> None:
        while perf_counter() < end:
            begun = perf_counter()
            client.ask(f"{queries[len(times) % len(queries)]} # {next(fresh)}")
            times.append(perf_counter() - begun)

    threads = [threading.Thread(target=run, args=(client,)) for client in clients]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return len(times) / seconds, quantiles(times, n=100)[98] * 1000


def isolation(store: Store, rounds: int) -> None:
    """What a worker costs beside the same question in this process."""
    question = Question(QUERIES["look-up"])
    with snapshot(store.quads()) as folder, Pool(folder, store.prefixes, Limits(), size=2) as pool:
        alone = Alone(store.quads(), store.prefixes, Limits())
        times: dict[str, list[float]] = {"in this process": [], "in a worker": []}
        for _ in range(rounds):
            for taken, ask in zip(times.values(), (alone.ask, pool.ask), strict=True):
                begun = perf_counter()
                ask(question)
                taken.append(perf_counter() - begun)
    print("\n| one look-up | median ms |\n|---|---:|")
    for name, found in times.items():
        print(f"| {name} | {median(found) * 1000:.3f} |")


def main() -> None:
    """Measures."""
    parser = ArgumentParser(prog="python -m benchmarks.serving", description=__doc__)
    parser.add_argument("--seconds", type=float, default=1.0, help="for each number")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--workers", type=int, default=os.cpu_count() or 2)
    given = parser.parse_args()
    today = Dates(_today(), _today())
    store = gather(data_root(), saved_queries(data_root()), [], today, None)
    with TemporaryDirectory() as folder, ExitStack() as stack:
        there = servers(store, Path(folder), stack, given.workers)
        clients = {name: Client(*place) for name, place in there.items()}
        queries = {name: declared(store, query) for name, query in QUERIES.items()}
        for name, query in queries.items():
            answers = {each: rows(client.ask(query)) for each, client in clients.items()}
            assert all(answer == answers[OURS] for answer in answers.values()), (name, answers)
        _table(clients, queries, given.seconds, given.rounds)
        _throughput(there, [*queries.values()], given.seconds * 3)
    isolation(store, 300)


def _today() -> date:
    return datetime.now(UTC).date()


def _table(
    clients: Mapping[str, Client], queries: Mapping[str, str], seconds: float, rounds: int
) -> None:
    print(f"| median ms | {' | '.join(clients)} | ours, asked before |")
    print(f"|---|{'---:|' * (len(clients) + 1)}")
    fresh = count()
    for name, query in queries.items():
        taken: dict[str, list[float]] = {each: [] for each in (*clients, "again")}
        for _ in range(rounds):
            for each, client in clients.items():
                taken[each].append(measured(client.ask, query, seconds / rounds, fresh))
            taken["again"].append(measured(clients[OURS].ask, query, seconds / rounds, None))
        print(
            f"| {name} | {' | '.join(f'{median(each):.2f}' for each in taken.values())} |",
            flush=True,
        )


def _throughput(there: Mapping[str, tuple[int, str]], queries: list[str], seconds: float) -> None:
    print("\n| 4 clients, all queries in turn | answers a second | p99 ms |\n|---|---:|---:|")
    for name, place in there.items():
        clients = [Client(*place) for _ in range(4)]
        number, slow = together(clients, queries, seconds, count())
        print(f"| {name} | {number:.0f} | {slow:.1f} |", flush=True)


if __name__ == "__main__":
    main()
