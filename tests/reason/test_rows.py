"""The engine for small questions against the obvious one: the same facts, for the same reasons."""

from collections.abc import Iterable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from reason.graphs import PREFIXES, graph_of, short, turtle_triples
from reason.programs import FACTS, PROGRAMS, Texts, program
from reason.test_closure import CASES, CLOSING, EDGES
from reason.test_engine import GIVEN, STRATA, same

from kg.reason import Program, infer, naive
from kg.reason.rows.reasoner import Conclusion, Reasoner
from kg.terms import Iri, Triple
from kg.terms.known import Known
from kg.terms.numbered import Terms


def told(ready: Reasoner, facts: Iterable[Triple], *, proofs: bool = True) -> Conclusion:
    """What a reasoner concludes from some facts more."""
    given = Known(ready.ground)
    for fact in facts:
        given.tell(fact)
    return ready.conclude(given, proofs=proofs)


def on_top(strata: Program, facts: set[Triple], data: st.DataObject) -> None:
    """Makes sure that a reasoner on some of the facts, told the others, agrees with `naive`."""
    ordered = sorted(facts, key=str)
    before = data.draw(st.integers(0, len(ordered)))
    known = Known()
    for fact in ordered[:before]:
        known.tell(fact)
    ready = Reasoner(strata, known)
    told(ready, ordered[: before // 2])  # what was asked before leaves nothing behind
    inference, after = told(ready, ordered[before // 2 :])

    assert same(inference, naive.infer(strata, graph_of(ordered)))
    assert set(after.triples()) == {*facts, *inference.facts}
    assert inference.facts == infer(strata, ordered).facts
    assert told(ready, ordered, proofs=False).inference.facts == inference.facts


@settings(max_examples=300, deadline=None)
@given(texts=PROGRAMS, facts=FACTS, data=st.data())
def test_rows_agree_with_the_obvious_engine(
    texts: Texts, facts: set[Triple], data: st.DataObject
) -> None:
    """In every fact and every derivation, whatever was known beforehand."""
    on_top(program(texts), facts, data)


@settings(max_examples=300, deadline=None)
@given(strata=STRATA, facts=GIVEN, data=st.data())
def test_rows_agree_on_every_kind_of_node(
    strata: Program, facts: set[Triple], data: st.DataObject
) -> None:
    """Variables as predicates, closures, triple terms, new nodes, the given graph."""
    on_top(strata, facts, data)


@settings(max_examples=300, deadline=None)
@given(texts=CLOSING, facts=EDGES, data=st.data())
def test_rows_close_what_the_obvious_engine_closes(
    texts: Texts, facts: set[Triple], data: st.DataObject
) -> None:
    """By the same walks: cycles, recursion through a closure, literals."""
    on_top(program(texts), facts, data)


@pytest.mark.parametrize("before", [0, 1, 9])
@pytest.mark.parametrize("case", CASES, ids=[each["claim"] for each in CASES])
def test_a_path_that_repeats_joins_what_sparql_says(case: dict[str, str], before: int) -> None:
    """Whatever was known beforehand."""
    strata = program({"r": f"{PREFIXES}CONSTRUCT {{ ?x :r ?y }} WHERE {{ {case['body']} }}"})
    facts = turtle_triples(case["facts"])
    known = Known()
    for fact in facts[:before]:
        known.tell(fact)
    found, _ = told(Reasoner(strata, known), facts[before:])

    assert short(found.facts) == {each.replace(" ", " r ") for each in case["pairs"]}
    assert same(found, naive.infer(strata, facts))


@settings(max_examples=100, deadline=None)
@given(
    asked=st.one_of(
        st.tuples(PROGRAMS.map(program), st.lists(FACTS, min_size=1, max_size=4)),
        st.tuples(CLOSING.map(program), st.lists(EDGES, min_size=1, max_size=4)),
        st.tuples(STRATA, st.lists(GIVEN, min_size=1, max_size=4)),
    )
)
def test_questions_put_together_are_answered_each_by_itself(
    asked: tuple[Program, list[set[Triple]]],
) -> None:
    """The same facts, for the same reasons, in the same order; none hears of another's facts."""
    strata, (before, *told_each) = asked
    together_as_alone(strata, before, told_each)


APART = {
    "group": {
        "a": "CONSTRUCT { ?x :n ?n } WHERE { { SELECT ?x (COUNT(?y) AS ?n)"
        " WHERE { ?x :p ?y } GROUP BY ?x } }"
    },
    "time": {
        "a": "CONSTRUCT { ?x :r ?z } WHERE { ?x :d ?y . ?y :d ?z }",
        "b": "CONSTRUCT { ?x :d ?y } WHERE { ?x :f ?y }",
        "c": "CONSTRUCT { ?x :f ?y } WHERE { ?x :e ?y }",
        "d": "CONSTRUCT { ?x :e ?y } WHERE { ?x :q ?y }",
        "e": "CONSTRUCT { ?x :d ?y } WHERE { ?x :p ?y }",
    },
}


@pytest.mark.parametrize("rules", APART.values(), ids=APART)
def test_what_tells_questions_apart_is_told_apart(rules: dict[str, str]) -> None:
    """How many facts a group adds up, and which of two facts that are joined came last."""
    strata = program({name: PREFIXES + text for name, text in rules.items()})
    told = [":a :p :b . :b :q :c .", ":a :q :b . :b :p :c .", ":a :p :b, :c .", ""]
    together_as_alone(strata, set(), [{*turtle_triples(text)} for text in told])


def together_as_alone(
    strata: Program, before: set[Triple], told_each: Iterable[set[Triple]]
) -> None:
    """Makes sure that questions put together are answered as each of them is."""
    known = Known()
    for fact in sorted(before, key=str):
        known.tell(fact)
    ready = Reasoner(strata, known)
    terms = Terms(ready.ground.terms)
    layers = [Known(ready.ground, terms) for _ in told_each]
    for layer, facts in zip(layers, told_each, strict=True):
        for fact in sorted(facts, key=str):
            layer.tell(fact)

    for facts, (together, after) in zip(told_each, ready.conclude_each(layers), strict=True):
        alone, world = told(ready, sorted(facts, key=str))
        assert [*together.derivations.items()] == [*alone.derivations.items()]
        assert set(after.triples()) == set(world.triples())
        for fact in together.facts:
            applied = {(each.rule, each.bindings) for each in together.applied(fact)}
            assert applied == {(each.rule, each.bindings) for each in alone.derivations[fact]}
            bound = [pair for each in alone.derivations[fact] for pair in each.bindings]
            for variable, _ in bound:
                values = {term for name, term in bound if name == variable}
                assert together.bound(fact, variable.name) == values


@settings(max_examples=200, deadline=None)
@given(texts=PROGRAMS, facts=FACTS, data=st.data())
def test_towards_a_goal_nothing_is_missed(
    texts: Texts, facts: set[Triple], data: st.DataObject
) -> None:
    """With only the rules that some predicates can rest on, these have the same facts."""
    ready = Reasoner(program(texts), Known())
    goals = data.draw(st.frozensets(st.sampled_from([Iri(f"urn:x:d{each}") for each in range(5)])))
    everything = told(ready, facts).inference.facts
    towards = told(ready.towards(goals), facts).inference.facts

    assert {each for each in everything if each.predicate in goals} <= {*towards} <= {*everything}


@settings(max_examples=200, deadline=None)
@given(texts=PROGRAMS | CLOSING, facts=FACTS | EDGES)
def test_derivations_come_in_the_order_of_the_fast_engine(texts: Texts, facts: set[Triple]) -> None:
    """So that the same proof is told whichever engine found it."""
    strata, columns = program(texts), infer(program(texts), facts)
    rows = told(Reasoner(strata, Known()), facts).inference

    assert [*rows.derivations.items()] == [*columns.derivations.items()]
