"""Asks a service many thousand things, well-behaved and not, and looks whether anything is left.

``python -m benchmarks.soak [--requests N]`` prints a table; it fails if a process, a file or memory
leaked, or if an answer had a status that it should not have. Linux only: it looks in ``/proc``.
"""

import os
import random
import re
import signal
import socket
import subprocess
import sys
import threading
from argparse import ArgumentParser
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from statistics import quantiles
from tempfile import TemporaryDirectory
from time import perf_counter, sleep
from urllib.parse import quote, urlencode

THREADS, WORKERS = 8, 3
MORE_MEMORY = 40_000  # kB; answers that are kept take 20 MB at most
QUICK = (
    "SELECT ?c { ?c a nst:Criterion }",
    "ASK { id:anchoring ?p ?o }",
    "SELECT ?l { ?c a nst:Criterion ; skos:prefLabel ?l }",
    "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }",
    "CONSTRUCT { ?s a ?o } WHERE { ?s a ?o } LIMIT 50",
    "DESCRIBE id:anchoring",
)
ENDLESS = (
    "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }",
    "SELECT * { ?a ?b ?c . ?d ?e ?f } ORDER BY ?c ?f",
)
BAD = ("SELECT * {", "CLEAR ALL", "SELECT * { SERVICE <http://127.0.0.1:1/> {} }", "{" * 3000)
LARGE = "SELECT * { ?s ?p ?o } LIMIT 9999"
KINDS = {
    "quick": 60.0,
    "saved": 15.0,
    "things": 6.0,
    "new": 8.0,
    "bad": 5.0,
    "hang up": 3.0,
    "slow reader": 1.4,
    "large": 1.0,
    "endless": 0.4,
    "kill a worker": 0.2,
}
ALLOWED = {200, 303, 400, 408, 413, 429, 503}


class Soak:
    """One service, and everybody who asks it."""

    def __init__(self, port: int, server: int) -> None:
        self.port, self.server = port, server
        self.statuses: Counter[tuple[str, object]] = Counter()
        self.times: list[float] = []
        self.lock = threading.Lock()
        self.here = threading.local()

    def one(self, number: int) -> None:
        """One request."""
        chance = random.Random(number)
        (kind,) = chance.choices([*KINDS], [*KINDS.values()])
        begun = perf_counter()
        try:
            status = self._asked(kind, chance)
        except (OSError, HTTPException) as error:
            self.here.connection = None
            status = type(error).__name__
        with self.lock:
            self.statuses[kind, status] += 1
            if kind in {"quick", "saved", "things", "new"}:
                self.times.append(perf_counter() - begun)

    def ask(self) -> None:
        """Something quick."""
        with suppress(OSError, HTTPException):
            self.here.connection = None
            self._get(path_of("new", random.Random(0)))

    def _asked(self, kind: str, chance: random.Random) -> object:
        match kind:
            case "kill a worker":
                return self._kill(chance)
            case "hang up":
                return self._hang_up(chance)
            case "slow reader":
                return self._read_slowly()
        return self._get(path_of(kind, chance))

    def _get(self, path: str) -> int:
        connection = getattr(self.here, "connection", None)
        if connection is None:
            connection = self.here.connection = HTTPConnection("127.0.0.1", self.port, timeout=60)
        connection.request("GET", path)
        answer = connection.getresponse()
        answer.read()
        return answer.status

    def _sent(self, path: str) -> socket.socket:
        channel = socket.create_connection(("127.0.0.1", self.port), timeout=60)
        channel.sendall(f"GET {path} HTTP/1.1\r\nHost: x\r\n\r\n".encode())
        return channel

    def _hang_up(self, chance: random.Random) -> str:
        query = chance.choice([*QUICK, *ENDLESS, LARGE])
        self._sent(f"/sparql?query={quote(query)}").close()
        return "gone"

    def _read_slowly(self) -> str:
        with self._sent(f"/sparql?query={quote(LARGE)}") as channel:
            for _ in range(5):
                channel.recv(100)
                sleep(0.02)
        return "slow"

    def _kill(self, chance: random.Random) -> str:
        with suppress(ProcessLookupError, IndexError):
            os.kill(chance.choice(workers(self.server)), signal.SIGKILL)
        return "killed"


