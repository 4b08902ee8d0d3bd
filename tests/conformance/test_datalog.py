"""The core Datalog cases of datalog-conformance, with their exceptions."""

import re
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml
from conformance.datalog import Model, Refusal, evaluate
from conformance.exceptions import exceptions, judge
from datalog_conformance import ConformanceFailure, Program, YamlTestRunner, get_tests_dir, schema

pytestmark = pytest.mark.thorough

FOLDERS = ("basic", "recursion", "negation", "errors")
FILES = [path for folder in FOLDERS for path in sorted((get_tests_dir() / folder).glob("*.yaml"))]
EXCEPTIONS = exceptions("datalog-exceptions.tsv")


def _names(path: Path) -> list[str]:
    """The names of a file's cases; reading all of each file now would take long."""
    return re.findall(r"^(?:- )?name: (.+)$", path.read_text(encoding="utf-8"), re.MULTILINE)


CASES = {f"{path.parent.name}/{name}": (path, name) for path in FILES for name in _names(path)}


@cache
def _entries(path: Path) -> dict[str, dict[str, Any]]:
    """The cases of a file by name; the library's own way of reading is a hundred times slower."""
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    read = yaml.load(path.read_bytes(), Loader=loader)  # noqa: S506 - both loaders are safe ones
    return {entry["name"]: {"source": "", **entry} for entry in read.get("tests", [read])}


class _Evaluator:
    """The engine as the library asks for it; cases that share a program share its model."""

    def __init__(self) -> None:
        self._models: dict[str, Model] = {}

    def evaluate(self, program: Program) -> Model:
        """What holds by a program."""
        key = repr((program.rules, {name: len(rows) for name, rows in program.facts.items()}))
        if key not in self._models:
            self._models = {key: evaluate(program)}
        return self._models[key]


RUNNER = YamlTestRunner(_Evaluator())


def _failure(key: str) -> str:
    path, name = CASES[key]
    try:
        RUNNER.run_test_case(schema.TestCase.from_dict(_entries(path)[name]))
    except (ConformanceFailure, Refusal) as failure:
        return f"{failure!r}"[:500]
    return ""


@pytest.mark.parametrize("key", CASES)
def test_the_cases_pass_but_for_the_exceptions(key: str) -> None:
    """And an exception does not pass."""
    failure = _failure(key)

    judge(passed=not failure, reason=EXCEPTIONS.get(key), details=failure)


def test_every_case_is_run() -> None:
    """There are 114, and every exception is one of them."""
    assert len(CASES) == 114
    assert set(EXCEPTIONS) <= set(CASES)
