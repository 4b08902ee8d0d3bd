"""The tutorial: its code runs, and prints what stands below it."""

import os
import re
import subprocess
import sys
from contextlib import redirect_stdout
from datetime import UTC, datetime
from importlib.util import find_spec
from io import StringIO
from itertools import pairwise
from pathlib import Path

import pytest

import kg
from kg.query.rows import Rows
from kg.workbench import Refused

ROOT = Path(__file__).parents[2]
TUTORIAL = ROOT / "docs" / "tutorial.md"
EXAMPLE = ROOT / "examples" / "fjordvik.csv"
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


def test_what_a_row_holds_can_be_given_back() -> None:
    """An IRI, a number and a day are values of parameters, in a saved query and in one's own."""
    bench = kg.open(EXAMPLE, as_of="2026-11-23", language="en")
    rows = bench.sparql("who-has-which-state")
    assert isinstance(rows, Rows)
    row = next(each for each in rows if each["observed"])
    own = "SELECT ?card ?o ?d { ?card nst:restsOn ?o . ?o nst:observedOn ?d }"

    again = bench.sparql("who-has-which-state", actor=row["actor"], criterion=row["criterion"])
    assert isinstance(again, Rows)
    given = {"actor", "criterion"}
    assert [*again] == [{name: row[name] for name in row if name not in given}]
    found = bench.sparql(own, d=row["observed"], card="id:fjordvik\\/anchoring")
    assert isinstance(found, Rows)
    assert len(found) == 1


def test_what_is_refused_is_refused_in_words() -> None:
    """No group of exceptions, and nothing is taken for SPARQL that looks like a name."""
    bench = kg.open(language="en")

    with pytest.raises(Refused, match="Did you mean design-numbers"):
        bench.sparql("design-number")
    with pytest.raises(Refused, match="NS525"):
        bench.sparql("who-has-which-state")
    with pytest.raises(Refused, match="NS104"):
        kg.open(EXAMPLE, as_of="soon", language="en").recommend(EXAMPLE)
    rows = bench.sparql("SELECT ?m { ?m a nst:Model }")
    assert isinstance(rows, Rows)
    with pytest.raises(Refused, match="NS524"):
        rows.chart()


def test_values_that_python_has_keep_their_kind() -> None:
    """A truth, a point in time; and None only where a parameter may be left open."""
    bench = kg.open(EXAMPLE, as_of="2026-11-23", language="en")
    query = "SELECT ?given (DATATYPE(?given) AS ?kind) {}"
    at = datetime(2026, 1, 2, 3, 4, tzinfo=UTC)

    kinds = [bench.sparql(query, given=each) for each in (at, at.date(), True)]
    assert [
        str(each["kind"][0]).rpartition("#")[2] for each in kinds if isinstance(each, Rows)
    ] == [
        "dateTime",
        "date",
        "boolean",
    ]
    whole = bench.sparql("who-has-which-state")
    assert str(bench.sparql("who-has-which-state", state=None)) == str(whole)
    with pytest.raises(Refused):
        bench.sparql("criteria-of-a-model", model=None)
    with pytest.raises(Refused):
        bench.sparql(query, given=None)


def test_a_language_that_is_not_there_is_refused_at_once() -> None:
    """With those that are."""
    with pytest.raises(Refused, match="nb, nn, en"):
        kg.open(language="xx")
