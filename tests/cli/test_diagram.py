"""``nestesteg diagram`` as a person uses it."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from kg.cli.arguments import Parser
from kg.cli.diagram import FORMATS, declare
from kg.diagram.kinds import KINDS
from kg.messages import LANGUAGES

ROOT = Path(__file__).parents[2]
EXAMPLE = str(ROOT / "examples" / "fjordvik.csv")
BEGINNINGS = {
    "svg": b"<svg ",
    "png": b"\x89PNG",
    "dot": b"// ",
    "mermaid": b"flowchart ",
    "graphml": b"<?xml ",
    "json": b"{",
    "text": b"Slik henger",
}


def diagram(*words: str, **environment: str) -> subprocess.CompletedProcess[bytes]:
    """What the command does."""
    command = [sys.executable, "-m", "kg", "diagram", *words]
    return subprocess.run(
        command, cwd=ROOT, env={**os.environ, **environment}, capture_output=True, check=False
    )


@pytest.mark.parametrize("form", FORMATS)
def test_each_format_goes_to_standard_output(form: str) -> None:
    """Pictures and texts alike can be piped, and nothing else is said."""
    done = diagram("dependencies", "--format", form)

    assert (done.returncode, done.stderr) == (0, b"")
    assert done.stdout.startswith(BEGINNINGS[form])


@pytest.mark.parametrize(
    ("name", "form"),
    [("a.png", "png"), ("a.SVG", "svg"), ("a.gv", "dot"), ("a.txt", "text"), ("a", "svg")],
)
def test_a_file_name_says_its_format(tmp_path: Path, name: str, form: str) -> None:
    """Nobody gets an SVG in a file called PNG."""
    done = diagram("dependencies", "--output", str(tmp_path / name))

    assert (done.returncode, done.stdout) == (0, b"")
    assert (tmp_path / name).read_bytes().startswith(BEGINNINGS[form])


def test_the_format_asked_for_goes_before_the_file_name(tmp_path: Path) -> None:
    """What is said beats what is guessed."""
    diagram("dependencies", "--output", str(tmp_path / "a.png"), "--format", "dot")

    assert (tmp_path / "a.png").read_bytes().startswith(BEGINNINGS["dot"])


def test_an_assessment_is_drawn_as_of_a_day() -> None:
    """The same day gives the same picture, whenever it is drawn."""
    words = ("assessment", EXAMPLE, "--as-of", "2026-11-23", "--lang", "en", "--model", "extended")
    first, second = diagram(*words), diagram(*words)

    assert b"23 November 2026" in first.stdout
    assert first.stdout == second.stdout


@pytest.mark.parametrize(
    ("words", "status", "told"),
    [
        (["assessment"], 2, "NS109 ASSESSMENT"),
        (["dependencies", EXAMPLE], 2, f"Leave out {EXAMPLE}."),
        (["dependencies", "--actor", "fjordvik", "--as-of", "2026-01-01"], 2, "NS609"),
        (["flower", EXAMPLE, EXAMPLE], 2, "NS610 The drawing “flower” is about one actor."),
        (["heatmap", EXAMPLE, "--actor", "fjordvik"], 2, "NS611"),
        (["heatmap"], 2, "NS109 ASSESSMENT"),
        (["schema", "--criterion", "anchoring", "--implied"], 2, "has no option --implied"),
        (["criterion"], 2, "NS109 --criterion is missing."),
        (["criterion", "--criterion", "anchring"], 1, "Did you mean anchoring?"),
        (["dependences"], 2, "Did you mean dependencies?"),
        (["dependencies", "--format", "pdf"], 2, "NS103"),
        (["dependencies", "--output", "a.pdf"], 2, "NS608 The ending “.pdf”"),
        (["dependencies", "--model", "extendet"], 1, "Did you mean extended?"),
        (["dependencies", "--output", "/no/such/folder/a.svg"], 1, "/no/such/folder/a.svg: NS607"),
        (["assessment", "nothing.csv"], 1, "NS201"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said(words: list[str], status: int, told: str) -> None:
    """The status tells a command written wrong from an input at fault; there is no output."""
    done = diagram(*words, "--lang", "en")

    assert (done.returncode, done.stdout) == (status, b"")
    assert told in done.stderr.decode()
    assert "Traceback" not in done.stderr.decode()


def test_files_stand_before_or_after_options() -> None:
    """Several files may be given, with options among them."""
    other = str(ROOT / "examples" / "storfoss.csv")
    words = ("--as-of", "2026-11-23", "--format", "text", "--lang", "en")
    among = diagram("heatmap", other, *words[:2], EXAMPLE, *words[2:])

    assert among.stdout == diagram("heatmap", EXAMPLE, other, *words).stdout
    assert b"2 actors" in among.stdout


def test_a_setting_names_the_renderer() -> None:
    """A renderer that cannot be started is named, with what to look at."""
    done = diagram("dependencies", "--lang", "en", NESTESTEG_DOT="/no/such/dot")

    assert done.returncode == 1
    assert done.stderr.decode().startswith(
        "NS602 The drawing program “/no/such/dot” cannot be started."
    )


def test_a_picture_is_not_thrown_at_a_terminal() -> None:
    """PNG on a terminal would only be noise."""
    ours, theirs = os.openpty()
    command = [sys.executable, "-m", "kg", "diagram", "dependencies", "--format", "png"]
    done = subprocess.run(command, cwd=ROOT, stdout=theirs, stderr=subprocess.PIPE, check=False)
    os.close(theirs)
    os.close(ours)

    assert done.returncode == 1
    assert done.stderr.decode().startswith("NS606")


@pytest.mark.parametrize("language", LANGUAGES)
def test_help_names_every_kind_and_format(language: str) -> None:
    """The help cannot fall behind what the command knows."""
    parser = Parser("diagram", language)
    declare(parser)
    told = parser.format_help()

    assert not [word for word in (*KINDS, *FORMATS) if word not in told]
