"""The pictures in the documents show what the program draws today."""

import re
import shlex
import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree

import pytest

from kg.diagram.kinds import KINDS

pytestmark = pytest.mark.thorough

ROOT = Path(__file__).parent.parent
PAGE = (ROOT / "docs" / "diagrams.md").read_text(encoding="utf-8")
COMMANDS = [line for line in PAGE.splitlines() if line.startswith("./run diagram ")]


def _held(svg: str) -> list[tuple[str, str]]:
    """What a picture holds: its elements in order, and their texts."""
    return [
        (element.tag, (element.text or "").strip())
        for element in ElementTree.fromstring(svg).iter()
    ]


@pytest.mark.parametrize("command", COMMANDS)
def test_a_picture_is_what_its_command_draws(command: str, tmp_path: Path) -> None:
    """The command that stands above a picture draws that picture."""
    *words, output = shlex.split(command.removeprefix("./run "))
    drawn = tmp_path / "drawn.svg"
    subprocess.run([sys.executable, "-m", "kg", *words, str(drawn)], cwd=ROOT, check=True)

    kept = (ROOT / output).read_text(encoding="utf-8")
    assert _held(drawn.read_text(encoding="utf-8")) == _held(kept)


def test_the_page_shows_every_kind_and_every_picture() -> None:
    """No kind is left out, and no picture lies there that nobody sees."""
    shown = re.findall(r"!\[.+\]\((pictures/.+)\)", PAGE)
    kept = [f"pictures/{path.name}" for path in (ROOT / "docs" / "pictures").iterdir()]

    assert {command.split()[2] for command in COMMANDS} == set(KINDS)
    assert sorted(shown) == sorted(kept)
