"""Why a fact does not follow: the rules that could have made it, and what they lacked."""

from collections.abc import Iterator
from itertools import combinations
from typing import TYPE_CHECKING

import networkx as nx
from hypothesis import given, settings
from hypothesis import strategies as st
from reason.graphs import PREFIXES, conclude, graph, short, turtle_triples
from reason.programs import FACTS, IRIS, PROGRAMS, Texts
from reason.programs import program as strata_of

from kg.reason import check, infer, parse_rl, prove, stratify, why_not
from kg.reason.effort import Effort
from kg.reason.elements import bound_by
from kg.reason.facts import Facts
from kg.reason.model import Absent, Assign, Bindings, Element, Filter, Not, Pattern, Rule, Variable
from kg.reason.near import nearest_ways
from kg.reason.search import Body, needed
from kg.reason.shortfall import (
    Attempt,
    DeadEnd,
    Differs,
    Gap,
    InTheWay,
    Lack,
    Missing,
    NoRow,
    Row,
    Ungathered,
    Untrue,
    Way,
)
from kg.reason.solve import solve
from kg.reason.write_terms import Terms
from kg.terms import Iri, Triple

if TYPE_CHECKING:
    from kg.reason.explain import Step

TERMS = Terms({"": "urn:x:"})


def wanted(text: str) -> Pattern:
    """A pattern written as a rule writes it."""
    (rule,) = parse_rl(f"{PREFIXES} RULE {{}} WHERE {{ {text} }}", "w.srl")
    (pattern,) = rule.body
    assert isinstance(pattern, Pattern)
    return pattern


def asked(text: str, facts: str, *rules: str, depth: int = 1) -> "nx.DiGraph[Step]":
    """Why there is no such fact, by CONSTRUCT rules named r0, r1 ..."""
    made = graph(facts)
    return why_not(conclude(made, *rules), made, wanted(text), depth)


def attempts(found: "nx.DiGraph[Step]") -> dict[str, Attempt]:
    """The attempts by the names of their rules."""
    return {step.rule: step for step in found if isinstance(step, Attempt)}


def told(lacks: tuple[Lack, ...]) -> list[str]:
    """Lacks in short: missing patterns as they are written, all else by its kind."""
    return [
        TERMS.pattern(lack.pattern) if isinstance(lack, Missing) else type(lack).__name__
        for lack in lacks
    ]


OVER = (
    "CONSTRUCT { ?x :over ?y } WHERE { ?x :parent ?y }",
    (
        "CONSTRUCT { ?x :over ?z } WHERE { ?x :parent ?y . ?y :over ?z "
        "FILTER NOT EXISTS { ?x :adopted ?any } }"
    ),
)


def test_each_rule_that_could_have_made_it_says_how_far_it_got() -> None:
    """And what it lacked, with what is known put in."""
    found = attempts(asked(":a :over :d", ":a :parent :b . :b :parent :c .", *OVER))

    assert (found["r0"].reached, found["r0"].length) == (0, 1)
    assert (found["r1"].reached, found["r1"].length) == (1, 3)
    assert [told(way.lacks) for way in found["r0"].ways] == [[":a :parent :d ."]]
    assert [told(way.lacks) for way in found["r1"].ways] == [[":b :over :d ."]]


def test_the_smallest_way_counts_not_the_one_that_starts_best() -> None:
    """A body may fail by its first element alone."""
    rule = "CONSTRUCT { ?x :ok true } WHERE { ?x :p ?y . ?y :q ?z . ?z :r ?x }"
    found = attempts(asked(":a :ok true", ":a :p :b . :c :q :d . :d :r :a .", rule))["r0"]

    assert found.reached == 1
    assert [told(way.lacks) for way in found.ways] == [[":b :q :d ."], [":a :p :c ."]]


def test_a_negation_that_fails_names_what_stands_in_its_way() -> None:
    """With the proof of these facts."""
    facts = ":a :parent :b . :b :parent :c . :a :adopted :d , :e ."
    found = asked(":a :over :c", facts, *OVER)
    (lack,) = [step for step in found if isinstance(step, InTheWay)]

    assert short(lack.facts) == {"a adopted d", "a adopted e"}
    assert set(found.successors(lack)) == set(lack.facts)
    assert TERMS.pattern(lack.absent.elements[0]) == ":a :adopted ?any ."  # type: ignore[arg-type]


