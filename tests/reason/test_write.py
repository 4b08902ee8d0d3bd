"""Rules written as texts and read again."""

from dataclasses import replace
from pathlib import Path

import pytest
from conformance.w3c import Case, cases
from hypothesis import given, settings
from reason.programs import PROGRAMS, Texts

from kg.errors import Fault, Faults
from kg.reason import Rule, parse
from kg.reason.parse_rl import parse_rl
from kg.reason.write import as_construct, as_rl

RULES = sorted((Path(__file__).parents[2] / "rules").rglob("*.rq"))
NAMES = {"": "urn:x:", "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#"}
GOOD = [
    case for case in cases() if "Negative" not in case.kind and "ruleset-structure" not in case.key
]


def nameless(rules: tuple[Rule, ...]) -> list[Rule]:
    """Rules without the names that only tell their place."""
    return [replace(each, name="" if each.name == str(each.place) else each.name) for each in rules]


@pytest.mark.parametrize("path", RULES, ids=lambda path: path.stem)
def test_our_rules_written_and_read_again_are_the_same(path: Path) -> None:
    """As queries always, in RL if it has the words."""
    (rule,) = parse(path.read_text(encoding="utf-8"), path.name)

    assert parse(as_construct(rule), path.name) == (rule,)
    assert parse(as_construct(rule, NAMES), path.name) == (rule,)
    try:
        text = as_rl([rule], NAMES)
    except Fault as refusal:
        assert refusal.key == "not-expressible"
    else:
        assert nameless(parse_rl(text, "r.srl")) == [replace(rule, name="")]


@pytest.mark.parametrize("case", GOOD, ids=lambda case: case.key)
def test_the_rules_of_the_suite_written_and_read_again_are_the_same(case: Case) -> None:
    """All that the draft can say."""
    try:
        rules = parse_rl(case.rules.read_text(encoding="utf-8"), case.rules.name, case.base)
    except Faults:
        pytest.skip("uses what the draft has no more")

    assert nameless(parse_rl(as_rl(rules), "r.srl")) == nameless(rules)
    assert nameless(parse_rl(as_rl(rules, NAMES), "r.srl")) == nameless(rules)


@settings(max_examples=100, deadline=None)
@given(texts=PROGRAMS)
def test_generated_rules_written_and_read_again_are_the_same(texts: Texts) -> None:
    """Whatever they hold."""
    for name, text in texts.items():
        (rule,) = parse(text, name)
        assert parse(as_construct(rule), name) == (rule,)
