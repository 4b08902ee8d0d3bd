"""``nestesteg queries``, and ``nestesteg query`` with assessments, as a person uses them."""

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

EXAMPLES = sorted(str(path) for path in (Path(__file__).parents[2] / "examples").glob("*.csv"))
DATA = ("--data", *EXAMPLES, "--as-of", "2026-11-23")
STATES = "SELECT (COUNT(?s) AS ?n) { ?card nst:state ?s }"


def nestesteg(*words: str, given: str = "") -> subprocess.CompletedProcess[str]:
    """What the program does."""
    command = [sys.executable, "-m", "kg", *words]
    return subprocess.run(command, input=given, capture_output=True, check=False, encoding="utf-8")


def test_queries_are_found_by_words_in_ones_own_language(
    golden: Callable[[str, str], None],
) -> None:
    """All the words, in the name, the folder, the question or the explanation."""
    done = nestesteg("queries", "Vurdering", "rangering", "--lang", "nn")

    assert (done.returncode, done.stderr) == (0, "")
    golden("queries-found.nn.txt", done.stdout)


def test_queries_are_told_to_programs() -> None:
    """With what each needs and takes."""
    done = nestesteg("queries", "lukewarm-chief", "--format", "json", "--lang", "en")
    (told,) = json.loads(done.stdout)

    assert told["name"] == "what-to-show-a-lukewarm-chief-executive"
    assert told["needs"] == "assessments"
    assert told["parameters"] == {"circumstance": "leadership-lukewarm", "actor": "nst:Actor"}


def test_words_that_no_query_has_are_told_with_what_is_near() -> None:
    """In one line."""
    done = nestesteg("queries", "hindringr")

    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.startswith("NS526 Ingen lagret spørring har ordene «hindringr».\n")
    assert "hindringer" in done.stderr


def test_what_follows_is_there_unless_left_out() -> None:
    """Thirty cards for five invented municipalities; none among what was only said."""
    everything = nestesteg("query", "-", *DATA, "--format", "csv", given=STATES)
    said = nestesteg("query", "-", *DATA, "--asserted-only", "--format", "csv", given=STATES)

    assert everything.stdout.split() == ["n", "30"]
    assert said.stdout.split() == ["n", "0"]


def test_a_table_on_assessments(golden: Callable[[str, str], None]) -> None:
    """As an adviser reads it before a meeting."""
    done = nestesteg("query", "who-has-which-state", "--param", "actor=Storfoss", *DATA)

    assert (done.returncode, done.stderr) == (0, "")
    golden("queries/who-has-which-state.storfoss.txt", done.stdout)


def test_the_ending_of_a_file_says_its_form(tmp_path: Path) -> None:
    """A workbook and a picture; an ending nobody knows is refused before anything is read."""
    book, picture = tmp_path / "a.xlsx", tmp_path / "a.svg"
    nestesteg("query", "criteria-of-a-model", "--output", str(book))
    nestesteg("query", "reasons-that-count-most", "--chart", "--output", str(picture))
    refused = nestesteg("query", "criteria-of-a-model", "--output", "a.doc")
    drawing = tmp_path / "a.png"
    chart = nestesteg("query", "reasons-that-count-most", "--chart", "--output", str(drawing))

    assert (chart.returncode, drawing.exists()) == (2, False)
    assert book.read_bytes().startswith(b"PK")
    assert picture.read_text(encoding="utf-8").startswith("<svg ")
    assert (refused.returncode, refused.stdout) == (2, "")


@pytest.mark.parametrize(
    ("words", "number"),
    [
        (("who-has-which-state",), "NS525"),
        (("criteria-of-a-model", "--chart"), "NS524"),
        (("who-has-which-state", "--data", "none.csv"), "none.csv: NS201"),
    ],
)
def test_what_is_missing_is_told(words: tuple[str, ...], number: str) -> None:
    """On standard error, with its number."""
    done = nestesteg("query", *words)

    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.startswith(number)
