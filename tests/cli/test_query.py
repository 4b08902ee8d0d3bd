"""``nestesteg query`` as a person uses it."""

import subprocess
import sys
from pathlib import Path

import pytest

from kg.cli.query import FORMATS
from kg.messages import LANGUAGES
from kg.query.tables import TABLE_FILES
from kg.query.write import GRAPH_FORMATS, ROW_FORMATS
from kg.resources import data_root


def query(*words: str, given: str = "") -> subprocess.CompletedProcess[str]:
    """What the command does."""
    command = [sys.executable, "-m", "kg", "query", *words]
    return subprocess.run(command, input=given, capture_output=True, check=False, encoding="utf-8")


def test_a_saved_query_is_a_plain_table_when_nobody_watches() -> None:
    """No colours, and no line longer than 80 columns."""
    done = query("what-the-report-says-of", "--param", "criterion=involvement")

    assert (done.returncode, done.stderr) == (0, "")
    assert "\x1b" not in done.stdout
    assert max(map(len, done.stdout.splitlines())) <= 80


def test_a_query_comes_from_standard_input_or_a_file(tmp_path: Path) -> None:
    """The project's prefixes need no declaration."""
    text = "SELECT ?m { ?m a nst:Model } ORDER BY ?m"
    file = tmp_path / "own.rq"
    file.write_text(text, encoding="utf-8")

    piped, read = query("-", "--format", "csv", given=text), query(str(file), "--format", "csv")

    assert piped.stdout == read.stdout
    assert piped.stdout.splitlines()[0] == "m"
    assert len(piped.stdout.splitlines()) == 4


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_list_has_every_saved_query_with_its_question(language: str) -> None:
    """Below its folder, and with the parameters one may give."""
    done = query("--list", "--lang", language)

    folder, shown = "", set()
    for line in done.stdout.splitlines():
        folder = line if line.endswith("/") else folder
        if line.startswith("  ") and line[2] != " ":
            shown.add(f"{folder}{line.split()[0]}.rq")
    files = (data_root() / "queries").rglob("*.rq")
    assert shown == {
        path.relative_to(data_root()).as_posix()
        for path in files
        if path.parent.name not in {"verify", "release"}
    }
    assert "criteria-of-a-model --param model=bolig-for-velferd" in done.stdout


def test_without_a_name_the_command_says_how() -> None:
    """That is wrong usage, not a wrong input."""
    done = query("--lang", "en")

    assert (done.returncode, done.stdout) == (2, "")
    assert "nestesteg queries" in done.stderr


@pytest.mark.parametrize(
    "words",
    [
        ("design-number",),
        ("design-numbers", "--format", "ttl"),
        ("criteria-of-a-model", "--param", "model=six"),
        ("criteria-of-a-model", "--param", "model"),
    ],
)
def test_a_fault_is_told_on_standard_error_with_its_number(words: tuple[str, ...]) -> None:
    """And nothing else is said."""
    done = query(*words)

    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.startswith("NS5")


def test_the_forms_offered_are_those_that_can_be_written() -> None:
    """The command line and the writer agree."""
    assert {*FORMATS} == {*ROW_FORMATS, *GRAPH_FORMATS, *TABLE_FILES}


def test_parameters_may_be_given_together_or_apart() -> None:
    """Both ways of writing them are the same."""
    text = "SELECT ?m ?c { ?m nst:hasCriterion ?c }"
    together = query("-", "--param", "m=nou-2011", "c=strategy", given=text)
    apart = query("-", "--param", "m=nou-2011", "--param", "c=strategy", given=text)

    assert together.returncode == 0
    assert together.stdout == apart.stdout
