"""Questions over HTTP, side by side: our service, the bare Oxigraph server, rdflib-endpoint.

``python -m benchmarks.serving`` makes graphs of 100,000 and 1,000,000 triples, loads the same file
into each service, makes sure that all give the same rows, and asks them in turns, several clients
at a time; the programs of the peers (the ``bench`` extra) have to be on the path. It also gives
what our checks and our workers cost beside the same store called directly in one process, and what
a service in Python that does nothing can do. ``--small`` is done in a minute.

A question is another each time (other constants), so that no answer is kept from before, unless
the table says that it was asked before.
"""

import os
import sys
import threading
from argparse import ArgumentParser
from collections.abc import Iterator, Mapping
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import count, product
from pathlib import Path
from statistics import quantiles
from tempfile import TemporaryDirectory
from time import perf_counter

from benchmarks.asked import BEFORE, Work, free, saved
from benchmarks.beside import beside, row
from benchmarks.municipalities import Scene, scene
from benchmarks.peers import BARE, ENDPOINT, OURS, Client, Service, free_port, server, services
from kg.query import saved_queries
from kg.recommend.gather import Dates, gather
from kg.resources import data_root
from kg.store import Store

CLIENTS, SAMPLES = 4, 3
SLOW = 3.0  # seconds; who takes longer for an answer is asked once and no more
SIZES = {False: (100_000, 1_000_000), True: (30_000,)}
FLOOR = "Starlette saying ok"


@dataclass(slots=True)
class Taken:
    """How long answers took, and in how much time they came."""

    times: list[float] = field(default_factory=list)
    seconds: float = 0.0

    @property
    def throughput(self) -> float:
        """Answers a second."""
        return len(self.times) / self.seconds

    def at(self, percent: int) -> float:
        """Milliseconds in which so many of a hundred answers came."""
        return quantiles([*self.times, *self.times], n=100)[percent - 1] * 1000


def ask(work: Work, name: str, service: Service, fresh: Iterator[int], seconds: float) -> Taken:
    """Several clients ask at the same time, each one question after the other."""
    taken = Taken()
    clients = [Client(service.port) for _ in range(CLIENTS)]
    begun = perf_counter()

    def go(client: Client) -> None:
        while perf_counter() - begun < seconds:
            question = work.make(next(fresh))
            path = question.path(name, service)
            asked = perf_counter()
            client.get(path, question.accept)
            taken.times.append(perf_counter() - asked)

    threads = [threading.Thread(target=go, args=(client,)) for client in clients]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    taken.seconds = perf_counter() - begun
    return taken


def compare(
    works: list[Work], there: Mapping[str, Service], fresh: Iterator[int]
) -> dict[tuple[str, str], Taken]:
    """Makes sure that all services give the same rows; who was slow, and how slow."""
    clients = {name: Client(service.port) for name, service in there.items()}
    slow: dict[tuple[str, str], Taken] = {}
    for work in works:
        for _ in range(SAMPLES):
            question = work.make(next(fresh))
            expected: list[str] | None = None
            for name, client in clients.items():
                begun = perf_counter()
                if (work.name, name) in slow:
                    continue
                rows = question.rows(client.get(question.path(name, there[name]), question.accept))
                expected = rows if expected is None else expected
                assert rows == expected, (work.name, name, rows[:3], expected[:3])
                if (took := perf_counter() - begun) > SLOW:
                    slow[work.name, name] = Taken([took], took)
    return slow


def measure(
    works: list[Work],
    there: Mapping[str, Service],
    given: "Given",
    slow: Mapping[tuple[str, str], Taken],
) -> dict[str, dict[str, Taken]]:
    """Each question of each service in turns, all of it several times."""
    fresh = count(1000)
    taken = {work.name: {name: Taken() for name in there} for work in works}
    for _ in range(given.rounds):
        for work, (name, service) in product(works, there.items()):
            more = slow.get((work.name.removesuffix(BEFORE), name)) or ask(
                work, name, service, fresh, given.seconds / given.rounds
            )
            taken[work.name][name].times += more.times
            taken[work.name][name].seconds += more.seconds
    return taken


def table(title: str, taken: Mapping[str, Mapping[str, Taken]]) -> None:
    """Throughput and ratios; then how long an answer took."""
    names = next(iter(taken.values())).keys()
    peers = [name for name in (BARE, ENDPOINT) if name in names]
    head = [
        f"{title}, {CLIENTS} clients: answers a second",
        *names,
        *(f"to {name}" for name in peers),
    ]
    row(*head)
    row(*["---", *["---:"] * (len(head) - 1)])
    for work, found in taken.items():
        ours = found[OURS].throughput
        told = [f"{each.throughput:,.0f}" for each in found.values()]
        row(*[work, *told, *(f"{ours / found[name].throughput:.2f}" for name in peers)])
    print()
    row(*["ms: p50 / p99", *names])
    row(*["---", *["---:"] * len(names)])
    for work, found in taken.items():
        row(*[work, *(f"{each.at(50):.2f} / {each.at(99):.1f}" for each in found.values())])
    print(flush=True)


def side_by_side(made: Scene, store: Store, given: "Given") -> None:
    """The services over one graph."""
    queries = saved_queries(data_root())
    with TemporaryDirectory() as folder, ExitStack() as stack:
        file = Path(folder) / "scene.nt"
        file.write_bytes(made.written)
        there = services(file, stack, given.workers)
        unasked = [*free(made, store.prefixes), *saved(made, store, queries)]
        slow = compare(unasked, there, count())
        works = [each for work in unasked for each in (work, work.again())]
        table(f"{made.triples:,} triples", measure(works, there, given, slow))


def floor(seconds: float) -> None:
    """What a service in Python can do that does nothing."""
    port = free_port()
    with server([sys.executable, "-m", "benchmarks.bare_app", str(port)], port):
        service = Service(port, "/")
        (work,) = free(Scene(b"", 0, 1, ("x",), ()), {})[:1]
        taken = ask(work, FLOOR, service, count(), seconds)
    row(*["", "answers a second", "p50 ms", "p99 ms"])
    row(*["---", "---:", "---:", "---:"])
    row(*[FLOOR, f"{taken.throughput:,.0f}", f"{taken.at(50):.2f}", f"{taken.at(99):.1f}"])
    print(flush=True)


@dataclass(frozen=True, slots=True)
class Given:
    """How much is measured."""

    seconds: float
    rounds: int
    workers: int


def main() -> None:
    """Measures."""
    parser = ArgumentParser(prog="python -m benchmarks.serving", description=__doc__)
    parser.add_argument("--small", action="store_true", help="a small graph, for less long")
    parser.add_argument("--workers", type=int, default=4)
    arguments = parser.parse_args()
    small = arguments.small
    given = Given(0.5 if small else 1.5, 1 if small else 2, arguments.workers)
    today = datetime.now(UTC).date()
    store = gather(data_root(), {}, [], Dates(today, today), None)
    print(f"load before: {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores\n")
    floor(given.seconds)
    for size in SIZES[small]:
        made = scene(store, size)
        side_by_side(made, store, given)
        beside(made, store.prefixes, 30 if small else 100)
    print(f"load after: {os.getloadavg()[0]:.1f}")


if __name__ == "__main__":
    main()
