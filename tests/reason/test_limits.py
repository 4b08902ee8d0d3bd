"""A run that would take too much ends before it does, and says where it was."""

from collections.abc import Callable, Iterator
from itertools import count

import pytest
from hypothesis import given, settings
from reason.graphs import PREFIXES, graph, graph_of
from reason.programs import FACTS, PROGRAMS, Texts, program

from kg.errors import Fault, Faults
from kg.messages import LANGUAGES, fault_text
from kg.reason import Inference, Limits, infer, limits, naive
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


def run(most: Limits, clock: Callable[[], float] = lambda: 0.0) -> Inference:
    """What follows from a chain within limits."""
    texts = {name: PREFIXES + text for name, text in TEXTS.items()}
    return infer(program(texts), graph(CHAIN), limits=most, clock=clock)


def stopped(most: Limits, clock: Callable[[], float] = lambda: 0.0) -> Fault:
    """The fault that ended a run."""
    with pytest.raises(Faults) as refusal:
        run(most, clock)
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
    most, key = CASES[name]
    fault = stopped(most, ticking())

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


def test_what_all_pairs_need_is_asked_though_there_is_a_clock(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """With both limits the join is weighed as a whole, not slice by slice."""
    monkeypatch.setattr(limits, "_SLICE", 4)
    strata = program({"r": PREFIXES + "CONSTRUCT { ?x :r ?y } WHERE { ?x :p ?v . ?y :p ?w }"})
    with pytest.raises(Faults) as refusal:
        infer(strata, graph(CHAIN), limits=Limits(seconds=1e9, bytes=8 * 30 * 8 + 4_000))
    assert [fault.key for fault in refusal.value.each()] == ["too-large"]


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


SLICED = {
    "every pair": "?x :p ?v . ?y :p ?w",
    "a key": "?x ^:q ?h . ?y ^:q ?h",
    "a key after a condition": "?h :q ?x FILTER(?x != :b) ?h :q ?y BIND(?x AS ?z)",
    "a condition": "?x :p ?v . ?y :p ?w FILTER(STR(?x) < STR(?y))",
    "a value": "?x :p ?v . ?u :p ?w BIND(CONCAT(STR(?x), STR(?u)) AS ?y)",
    "an absence": "?x :p ?v . ?y :p ?w FILTER NOT EXISTS { ?x :p ?y . ?y :p ?x }",
    "members": "{ SELECT ?x (COUNT(*) AS ?y) { ?x :p ?v . ?z :p ?w } GROUP BY ?x }",
    "rows of a group": "?x :p ?v . { SELECT ?y (COUNT(*) AS ?n) { ?y :p ?w } GROUP BY ?y }",
    "moves": "?x (^:q/:q)+ ?y",
    "walks": "?x :p+ ?y",
    "walks from anywhere": "?x :p ?v . ?y :p* ?w",
}


@pytest.mark.parametrize("kind", SLICED)
def test_time_is_looked_at_within_an_element(kind: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """For each few rows of the hundreds that one join, group, closure or condition makes."""
    monkeypatch.setattr(limits, "_SLICE", 4)
    facts = CHAIN + " ".join(f":h :q :n{number:02} ." for number in range(30))
    strata = program({"r": f"{PREFIXES}CONSTRUCT {{ ?x :r ?y }} WHERE {{ {SLICED[kind]} }}"})
    looks = count()
    known = infer(strata, graph(facts), limits=Limits(seconds=1), clock=lambda: 0.0 * next(looks))

    assert next(looks) > PAIRS / 4
    assert list(known.derivations.items()) == list(infer(strata, graph(facts)).derivations.items())
    with pytest.raises(Faults):
        infer(strata, graph(facts), limits=Limits(seconds=PAIRS / 8), clock=ticking())


def test_a_timer_that_goes_off_ends_the_run_as_the_clock_would(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """In the middle of whatever is done, with the same fault; without a limit it stays an error."""

    def ringing() -> float:
        if next(looks):
            raise TimeoutError
        return 0.0

    looks = count()
    fault = stopped(Limits(seconds=9), ringing)
    assert (fault.key, fault.values["rule"], fault.values["limit"]) == ("too-long", "over", "9")
    monkeypatch.setattr("kg.reason.engine._Task.solutions", lambda _: ringing())
    with pytest.raises(TimeoutError):
        run(Limits())


def test_many_facts_of_one_head_are_made_in_slices(monkeypatch: pytest.MonkeyPatch) -> None:
    """The clock is looked at before each, and the facts are the same."""
    strata = program({"r": PREFIXES + "CONSTRUCT { ?y :r ?x } WHERE { ?x :p ?y }"})
    found = []
    for size in (2, 2**20):
        monkeypatch.setattr(limits, "_SLICE", size)
        looks = count()
        known = infer(
            strata,
            graph(CHAIN),
            limits=Limits(seconds=1),
            clock=lambda: 0.0 * next(looks),  # noqa: B023 - not used after the round
        )
        found.append((known.facts, next(looks)))

    assert found[0][0] == found[1][0]
    assert found[0][1] >= found[1][1] + 15


def test_each_member_of_a_group_is_preceded_by_a_look() -> None:
    """Also where what is gathered is no integer."""
    texts = "{ SELECT ?h (MAX(STR(?v)) AS ?x) { ?h :q ?v } GROUP BY ?h } BIND(:a AS ?y)"
    facts = " ".join(f":h :q :n{number} ." for number in range(100))
    strata = program({"r": f"{PREFIXES}CONSTRUCT {{ ?h :r ?x }} WHERE {{ {texts} }}"})
    looks = count()
    infer(strata, graph(facts), limits=Limits(seconds=1), clock=lambda: 0.0 * next(looks))

    assert next(looks) > 2 * 100


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
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(limits, "_SLICE", 2)
        roomy = infer(strata, known, limits=Limits(facts=10_000, seconds=1e9, bytes=10**9))
        hurried = infer(strata, known, limits=Limits(seconds=1e9))

    free = infer(strata, known)
    assert list(roomy.derivations.items()) == list(free.derivations.items())
    assert list(hurried.derivations.items()) == list(free.derivations.items())
