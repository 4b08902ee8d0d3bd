"""Bad input at the command line: a clear message, the right status, nothing printed."""

import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from kg.messages import LANGUAGES
from kg.resources import data_root

ROOT = Path(__file__).parent.parent.parent
BAD = ROOT / "tests" / "bad" / "assessment"
FJORDVIK = str(ROOT / "examples" / "fjordvik.csv")
CYCLE = """\
@prefix id: <https://w3id.org/nestesteg/id/> .
@prefix nst: <https://w3id.org/nestesteg/ns#> .
id:claim-x a nst:Claim ; nst:type id:claim-prerequisite ;
  nst:from id:strategy ; nst:to id:anchoring .
"""
BROKEN_RULE = """\
#+ id: broken
#+ label: {nb: a, nn: a, en: a}
#+ sentence: {nb: a, nn: a, en: a}
#+ sources: []
#+ basis: design
PREFIX nst: <https://w3id.org/nestesteg/ns#>
CONSTRUCT { ?card nst:score 1 }
WHERE { ?card nst:standing ; }
"""
TWO_ACTORS = """\
actor,date,about,value
fjordvik,2026-03-01,anchoring,red
storfoss,2026-03-01,anchoring,green
"""


def _run(*words: str, cwd: Path = ROOT) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "kg", *words]
    return subprocess.run(command, cwd=cwd, capture_output=True, check=False, encoding="utf-8")


def _knowledge(folder: Path) -> Path:
    """A copy of the knowledge folders, to be spoilt."""
    for name in ("ontology", "rules", "queries"):
        shutil.copytree(data_root() / name, folder / name)
    return folder


def _refused(done: subprocess.CompletedProcess[str], status: int) -> str:
    assert (done.returncode, done.stdout) == (status, "")
    assert "Traceback" not in done.stderr
    return done.stderr


@pytest.mark.parametrize("name", sorted(path.name for path in BAD.iterdir()))
def test_a_bad_assessment_ends_with_status_1(name: str) -> None:
    """Every bad file is refused by the real process, each line of the message with the file."""
    told = _refused(_run("recommend", str(BAD / name)), 1)

    assert all(line.startswith((str(BAD / name), "    ")) for line in told.splitlines())


@pytest.mark.parametrize(
    ("case", "words"),
    [
        ("no-command", []),
        ("unknown-command", ["recomend", FJORDVIK]),
        ("no-file", ["recommend"]),
        ("unknown-option", ["recommend", FJORDVIK, "--fromat", "json"]),
        ("unknown-format", ["recommend", FJORDVIK, "--format", "jsn"]),
        ("not-a-date", ["recommend", FJORDVIK, "--as-of", "i går"]),
        ("not-a-number", ["recommend", FJORDVIK, "--top", "0"]),
        ("no-value", ["recommend", FJORDVIK, "--model"]),
        ("nothing-supposed", ["whatif", FJORDVIK]),
        ("unknown-language", ["recommend", FJORDVIK, "--lang", "sv"]),
    ],
)
def test_wrong_usage_ends_with_status_2(
    case: str, words: list[str], golden: Callable[[str, str], None]
) -> None:
    """A command that is written wrong is told how to be written, in the language asked for."""
    told = [_refused(_run(*words, *_language(words, each)), 2) for each in LANGUAGES]

    golden(f"usage/{case}.txt", "\n".join(told))


def _language(words: list[str], language: str) -> list[str]:
    return [] if "--lang" in words or not words else ["--lang", language]


@pytest.mark.parametrize(
    ("case", "words"),
    [
        ("unknown-model", ["recommend", FJORDVIK, "--model", "bolig-for-velfred"]),
        ("unknown-strength", ["plan", FJORDVIK, "--strength", "strength-implyed"]),
        ("unknown-topic", ["recommend", FJORDVIK, "--topic", "startlån"]),
        ("unknown-actor", ["recommend", FJORDVIK, "--actor", "fjordvika"]),
        ("unknown-criterion", ["why", FJORDVIK, "anchorin"]),
        ("criterion-of-another-model", ["why", FJORDVIK, "context"]),
        ("wrongly-supposed", ["whatif", FJORDVIK, "--set", "anchorin=red", "silos=maybe", "x"]),
        ("supposed-twice", ["whatif", FJORDVIK, "--set", "silos=no", "--set", "silos=yes"]),
        ("supposed-of-another-model", ["whatif", FJORDVIK, "--set", "context=red"]),
        ("unknown-state", ["why", FJORDVIK, "strategy", "--not", "redy"]),
        ("state-it-has", ["why", FJORDVIK, "strategy", "--not", "blocked"]),
    ],
)
def test_a_choice_the_knowledge_does_not_have_ends_with_status_1(
    case: str, words: list[str], golden: Callable[[str, str], None]
) -> None:
    """What could have been chosen is told, and what was perhaps meant."""
    told = [_refused(_run(*words, "--lang", language), 1) for language in LANGUAGES]

    golden(f"choices/{case}.txt", "\n".join(told))


def test_two_actors_call_for_a_choice(tmp_path: Path) -> None:
    """A proof is of one actor: a file about two is not guessed at; with the choice it is read."""
    path = tmp_path / "two.csv"
    path.write_text(TWO_ACTORS, encoding="utf-8")

    told = _refused(_run("plan", str(path)), 1)

    assert told == (
        "NS101 Filen gjelder flere aktører. Velg én med --actor.\n    Tillatt: fjordvik, storfoss\n"
    )
    assert _run("plan", str(path), "--actor", "storfoss").stdout.startswith("Plan for Storfoss")


@pytest.mark.parametrize("words", [["recommend", FJORDVIK], ["diagram", "dependencies"]])
def test_a_circle_of_prerequisites_is_named(words: list[str], tmp_path: Path) -> None:
    """An ontology whose prerequisites go round gives no advice and no picture, and says so."""
    folder = _knowledge(tmp_path)
    (folder / "ontology" / "circle.ttl").write_text(CYCLE, encoding="utf-8")

    told = _refused(_run(*words, "--knowledge", str(folder)), 1)

    assert told == (
        "ontology/claims.ttl: NS313 Forutsetningene går i ring: anchoring → strategy → anchoring. "
        "Da kan ingen av kriteriene komme først.\n"
    )


def test_faults_of_several_knowledge_files_are_told_at_once(tmp_path: Path) -> None:
    """A rule and an ontology file that cannot be read are both named, with line and column."""
    folder = _knowledge(tmp_path)
    (folder / "rules" / "states" / "broken.rq").write_text("SELECT * {}", encoding="utf-8")
    (folder / "ontology" / "broken.ttl").write_text("@prefix a: <urn:a>\na:b a:c", encoding="utf-8")

    told = _refused(_run("recommend", FJORDVIK, "--knowledge", str(folder)), 1)

    assert "ontology/broken.ttl:2:1: NS301" in told
    assert "rules/states/broken.rq:1: NS302" in told


def test_a_rule_with_a_syntax_error_is_shown_with_line_and_column(tmp_path: Path) -> None:
    """The line of the rule is printed, with a mark below the place."""
    folder = _knowledge(tmp_path)
    (folder / "rules" / "states" / "broken.rq").write_text(BROKEN_RULE, encoding="utf-8")

    told = _refused(_run("recommend", FJORDVIK, "--knowledge", str(folder), "--lang", "en"), 1)

    lines = told.splitlines()
    assert lines[0].startswith("rules/states/broken.rq:8:28: NS401")
    assert lines[1:3] == ["    WHERE { ?card nst:standing ; }", " " * 31 + "^"]