def test_a_condition_that_fails_is_shown_with_its_values() -> None:
    """And what would have to be there instead has the condition."""
    rule = "CONSTRUCT { ?x :old true } WHERE { ?x :age ?n FILTER(?n > 5) }"
    found = attempts(asked(":a :old true", ":a :age 3 .", rule))["r0"]
    first, second = found.ways

    assert isinstance(first.lacks[0], Untrue)
    assert TERMS.condition(first.lacks[0].condition) == "FILTER(3 > 5)"
    assert told(second.lacks) == [":a :age ?n ."]
    assert [TERMS.condition(each) for each in second.conditions] == ["FILTER(?n > 5)"]  # type: ignore[arg-type]


def test_a_condition_without_a_value_says_so() -> None:
    """An error is told apart from no."""
    rule = "CONSTRUCT { ?x :old true } WHERE { ?x :age ?n FILTER(1 / ?n > 5) }"
    found = attempts(asked(":a :old true", ":a :age 0 .", rule))["r0"]

    assert isinstance(found.ways[0].lacks[0], Untrue)
    assert found.ways[0].lacks[0].error


def test_a_value_worked_out_may_be_another_than_the_one_asked_for() -> None:
    """Or none at all."""
    rule = "CONSTRUCT { ?x :next ?m } WHERE { ?x :n ?n BIND(6 / ?n AS ?m) }"
    for number, value in (("2", "3.0"), ("0", None)):
        found = attempts(asked(":a :next 7", f":a :n {number} .", rule))["r0"]
        differs = found.ways[0].lacks[0]
        assert isinstance(differs, Differs)
        assert (differs.value is None) == (value is None)
        assert TERMS.term(differs.wanted) == "7"  # type: ignore[arg-type]


def test_a_group_shows_its_row_and_having() -> None:
    """The row for what is asked about, and each condition with its values."""
    rule = """CONSTRUCT { ?x :busy ?n } WHERE {
      { SELECT ?x (COUNT(?y) AS ?n) { ?x :has ?y } GROUP BY ?x HAVING (COUNT(?y) > 1) } }"""
    facts = ":a :has :b . :c :has :d , :e ."
    found = attempts(asked(":a :busy ?n", facts, rule))["r0"].ways[0].lacks[0]
    assert isinstance(found, Ungathered)
    ((values, having),) = [(row.values, row.having) for row in found.rows]

    assert [(str(name), TERMS.term(term)) for name, term in values] == [("?n", "1"), ("?x", ":a")]
    assert [(TERMS.condition(each), holds) for each, holds in having] == [("FILTER(1 > 1)", False)]
    other = attempts(asked(":c :busy 3", facts, rule))["r0"].ways[0].lacks[0]
    assert isinstance(other, Ungathered)
    assert [holds for row in other.rows for _, holds in row.having] == [True]


def test_rows_that_do_not_agree_are_named() -> None:
    """VALUES without the one asked for."""
    rule = "CONSTRUCT { ?x :kind ?k } WHERE { ?x a ?c VALUES (?c ?k) { (:A 1) (:B 2) } }"
    found = attempts(asked(":a :kind 2", ":a a :A .", rule))["r0"]

    kinds = [told(way.lacks) for way in found.ways]
    assert kinds == [["NoRow"], [":a a :B ."]]
    assert isinstance(found.ways[0].lacks[0], NoRow)


def test_a_fact_that_no_rule_makes_is_a_dead_end() -> None:
    """Also one whose predicate rules make, but of another kind."""
    rule = "CONSTRUCT { ?x a :B } WHERE { ?x a :A }"

    for text in (":a :p :b", ":a a :C"):
        found = asked(text, ":a :q :b .", rule)
        assert [type(step) for step in found] == [Missing, DeadEnd]


def test_what_lacks_itself_is_no_reason() -> None:
    """Nor what lacks something that lacks it in turn; if there is nothing else, that is said."""
    rules = (
        "CONSTRUCT { ?x :p ?y } WHERE { ?x :q ?y }",
        "CONSTRUCT { ?x :q ?y } WHERE { ?x :p ?y }",
    )
    found = asked(":a :p :b", ":a :r :b .", *rules, depth=5)

    assert nx.is_directed_acyclic_graph(found)
    (end,) = [step for step in found if isinstance(step, DeadEnd)]
    assert end.circular
    assert TERMS.pattern(end.pattern) == ":a :q :b ."


