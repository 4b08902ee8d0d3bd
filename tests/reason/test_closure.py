"""Paths that repeat: what they join, what they rest on, when they run."""

from collections.abc import Sequence
from itertools import product
from pathlib import Path
from typing import NamedTuple

import networkx as nx
import numpy
import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st
from reason.graphs import PREFIXES, conclude, graph, graph_of, short, turtle_triples
from reason.programs import INTEGERS, IRIS, NAMES, Texts, program
from reason.proved import prove_all
from reason.test_engine import same
from reason.test_oracle import oracle

from kg.errors import Fault
from kg.reason import Derivation, check, infer, naive, parse, prove, stratify
from kg.reason.columns import closing
from kg.reason.limits import Watch
from kg.reason.model import Closure, Gathered, Move, Pattern, Variable
from kg.reason.proof_check import Known, is_right
from kg.reason.write import as_construct, as_rl, as_shacl
from kg.terms import XSD, Iri, Literal, Triple

CASES = yaml.safe_load((Path(__file__).parent / "closures.yaml").read_text(encoding="utf-8"))
X, Y, P, Q = Variable("x"), Variable("y"), Iri("urn:x:p"), Iri("urn:x:q")


class Case(NamedTuple):
    """A body, the facts it is matched with, the pairs that it gives."""

    facts: str
    body: str
    pairs: list[str]


@pytest.mark.parametrize(
    "case",
    [Case(*list(each.values())[1:]) for each in CASES],
    ids=[each["claim"] for each in CASES],
)
def test_a_path_that_repeats_joins_what_sparql_says(case: Case) -> None:
    """In both engines, for the same reasons, which the checker finds right."""
    strata = program({"r": f"{PREFIXES}CONSTRUCT {{ ?x :r ?y }} WHERE {{ {case.body} }}"})
    facts = turtle_triples(case.facts)
    found = infer(strata, graph_of(facts))

    assert short(found.facts) == {each.replace(" ", " r ") for each in case.pairs}
    assert same(found, naive.infer(strata, graph_of(facts)))
    prove_all(found, facts)


# Generated programs. They have no negation, so that all of them have strata. Every name stands in
# some fact: the store gives no solution for a term that the graph does not know.

PATHS = ["{0}+", "{0}*", "^{0}+", "^{0}*", "({0}/{1})+", "({0}/{1})*", "({0}/^{1})+", "(^{0}/{1})*"]
KNOWN = frozenset(Triple(Iri(f"urn:x:{name[1:]}"), Iri("urn:x:n"), Literal("n")) for name in NAMES)


@st.composite
def closing_rules(draw: st.DrawFn) -> str:
    """A rule with one closure or two, that may feed itself."""
    predicates = st.sampled_from([":p", ":q", ":d"])
    ends = st.sampled_from(["?x", "?y", "?z", *NAMES[:2]])
    body = []
    for _ in range(draw(st.integers(1, 2))):
        path = draw(st.sampled_from(PATHS)).format(draw(predicates), draw(predicates))
        body.append(f"{draw(ends)} {path} {draw(ends)} .")
    body += draw(st.lists(predicates.map("?x {} ?y .".format), max_size=1))
    names = [name for name in ("?x", "?y", "?z") if any(name in each for each in body)]
    if "?x" in names:
        more = st.sampled_from(["VALUES ?x { :a UNDEF }", "FILTER(?x != :b)"])
        body += draw(st.lists(more, max_size=1))
    named = st.sampled_from([*names, ":a"])
    head = f"{draw(named)} {draw(predicates)} {draw(named)}"
    return f"{PREFIXES}CONSTRUCT {{ {head} }} WHERE {{ {' '.join(draw(st.permutations(body)))} }}"


CLOSING = st.lists(closing_rules(), min_size=1, max_size=3).map(
    lambda texts: {f"r{number}": text for number, text in enumerate(texts)}
)
EDGES = st.sets(
    st.builds(
        Triple, IRIS, st.sampled_from([P, Q, Iri("urn:x:d")]), st.one_of(IRIS, IRIS, INTEGERS)
    ),
    max_size=10,
).map(lambda found: found | KNOWN)


