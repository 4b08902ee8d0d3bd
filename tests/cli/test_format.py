"""``nestesteg format``: all files or none, each all at once."""

from pathlib import Path

import pytest

from kg.cli import format as command
from kg.cli.arguments import Parser
from kg.errors import Faults

GOOD = "@prefix a: <urn:a:> . a:b a:c 01 , [ a:d 2 ] , [ a:d 1 ] ."
BAD = {
    "a.nt": "format-only-turtle",
    "broken.ttl": "rdf-syntax",
    "folder": "file-is-a-folder",
    "missing.ttl": "no-such-file",
    "number.ttl": "format-unstable",
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with files in and out of order."""
    (tmp_path / "folder").mkdir()
    texts = {"good.ttl": GOOD, "broken.ttl": "a b", "number.ttl": "<urn:a> <urn:b> 1e0 ."}
    for name, text in {**texts, "a.nt": ""}.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    return tmp_path


def formatted(*paths: Path) -> int:
    """The status of the command on some files."""
    parser = Parser("format", "en")
    command.declare(parser)
    return command.run(parser.read([str(path) for path in paths]))


def test_a_file_is_rewritten_once(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Nameless nodes or not, its mode kept, nothing left beside it."""
    path = folder / "good.ttl"
    path.chmod(0o640)
    before = {*folder.iterdir()}

    assert [formatted(path, path), formatted(path)] == [0, 0]
    assert capsys.readouterr().out == f"{path}\n"
    assert path.stat().st_mode & 0o777 == 0o640
    assert {*folder.iterdir()} == before


def test_one_file_at_fault_leaves_all_as_they_are(folder: Path) -> None:
    """And every file at fault is told."""
    with pytest.raises(Faults) as refusal:
        formatted(*(folder / name for name in ("good.ttl", *BAD)))

    faults = refusal.value.each()
    assert {Path(each.place.file).name: each.key for each in faults if each.place} == BAD
    assert (folder / "good.ttl").read_text(encoding="utf-8") == GOOD