def path_of(kind: str, chance: random.Random) -> str:
    """Where a question of a kind is asked."""
    if kind == "saved":
        return chance.choice(("/queries/criteria-of-a-model", "/queries/design-numbers")) + (
            chance.choice((".csv", ".json", ".html", "?lang=nn"))
        )
    if kind == "things":
        return chance.choice(("/", "/id/anchoring.ttl", "/health", "/metrics", "/.well-known/void"))
    texts = {"quick": QUICK, "bad": BAD, "endless": ENDLESS, "large": (LARGE,)}.get(kind)
    mark = "" if kind in {"quick", "bad"} else f" # {chance.random()}"
    query = chance.choice(texts or QUICK) + mark
    return f"/sparql?{urlencode({'query': query})}"


def children(process: int) -> list[int]:
    """The processes that a process has started."""
    found = Path(f"/proc/{process}/task").glob("*/children")
    return [int(word) for path in found for word in path.read_text().split()]


def descendants(process: int) -> list[int]:
    """Those, and what they have started."""
    return [each for child in children(process) for each in (child, *descendants(child))]


def workers(server: int) -> list[int]:
    """The processes that answer: what was started by what the server has started."""
    return [worker for child in children(server) for worker in children(child)]


def state(server: int) -> dict[str, int]:
    """What a server holds: kB of memory, open files, processes, threads."""
    told = Path(f"/proc/{server}/status").read_text(encoding="ascii")
    number = {name: int(re.findall(rf"{name}:\s+(\d+)", told)[0]) for name in ("VmRSS", "Threads")}
    files = len([*Path(f"/proc/{server}/fd").iterdir()])
    return {**number, "files": files, "processes": len(descendants(server))}


def main() -> None:
    """Asks, then looks."""
    parser = ArgumentParser(prog="python -m benchmarks.soak", description=__doc__)
    parser.add_argument("--requests", type=int, default=50_000)
    wanted = parser.parse_args().requests
    words = ["--port", "0", "--workers", str(WORKERS), "--timeout", "0.4", "--log", "none"]
    command = [sys.executable, "-m", "kg", "serve", *words]
    with (
        TemporaryDirectory() as folder,
        subprocess.Popen(
            command, stdout=subprocess.PIPE, encoding="utf-8", env={**os.environ, "TMPDIR": folder}
        ) as service,
    ):
        assert service.stdout
        port = int(re.findall(r":(\d+)/", service.stdout.readline())[0])
        soak = Soak(port, service.pid)
        states = run(soak, wanted)
        service.terminate()
        service.wait()
        left = [*Path(folder).glob("nestesteg-*")]  # copies of the data
    report(soak, states, wanted)
    assert service.returncode == 0, service.returncode
    assert not left, left
    first, last = states[1], states[-1]
    assert last["VmRSS"] <= first["VmRSS"] + MORE_MEMORY, "memory leaks"
    assert last["files"] <= first["files"] + 2 * THREADS, "files leak"
    assert last["processes"] <= first["processes"], "processes leak"
    assert last["processes"] >= first["processes"], "killed workers were not replaced"
    strange = {status for _, status in soak.statuses if isinstance(status, int)} - ALLOWED
    assert not strange, strange


def run(soak: Soak, wanted: int) -> list[dict[str, int]]:
    """Everything in ten parts; what the server holds before, between and after them."""
    states = [state(soak.server)]
    for part in range(10):
        with ThreadPoolExecutor(THREADS) as threads:
            numbers = range(part * wanted // 10, (part + 1) * wanted // 10)
            list(threads.map(soak.one, numbers))
        settle(soak)
        states.append(state(soak.server))
    return states


def settle(soak: Soak) -> None:
    """Waits until nothing runs any more and all workers are there again."""
    for _ in range(100):
        if len(workers(soak.server)) >= WORKERS + 1:
            break
        soak.ask()  # who was killed is noticed when somebody asks
        sleep(0.1)
    sleep(1.0)


def report(soak: Soak, states: list[dict[str, int]], wanted: int) -> None:
    """What happened, and what the server held."""
    print(f"{wanted} requests by {THREADS} clients, {WORKERS} workers\n")
    print("| kind | outcome | times |\n|---|---|---:|")
    for (kind, status), number in sorted(soak.statuses.items(), key=str):
        print(f"| {kind} | {status} | {number} |")
    cuts = quantiles(soak.times, n=100)
    print(f"\nms: median {cuts[49] * 1000:.1f}, p99 {cuts[98] * 1000:.1f}\n")
    print("| after | kB | files | processes | threads |\n|---|---:|---:|---:|---:|")
    for part, held in enumerate(states):
        numbers = (held["VmRSS"], held["files"], held["processes"], held["Threads"])
        print(f"| {part * 10} % | {' | '.join(map(str, numbers))} |")


if __name__ == "__main__":
    main()
