"""What our checks, our rows and our workers cost beside pyoxigraph called directly."""

import os
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from math import nan
from pathlib import Path
from statistics import median
from time import perf_counter, process_time

import pyoxigraph

from benchmarks.municipalities import Scene
from benchmarks.soak import descendants
from kg.pool import Alone, Limits, Pool, Question, snapshot
from kg.query import own_query, run
from kg.query.rows import Row, Rows
from kg.store import Store
from kg.workbench import Workbench

SIZES = (1, 10, 100, 1_000, 10_000)
CARDS = (
    "SELECT ?card ?state ?place "
    "{{ ?card a nst:Card ; nst:state ?state ; nst:place ?place }} LIMIT {}"
)

HEAD = (
    "in process: rows",
    "pyoxigraph µs",
    "kg.open().sparql µs",
    "ratio",
    "of the least",
    "ratio for a new text",
    "ratio of kg.query.run, to terms of ours",
)

ISOLATION = (
    "isolation",
    "in this process ms",
    "in a worker ms",
    "more ms",
    "more ms of the processor",
)


def beside(made: Scene, prefixes: Mapping[str, str], times: int) -> None:
    """Prints both tables."""
    store = pyoxigraph.Store()
    store.bulk_load(made.written, pyoxigraph.RdfFormat.N_TRIPLES)
    in_process(store, prefixes, times)
    isolation(made, prefixes, times)


def in_process(store: pyoxigraph.Store, prefixes: Mapping[str, str], times: int) -> None:
    """``kg.open().sparql`` beside pyoxigraph, every value of every row read."""
    bench = Workbench()
    bench.store = Store(store, dict(prefixes))
    needed = {name: iri for name, iri in prefixes.items() if f"{name}:" in CARDS}
    row(*HEAD)
    row("---:", *["---:"] * (len(HEAD) - 1))
    for size in SIZES:
        text = CARDS.format(size)
        direct, ours = partial(_direct, store, needed), partial(_ours, bench)
        assert _texts(direct(text)) == _texts(ours(text))
        each = [
            partial(_same, direct, text),
            partial(_same, ours, text),
            partial(_anew, ours, text),
            partial(_same, partial(_terms, bench), text),
        ]
        middle, least = zip(
            *_in_turns(each, times if size < 1000 else max(5, times // 5)), strict=True
        )
        took = [f"{seconds * 1e6:,.0f}" for seconds in middle[:2]]
        ratios = [middle[1] / middle[0], least[1] / least[0], *(x / middle[0] for x in middle[2:])]
        row(f"{size:,}", *took, *(f"{ratio:.2f}" for ratio in ratios))
    print()


def _direct(store: pyoxigraph.Store, needed: dict[str, str], text: str) -> list[Row]:
    found = store.query(text, prefixes=needed, use_default_graph_as_union=True)
    assert isinstance(found, pyoxigraph.QuerySolutions)
    names = [each.value for each in found.variables]
    return [
        {name: cell and cell.value for name, cell in zip(names, row, strict=True)} for row in found
    ]


def _ours(bench: Workbench, text: str) -> list[Row]:
    found = bench.sparql(text)
    assert isinstance(found, Rows)
    return [*found]


def _terms(bench: Workbench, text: str) -> object:
    return run(bench.store, own_query(text, "-"), {}, "nb")


def _same(ask: Callable[[str], object], text: str, _turn: int) -> object:
    return ask(text)


def _anew(ask: Callable[[str], object], text: str, turn: int) -> object:
    """A text that was never asked before."""
    return ask(text.replace("?card", f"?card{turn}"))


def _texts(rows: list[Row]) -> list[list[str]]:
    return [[str(cell) for cell in row.values()] for row in rows]


def _in_turns(asked: Sequence[Callable[[int], object]], times: int) -> list[tuple[float, float]]:
    """Seconds that each takes, the median and the least of many in turns."""
    taken: list[list[float]] = [[] for _ in asked]
    for turn in range(times):
        for each, ask in zip(taken, asked, strict=True):
            begun = perf_counter()
            ask(turn)
            each.append(perf_counter() - begun)
    return [(median(each), min(each)) for each in taken]


def isolation(made: Scene, prefixes: Mapping[str, str], times: int) -> None:
    """The same question through a worker, and in this process; another text each time."""
    limits = Limits(seconds=60)
    row(*ISOLATION)
    row("---:", *["---:"] * (len(ISOLATION) - 1))
    with (
        snapshot(made.written) as folder,
        Pool(folder, prefixes, limits, size=2, spares=1) as pool,
    ):
        alone = Alone(made.written, dict(prefixes), limits)
        pool.ask(Question("ASK {}"))
        for size in SIZES[:-1]:
            text = CARDS.format(size)
            ordered = Question(text.replace("LIMIT", "ORDER BY ?card LIMIT"))
            assert alone.ask(ordered) == pool.ask(ordered)
            asks = [partial(_anew, partial(_asked, each), text) for each in (alone, pool)]
            (here, _), (there, _) = _in_turns(asks, times)
            processor = [_processor_seconds(ask, times) for ask in asks]
            told = (here, there, there - here, processor[1] - processor[0])
            row(f"{size:,} rows", *(f"{each * 1000:.3f}" for each in told))
    print()


def _asked(store: Alone | Pool, text: str) -> object:
    return store.ask(Question(text))


def _processor_seconds(ask: Callable[[int], object], times: int) -> float:
    """What an answer takes of the processor, here and in the workers; Linux only."""
    if not Path("/proc/self/schedstat").exists():
        return nan
    begun = process_time() + _of_workers()
    for turn in range(times):
        ask(times + turn)
    return (process_time() + _of_workers() - begun) / times


def _of_workers() -> float:
    """Seconds that the processes started by this one have run."""
    told = (Path(f"/proc/{each}/schedstat").read_text() for each in descendants(os.getpid()))
    return sum(int(each.split()[0]) for each in told) / 1e9


def row(*cells: str) -> None:
    """A row of a table."""
    print(f"| {' | '.join(cells)} |", flush=True)
