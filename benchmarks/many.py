"""What `nestesteg recommend` costs for many actors at once: as much for each, however many."""

import json
import subprocess
import sys
from os import times
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.invented import LAST, Inventor
from kg.load import load_knowledge
from kg.resources import data_root

__all__ = ["many"]

COUNTS = (1, 100, 357)
CHECKED = 5  # actors whose advice is compared with what each gets alone
ROOT = Path(__file__).parents[1]


def many() -> None:
    """Prints the processor time of batches, and what an actor more costs in a larger one."""
    invented = [*Inventor(load_knowledge(data_root()).known, 357).invent(max(COUNTS))]
    with TemporaryDirectory() as folder:
        batches = {}
        for count in COUNTS:
            batches[count] = Path(folder, str(count))
            batches[count].mkdir()
            for number, each in enumerate(invented[:count]):
                path = batches[count] / f"{number:03}.csv"
                path.write_text(each.table(), encoding="utf-8")
        _compare(batches[max(COUNTS)])
        one, few, all_ = (_seconds(batches[count]) for count in COUNTS)
    first = (few - one) / (COUNTS[1] - COUNTS[0])
    further = (all_ - few) / (COUNTS[2] - COUNTS[1])
    print("| actors in one batch | processor s | ms an actor more | to the former |")
    print("|---|---:|---:|---:|")
    print(f"| {COUNTS[0]} | {one:.2f} | | |")
    print(f"| {COUNTS[1]} | {few:.2f} | {1000 * first:.1f} | 1.00 |")
    print(f"| {COUNTS[2]} | {all_:.2f} | {1000 * further:.1f} | {further / first:.2f} |")


def _compare(folder: Path) -> None:
    """A batch gives each actor what it gets alone."""
    together = json.loads(_run(folder))
    files = sorted(folder.iterdir())
    for number in range(0, len(files), len(files) // CHECKED):
        assert json.loads(_run(files[number])) == together[number]


def _seconds(folder: Path) -> float:
    """The processor time of a batch in a process of its own, which others disturb little."""
    before = times()
    _run(folder)
    after = times()
    return (
        after.children_user + after.children_system - before.children_user - before.children_system
    )


def _run(path: Path) -> bytes:
    line = [sys.executable, "-m", "kg", "recommend", str(path), "--as-of", str(LAST)]
    done = subprocess.run([*line, "--format", "json"], check=True, capture_output=True, cwd=ROOT)
    return done.stdout
