"""Tests of others that are known to fail here, each with its reason."""

from pathlib import Path

__all__ = ["exceptions", "judge"]


def exceptions(name: str) -> dict[str, str]:
    """The reasons in a file of this folder, by test; a line is a test, a tab, a reason."""
    lines = (Path(__file__).parent / name).read_text(encoding="utf-8").splitlines()
    parts = (line.partition("\t") for line in lines if line and not line.startswith("#"))
    return {test: reason for test, _, reason in parts}


def judge(*, passed: bool, reason: str | None, details: object = "") -> None:
    """Fails a test that should pass, and one that passes though a reason says that it cannot."""
    assert passed or reason, details
    assert not (passed and reason), f"passes, so that it is no exception: {reason}"
