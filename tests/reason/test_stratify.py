"""The order in which rules run."""

import pytest
from reason.test_check import rules

from kg.errors import Fault, Faults
from kg.reason import Rule, stratify
from kg.reason.model import Pattern, Variable
from kg.reason.strata import dependencies, unify
from kg.terms import Iri

X, Y, Z = Variable("x"), Variable("y"), Variable("z")
A, B, P = Iri("urn:x:a"), Iri("urn:x:b"), Iri("urn:x:p")


def strata(*texts: str) -> list[tuple[list[str], list[str]]]:
    """The names of the rules in each stratum: once, general."""
    return [
        ([rule.name for rule in stratum.once], [rule.name for rule in stratum.general])
        for stratum in stratify(rules(*texts))
    ]


def cycles(*texts: str) -> list[str]:
    """The cycles for which rules are refused."""
    with pytest.raises(Faults) as refusal:
        stratify(rules(*texts))
    return [fault.values["cycle"] for fault in refusal.value.exceptions if isinstance(fault, Fault)]


@pytest.mark.parametrize(
    ("wanted", "made", "expected"),
    [
        (Pattern(X, P, Y), Pattern(A, P, B), True),
        (Pattern(X, P, A), Pattern(Y, P, B), False),
        (Pattern(X, P, X), Pattern(A, P, B), False),
        (Pattern(X, P, X), Pattern(X, P, Y), True),
        (Pattern(X, P, A), Pattern(Y, P, Y), True),
        (Pattern(X, X, X), Pattern(Y, Z, Y), True),
        (Pattern(X, Y, X), Pattern(Z, Z, A), True),
        (Pattern(X, X, A), Pattern(B, Y, Y), False),
        (Pattern(A, X, B), Pattern(X, P, X), False),
    ],
)
def test_patterns_unify_position_by_position(
    wanted: Pattern, made: Pattern, *, expected: bool
) -> None:
    """A repeated variable stands for one term; names on the two sides are not related."""
    assert unify(wanted, made) == expected
    assert unify(made, wanted) == expected


def test_a_constant_tells_triples_of_one_predicate_apart() -> None:
    """A predicate in common makes no dependency if the objects differ."""
    assert strata("?x a :B <- ?x a :A FILTER NOT EXISTS { ?x a :C }") == [([], ["r0"])]


def test_rules_that_only_add_to_each_other_run_together() -> None:
    """Also in a cycle."""
    assert strata("?x :p ?y <- ?x :q ?y", "?x :q ?y <- ?y :p ?x") == [([], ["r0", "r1"])]


@pytest.mark.parametrize(
    "text",
    [
        "?x :r ?y <- ?x :q ?y FILTER NOT EXISTS { ?x :p ?y }",
        "?x :r ?n <- { SELECT ?x (COUNT(?y) AS ?n) { ?x :p ?y } GROUP BY ?x }",
        (
            "?x :r 1 <- { SELECT ?x (COUNT(?y) AS ?n)"
            " { ?x :q ?y FILTER NOT EXISTS { ?x :p ?y } } GROUP BY ?x }"
        ),
    ],
)
def test_what_must_see_everything_runs_one_level_higher(text: str) -> None:
    """A negation, a group, and a negation in a group."""
    assert strata(text, "?x :p ?y <- ?x :s ?y") == [([], ["r1"]), ([], ["r0"])]


def test_a_rule_that_assigns_runs_once_and_after_what_it_depends_on() -> None:
    """And before the rules of its own level that run to the end."""
    texts = ["?x :p ?z <- ?x :q ?y BIND(?y AS ?z)", "?x :q ?y <- ?y :q ?x", "?x :r ?y <- ?x :p ?y"]

    assert strata(*texts) == [([], ["r1"]), (["r0"], ["r2"])]


def test_an_open_dependency_raises_as_far_as_what_it_leads_to() -> None:
    """The level is that of the longest way, counting closed dependencies only."""
    texts = [
        "?x :d ?y <- ?x :c ?y",
        "?x :c ?y <- ?x :z ?y FILTER NOT EXISTS { ?x :b ?y }",
        "?x :b ?y <- ?x :a ?y ; :z ?y",
    ]

    assert strata(*texts) == [([], ["r2"]), ([], ["r0", "r1"])]


def test_the_order_of_the_rules_does_not_matter() -> None:
    """Strata hold rules by name."""
    given = rules("?x :p ?y <- ?x :q ?y", "?x :q ?y <- ?x :p ?y", "?x :r ?y <- ?x :p ?y")

    assert stratify(given) == stratify(given[::-1])


def test_a_cycle_through_a_negation_is_refused_and_shown() -> None:
    """The fault names it rule by rule."""
    texts = [
        "?x :p ?y <- ?x :z ?y FILTER NOT EXISTS { ?x :q ?y }",
        "?x :q ?y <- ?x :r ?y",
        "?x :r ?y <- ?x :p ?y",
    ]

    assert cycles(*texts) == ["r0 -> r1 -> r2 -> r0"]


@pytest.mark.parametrize(
    "text",
    [
        "?x :p ?n <- ?x :p ?m BIND(?m + 1 AS ?n)",
        "?x :p ?n <- { SELECT ?x (COUNT(?y) AS ?n) { ?x :p ?y } GROUP BY ?x }",
        "?x ?p ?y <- ?x ?p ?z . ?z :same ?y FILTER NOT EXISTS { ?x ?p ?y }",
    ],
)
def test_a_rule_that_needs_all_it_makes_itself_is_refused(text: str) -> None:
    """By assignment, by counting, by a variable predicate."""
    assert cycles(text) == ["r0 -> r0"]


def test_each_knot_is_told_of() -> None:
    """Two knots that have nothing to do with each other give two faults."""
    texts = [
        "?x :p 1 <- ?x :z 1 FILTER NOT EXISTS { ?x :p 1 }",
        "?x :q 1 <- ?x :z 1 FILTER NOT EXISTS { ?x :q 1 }",
    ]

    assert sorted(cycles(*texts)) == ["r0 -> r0", "r1 -> r1"]


def test_dependencies_can_be_drawn() -> None:
    """An edge goes from a rule to what it depends on and says whether it is closed."""
    given: tuple[Rule, ...] = rules(
        "?x :p ?y <- ?x :q ?y", "?x :q ?y <- ?x :r ?y FILTER NOT EXISTS { ?x :p ?z }"
    )

    assert sorted(dependencies(given).edges(data="closed")) == [
        ("r0", "r1", False),
        ("r1", "r0", True),
    ]
