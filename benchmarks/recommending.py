"""What `nestesteg recommend` costs: in a process that has read the knowledge, and as a command."""

import os
import subprocess
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from time import perf_counter

from kg.load import load_knowledge, read_assessment
from kg.recommend import advise, arrange, make_request, prepare, with_changes
from kg.resources import data_root

__all__ = ["recommending"]

EXAMPLE = Path(__file__).parents[1] / "examples" / "fjordvik.csv"


def recommending(rounds: int = 7) -> None:
    """Prints the times of the whole recommendation, of its parts and of the command."""
    today = date(2026, 11, 23)
    knowledge = load_knowledge(data_root())
    program = prepare(knowledge)
    observations = read_assessment(EXAMPLE, knowledge.known, today)
    actors = frozenset(each.actor for each in observations)
    request = make_request(knowledge.known, actors, today, {})

    def recommend() -> None:
        advice = advise(knowledge, program, observations, request)
        with_changes(knowledge, program, advice, arrange(knowledge, advice, "nb"))

    def command(snapshots: str) -> None:
        line = [sys.executable, "-m", "kg", "recommend", str(EXAMPLE), "--as-of", str(today)]
        place = os.environ | {"NESTESTEG_CACHE": snapshots}
        subprocess.run(line, check=True, capture_output=True, cwd=EXAMPLE.parents[1], env=place)

    print("| recommend | ms |")
    print("|---|---:|")
    print(f"| warm, with what would change it | {_median(recommend, rounds):.1f} |")
    advice = _median(lambda: advise(knowledge, program, observations, request), rounds)
    print(f"| warm, the advice alone | {advice:.1f} |")
    with TemporaryDirectory() as folder:
        print(f"| the whole cold command | {_median(lambda: command(folder), rounds):.0f} |")
    print(f"| the same without a snapshot | {_median(lambda: command(''), rounds):.0f} |")


def _median(run: Callable[[], object], rounds: int) -> float:
    run()
    times = []
    for _ in range(rounds):
        start = perf_counter()
        run()
        times.append(perf_counter() - start)
    return 1000 * median(times)
