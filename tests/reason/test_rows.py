"""The engine for small questions against the obvious one: the same facts, for the same reasons."""

from collections.abc import Iterable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from reason.graphs import PREFIXES, graph_of
from reason.programs import FACTS, PROGRAMS, Texts, program
from reason.test_engine import GIVEN, STRATA, same

from kg.reason import Program, infer, naive
from kg.reason.model import Pattern
from kg.reason.rows import reasoner
from kg.reason.rows.reasoner import Conclusion, Reasoner
from kg.terms import Iri, Triple
from kg.terms.known import Known


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
    """Variables as predicates, one that stands twice, triple terms, new nodes, the given graph."""
    on_top(strata, facts, data)


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


def test_what_rows_cannot_do_is_done_by_columns(monkeypatch: pytest.MonkeyPatch) -> None:
    """An element that only the other engine knows changes nothing but the time it takes."""
    one, likes = Iri("urn:x:a"), Iri("urn:x:p")
    rules = program(
        {"r0": f"{PREFIXES}CONSTRUCT {{ ?x :d0 ?y }} WHERE {{ ?x :p ?y FILTER(?x = ?y) }}"}
    )
    facts = [Triple(one, likes, one), Triple(one, likes, likes)]
    expected = told(Reasoner(rules, Known()), facts)
    monkeypatch.setattr(reasoner, "KINDS", (Pattern,))
    actual = told(Reasoner(rules, Known()), facts)

    assert {*actual.inference.derivations.items()} == {*expected.inference.derivations.items()}
    assert {*actual.known.triples()} == {*expected.known.triples()}
    assert len(expected.inference.facts) == 1


@settings(max_examples=100, deadline=None)
@given(texts=PROGRAMS, facts=FACTS)
def test_derivations_come_in_the_order_of_the_fast_engine(texts: Texts, facts: set[Triple]) -> None:
    """So that the same proof is told whichever engine found it."""
    strata, columns = program(texts), infer(program(texts), facts)
    rows = told(Reasoner(strata, Known()), facts).inference

    assert [*rows.derivations.items()] == [*columns.derivations.items()]