@settings(max_examples=300, deadline=None)
@given(texts=CLOSING, facts=EDGES)
def test_the_engines_close_what_the_store_closes(texts: Texts, facts: set[Triple]) -> None:
    """Cycles, recursion through a closure, literals: the same facts in all three."""
    strata = program(texts)
    found = infer(strata, graph_of(sorted(facts, key=str)))

    assert set(found.facts) == oracle(strata, texts, facts)
    assert same(found, naive.infer(strata, graph_of(sorted(facts, key=str))))


@settings(max_examples=200, deadline=None)
@given(texts=CLOSING, facts=EDGES)
def test_every_walk_is_right_and_rests_on_what_was_there_before(
    texts: Texts, facts: set[Triple]
) -> None:
    """No proof goes round in a circle."""
    found = infer(program(texts), facts)

    prove_all(found, facts)
    for fact in found.facts:
        assert nx.is_directed_acyclic_graph(prove(found, fact))


@settings(max_examples=100, deadline=None)
@given(texts=CLOSING)
def test_closures_written_and_read_again_are_the_same(texts: Texts) -> None:
    """As a query, and as the query in a SHACL rule."""
    for name, text in texts.items():
        (rule,) = parse(text, name)
        assert parse(as_construct(rule), name) == (rule,)
        assert parse(as_construct(rule, {"": "urn:x:"}), name) == (rule,)


# What they stand for


def body(text: str) -> Sequence[object]:
    """The body of a rule."""
    return parse(f"{PREFIXES}CONSTRUCT {{ ?x :r ?y }} WHERE {{ {text} }}", "r.rq")[0].body


def test_a_path_that_repeats_is_an_element_of_its_own() -> None:
    """Brackets, turns and series are moves; what stands before it is a pattern."""
    assert body("?x :p+ ?y") == (Closure(X, (Move(P),), Y, 1),)
    assert body("?x ^(:p*) ?y") == (Closure(Y, (Move(P),), X, 0),)
    assert body("?x (:p/^:q)+ ?y") == (Closure(X, (Move(P), Move(Q, back=True)), Y, 1),)
    assert body("?x (^(:p/:q))* ?y") == (Closure(X, (Move(Q, True), Move(P, True)), Y, 0),)  # noqa: FBT003
    joint = Variable(".0")
    assert body("?x :q/:p+ ?y") == (Pattern(X, Q, joint), Closure(joint, (Move(P),), Y, 1))


def test_a_closure_has_no_word_in_rl() -> None:
    """It is refused by its sign; SHACL has it, as SPARQL."""
    for sign in "+*":
        text = f"{PREFIXES}CONSTRUCT {{ ?x :r ?y }} WHERE {{ ?x (:p/^a){sign} ?y . ?x :s ?y }}"
        (rule,) = parse(text, "r.rq")
        with pytest.raises(Fault) as refusal:
            as_rl([rule])
        assert (refusal.value.key, refusal.value.values["name"]) == ("not-expressible", sign)
        assert f"?x (<urn:x:p>/^a){sign} ?y ." in as_construct(rule)
        if sign == "+":
            assert f"(<urn:x:p>/^a){sign}" in as_shacl(stratify(check([rule])), "urn:x:shape")


# When they run


def strata(*texts: str) -> list[list[str]]:
    """The names of the rules in each stratum."""
    rules = {
        f"r{number}": f"{PREFIXES}CONSTRUCT {{ {head} }} WHERE {{ {inner} }}"
        for number, (head, inner) in enumerate(text.split(" <- ") for text in texts)
    }
    return [[rule.name for rule in (*each.once, *each.general)] for each in program(rules)]


def test_a_closure_depends_on_what_makes_its_moves() -> None:
    """Openly where it joins, closed in a negation and in a group."""
    base = "?x :p ?y <- ?x :q ?y"
    group = "{ SELECT ?x (COUNT(*) AS ?y) { ?x :p+ ?z } GROUP BY ?x }"

    assert strata(base, "?x :r ?y <- ?x :p+ ?y") == [["r0", "r1"]]
    assert strata("?x :p ?y <- ?x :p+ ?y") == [["r0"]]
    assert strata(base, "?x :r ?y <- ?x :q ?y FILTER NOT EXISTS { ?x :p+ ?y }") == [["r0"], ["r1"]]
    assert strata(base, f"?x :r ?y <- {group}") == [["r0"], ["r1"]]
    assert strata(base, "?x :r ?z <- ?x (:s/^:p)+ ?y BIND(1 AS ?z)") == [["r0"], ["r1"]]


