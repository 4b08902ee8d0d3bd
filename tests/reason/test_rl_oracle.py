"""Generated rules of RL: the two engines agree, and every derivation is right."""

from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from reason.graphs import PREFIXES, graph_of
from reason.programs import FACTS

from kg.errors import Faults
from kg.reason import Inference, Program, check, infer, naive, stratify
from kg.reason.proof_check import Known, is_right
from kg.reason.rl import parse_rl
from kg.terms import Triple

ELEMENTS = [
    "?x :p ?y .",
    "?y :q ?z .",
    "?x :n ?n .",
    "?x :q/^:p ?y .",
    "?x :p _:b .",
    "_:b :q ?z .",
    "?z :d0 ?y .",
    "?x :says <<( ?x :p ?y )>> .",
    "?w :says ?t .",
    "NOT { ?x :q ?z }",
    "NOT { ?y :p ?x FILTER(?x != ?y) }",
    "NOT { ?x :d1 _:b }",
    "NOT DATA { ?x :d0 ?y }",
    "NOT DATA { ?z :q ?y }",
    "FILTER(?x != :a)",
    "FILTER(?n > 1 || ?y = :b)",
    "SET(?z := ?x)",
    "SET(?m := 6 / ?n)",
    "SET(?t := <<( ?x :p ?y )>>)",
    "SET(?s := SUBJECT(?t))",
]
HEADS = [
    "?x :d0 ?y",
    "?y :d1 ?x",
    "?x :d1 ?z",
    "?x :d0 ?z ; :q ?y",
    "?x :m ?m",
    "?x :says <<( ?x :p ?y )>>",
    "?s :d1 ?t",
    "_:b :of ?x ; :d1 _:b",
    "<< ?x :p ?y >> :d0 :a",
]
BODIES = st.lists(st.sampled_from(ELEMENTS), min_size=1, max_size=4, unique=True)
RULES = st.builds(
    lambda head, where, body: f"RULE {{ {head} }} {where} {{ ?x :p ?y . {' '.join(body)} }}",
    st.sampled_from(HEADS),
    st.sampled_from(["WHERE", "WHERE", "WHERE", "WHERE DATA"]),
    BODIES,
) | st.builds(
    lambda head, body: f"RULE {{ {head} }} WHERE {{ {' '.join(body)} ?x :p ?y }}",
    st.sampled_from(HEADS),
    BODIES,
)
TEXTS = st.lists(RULES | st.just("DATA { :a :p :d . _:n :q :a }"), min_size=1, max_size=3)


def strata(texts: list[str]) -> Program:
    """The strata of rules; rules that are refused are not what is asked for."""
    try:
        return stratify(check(parse_rl(PREFIXES + "\n".join(texts), "r.srl")))
    except Faults:
        assume(condition=False)
        raise


def ways(inference: Inference) -> set[object]:
    """Each fact with each of its derivations."""
    return {(fact, way) for fact, found in inference.derivations.items() for way in found}


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.filter_too_much])
@given(texts=TEXTS, facts=FACTS)
def test_the_engines_agree_and_every_derivation_is_right(
    texts: list[str], facts: set[Triple]
) -> None:
    """Whatever the order of the elements."""
    program, made = strata(texts), graph_of(sorted(facts, key=str))
    found, expected = infer(program, made), naive.infer(program, made)
    rules = {rule.name: rule for each in program for rule in (*each.once, *each.general)}
    known = Known(facts, expected.facts)

    assert set(found.facts) == set(expected.facts)
    assert ways(found) == ways(expected)
    assert all(
        is_right(fact, way, rules, known)
        for fact, each in expected.derivations.items()
        for way in each
    )