def test_depth_says_how_far_lacks_are_followed() -> None:
    """What the rules lacked is asked about in turn."""
    chain = [f"CONSTRUCT {{ ?x :p{n} ?y }} WHERE {{ ?x :p{n + 1} ?y }}" for n in range(5)]
    sizes = [
        sum(isinstance(step, Attempt) for step in asked(":a :p0 :b", "", *chain, depth=depth))
        for depth in range(5)
    ]

    assert sizes == [0, 1, 2, 3, 4]


def test_what_is_there_needs_no_reason() -> None:
    """It stands alone."""
    assert len(asked(":a :over ?y", ":a :parent :b .", *OVER)) == 1


def test_an_absence_in_a_proof_has_its_reason() -> None:
    """As deep as one asks; without the given facts, or at depth 0, it is a leaf."""
    rules = (
        "CONSTRUCT { ?x :old 1 } WHERE { ?x :age ?n FILTER(?n > 5) }",
        "CONSTRUCT { ?x :young 1 } WHERE { ?x :age ?n FILTER NOT EXISTS { ?x :old ?o } }",
    )
    made = graph(":a :age 3 .")
    inference, (fact,) = conclude(made, *rules), turtle_triples(":a :young 1 .")
    proof = prove(inference, fact, made)
    (absent,) = [step for step in proof if isinstance(step, Absent)]

    (missing,) = proof.successors(absent)
    (attempt,) = proof.successors(missing)
    assert isinstance(attempt, Attempt)
    assert attempt.rule == "r0"
    assert nx.is_directed_acyclic_graph(proof)
    for leaf in (prove(inference, fact), prove(inference, fact, made, depth=0)):
        assert not list(leaf.successors(absent))


def test_an_absence_of_several_patterns_is_explained_as_a_body() -> None:
    """How near they come to holding together."""
    rule = "CONSTRUCT { ?x :free 1 } WHERE { ?x a :T FILTER NOT EXISTS { ?x :p ?y . ?y :q 1 } }"
    made = graph(":a a :T ; :p :b .")
    proof = prove(conclude(made, rule), turtle_triples(":a :free 1 .")[0], made)
    (way,) = [step for step in proof if isinstance(step, Way)]

    assert told(way.lacks) == [":b :q 1 ."]


def test_a_negation_sees_what_stands_before_it_only() -> None:
    """In RL; so that what it lacks is what it lacked when it ran."""
    text = f"{PREFIXES} RULE {{ ?x :r ?y }} WHERE {{ NOT {{ ?x :q ?z }} ?x :p ?y }}"
    made = graph(":a :p :b . :c :q :d .")
    inference = infer(stratify(check(parse_rl(text, "r.srl"))), made)
    found = why_not(inference, made, wanted(":a :r :b"))
    (lack,) = [step for step in found if isinstance(step, InTheWay)]

    assert short(lack.facts) == {"c q d"}


def test_what_must_be_given_is_looked_for_among_the_given() -> None:
    """No rule can help."""
    rule = "RULE {{ ?x {} 1 }} WHERE {} {{ ?x {} 1 }}"
    text = PREFIXES + rule.format(":q", "", ":p") + rule.format(":r", "DATA", ":q")
    made = graph(":a :p 1 .")
    inference = infer(stratify(check(parse_rl(text, "r.srl"))), made)
    ends = list(why_not(inference, made, wanted(":a :r 1"), 2))

    assert [type(step) for step in ends] == [Missing, Attempt, Way, Missing, DeadEnd]
    assert isinstance(ends[-1], DeadEnd)
    assert ends[-1].base_only


def test_a_search_that_takes_too_long_says_so() -> None:
    """And gives what it has."""
    made = Facts(turtle_triples(" ".join(f":a :p :b{n} . :b{n} :q :c{n} ." for n in range(50))))
    elements = conclude(
        graph(""), "CONSTRUCT { ?x :s ?v } WHERE { ?x :p ?y . ?z :q ?w . ?u :r ?v }"
    ).program
    (rule,) = elements[0].general

    found = nearest_ways(Body("r", rule.body, {}, made), effort=Effort(100))
    assert not found.whole


POSITIVE = PROGRAMS.filter(
    lambda texts: (
        not any(
            word in text for text in texts.values() for word in ("NOT EXISTS", "SELECT", "BIND(")
        )
    )
)
TARGETS = st.builds(Triple, IRIS, st.sampled_from([Iri(f"urn:x:d{n}") for n in range(4)]), IRIS)


