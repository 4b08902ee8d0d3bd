"""What is foreseen, by the real commands: whole answers, and refusals that say what is wrong."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent.parent
FJORDVIK = "examples/fjordvik.csv"
AS_OF = ["--as-of", "2026-11-23"]
COMMANDS = [
    ["whatif", FJORDVIK, "--set", "anchoring=green", "silos=yes", *AS_OF],
    ["whatif", FJORDVIK, "--reach", "strategy", "--size", "1", *AS_OF],
    ["plan", FJORDVIK, "--states", *AS_OF],
    ["recommend", FJORDVIK, "--compare", "examples/storfoss.csv", "examples/langnes.csv", *AS_OF],
]


def _run(*words: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "kg", *words]
    return subprocess.run(command, cwd=ROOT, capture_output=True, check=False, encoding="utf-8")


@pytest.mark.parametrize("words", COMMANDS, ids=" ".join)
@pytest.mark.parametrize("form", ["text", "json", "md"])
def test_every_form_of_every_answer(words: list[str], form: str) -> None:
    """Each command answers in each form, and complains of nothing."""
    done = _run(*words, "--format", form)

    assert (done.returncode, done.stderr) == (0, "")
    if form == "json":
        assert json.loads(done.stdout)["actor"] == "fjordvik"
    else:
        assert "Fjordvik" in done.stdout.splitlines()[0]


def test_the_contract_stands_and_stability_stands_beside_it() -> None:
    """Nothing of the contract has moved; what is new is a key of its own, and small files agree."""
    content = json.loads(_run("recommend", FJORDVIK, *AS_OF, "--format", "json").stdout)

    keys = ["actor", "asOf", "model", "lang", "cards", "notes", "stability"]
    assert [*content] == keys
    assert [*content["stability"]] == ["first", "spread", "share", "error", "flips"]
    assert content["stability"]["first"] == [content["cards"][0]["criterion"]]


def test_why_not_speaks_of_the_state() -> None:
    """The command prints the tree of `kg.recommend.why_not`."""
    done = _run("why", FJORDVIK, "strategy", "--not", "met", "--lang", "en", *AS_OF)

    assert done.returncode == 0
    assert done.stdout.startswith("Overall strategy does not have the state “met”, but “blocked”.")


def test_a_plan_without_its_target_file_is_refused() -> None:
    """A target that is not there is named."""
    done = _run("plan", FJORDVIK, "--target", "nowhere.csv")

    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.startswith("nowhere.csv: NS201")
