"""What `nestesteg recommend` costs: in a process that has read the knowledge, and as a command.

Warm, the invented municipalities take turns, so that nothing can be kept from one run to the next
but what is known of all of them. Each file is read anew, and what counts is the text of the cards.
"""

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from itertools import pairwise
from pathlib import Path
from statistics import mean, median
from tempfile import TemporaryDirectory
from time import perf_counter, process_time

from kg.labels import Labels
from kg.load import Knowledge, load_knowledge, read_assessment
from kg.reason import Program
from kg.recommend import advise, arrange, make_request, prepare, with_changes
from kg.recommend.outline import Outliner
from kg.recommend.stability import stability
from kg.recommend.writers import as_text
from kg.resources import data_root

__all__ = ["recommending"]

EXAMPLES = sorted((Path(__file__).parents[1] / "examples").glob("*.csv"))
EXAMPLE = EXAMPLES[0].with_name("fjordvik.csv")
TODAY = date(2026, 11, 23)
PHASES = ("read", "advise", "arrange", "stability", "changes", "text")
WARM = 20  # turns; the least of them is told, which others disturb least


def recommending(rounds: int = 7) -> None:
    """Prints the times of a warm recommendation, by part, and of the command."""
    knowledge = load_knowledge(data_root())
    print(f"| warm, processor ms | {' | '.join(PHASES)} | all |")
    print("|---|" + "---:|" * (len(PHASES) + 1))
    _warm(knowledge, prepare(knowledge))
    print()
    print("| command | ms |")
    print("|---|---:|")
    with TemporaryDirectory() as folder:
        print(f"| the whole cold command | {_median(lambda: _command(folder), rounds):.0f} |")
    print(f"| the same without a snapshot | {_median(lambda: _command(''), rounds):.0f} |")


def _warm(knowledge: Knowledge, program: Program) -> None:
    """Prints the least time of each part, and of all, for each example and on average."""
    turns = [[[*_parts(knowledge, program, path)] for path in EXAMPLES] for _ in range(WARM)]
    least = [[*map(min, zip(*same, strict=True))] for same in zip(*turns, strict=True)]
    rows = {path.stem: found for path, found in zip(EXAMPLES, least, strict=True)}
    rows["on average"] = [*map(mean, zip(*least, strict=True))]
    for name, found in rows.items():
        print(f"| {name} | {' | '.join(f'{1000 * each:.1f}' for each in found)} |")


def _parts(knowledge: Knowledge, program: Program, path: Path) -> Iterator[float]:
    """The processor seconds of each part of a recommendation, then of all of it."""
    clock = [process_time()]
    observations = read_assessment(path, knowledge.known, TODAY)
    clock.append(process_time())
    actors = frozenset(each.actor for each in observations)
    request = make_request(knowledge.known, actors, TODAY, {})
    advice = advise(knowledge, program, observations, request)
    clock.append(process_time())
    cards = arrange(knowledge, advice, "nb")
    clock.append(process_time())
    sure = replace(cards, stability=stability(knowledge.known, cards.cards))
    clock.append(process_time())
    whole = with_changes(knowledge, program, advice, sure)
    clock.append(process_time())
    assert as_text(Outliner(Labels(advice.known, "nb")).outline(whole))
    clock.append(process_time())
    yield from (after - before for before, after in pairwise(clock))
    yield clock[-1] - clock[0]


def _command(snapshots: str) -> None:
    line = [sys.executable, "-m", "kg", "recommend", str(EXAMPLE), "--as-of", str(TODAY)]
    place = os.environ | {"NESTESTEG_CACHE": snapshots}
    subprocess.run(line, check=True, capture_output=True, cwd=EXAMPLE.parents[1], env=place)


def _median(run: Callable[[], object], rounds: int) -> float:
    run()
    times = []
    for _ in range(rounds):
        start = perf_counter()
        run()
        times.append(perf_counter() - start)
    return 1000 * median(times)