@settings(max_examples=150, deadline=None)
@given(texts=POSITIVE, facts=FACTS, target=TARGETS)
def test_what_is_missing_is_all_that_is_missing(
    texts: Texts, facts: set[Triple], target: Triple
) -> None:
    """With the missing facts of any way added, the fact follows, in a program without negation."""
    strata, base = strata_of(texts), sorted(facts, key=str)
    found = why_not(infer(strata, base), base, target)

    for way in (step for step in found if isinstance(step, Way)):
        missing = [lack.pattern for lack in way.lacks if isinstance(lack, Missing)]
        if len(missing) == len(way.lacks) and not way.conditions:
            new = [Triple(*_filled(pattern)) for pattern in missing]  # type: ignore[arg-type]
            assert target in infer(strata, [*base, *new]).derivations


def _filled(pattern: Pattern) -> Iterator[object]:
    """A pattern with any value for its variables."""
    return (Iri("urn:any") if isinstance(node, Variable) else node for node in pattern)


@settings(max_examples=200, deadline=None)
@given(texts=PROGRAMS, facts=FACTS, target=TARGETS)
def test_no_smaller_part_of_a_body_fails(texts: Texts, facts: set[Triple], target: Triple) -> None:
    """As many elements fail as must be taken away for the rest to hold, found by trying all."""
    known = Facts(sorted(facts, key=str))
    for rule in (rule for each in strata_of(texts) for rule in (*each.once, *each.general)):
        if any(isinstance(element, Assign) for element in rule.body):
            continue
        pairs = zip(rule.head[0], target, strict=True)
        goal = {name: term for name, term in pairs if isinstance(name, Variable)}
        ways = nearest_ways(Body("", rule.body, goal, known)).ways
        least = _fewest(rule, goal, known)
        assert {len(way.lacks) for way in ways} <= set(range(least + 1))
        assert any(len(way.lacks) == least for way in ways) or least > 1


def _fewest(rule: Rule, goal: Bindings, facts: Facts) -> int:
    places = range(len(rule.body))
    return next(
        size
        for size in range(len(rule.body) + 1)
        for taken in combinations(places, size)
        if _holds_without(taken, rule.body, goal, facts)
    )


def _holds_without(
    taken: tuple[int, ...], body: tuple[Element, ...], goal: Bindings, facts: Facts
) -> bool:
    """Whether the rest of a body holds, but for what speaks of values it has not."""
    rest = [place for place in range(len(body)) if place not in taken]
    bound = {name for place in rest for name in bound_by(body[place])} | goal.keys()
    kept = [
        body[place]
        for place in rest
        if not isinstance(body[place], Filter | Not) or needed(body, place) <= bound
    ]
    return any(True for _ in solve(kept, facts, goal))


def test_what_two_rules_lack_of_each_other_makes_no_circle() -> None:
    """Each could be a reason for the other; one of them is."""
    reasons = asked(
        ":e :d ?x",
        ':a :q :d . :b :l "x"@en . :c :p :d . :e :n -1 .',
        "CONSTRUCT { ?w :d ?w } WHERE {"
        " VALUES (?x ?y) { (:b UNDEF) (UNDEF :c) } ?x :d ?x . ?w :l+ ?y }",
        depth=2,
    )

    assert nx.is_directed_acyclic_graph(reasons)


def mended(found: "nx.DiGraph[Step]") -> list[tuple[list[str], Gap]]:
    """What walks lack, in short."""
    return [(told(step.missing), step) for step in found if isinstance(step, Gap)]


WALK = (
    "CONSTRUCT { ?x :d ?y } WHERE { ?x :e ?y . ?y :ok true }",
    "CONSTRUCT { ?x :t ?y } WHERE { ?x :d+ ?y }",
)


def test_a_walk_lacks_what_the_rules_come_nearest_to() -> None:
    """And that is asked about in turn: of two moves that would do, one lacks less."""
    found = asked(":a :t :c", ":a :e :b . :b :e :c . :b :ok true .", *WALK, depth=5)

    assert [names for names, _ in mended(found)] == [[":b :d :c ."]]
    (way,) = [step for step in found if isinstance(step, Way) and step.rule == "r0"]
    assert told(way.lacks) == [":c :ok true ."]


def test_a_walk_that_no_rule_makes_lacks_any_move_that_would_do() -> None:
    """From each place that is reached to each from which the goal is, backwards too."""
    rule = "CONSTRUCT { ?x :t ?y } WHERE { ?x ^:d+ ?y }"
    found = asked(":d :t :a", ":a :d :b . :c :d :d .", rule, depth=2)

    ((names, gap),) = mended(found)
    assert names == [":b :d :d .", ":b :d :c .", ":a :d :d .", ":a :d :c ."]
    assert not gap.together
    assert nx.is_directed_acyclic_graph(found)


