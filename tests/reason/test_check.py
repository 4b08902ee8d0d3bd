"""What makes a rule safe. The refusals stand in tests/bad/rules; here stand the borders."""

import pytest
from reason.graphs import PREFIXES

from kg.errors import Fault, Faults
from kg.reason import Rule, check, parse
from kg.reason.model import Assign, Call, Filter, Not, Pattern, Variable
from kg.terms import Iri

X, Y, Z, P = Variable("x"), Variable("y"), Variable("z"), Iri("urn:x:p")


def rules(*texts: str) -> tuple[Rule, ...]:
    """Rules of heads and bodies, written ``head <- body``."""
    parts = [text.split("<-") for text in texts]
    return tuple(
        parse(f"{PREFIXES}CONSTRUCT {{ {head} }} WHERE {{ {body} }}", f"r{number}.rq")[0]
        for number, (head, body) in enumerate(parts)
    )


def refused(*given: Rule) -> list[str]:
    """The keys of the faults of rules."""
    with pytest.raises(Faults) as refusal:
        check(given)
    return [fault.key for fault in refusal.value.exceptions if isinstance(fault, Fault)]


def test_safe_rules_come_back_as_they_were() -> None:
    """Checking changes nothing."""
    given = rules("?x :p ?y <- ?x :q ?y FILTER(?y > 1)", "?x :p 1 <- ?x :q ?y")

    assert check(given) == given


def test_all_faults_of_all_rules_are_told_at_once() -> None:
    """In the order of their places."""
    given = rules("?x :p ?who <- ?x :q ?y FILTER(ODD(?z))", "?x :p ?what <- ?x :q ?y")

    assert (
        refused(*given)
        == [
            "unbound-head-variable",
            "unsafe-variable",
            "unknown-function",
            "unbound-head-variable",
        ]
        or len(refused(*given)) == 4
    )


def test_two_rules_must_not_share_a_name() -> None:
    """A proof could not tell them apart."""
    (given,) = rules("?x :p ?y <- ?x :q ?y")

    assert refused(given, given) == ["same-rule-name", "same-rule-name"]


def test_the_model_is_walked_from_left_to_right() -> None:
    """A condition sees earlier elements only: front ends other than SPARQL's leave it in place."""
    early = Rule("early", (Pattern(X, P, Y),), (Filter(Y), Pattern(X, P, Y)))
    late = Rule("late", (Pattern(X, P, Y),), (Pattern(X, P, Y), Filter(Y)))

    assert refused(early) == ["unsafe-variable"]
    assert check([late]) == (late,)


def test_the_variables_of_a_negation_stay_in_it() -> None:
    """It sees those outside, which do not see its own."""
    inside = Not((Pattern(Y, P, Z), Filter(Call("=", (X, Z)))))
    good = Rule("good", (Pattern(X, P, Y),), (Pattern(X, P, Y), inside))
    bad = Rule("bad", (Pattern(X, P, Z),), (Pattern(X, P, Y), inside))

    assert check([good]) == (good,)
    assert refused(bad) == ["unbound-head-variable"]


def test_an_assigned_variable_must_be_new() -> None:
    """Also if VALUES only may have given it a value."""
    bound = Rule("bound", (Pattern(X, P, Y),), (Pattern(X, P, Y), Assign(Y, X)))
    (undefined,) = rules("?x :p ?y <- ?x :q ?z VALUES ?y { UNDEF } BIND(1 AS ?y)")

    assert refused(bound) == ["variable-already-bound"]
    assert "variable-already-bound" in refused(undefined)


def test_a_column_without_undef_binds_its_variable() -> None:
    """And one with it does not, unless a pattern does."""
    good = rules(
        "?x :p ?y <- VALUES (?x ?y) { (:a :b) }", "?x :p ?y <- ?x :q ?y VALUES ?y { UNDEF }"
    )

    assert check(good) == good


@pytest.mark.parametrize(
    "text",
    [
        "?x :p ?h <- ?x :q ?n BIND(?n / 2 AS ?h)",
        "?x :p 1 <- ?x :q ?n BIND(?n / 2 AS ?h) FILTER(BOUND(?h))",
        "?x :p 1 <- ?x :q ?n BIND(?n / 2 AS ?h) FILTER(?h > 1 && ?n > 2)",
        "?x :p 1 <- ?x :q ?n BIND(?n / 2 AS ?h) FILTER(?h > 1 || ?h < 0)",
        "?x :p ?k <- ?x :q ?n BIND(?n / 2 AS ?h) BIND(?h + 1 AS ?k)",
        "?x :p 1 <- ?x :q ?n BIND(?n AS ?h)",
        "?x :p 1 <- ?x :q ?n BIND(COALESCE(?n / 2, 0) AS ?h)",
        "?x :p 1 <- ?x :q ?n BIND(COALESCE(?n / 2, 0) AS ?h) ?y :q ?h",
        "?x :p ?s <- { SELECT ?x (SUM(?n) AS ?s) { ?x :q ?n } GROUP BY ?x }",
        "?x :p 1 <- { SELECT ?x (SUM(?n) AS ?s) { ?x :q ?n } GROUP BY ?x } FILTER(?s > 2)",
        "?x :p 1 <- { SELECT ?x (COUNT(?n) AS ?s) { ?x :q ?n } GROUP BY ?x }",
        "?x :p 1 <- { SELECT ?x (COUNT(?n) AS ?c) { ?x :q ?n } GROUP BY ?x HAVING (SUM(?n) > 2) }",
        (
            "?x :p ?c <- { SELECT ?x (COUNT(?h) AS ?c)"
            " { ?x :q ?n BIND(?n / 2 AS ?h) FILTER(?h > 0) } GROUP BY ?x }"
        ),
    ],
)
def test_a_failed_assignment_that_cannot_reach_the_head_is_no_matter(text: str) -> None:
    """SPARQL then gives the same facts as the model."""
    given = rules(text)

    assert check(given) == given


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("?x :p ?h ; :q 1 <- ?x :q ?n BIND(?n / 2 AS ?h)", "assignment-may-be-unbound"),
        (
            "?x :p 1 <- ?x :q ?n BIND(?n / 2 AS ?h) FILTER(?h > 1 || ?n > 2)",
            "assignment-may-be-unbound",
        ),
        (
            "?x :p ?k <- ?x :q ?n BIND(?n / 2 AS ?h) BIND(COALESCE(?h, 1) AS ?k)",
            "assignment-may-be-unbound",
        ),
        ("?x :p ?h <- ?x :q ?n BIND(?n / 2 AS ?h) ?y :q ?h", "assignment-joined"),
        (
            "?x :p ?s <- ?x :q ?s { SELECT ?x (MAX(?n) AS ?s) { ?x :q ?n } GROUP BY ?x }",
            "assignment-joined",
        ),
        (
            "?x :p ?c <- { SELECT (COUNT(?n) AS ?c) { ?x :q ?n BIND(?n / 2 AS ?h) } } ?x :q ?c",
            "assignment-may-be-unbound",
        ),
    ],
)
def test_a_failed_assignment_that_a_solution_survives_is_refused(text: str, key: str) -> None:
    """SPARQL would give facts that the model does not, so its front end refuses."""
    with pytest.raises(Faults) as refusal:
        rules(text)

    assert [fault.key for fault in refusal.value.each()] == [key]
