"""``nestesteg infer`` and names: prefixes of the files, and nodes that have a label only."""

from pathlib import Path

import pytest

from kg.cli import main

DATA = """@prefix : <urn:x:> . @prefix other: <urn:data:> .
:a :e _:c , [ :e :d ] . _:c :e :z .
"""
MORE = "@prefix : <urn:x:> . :k :e _:c , [ :e :d ] . _:c :e :w . _:c-2 :e :v ."
RULES = """PREFIX : <urn:x:> PREFIX rule: <urn:x:> PREFIX other: <urn:rule:>
RULE { ?x :q ?y . ?x :by [ :of ?y ] } WHERE { ?x rule:e ?y }
"""


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Rules and data with nodes that have no name."""
    for name, text in (("a.ttl", DATA), ("b.ttl", MORE), ("r.srl", RULES)):
        (tmp_path / name).write_text(text, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def told(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, str]:
    """What the command says of both files, and its status."""
    files = ("--rules", "r.srl", "--data", "a.ttl", "b.ttl", "--lang", "en")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("sys.argv", ["nestesteg", "infer", *files, *words])
        status = main()
    said = capsys.readouterr()
    return status, said.out + said.err


@pytest.mark.usefixtures("folder")
def test_labels_are_those_of_the_files(capsys: pytest.CaptureFixture[str]) -> None:
    """The same each time; a label that two files use is two nodes."""
    status, text = told(capsys, "--format", "nt")

    assert (status, text) == told(capsys, "--format", "nt")
    asked = [line for line in text.splitlines() if "<urn:x:q>" in line]
    assert asked == [
        "<urn:x:a> <urn:x:q> _:b1 .",
        "<urn:x:a> <urn:x:q> _:c .",
        "<urn:x:k> <urn:x:q> _:b2 .",
        "<urn:x:k> <urn:x:q> _:c-3 .",
        "_:b1 <urn:x:q> <urn:x:d> .",
        "_:b2 <urn:x:q> <urn:x:d> .",
        "_:c <urn:x:q> <urn:x:z> .",
        "_:c-2 <urn:x:q> <urn:x:v> .",
        "_:c-3 <urn:x:q> <urn:x:w> .",
    ]


@pytest.mark.usefixtures("folder")
def test_one_can_ask_about_every_node(capsys: pytest.CaptureFixture[str]) -> None:
    """Read or made, why or why not; a label that no node has stands for any, as in SPARQL."""
    status, proof = told(capsys, "--explain", "_:c-3 :q :w")
    assert (status, proof.splitlines()[-1]) == (0, "    _:c-3 :e :w  (given)")
    made = next(line for line in told(capsys, "--format", "nt")[1].splitlines() if "of" in line)
    assert told(capsys, "--explain", made)[0] == 0
    assert "Missing: _:c :e :a" in told(capsys, "--why-not", "_:c rule:q :a")[1]
    assert "NS703" in told(capsys, "--why-not", ":a :q _:any")[1]


@pytest.mark.usefixtures("folder")
@pytest.mark.parametrize("option", ["--explain", "--why-not"])
def test_a_prefix_that_means_nothing_is_named(
    option: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """Also one that two files do not agree on; but no colon in a text."""
    status, text = told(capsys, option, 'other:a rul:q "x:y"')

    assert status == 1
    assert [line[:27] for line in text.splitlines() if "NS345" in line] == [
        "NS345 The prefix other: mea",
        "NS345 The prefix rul: means",
    ]
    assert "rule:" in text


@pytest.mark.parametrize(
    ("words", "told_of"),
    [
        (["--why-not", "1 :p ?y"], "NS347 1 is a value"),
        (["--why-not", '"a b"@en :p ?y'], 'NS347 "a b" is a value'),
        (["--data", "."], ".: NS346"),
        (["--rules", "."], ".: NS346"),
        (["--data", "folder.ttl"], "folder.ttl: NS346"),
    ],
)
def test_what_cannot_be_is_named(
    words: list[str], told_of: str, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A value that something is said of; a folder where a file should be."""
    (folder / "folder.ttl").mkdir()

    status, text = told(capsys, *words)
    assert status == 1
    assert told_of in text


def test_no_output_moves_the_cursor(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """In lines of N-Triples the signs that would are written by their numbers."""
    (folder / "c.ttl").write_text('<urn:a> <urn:x:e> "\\u001B[31m\\u007F" .', encoding="utf-8")
    (folder / "a.ttl").write_text("", encoding="utf-8")
    _, text = told(capsys, "--data", "c.ttl", "--format", "nt")

    assert '"\\u001B[31m\\u007F"' in text
