"""Answers to cards: written beside the assessment, shown later, changing nothing else."""

import json
import shutil
import subprocess
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from kg.cli.locked import locked
from kg.errors import Faults
from kg.load import Knowledge
from kg.load.canonical import canonical
from kg.load.responses import answers_beside, read_responses
from kg.messages import LANGUAGES, faults_text
from kg.vocabulary import individual

ROOT = Path(__file__).parents[2]
TODAY = date(2026, 11, 23)
FIRST = ("overridden", "--reason", "other", "--text", "Ny plan i *januar*", "--date", "2026-10-01")


def _run(*words: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "kg", *words]
    return subprocess.run(command, cwd=cwd, capture_output=True, check=False, encoding="utf-8")


@pytest.fixture
def assessment(tmp_path: Path) -> Path:
    """A copy of an example, to be answered."""
    return Path(shutil.copy(ROOT / "examples" / "fjordvik.csv", tmp_path / "a.csv"))


def _answer(assessment: Path, *words: str) -> str:
    done = _run("answer", "a.csv", *words, cwd=assessment.parent)
    assert (done.returncode, done.stderr) == (0, "")
    return done.stdout


def _shown(assessment: Path, *words: str) -> str:
    done = _run("recommend", "a.csv", "--as-of", "2026-11-23", *words, cwd=assessment.parent)
    assert (done.returncode, done.stderr) == (0, "")
    return done.stdout


def test_an_answer_is_written_canonically_and_others_are_kept(
    assessment: Path, knowledge: Knowledge
) -> None:
    """Answers of other days and cards stay; one of the same day takes the place of the former."""
    assert _answer(assessment, "strategy", *FIRST) == "Svaret står i a.csv.answers.ttl.\n"
    _answer(assessment, "anchoring", "accepted", "--date", "1.11.2026")
    _answer(assessment, "strategy", "accepted", "--date", "2026-11-02")
    _answer(
        assessment, "anchoring", "overridden", "--reason", "no-capacity", "--date", "2026-11-01"
    )

    path = answers_beside(assessment)
    text = path.read_text(encoding="utf-8")
    found = read_responses(path, knowledge.graph, TODAY)
    assert canonical(text) == text
    assert {(each.criterion, each.decided_on.month, each.reason) for each in found} == {
        (individual("strategy"), 10, individual("override-other")),
        (individual("strategy"), 11, None),
        (individual("anchoring"), 11, individual("override-no-capacity")),
    }
    assert [each.name for each in assessment.parent.glob(".*")] == []


def test_answers_given_at_once_are_all_kept(assessment: Path, knowledge: Knowledge) -> None:
    """Several processes answer different cards of one assessment at the same time."""
    criteria = ("anchoring", "strategy", "resources")
    command = [sys.executable, "-m", "kg", "answer", "a.csv"]
    running = [
        subprocess.Popen(
            [*command, each, "accepted"],
            cwd=assessment.parent,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
        )
        for each in criteria
    ]

    assert [each.communicate()[1] for each in running] == [b""] * len(criteria)
    found = read_responses(answers_beside(assessment), knowledge.graph, TODAY)
    assert {each.criterion for each in found} == {individual(each) for each in criteria}
    assert [each.name for each in assessment.parent.glob(".*")] == []


def test_whoever_waits_too_long_is_told(assessment: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A lock that somebody keeps is told with the file; given back, it can be had again."""
    monkeypatch.setattr("kg.cli.locked.PATIENCE", 0.0)

    with locked(assessment), pytest.raises(Faults) as refusal, locked(assessment):
        pass
    assert [each.key for each in refusal.value.each()] == ["file-locked"]
    with locked(assessment):
        assert assessment.read_text(encoding="utf-8")


def test_the_newest_answer_is_shown_on_its_card_and_nothing_else_changes(
    assessment: Path, golden: Callable[[str, str], None]
) -> None:
    """Text, Markdown and JSON show it; without it they are what they were."""
    before = _shown(assessment, "--format", "json")
    _answer(assessment, "anchoring", *FIRST)
    _answer(assessment, "strategy", "accepted", "--date", "2026-10-02")

    shown = [
        _shown(assessment, "--top", "1", "--lang", each).split("\n\n")[1] for each in LANGUAGES
    ]
    page = _shown(assessment, "--top", "1", "--format", "md")
    shown.append(next(line for line in page.splitlines() if "januar" in line))
    golden("answers/on-the-card.txt", "\n\n".join(shown) + "\n")
    told = json.loads(_shown(assessment, "--format", "json"))
    answers = {card["criterion"]: card.pop("answer", None) for card in told["cards"]}
    assert answers["anchoring"] == {
        "decision": "overridden",
        "reason": "other",
        "text": "Ny plan i *januar*",
        "date": "2026-10-01",
    }
    assert told == json.loads(before)
    assert "answer" not in before


def test_an_answer_later_than_the_advice_is_not_shown(assessment: Path) -> None:
    """Advice as of a date knows only what was decided by then."""
    _answer(assessment, "anchoring", *FIRST)
    done = _run("recommend", "a.csv", "--as-of", "2026-09-30", cwd=assessment.parent)

    assert "januar" not in done.stdout


@pytest.mark.parametrize(
    ("words", "numbers"),
    [
        (("strategy", "overridden"), ["NS262"]),
        (("strategy", "accepted", "--reason", "other", "--text", "x"), ["NS263"]),
        (("strategy", "overridden", "--reason", "other"), ["NS264"]),
        (("strategy", "accepted", "--text", "x" * 501), ["NS265"]),
        (("strategy", "accepted", "--date", "2999-01-01"), ["NS261"]),
        (("strategy", "maybe", "--reason", "because"), ["NS103", "NS103"]),
        (("context", "accepted"), ["NS105"]),
    ],
)
def test_a_wrong_answer_is_refused_and_nothing_is_written(
    words: tuple[str, ...], numbers: list[str], assessment: Path
) -> None:
    """What is wrong is told at once, with status 1."""
    done = _run("answer", "a.csv", *words, cwd=assessment.parent)

    told = [line.split()[0] for line in done.stderr.splitlines() if line.startswith("NS")]
    assert (done.returncode, done.stdout, told) == (1, "", numbers)
    assert not answers_beside(assessment).exists()


def test_a_file_of_answers_that_is_wrong_is_refused_whole(
    knowledge: Knowledge, golden: Callable[[str, str], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Every fault is told with its line."""
    monkeypatch.chdir(ROOT / "tests" / "bad" / "answers")

    with pytest.raises(Faults) as refusal:
        read_responses(Path("everything-wrong.ttl"), knowledge.graph, TODAY)

    told = [faults_text(refusal.value, language) for language in LANGUAGES]
    golden("answers/everything-wrong.ttl.txt", "\n\n".join(told) + "\n")


def test_answers_that_cannot_be_read_are_neither_shown_nor_overwritten(assessment: Path) -> None:
    """Advice and a new answer are refused; the file stays as it is."""
    path = answers_beside(assessment)
    path.write_text("broken", encoding="utf-8")

    for words in (("recommend", "a.csv"), ("answer", "a.csv", "strategy", "accepted")):
        done = _run(*words, cwd=assessment.parent)
        assert (done.returncode, done.stdout) == (1, "")
        assert done.stderr.startswith("a.csv.answers.ttl:1:1: NS301")
    assert path.read_text(encoding="utf-8") == "broken"
