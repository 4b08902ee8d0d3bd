"""``nestesteg check`` as a person uses it."""

import subprocess
import sys
from pathlib import Path

import pytest

from kg.cli import check
from kg.cli.arguments import Parser
from kg.errors import Fault, Faults
from kg.validate.everything import Report


def run_on(monkeypatch: pytest.MonkeyPatch, report: Report) -> int:
    """The command's status when a check gives this report."""
    monkeypatch.setattr(
        "kg.validate.everything.validate",
        lambda _root, _language, owl: report if not owl else Report(()),
    )
    parser = Parser("check", "en")
    check.declare(parser)
    return check.run(parser.read([]))


def test_one_line_says_what_was_looked_at_and_one_what_was_not(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """When nothing is wrong; another says, loudly, that no reasoner has looked at it."""
    counted = {"triples": 1, "rules": 2, "queries": 3, "shapes": 4, "verify": 5, "terms": 6}

    assert run_on(monkeypatch, Report((), counted)) == 0
    assert capsys.readouterr().out == (
        "All is well: 1 triples, 2 rules, 3 queries, 4 shapes, 5 verify queries, 6 OWL terms.\n"
        "Skipped: OWL reasoning (HermiT and owlrl). Run “nestesteg check --owl” to include it.\n"
    )


def test_every_fault_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    """All at once."""
    faults = (Fault("no-rows"), Fault("file-empty"))

    with pytest.raises(Faults) as refusal:
        run_on(monkeypatch, Report(faults))

    assert {fault.key for fault in refusal.value.each()} == {"no-rows", "file-empty"}


def test_a_broken_folder_is_refused_without_a_traceback(tmp_path: Path) -> None:
    """With status 1, and nothing on standard output."""
    (tmp_path / "ontology").mkdir()
    (tmp_path / "ontology" / "a.ttl").write_text("a b", encoding="utf-8")
    command = [sys.executable, "-m", "kg", "check", "--knowledge", str(tmp_path)]
    done = subprocess.run(command, capture_output=True, check=False, encoding="utf-8")

    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.startswith("ontology/a.ttl:1:")
