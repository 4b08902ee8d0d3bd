"""EYE, a rule engine in Prolog that proves what it derives: a process for each run.

It is measured as it is used: it starts, reads the facts and the rules, derives and writes down the
proof of everything. How long the part lasted that it calls reasoning, which the writing belongs to,
it says itself.
"""

import re
from collections.abc import Sequence
from pathlib import Path
from shutil import which
from subprocess import run
from tempfile import mkdtemp

from benchmarks.workloads import SPACE, Workload, short

__all__ = ["EYE", "command", "files", "proved"]

EYE = "EYE, with proofs (a process)"

_PREFIXES = f"""@prefix : <{SPACE}>.
@prefix e: <http://eulersharp.sourceforge.net/2003/03swap/log-rules#>.
"""
_GIVEN = re.compile(r"r:gives \{(.*?)\}", re.DOTALL)  # what the whole proof gives stands first
_REASONING = re.compile(r"reasoning (\d+) \[msec cputime\]")
_SAID = re.compile(r"out=(\d+)")

Fact = tuple[str, str, str]


class Proof:
    """What EYE wrote and said."""

    def __init__(self, written: str, said: str) -> None:
        self._written, self._said = written, said

    @property
    def size(self) -> int:
        """How many facts follow."""
        return int(_SAID.findall(self._said)[0])

    @property
    def seconds(self) -> float:
        """The processor time that it says it reasoned for."""
        return int(_REASONING.findall(self._said)[0]) / 1000

    def read(self) -> set[Fact]:
        """The facts that follow."""
        import pyoxigraph

        found = _GIVEN.findall(self._written)[0].encode()
        quads = pyoxigraph.parse(found, pyoxigraph.RdfFormat.TURTLE)
        return {(short(each.subject), short(each.predicate), short(each.object)) for each in quads}


def command() -> Sequence[str]:
    """How EYE is started, as Debian has it or as its own installer does.

    Raises:
        ImportError: if it is not there.
    """
    prolog, image = which("swipl"), which("eye.pvm")
    if prolog and image:
        return [prolog, "-x", image, "--"]
    raise ImportError(name="eye")


def files(workload: Workload) -> Sequence[str]:
    """The facts, the rules and what is asked, written down; the arguments that name them."""
    folder = Path(mkdtemp(prefix="nestesteg-bench-"))
    asked = "".join(f"{{ ?s :{goal} ?o }} => {{ ?s :{goal} ?o }} .\n" for goal in workload.goals)
    texts = {
        "facts.ttl": "".join(f"{fact}\n" for fact in workload.facts),
        "rules.n3": _PREFIXES + workload.eye,
        "query.n3": _PREFIXES + asked,
    }
    for name, text in texts.items():
        (folder / name).write_text(text, encoding="utf-8")
    facts, rules, query = (str(folder / name) for name in texts)
    return [facts, rules, "--query", query]


def proved(arguments: Sequence[str]) -> Proof:
    """What EYE proves."""
    told = run(arguments, check=True, capture_output=True, text=True)
    return Proof(told.stdout, told.stderr)