def test_a_star_between_variables_depends_on_all_that_makes_nodes() -> None:
    """Unless one of its ends is a term, or a node for another reason."""
    base, closed = "?x :p ?y <- ?x :q ?y", "?x :r ?z <- ?x :s* ?y {} BIND(1 AS ?z)"

    with pytest.raises(ExceptionGroup):
        strata(base, closed.format(""))
    for reason in ("?y :t ?w", "?w :t ?x", "?x :t+ ?x"):
        assert strata(base, closed.format(f". {reason}")) == [["r1", "r0"]]
    assert strata(base, "?x :r ?z <- ?x :s* :a BIND(1 AS ?z)") == [["r1", "r0"]]
    known = "?x :r ?y <- ?x :t ?y FILTER NOT EXISTS { ?x :s* ?z . ?z :u :v }"
    assert strata(base, known) == [["r0", "r1"]]


def test_a_node_that_is_made_later_is_a_node_all_the_same() -> None:
    """A star between variables looks again whenever any fact has come."""
    texts = {
        "r0": PREFIXES + "CONSTRUCT { ?x :same ?y } WHERE { ?x :s* ?y }",
        "r1": PREFIXES + "CONSTRUCT { :made :q ?y } WHERE { ?x :p ?y }",
    }
    found = infer(program(texts), graph(":a :p :b ."))

    assert short(found.facts) == {"a same a", "b same b", "made same made", "made q b"}
    assert same(found, naive.infer(program(texts), graph(":a :p :b .")))


# What they rest on


def walk(facts: str, path: str, start: str, goal: str) -> list[str]:
    """The premises by which the one node is reached from the other."""
    found = conclude(graph(facts), f"CONSTRUCT {{ ?x :r ?y }} WHERE {{ ?x {path} ?y }}")
    fact = Triple(Iri(f"urn:x:{start}"), Iri("urn:x:r"), Iri(f"urn:x:{goal}"))
    (derivation,) = found.derivations[fact]
    return [" ".join(sorted(short([each]))) for each in derivation.premises]  # type: ignore[list-item]


def test_a_walk_is_the_shortest_and_of_these_the_first() -> None:
    """By the order of its nodes, from the start."""
    facts = ":a :p :d , :c , :b . :b :p :e . :c :p :f . :d :p :f . :e :p :f . :f :p :a ."

    assert walk(facts, ":p+", "a", "f") == ["a p c", "c p f"]
    assert walk(facts, ":p+", "a", "a") == ["a p c", "c p f", "f p a"]
    assert walk(facts, "(^:p)+", "f", "a") == ["c p f", "a p c"]
    assert walk(facts, "(:p/:p)+", "a", "f") == ["a p c", "c p f"]
    assert walk(facts, "(:p/:p)*", "a", "e") == ["a p b", "b p e"]


def test_what_needs_no_move_rests_on_nothing() -> None:
    """Even where there is a cycle."""
    assert walk(":a :p :a .", ":p*", "a", "a") == []
    assert walk(":a :p :a .", ":p+", "a", "a") == ["a p a"]


def test_a_walk_takes_no_short_cut_that_was_made_of_it() -> None:
    """A pair keeps the walk by the earliest facts, or its proof would rest on itself."""
    found = conclude(
        graph(":a :p :b . :b :p :c . :c :p :d ."), "CONSTRUCT { ?x :p ?y } WHERE { ?x :p+ ?y }"
    )
    fact = Triple(Iri("urn:x:a"), P, Iri("urn:x:d"))

    (derivation,) = found.derivations[fact]
    assert short(derivation.premises) == {"a p b", "b p c", "c p d"}  # type: ignore[arg-type]


RULE = "CONSTRUCT { ?x :r ?y } WHERE { ?x (:p/^:q)+ ?y }"
TWICE = """CONSTRUCT { ?x :n ?n }
    WHERE { { SELECT ?x (COUNT(*) AS ?n) { ?x :p+ ?y . ?y :p+ ?z } GROUP BY ?x } }"""
FACTS = ":a :p :b . :c :q :b . :c :p :d . :e :q :d . :z :q :b . :d :p :f ."


def altered(derivation: Derivation, premises: Sequence[object]) -> Derivation:
    """The derivation with other premises."""
    return Derivation(derivation.rule, derivation.bindings, tuple(premises))  # type: ignore[arg-type]


