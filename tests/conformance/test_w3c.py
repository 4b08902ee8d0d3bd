"""The whole W3C suite of SPARQL 1.2 RL, with its exceptions."""

import os
from collections.abc import Iterable

import pyoxigraph
import pytest
from conformance.exceptions import exceptions, judge
from conformance.w3c import SUITE, Case, cases
from reason.graphs import graph_of, triple

from kg.errors import Faults
from kg.reason import Rule, check, infer, naive, stratify
from kg.reason.rl import parse_rl
from kg.terms import Triple

EXCEPTIONS = exceptions("exceptions.tsv")


def rules(case: Case) -> tuple[Rule, ...]:
    """The rules of a test, read."""
    return parse_rl(case.rules.read_text(encoding="utf-8"), case.rules.name, case.base)


def data(case: Case) -> list[Triple]:
    """The facts of a test of evaluation."""
    assert case.data
    return [triple(quad.triple) for quad in pyoxigraph.parse(path=case.data)]


def _refused(case: Case) -> str:
    """How far the rules of a test get: the step that refuses them, or none."""
    found: tuple[Rule, ...] = ()
    try:
        found = rules(case)
        step = "well-formedness"
        check(found)
        step = "stratification"
        stratify(found)
    except Faults:
        return step if found else "syntax"
    return ""


def _evaluates(case: Case) -> bool:
    """Whether both engines derive what they should."""
    assert case.result
    program, graph = stratify(check(rules(case))), graph_of(data(case))
    expected = _canonical(pyoxigraph.Dataset(pyoxigraph.parse(path=case.result)))
    found = [_dataset(engine(program, graph).facts) for engine in (infer, naive.infer)]
    return all(_canonical(each) == expected for each in found)


def _dataset(facts: Iterable[Triple]) -> pyoxigraph.Dataset:
    lines = "\n".join(map(str, facts))
    return pyoxigraph.Dataset(pyoxigraph.parse(lines, pyoxigraph.RdfFormat.N_TRIPLES))


def _canonical(found: pyoxigraph.Dataset) -> pyoxigraph.Dataset:
    found.canonicalize(pyoxigraph.CanonicalizationAlgorithm.UNSTABLE)
    return found


# By type of test, the steps at which the rules may be refused; none is the empty word.
STEPS = {
    "RulesPositiveSyntaxTest": {"", "well-formedness", "stratification"},
    "RulesPositiveWellFormednessTest": {"", "stratification"},
    "RulesPositiveStratificationTest": {""},
    "RulesNegativeSyntaxTest": {"syntax"},
    "RulesNegativeWellFormednessTest": {"well-formedness"},
    "RulesNegativeStratificationTest": {"stratification"},
}


def _passes(case: Case) -> bool:
    return _evaluates(case) if case.kind == "RulesEvalTest" else _refused(case) in STEPS[case.kind]


@pytest.mark.parametrize("case", cases(), ids=lambda case: case.key)
def test_the_suite_passes_but_for_the_exceptions(case: Case) -> None:
    """And an exception does not pass."""
    reason = EXCEPTIONS.get(case.key)
    try:
        passed = _passes(case)
    except Faults:
        passed = False

    judge(passed=passed, reason=reason, details=case)


def test_the_suite_is_there_and_whole() -> None:
    """Its 184 tests are all run, and every exception is one of them."""
    if not SUITE.is_dir():
        message = f"the W3C suite is not at {SUITE}; NESTESTEG_W3C_TESTS can say where it is"
        assert os.environ.get("NESTESTEG_REQUIRE_W3C") != "1", message
        pytest.skip(message)
    keys = [case.key for case in cases()]

    assert len(keys) == len(set(keys)) == 184
    assert set(EXCEPTIONS) <= set(keys)
