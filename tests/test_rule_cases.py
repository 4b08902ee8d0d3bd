"""Every rule, by the cases in ``tests/rules``."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

import pytest
import yaml
from situations import advised

from kg.load import Knowledge
from kg.reason import Program
from kg.recommend import Advice
from kg.vocabulary import individual

pytestmark = pytest.mark.thorough

CASES = Path(__file__).parent / "rules"


class Case(NamedTuple):
    """A situation in which a rule fires, or stays silent."""

    topic: str
    rule: str
    fires: bool
    lines: list[str]
    criterion: str
    actor: str
    choices: Mapping[str, str]
    beside: list[str]


def _cases() -> Iterator[Case]:
    for path in sorted(CASES.glob("*.yaml")):
        for entry in yaml.safe_load(path.read_text(encoding="utf-8")):
            start, request = (path.stem, entry["rule"]), entry.get("request", {})
            on, silent_on = entry.get("fires-on", ""), entry.get("silent-on", "")
            beside = entry.get("beside", [])
            actor = entry.get("fires-actor", "fjordvik")
            yield Case(*start, True, entry["fires"], on, actor, request, beside)  # noqa: FBT003
            if not entry.get("always"):
                actor = entry.get("silent-actor", "fjordvik")
                silent_beside = entry.get("silent-beside", beside)
                asked = entry.get("silent-request", request)
                yield Case(*start, False, entry["silent"], silent_on, actor, asked, silent_beside)  # noqa: FBT003


def _fired(advice: Advice, rule: str, criterion: str) -> bool:
    return any(
        derivation.rule == rule
        and (not criterion or individual(criterion) in dict(derivation.bindings).values())
        for derivations in advice.inference.derivations.values()
        for derivation in derivations
    )


@pytest.mark.parametrize("case", [*_cases()], ids=lambda case: f"{case.rule}-{case.fires}")
def test_a_rule_fires_where_its_case_says_and_only_there(
    case: Case, knowledge: Knowledge, program: Program
) -> None:
    """A rule fires in its positive case, and stays silent in its negative one."""
    advice = advised(knowledge, program, case.lines, case.choices, case.actor, case.beside)

    assert _fired(advice, case.rule, case.criterion) == case.fires


def test_a_case_says_nothing_that_nobody_reads() -> None:
    """Each entry has known keys alone; YAML reads `on` as a truth value."""
    known = {
        "rule",
        "fires",
        "fires-on",
        "fires-actor",
        "silent",
        "silent-on",
        "silent-actor",
        "always",
        "request",
        "silent-request",
        "beside",
        "silent-beside",
    }

    for path in CASES.glob("*.yaml"):
        for entry in yaml.safe_load(path.read_text(encoding="utf-8")):
            assert set(entry) <= known, (path.name, entry)


def test_every_rule_has_its_cases(knowledge: Knowledge) -> None:
    """No rule is without a case, and the case stands in the file named after the rule's folder."""
    rules = {(Path(rule.file).parent.name, rule.header.id) for rule in knowledge.rules}

    assert {(case.topic, case.rule) for case in _cases()} == rules