def test_a_walk_of_several_moves_may_lack_a_row_of_them() -> None:
    """All of which it takes; and no more than it takes."""
    rule = "CONSTRUCT { ?x :t ?y } WHERE { ?x (:p/:q)+ ?y }"

    ((both, gap),) = mended(asked(":a :t :b", "", rule))
    assert both == [":a :p _:vstep0 .", "_:vstep0 :q :b ."]
    assert gap.together
    ((one, gap),) = mended(asked(":a :t :b", ":a :p :c .", rule))
    assert one == [":c :q :b ."]
    assert not gap.together


@settings(max_examples=60, deadline=None)
@given(
    edges=st.sets(st.tuples(*[st.sampled_from("abcde")] * 2), max_size=6),
    path=st.sampled_from([":p+", "(:p/:q)+", "^:p+", "(:p/^:q)+"]),
)
def test_with_what_a_walk_lacks_it_is_whole(edges: set[tuple[str, str]], path: str) -> None:
    """Any one of the moves named, or all where it takes all."""
    facts = " ".join(f":{one} :{verb} :{two} ." for one, two in edges for verb in "pq"[: len(two)])
    rule = f"CONSTRUCT {{ ?x :t ?y }} WHERE {{ ?x {path} ?y }}"
    (goal,) = turtle_triples(":a :t :e .")
    if goal in conclude(graph(facts), rule).derivations:
        return
    ((_, gap),) = mended(asked(":a :t :e", facts, rule))
    every = [gap.missing] if gap.together else [(each,) for each in gap.missing]
    for each in every:
        new = [Triple(*_filled(missing.pattern)) for missing in each]  # type: ignore[arg-type]
        assert (
            goal
            in infer(
                conclude(graph(facts), rule).program, [*turtle_triples(facts), *new]
            ).derivations
        )


GROUP = """CONSTRUCT {{ ?x :busy ?n }} WHERE {{ {{ SELECT ?x (COUNT(?y) AS ?n)
  {{ ?x :has ?y . ?y :heavy true }} GROUP BY ?x HAVING (COUNT(?y) {}) }} }}"""


def test_a_group_tells_what_it_counted_and_what_it_would_count_besides() -> None:
    """The nearest solution that it did not count, not one that it did."""
    facts = ":a :has :b , :c . :b :heavy true . :d :heavy true ."
    found = asked(":a :busy ?n", facts, GROUP.format("> 1"))
    ((row, further),) = [
        (step, step.further) for step in found if isinstance(step, Row) and step.further
    ]

    (counted,) = row.contributors
    assert short([each for each in counted if isinstance(each, Triple)]) == {
        "a has b",
        "b heavy true",
    }
    assert {name for way in further.ways for name in told(way.lacks)} == {
        ":c :heavy true .",
        ":a :has :d .",
    }


def test_a_group_that_counts_too_many_is_not_mended_by_one_more() -> None:
    """So nothing further is named; nor where as many are asked for as there are."""
    facts = ":a :has :b . :b :heavy true ."
    for having, wish in (("< 1", "?n"), ("> 1", "1")):
        found = asked(f":a :busy {wish}", facts, GROUP.format(having))
        assert [step.further for step in found if isinstance(step, Row)] == [None]


def test_a_long_body_is_searched_in_bounds() -> None:
    """Of two hundred patterns: how far it got, and a way at least."""
    body = " . ".join(f"?v{n} :p{n % 3} ?v{n + 1}" for n in range(200))
    rule = f"CONSTRUCT {{ ?v0 :q ?v200 }} WHERE {{ {body} }}"
    facts = " ".join(f":n{n} :p{n % 3} :n{n + 1} ." for n in range(150))
    found = attempts(asked(":n0 :q :end", facts, rule))["r0"]

    assert found.reached == 150
    assert found.ways


def test_what_is_looked_for_ends_when_time_is_up() -> None:
    """And what was not tried is said, not passed over."""
    made = graph(" ".join(f":a{n} :parent :b{n} ." for n in range(1000)))
    found = why_not(conclude(made, *OVER), made, wanted(":a :over ?z"), 3, late=lambda: True)

    assert [step.whole for step in found if isinstance(step, Attempt)] == [False, False]
