"""Measures all engines side by side and prints Markdown.

In a round every engine runs once, so that whatever else the machine does hits them all, and each
time in another order. What takes little is run once more before, which does not count: it matters
to a run of a few milliseconds what the processor has just had at hand (``--cold`` leaves this out).
The table gives the median of the rounds and, for a machine that is busy, the best of them, each as
a ratio to ours as well. A result is compared with ours before its time counts.
"""

from argparse import ArgumentParser, Namespace
from collections.abc import Callable, Mapping, Sequence
from gc import collect
from random import Random
from statistics import median
from time import perf_counter

from benchmarks.by_chance import SEED, by_chance
from benchmarks.drawing import drawing
from benchmarks.engines import ENGINES, EYE, FLOOR, OURS, PYSHACL, Fact, Result
from benchmarks.explaining import explaining
from benchmarks.many import many
from benchmarks.recommending import recommending
from benchmarks.workloads import Workload, chain, closure, municipalities

SLOW = {"ours, naive", "pyDatalog", "owlrl (OWL RL)", EYE, PYSHACL}
NO_AGGREGATES = {"purrdf, with explanations", EYE}
ORDER = 1  # what chance begins with when it puts the engines in order
QUICK, MANY = 0.1, 5  # what takes less than so many seconds is run in so many times the rounds
CLOSURE_ONLY = {
    "ours, a path",
    "pyDatalog",
    "pyoxigraph, a path",
    "reasonable (OWL RL)",
    "owlrl (OWL RL)",
}


def main() -> None:
    """Measures what is asked for."""
    parser = ArgumentParser(prog="python -m benchmarks", description="Speed beside the peers.")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--small", action="store_true", help="no workload above a few seconds")
    parser.add_argument("--cold", action="store_true", help="each run straight after another's")
    parser.add_argument("--huge", action="store_true", help="356,000 municipalities as well")
    parser.add_argument(
        "--random", type=int, metavar="N", help="only recommend for N actors invented by chance"
    )
    parser.add_argument("--seed", type=int, default=SEED, help="where chance begins")
    parser.add_argument("--many", action="store_true", help="only many actors in one batch")
    arguments = parser.parse_args()
    if arguments.random:
        by_chance(arguments.random, arguments.seed)
    elif arguments.many:
        many()
    else:
        _everything(arguments)


def _everything(arguments: Namespace) -> None:
    print(
        "| workload | engine | facts | median s | best s | to ours | best to best | to the floor |"
    )
    print("|---|---|---:|---:|---:|---:|---:|---:|")
    for workload, left_out in _workloads(small=arguments.small, huge=arguments.huge):
        _measure(workload, left_out, arguments.rounds, cold=arguments.cold)
    print()
    explaining()
    recommending()
    many()
    print()
    drawing()


def _workloads(*, small: bool, huge: bool) -> list[tuple[Workload, set[str]]]:
    """Each workload, and the engines that would take minutes or cannot say it."""
    found = [
        (municipalities(356, aggregate=True), CLOSURE_ONLY | NO_AGGREGATES),
        (municipalities(356, aggregate=False), CLOSURE_ONLY | {PYSHACL}),
    ]
    if not small:
        explaining_only = set(ENGINES) - {OURS, FLOOR, *NO_AGGREGATES}
        found.append((municipalities(3_560, aggregate=False), explaining_only))
        left_out = CLOSURE_ONLY | SLOW | NO_AGGREGATES
        found.append((municipalities(35_600, aggregate=True), left_out))
        left_out = left_out | {"pyoxigraph, by strata"}
        found.append((municipalities(35_600, aggregate=False), left_out))
    if huge:
        alone = set(ENGINES) - {OURS, "ours, proofs not kept", FLOOR}
        found.append((municipalities(356_000, aggregate=True), alone))
    found.append((closure(), {EYE, "owlrl (OWL RL)"} if small else set()))
    found.append((chain(), SLOW | NO_AGGREGATES | {"pyoxigraph, by strata", "reasonable (OWL RL)"}))
    return found


def _measure(workload: Workload, left_out: set[str], rounds: int, *, cold: bool = False) -> None:
    runs: dict[str, Callable[[], Result]] = {}
    told: dict[str, str] = {}
    for name, prepare in ENGINES.items():
        try:
            if name not in left_out:
                runs[name] = prepare(workload)
        except ImportError as error:
            told[name] = f"not installed: {error.name}"
    times: dict[str, list[float]] = {name: [] for name in runs}
    owns: dict[str, float] = {}
    expected: set[Fact] | None = None
    turns, chance = [*runs.items()], Random(ORDER)
    for number in range(rounds * MANY):
        for name, run in turns:
            if number and (name in SLOW or name in told):
                continue
            is_quick = bool(number) and min(times[name]) <= QUICK
            if number >= rounds and not is_quick:
                continue
            seconds, result = _timed(run, warm=is_quick and not cold)
            times[name].append(seconds)
            owns[name] = min(result.own, owns.get(name, result.own)) if result.own else 0.0
            if not number:
                found = {(one.lower(), goal, other.lower()) for one, goal, other in result.read()}
                expected = found if expected is None else expected
                if found != expected or result.size not in {None, len(expected)}:
                    told[name] = "another result"
        chance.shuffle(turns)
    _rows(workload, len(expected or ()), times, told, owns)


def _timed(run: Callable[[], Result], *, warm: bool) -> tuple[float, Result]:
    """The seconds of a run, perhaps after another that does not count, and its result."""
    collect()
    if warm:
        run()
    start = perf_counter()
    result = run()
    return perf_counter() - start, result


def _rows(
    workload: Workload,
    count: int,
    times: Mapping[str, Sequence[float]],
    told: Mapping[str, str],
    owns: Mapping[str, float],
) -> None:
    medians = {name: median(found) for name, found in times.items()}
    bests = {name: min(found) for name, found in times.items()}
    for name, seconds in sorted(medians.items(), key=lambda each: each[1]):
        if name not in told:
            ratios = [seconds / medians[OURS], bests[name] / bests[OURS], seconds / medians[FLOOR]]
            figures = [f"{seconds:.4f}", f"{bests[name]:.4f}", *(f"{each:.2f}" for each in ratios)]
            title = name if not owns[name] else f"{name}; it reasons for {owns[name]:.4f}"
            print(f"| {' | '.join([workload.name, title, f'{count:,}', *figures])} |", flush=True)
    for name, why in told.items():
        print(f"| {workload.name} | {name} | | {why} | | | | |", flush=True)


if __name__ == "__main__":
    main()