def test_a_walk_that_is_broken_is_not_right() -> None:
    """A step missing, in another order, invented, of another predicate, or one too many."""
    found = conclude(graph(FACTS), RULE)
    fact = Triple(Iri("urn:x:a"), Iri("urn:x:r"), Iri("urn:x:e"))
    (derivation,) = found.derivations[fact]
    one, two, three, four = derivation.premises
    rules = {rule.name: rule for rule in found.program[0].general}
    known = Known(turtle_triples(FACTS), found.facts)
    invented = Triple(Iri("urn:x:a"), P, Iri("urn:x:d"))
    other = Triple(Iri("urn:x:z"), Q, Iri("urn:x:b"))

    assert is_right(fact, derivation, rules, known)
    for premises in (
        [],
        [one, two],
        [three, four],
        [one, two, four],
        [three, four, one, two],
        [one, other, three, four],
        [invented, four],
        [one, two, three, four, four],
        [two, one, four, three],
    ):
        assert not is_right(fact, altered(derivation, premises), rules, known)


def test_the_contributors_of_a_group_may_walk_otherwise_but_must_be_all() -> None:
    """Each is one of the solutions, by any walk; none is left out or counted twice."""
    facts = ":a :p :b , :c . :b :p :d . :c :p :d . :d :p :e ."
    found = conclude(graph(facts), TWICE)
    fact = Triple(Iri("urn:x:a"), Iri("urn:x:n"), Literal("5", XSD + "integer"))
    (derivation,) = found.derivations[fact]
    (gathered,) = derivation.premises
    assert isinstance(gathered, Gathered)
    rules = {rule.name: rule for each in found.program for rule in (*each.once, *each.general)}
    known = Known(turtle_triples(facts), found.facts)

    def right(contributors: Sequence[object]) -> bool:
        changed = Gathered(gathered.row, tuple(contributors))  # type: ignore[arg-type]
        return is_right(fact, altered(derivation, [changed]), rules, known)

    members = gathered.contributors
    assert len(members) == 5
    assert right(members)
    assert right(members[::-1])
    assert not right(members[1:])
    assert not right([*members, members[0]])
    way = {each: short(member) for each, member in enumerate(members)}  # type: ignore[arg-type]
    long = [each for each, edges in way.items() if edges == {"a p b", "b p d", "d p e"}]
    other = next(each for each, edges in way.items() if edges == {"a p c", "c p d", "d p e"})
    assert len(long) == 2
    swapped = [members[other] if each == long[0] else members[each] for each in way]
    assert right(swapped)
    swapped[long[1]] = members[other]
    assert not right(swapped)


# What only large data meets


@settings(max_examples=200, deadline=None)
@given(
    edges=st.sets(st.tuples(st.integers(0, 9), st.integers(0, 9)), max_size=25),
    starts=st.sets(st.integers(0, 12)),
    flags=st.integers(1, 60),
    size=st.integers(1, 9),
)
def test_few_flags_at_a_time_give_what_all_at_once_give(
    edges: set[tuple[int, int]], starts: set[int], flags: int, size: int
) -> None:
    """What networkx finds."""
    expected = {
        (start, goal)
        for start, goal in nx.transitive_closure(nx.DiGraph(edges), reflexive=False).edges
        if start in starts
    }
    ones, others = numpy.array(sorted(edges), numpy.int64).reshape(-1, 2).T
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(closing, "_FLAGS", flags)
        patch.setattr(closing, "_SLICE", size)
        wanted = numpy.array(sorted(starts), numpy.int64)
        keys = closing._reached(ones, others, wanted, Watch())  # noqa: SLF001

    assert [*map(closing.pair, keys.tolist())] == sorted(expected)


def test_ends_that_are_known_are_where_the_search_begins() -> None:
    """From the one, from the other, from both: the same pairs."""
    chain = " ".join(f":n{number:02} :p :n{number + 1:02} ." for number in range(40))
    rule = "CONSTRUCT {{ ?x :r ?y }} WHERE {{ {} ?x :p{} ?y }}"
    values = ["VALUES ?x { :n07 }", "VALUES ?y { :n30 :n31 }", "VALUES ?x { :n07 :n33 :n35 }"]
    for chosen, sign in product([values[:1], values[1:2], values[:2], values[1:]], "+*"):
        texts = {"r": PREFIXES + rule.format(" ".join(chosen), sign)}
        found = infer(program(texts), graph(chain))
        assert same(found, naive.infer(program(texts), graph(chain)))
        assert found.facts
