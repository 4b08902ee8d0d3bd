"""The engine against an independent one: pyoxigraph runs the same texts, stratum by stratum."""

from collections.abc import Iterator, Sequence

import networkx as nx
import pyoxigraph
from hypothesis import given, settings
from hypothesis import strategies as st
from reason.graphs import graph_of, triple
from reason.programs import FACTS, PROGRAMS, Texts, program

from kg.reason import Derivation, Inference, Rule, infer, prove
from kg.reason.facts import Facts
from kg.reason.model import (
    Absent,
    Element,
    Gathered,
    Node,
    Premise,
    Program,
)
from kg.reason.solve import instance, solve
from kg.terms import Triple


def oracle(strata: Program, texts: Texts, facts: set[Triple]) -> set[Triple]:
    """What the store derives, from the same texts in the same strata."""
    store = pyoxigraph.Store()
    store.extend(pyoxigraph.Quad(*each) for each in _stored(facts))
    for stratum in strata:
        for rule in stratum.once:
            _construct(store, texts[rule.name])
        size = -1
        while size < len(store):
            size = len(store)
            for rule in stratum.general:
                _construct(store, texts[rule.name])
    return {triple(quad.triple) for quad in store} - facts


def _construct(store: pyoxigraph.Store, text: str) -> None:
    found = store.query(text)
    assert isinstance(found, pyoxigraph.QueryTriples)
    store.extend([pyoxigraph.Quad(*each) for each in found])


def _stored(facts: set[Triple]) -> Iterator[pyoxigraph.Triple]:
    lines = "\n".join(map(str, facts))
    return (quad.triple for quad in pyoxigraph.parse(lines, pyoxigraph.RdfFormat.N_TRIPLES))


@settings(max_examples=150, deadline=None)
@given(texts=PROGRAMS, facts=FACTS)
def test_the_engine_derives_what_the_store_derives(texts: Texts, facts: set[Triple]) -> None:
    """Neither more nor less, whatever the rules."""
    strata = program(texts)

    assert set(infer(strata, graph_of(sorted(facts, key=str))).facts) == oracle(
        strata, texts, facts
    )


@settings(max_examples=50, deadline=None)
@given(texts=PROGRAMS, facts=FACTS, data=st.data())
def test_the_order_of_rules_and_facts_does_not_matter(
    texts: Texts, facts: set[Triple], data: st.DataObject
) -> None:
    """Not even to the derivations and their order."""
    shuffled = dict(data.draw(st.permutations(list(texts.items()))))
    mixed = data.draw(st.permutations(sorted(facts, key=str)))

    expected = infer(program(texts), graph_of(sorted(facts, key=str)))
    actual = infer(program(shuffled), graph_of(mixed))
    assert expected == actual
    assert list(expected.derivations.items()) == list(actual.derivations.items())


@settings(max_examples=50, deadline=None)
@given(texts=PROGRAMS, facts=FACTS)
def test_running_again_on_the_result_adds_nothing(texts: Texts, facts: set[Triple]) -> None:
    """And the given graph is what it was."""
    strata, given_graph = program(texts), graph_of(sorted(facts, key=str))
    derived = infer(strata, given_graph).facts

    assert set(given_graph.edges(keys=True)) == {(each[0], each[2], each[1]) for each in facts}
    assert infer(strata, graph_of([*facts, *derived])).facts == ()


@settings(max_examples=100, deadline=None)
@given(texts=PROGRAMS, facts=FACTS)
def test_each_derivation_replayed_on_its_premises_alone_gives_its_fact(
    texts: Texts, facts: set[Triple]
) -> None:
    """And what it says is absent is nowhere in the end."""
    strata = program(texts)
    inference = infer(strata, graph_of(sorted(facts, key=str)))

    rules = {rule.name: rule for stratum in strata for rule in (*stratum.once, *stratum.general)}
    everything = Facts([*facts, *inference.facts])
    for fact, derivations in inference.derivations.items():
        for derivation in derivations:
            assert tuple(fact) in _replayed(rules[derivation.rule], derivation)
            for elements in _absences(derivation.premises):
                assert list(solve(elements, everything)) == []


def _replayed(rule: Rule, derivation: Derivation) -> set[tuple[Node, ...]]:
    """What a rule makes of the triples that a derivation rests on."""
    alone = Facts(_triples(derivation.premises))
    return {
        tuple(instance(pattern, bindings))
        for bindings, _ in solve(rule.body, alone)
        for pattern in rule.head
    }


def _triples(premises: Sequence[Premise]) -> Iterator[Triple]:
    for premise in premises:
        if isinstance(premise, Gathered):
            for member in premise.contributors:
                yield from _triples(member)
        elif not isinstance(premise, Absent):
            yield premise


def _absences(premises: Sequence[Premise]) -> Iterator[tuple[Element, ...]]:
    for premise in premises:
        if isinstance(premise, Absent):
            yield premise.elements
        elif isinstance(premise, Gathered):
            for member in premise.contributors:
                yield from _absences(member)


@settings(max_examples=50, deadline=None)
@given(texts=PROGRAMS, facts=FACTS)
def test_following_first_derivations_ends_in_given_facts(texts: Texts, facts: set[Triple]) -> None:
    """Every proof is well-founded."""
    inference: Inference = infer(program(texts), graph_of(sorted(facts, key=str)))

    for fact in inference.facts:
        proof = prove(inference, fact)
        assert nx.is_directed_acyclic_graph(proof)
        leaves = {step for step in proof if not proof.out_degree(step)}
        assert {leaf for leaf in leaves if isinstance(leaf, Triple)} <= facts
