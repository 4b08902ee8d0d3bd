"""Every derivation of every program is right, and one that is changed is not."""

from dataclasses import replace
from pathlib import Path

import pytest
from conformance.test_w3c import EXCEPTIONS, data, rules
from conformance.w3c import Case, cases
from hypothesis import given, settings
from reason.graphs import PREFIXES, graph, graph_of
from reason.programs import FACTS, PROGRAMS, Texts
from reason.programs import program as strata_of
from reason.proved import prove_all
from situations import AS_OF

from kg.load import Knowledge, read_assessment
from kg.reason import Derivation, Inference, Program, Rule, check, infer, naive, parse, stratify
from kg.reason.model import Absent, Gathered, Variable
from kg.reason.proof_check import Known, is_right
from kg.reason.rl import parse_rl
from kg.recommend import advise, make_request
from kg.terms import Iri, Triple

EVALUATIONS = [case for case in cases() if case.data and case.key not in EXCEPTIONS]


@settings(max_examples=100, deadline=None)
@given(texts=PROGRAMS, facts=FACTS)
def test_every_derivation_of_a_generated_program_is_right(texts: Texts, facts: set[Triple]) -> None:
    """By whichever engine."""
    strata, made = strata_of(texts), graph_of(sorted(facts, key=str))

    prove_all(infer(strata, made), facts)
    prove_all(naive.infer(strata, made), facts)


@pytest.mark.parametrize("case", EVALUATIONS, ids=lambda case: case.key)
def test_every_derivation_of_the_suite_is_right(case: Case) -> None:
    """Also those of nodes that are new; by whichever engine."""
    facts, strata = data(case), stratify(check(rules(case)))

    prove_all(infer(strata, graph_of(facts)), facts)
    prove_all(naive.infer(strata, graph_of(facts)), facts)


EXAMPLES = sorted((Path(__file__).parents[2] / "examples").glob("*.csv"))


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_every_derivation_of_the_project_is_right(
    path: Path, knowledge: Knowledge, program: Program
) -> None:
    """For each example, with all that the rules say of it."""
    observations = read_assessment(path, knowledge.graph, AS_OF)
    actors = frozenset(each.actor for each in observations)
    request = make_request(knowledge.graph, actors, AS_OF, {})
    advice = advise(knowledge, program, observations, request)
    everything = {Triple(one, key, other) for one, other, key in advice.graph.edges(keys=True)}

    assert len(advice.inference.facts) > 50
    prove_all(advice.inference, everything.difference(advice.inference.facts))


RULES = """
    RULE { ?x :lonely ?n } WHERE { ?x :age ?n . FILTER(?n > 3) NOT { ?x :knows ?y } }
    RULE { ?x :older ?m } WHERE { ?x :age ?n . SET(?m := ?n + 1) }
"""
COUNT = """
    CONSTRUCT { ?x :friends ?n }
    WHERE { { SELECT ?x (COUNT(?y) AS ?n) WHERE { ?x :knows ?y } GROUP BY ?x } }
"""


Small = tuple[Inference, Known, dict[str, Rule]]


@pytest.fixture
def case() -> Small:
    """A small program with a negation, an assignment and a count, and what follows."""
    made = graph(":a :age 7 . :b :age 2 ; :knows :a , :c .")
    named = {rule.name: rule for rule in parse_rl(PREFIXES + RULES, "r.srl")}
    (count,) = parse(PREFIXES + COUNT, "count.rq")
    named[count.name] = count
    inference = infer(stratify(check(named.values())), made)
    facts = [Triple(one, key, other) for one, other, key in made.edges(keys=True)]
    return inference, Known(facts, inference.facts), named


def step(case: Small, predicate: str) -> tuple[Triple, Derivation]:
    """A fact with the predicate, and its derivation."""
    found = case[0].derivations.items()
    return next((fact, ways[0]) for fact, ways in found if fact.predicate.value == predicate)


def right(case: Small, fact: Triple, derivation: Derivation) -> bool:
    """Whether the derivation is right."""
    return is_right(fact, derivation, case[2], case[1])


def test_a_derivation_of_another_fact_is_not_right(case: Small) -> None:
    """Nor one with other bindings, or by another rule."""
    fact, derivation = step(case, "urn:x:older")
    assert right(case, fact, derivation)

    assert not right(case, fact._replace(subject=Iri("urn:x:c")), derivation)
    assert not right(case, fact, replace(derivation, bindings=derivation.bindings[1:]))
    assert not right(case, fact, replace(derivation, rule="count"))


def test_premises_may_not_be_missing_or_invented(case: Small) -> None:
    """Nor be more, nor in another order."""
    fact, derivation = step(case, "urn:x:lonely")
    first, absent = derivation.premises
    assert right(case, fact, derivation)

    others = [(first,), (absent,), (absent, first), (first, absent, first), (first, first)]
    assert not any(right(case, fact, replace(derivation, premises=each)) for each in others)
    age = Triple(Iri("urn:x:c"), Iri("urn:x:age"), fact.object)
    claimed = replace(derivation, bindings=(derivation.bindings[0], (Variable("x"), age.subject)))
    lonely = fact._replace(subject=age.subject)
    assert not right(case, lonely, replace(claimed, premises=(age, absent)))


def test_what_is_absent_must_be_absent(case: Small) -> None:
    """And be what the rule asks for."""
    fact, derivation = step(case, "urn:x:lonely")
    first, absent = derivation.premises
    assert isinstance(absent, Absent)

    empty = replace(derivation, premises=(first, Absent(())))
    assert not right(case, fact, empty)
    a, knows, b = fact.subject, Iri("urn:x:knows"), Iri("urn:x:b")
    inference, known, named = case
    more = Known([*known.base.facts, Triple(a, knows, b)], inference.facts)
    assert not is_right(fact, derivation, named, more)


def test_a_count_must_name_all_that_counted(case: Small) -> None:
    """Neither fewer nor more."""
    fact, derivation = step(case, "urn:x:friends")
    (gathered,) = derivation.premises
    assert isinstance(gathered, Gathered)
    assert right(case, fact, derivation)

    for members in (gathered.contributors[1:], (*gathered.contributors, ())):
        changed = replace(gathered, contributors=members)
        assert not right(case, fact, replace(derivation, premises=(changed,)))
