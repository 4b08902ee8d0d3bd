"""A run that would take too much ends before it does, and says where it was."""

from collections.abc import Callable, Iterator
from itertools import count

import pytest
from hypothesis import given, settings
from reason.graphs import PREFIXES, graph, graph_of
from reason.programs import FACTS, PROGRAMS, Texts, program

from kg.errors import Fault, Faults
from kg.messages import LANGUAGES, fault_text
from kg.reason import Inference, Limits, infer, naive
from kg.terms import Triple

pytestmark = pytest.mark.thorough

TEXTS = {
    "over": "CONSTRUCT { ?x :over ?y } WHERE { ?x :p ?y }",
    "over-again": "CONSTRUCT { ?x :over ?z } WHERE { ?x :over ?y . ?y :p ?z }",
    "apart": """CONSTRUCT { ?x :apart ?y }
        WHERE { ?x :over ?w . ?y :over ?z FILTER NOT EXISTS { ?x :over ?y } }""",
}
CHAIN = " ".join(f":n{number:02} :p :n{number + 1:02} ." for number in range(30))
PAIRS = 30 * 31 // 2


def run(limits: Limits, clock: Callable[[], float] = lambda: 0.0) -> Inference:
    """What follows from a chain within limits."""
    texts = {name: PREFIXES + text for name, text in TEXTS.items()}
    return infer(program(texts), graph(CHAIN), limits=limits, clock=clock)


def stopped(limits: Limits, clock: Callable[[], float] = lambda: 0.0) -> Fault:
    """The fault that ended a run."""
    with pytest.raises(Faults) as refusal:
        run(limits, clock)
    (fault,) = refusal.value.each()
    return fault


def ticking() -> Callable[[], float]:
    """A clock that goes on by a second whenever it is looked at."""
    ticks: Iterator[int] = count()
    return lambda: float(next(ticks))


CASES = {
    "facts": (Limits(facts=100), "too-many-facts"),
    "seconds": (Limits(seconds=0.5), "too-long"),
    "bytes": (Limits(bytes=200_000), "too-large"),
}


@pytest.mark.parametrize("name", CASES)
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_fault_says_where_the_run_was(
    name: str, language: str, golden: Callable[[str, str], None]
) -> None:
    """The limit, the rule, the stratum and how far it got, in three languages."""
    limits, key = CASES[name]
    fault = stopped(limits, ticking())

    assert fault.key == key
    golden(f"limits/{name}.{language}.txt", fault_text(fault, language) + "\n")


def test_facts_are_counted_after_each_application() -> None:
    """As many as the limit may be found, and no more."""
    assert len(run(Limits(facts=2_000)).facts) > PAIRS
    fault = stopped(Limits(facts=PAIRS - 1))

    assert fault.values["rule"] == "over-again"
    assert int(fault.values["facts"]) >= PAIRS
    assert stopped(Limits(facts=29)).values == {
        "limit": "29", "facts": "30", "rule": "over", "stratum": "1", "strata": "2",
    }  # fmt: skip


def test_both_engines_stop_at_the_same_fact() -> None:
    """At the same rule in the same stratum."""
    texts = {name: PREFIXES + text for name, text in TEXTS.items()}
    for most in (0, 29, 30, 100, PAIRS):
        with pytest.raises(Faults) as refusal:
            naive.infer(program(texts), graph(CHAIN), Limits(facts=most))
        (fault,) = refusal.value.each()
        assert fault.values == stopped(Limits(facts=most)).values


def test_a_join_that_would_be_too_large_is_not_made() -> None:
    """What it would need is known before; the rule before it had no such need."""
    fault = stopped(Limits(bytes=200_000))

    assert fault.values["rule"] == "apart"
    # For each of 465 facts as many others: five columns at least.
    assert int(fault.values["needed"]) > PAIRS * PAIRS * 5 * 8


@pytest.mark.parametrize(
    "body",
    [
        "?x :p ?w . ?y :p ?z",
        "?x ^:q/:q ?y",
        "VALUES ?x { :a :b :c :d } ?y :q ?z . VALUES ?w { :a :b :c :d } FILTER(?w != ?x)",
        "?x :p+ ?y",
        "?x (^:q/:q)+ ?y",
        "{ SELECT ?x (COUNT(*) AS ?y) { ?x ^:q/:q ?w } GROUP BY ?x }",
    ],
)
def test_every_kind_of_join_is_weighed(body: str) -> None:
    """Facts, rows, walks and the members of groups; with room enough all give what they gave."""
    facts = CHAIN + " ".join(f":h :q :n{number:02} ." for number in range(30))
    strata = program({"r": f"{PREFIXES}CONSTRUCT {{ ?x :r ?y }} WHERE {{ {body} }}"})
    given_facts = 60 * 8 * 8

    with pytest.raises(Faults) as refusal:
        infer(strata, graph(facts), limits=Limits(bytes=given_facts + 4_000))
    assert [fault.key for fault in refusal.value.each()] == ["too-large"]
    roomy = infer(strata, graph(facts), limits=Limits(bytes=10_000_000))
    assert roomy.facts == infer(strata, graph(facts)).facts


def test_time_is_looked_at_within_a_rule() -> None:
    """Between the elements of a body, by the clock that is passed in."""
    looks = count()
    run(Limits(seconds=10), lambda: 0.0 * next(looks))

    assert next(looks) > 3 * len(TEXTS)
    assert 0 < int(stopped(Limits(seconds=9.5), ticking()).values["facts"]) < PAIRS


def test_without_limits_no_clock_is_looked_at() -> None:
    """A run without limits costs no more than it did."""

    def broken() -> float:
        raise AssertionError

    assert run(Limits(), broken).facts


@settings(max_examples=50, deadline=None)
@given(texts=PROGRAMS, facts=FACTS)
def test_limits_that_are_not_reached_change_nothing(texts: Texts, facts: set[Triple]) -> None:
    """Neither facts nor derivations."""
    strata, known = program(texts), graph_of(sorted(facts, key=str))
    roomy = infer(strata, known, limits=Limits(facts=10_000, seconds=1e9, bytes=10**9))

    free = infer(strata, known)
    assert list(roomy.derivations.items()) == list(free.derivations.items())
