"""How far a long job has come, shown to whoever waits for it at a terminal."""

import sys
from collections.abc import Iterator, Sequence
from time import monotonic
from typing import TypeVar

PATIENCE = 1.0  # seconds before anything is shown

Thing = TypeVar("Thing")


def watched(things: Sequence[Thing], told: str) -> Iterator[Thing]:
    """The things one by one, with a bar on standard error if that is a terminal and it takes long.

    Args:
        things: what is worked on.
        told: what stands beside the bar.
    """
    done, began = 0, monotonic()
    waits = sys.stderr is not None and sys.stderr.isatty()
    for thing in things:
        if waits and monotonic() - began > PATIENCE:
            break
        yield thing
        done += 1
    if done < len(things):
        yield from _with_bar(things, done, told)


def _with_bar(things: Sequence[Thing], done: int, told: str) -> Iterator[Thing]:
    """Those that are left, with a bar that goes away again."""
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(told, total=len(things), completed=done)
        for thing in things[done:]:
            yield thing
            bar.advance(task)
