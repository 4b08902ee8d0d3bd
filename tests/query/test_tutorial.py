"""The tutorial: its code runs, and prints what stands below it."""

import os
import re
import subprocess
import sys
from contextlib import redirect_stdout
from importlib.util import find_spec
from io import StringIO
from itertools import pairwise
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
TUTORIAL = ROOT / "docs" / "tutorial.md"
BLOCK = re.compile(r"^```(python|text)(?: (\w+))?\n(.*?)^```$", re.DOTALL | re.MULTILINE)


def _run(code: str, names: dict[str, object]) -> str:
    """What a piece of code prints, with what the pieces before it made."""
    printed = StringIO()
    with redirect_stdout(printed):
        exec(compile(code, str(TUTORIAL), "exec"), names)  # noqa: S102 - it is our own
    return printed.getvalue()


def _pieces(text: str) -> list[tuple[str, str, str]]:
    """Each piece of code, the library it needs, and what stands below it."""
    blocks = [*BLOCK.findall(text), ("python", "", "")]
    return [
        (code, needed, below if kind == "text" else "")
        for (first, needed, code), (kind, _, below) in pairwise(blocks)
        if first == "python"
    ]


def test_every_piece_of_the_tutorial_prints_what_stands_below_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """In one go, as a notebook runs; a piece that needs a library is left out without it."""
    monkeypatch.chdir(ROOT)
    text = TUTORIAL.read_text(encoding="utf-8")
    names: dict[str, object] = {}
    pieces = [each for each in _pieces(text) if not each[1] or find_spec(each[1])]
    printed = [(code, expected, _run(code, names)) for code, _, expected in pieces]

    if os.environ.get("NESTESTEG_GOLDEN") == "write":
        for code, expected, told in printed:
            before, after = (f"{code}```\n\n```text\n{each}" for each in (expected, told))
            text = text.replace(before, after)
        TUTORIAL.write_text(text, encoding="utf-8")
    assert len(pieces) > 10
    for code, expected, told in printed:
        assert told == expected, code


def test_importing_the_package_imports_nothing_heavy() -> None:
    """What a notebook opens is read when it is needed, and not before."""
    code = "import kg, sys; kg.open('none.csv'); print(*sys.modules)"
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, check=True, encoding="utf-8"
    )

    heavy = {"rdflib", "networkx", "pyoxigraph", "openpyxl", "numpy", "pandas", "lark"}
    assert {name.split(".")[0] for name in done.stdout.split()} & heavy == set()
