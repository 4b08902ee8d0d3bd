"""What many tests need: the knowledge, read once, and golden files."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from kg.load import Knowledge, load_knowledge
from kg.reason import Program
from kg.recommend import prepare
from kg.resources import data_root

GOLDEN = Path(__file__).parent / "golden"


@pytest.fixture(scope="session", autouse=True)
def _snapshots(tmp_path_factory: pytest.TempPathFactory) -> None:
    """The tests keep what they read among themselves, and leave the user's folder alone."""
    os.environ["NESTESTEG_CACHE"] = str(tmp_path_factory.getbasetemp().parent / "snapshots")


@pytest.fixture(scope="session")
def knowledge() -> Knowledge:
    """The project's own knowledge."""
    return load_knowledge(data_root())


@pytest.fixture(scope="session")
def program(knowledge: Knowledge) -> Program:
    """The project's own rules, ready to run."""
    return prepare(knowledge)


@pytest.fixture
def golden() -> Callable[[str, str], None]:
    """Compares a text with a file below ``tests/golden``; ``./dev golden`` writes the file anew."""

    def compare(name: str, actual: str) -> None:
        path = GOLDEN / name
        if os.environ.get("NESTESTEG_GOLDEN") == "write":
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(actual, encoding="utf-8")
        assert actual == path.read_text(encoding="utf-8")

    return compare
