"""What the README shows is what the program does."""

import re
import shlex
import subprocess
import sys
from itertools import pairwise
from pathlib import Path

import pytest

pytestmark = pytest.mark.thorough

ROOT = Path(__file__).parent.parent
BLOCK = re.compile(r"```(sh|text)\n(.*?)```", re.DOTALL)


def _blocks(name: str) -> list[tuple[str, str]]:
    return BLOCK.findall((ROOT / name).read_text(encoding="utf-8"))


def _commands(name: str) -> list[str]:
    lines = [line for kind, block in _blocks(name) if kind == "sh" for line in block.splitlines()]
    return [line for line in lines if line.startswith("./run ")]


def _shown() -> list[tuple[str, str]]:
    """The commands of the README whose output it shows."""
    blocks = _blocks("README.md")
    return [
        (first[1].strip(), second[1]) for first, second in pairwise(blocks) if second[0] == "text"
    ]


def _run(command: str, folder: Path) -> subprocess.CompletedProcess[str]:
    for name in ("examples", "queries"):
        (folder / name).symlink_to(ROOT / name)
    words = [sys.executable, "-m", "kg", *shlex.split(command.removeprefix("./run "))]
    return subprocess.run(words, cwd=folder, capture_output=True, check=False, encoding="utf-8")


@pytest.mark.parametrize("command", [*_commands("README.md"), *_commands("LESMEG.md")])
def test_every_command_runs(command: str, tmp_path: Path) -> None:
    """A command that is shown works as it is written, and complains of nothing."""
    done = _run(command, tmp_path)

    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.parametrize(("command", "output"), _shown())
def test_shown_output_is_the_real_one(command: str, output: str, tmp_path: Path) -> None:
    """What stands below a command is what it prints."""
    assert _run(command, tmp_path).stdout == output


def test_the_two_commands_are_those_that_ci_calls() -> None:
    """CI starts from the README's own words."""
    ci = (ROOT / ".ci" / "run").read_text(encoding="utf-8").splitlines()

    assert "./run recommend examples/fjordvik.csv" in _commands("README.md")
    assert {"./run recommend examples/fjordvik.csv", "./dev test"} <= set(ci)
