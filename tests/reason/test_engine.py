"""The fast engine against the obvious one: the same facts, for the same reasons."""

from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import networkx as nx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from reason.graphs import PREFIXES, graph, graph_of, short
from reason.programs import FACTS, INTEGERS, IRIS, PROGRAMS, Texts, program
from situations import AS_OF

from kg.graph import graph_of as placed
from kg.load import Knowledge, read_assessment
from kg.reason import Inference, Program, Rule, check, naive, parse, prove, stratify
from kg.reason.columns import cells, matching, store, symbols
from kg.reason.elements import bound_by
from kg.reason.engine import infer
from kg.reason.model import (
    Closure,
    Derivation,
    Gathered,
    Move,
    Nested,
    Node,
    Not,
    Pattern,
    Premise,
    Stratum,
    Variable,
)
from kg.recommend import make_request
from kg.terms import Blank, Iri, Literal, Triple, TripleTerm

EXAMPLES = sorted((Path(__file__).parents[2] / "examples").glob("*.csv"))


def same(one: Inference, other: Inference) -> bool:
    """Whether two inferences have the same facts with the same derivations."""
    return {fact: set(map(told, one.derivations[fact])) for fact in one.facts} == {
        fact: set(map(told, other.derivations[fact])) for fact in other.facts
    }


def told(derivation: Derivation) -> tuple[object, ...]:
    """What a derivation says, but for the order in which a group was gathered."""
    return derivation.rule, derivation.bindings, tuple(map(_told, derivation.premises))


def _told(premise: Premise) -> object:
    if not isinstance(premise, Gathered):
        return premise
    members = Counter(tuple(map(_told, member)) for member in premise.contributors)
    return premise.row, frozenset(members.items())


def run(rules: Sequence[Rule], turtle: str) -> Inference:
    """What follows by the fast engine, after making sure that the obvious one agrees."""
    strata, facts = stratify(check(rules)), graph(turtle)
    inference = infer(strata, facts)
    assert same(inference, naive.infer(strata, facts))
    return inference


def read(*texts: str) -> list[Rule]:
    """The rules of texts, named r0, r1 ..."""
    return [rule for n, text in enumerate(texts) for rule in parse(PREFIXES + text, f"r{n}.rq")]


# Generated programs


@settings(max_examples=300, deadline=None)
@given(texts=PROGRAMS, facts=FACTS)
def test_the_engine_agrees_with_the_obvious_one(texts: Texts, facts: set[Triple]) -> None:
    """In every fact and every derivation."""
    strata, known = program(texts), graph_of(sorted(facts, key=str))

    assert same(infer(strata, known), naive.infer(strata, known))


@settings(max_examples=60, deadline=None)
@given(texts=PROGRAMS, facts=FACTS)
def test_few_facts_may_go_the_ways_of_many(texts: Texts, facts: set[Triple]) -> None:
    """Numbered and joined some at a time, by cells or by a pass through all facts."""
    strata, known = program(texts), graph_of(sorted(facts, key=str))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(symbols, "_PART", 3)
        patch.setattr(matching, "_BLOCK", 2)
        patch.setattr(cells, "LONG", 1)
        for name, value in {"_TINY": 0, "_LONG": 1, "_MORE": 1}.items():
            patch.setattr(store, name, value)
        found = infer(strata, known)
        assert same(found, naive.infer(strata, known))


def test_a_literal_that_was_given_as_a_subject_makes_no_fact() -> None:
    """What is known of a head beforehand holds for plain facts only."""
    one, p = Literal("1"), Iri("urn:x:p")
    strata = stratify(read("CONSTRUCT { ?x :r ?y } WHERE { ?x :p ?y }"))
    facts = [Triple(one, p, Iri("urn:x:a")), Triple(Iri("urn:x:a"), p, one)]
    inference = infer(strata, facts)

    assert short(inference.facts) == {"a r 1"}
    assert same(inference, naive.infer(strata, facts))
    assert infer(strata, []).facts == ()


X, Y, Z = (Variable(name) for name in "xyz")
VARIABLES = st.sampled_from([X, Y, Z])
TRIPLE_TERMS = st.builds(TripleTerm, IRIS, IRIS, IRIS)
NODES = st.one_of(VARIABLES, VARIABLES, IRIS)
OBJECTS: st.SearchStrategy[Node] = st.one_of(
    NODES, NODES, INTEGERS, TRIPLE_TERMS, st.builds(Nested, NODES, NODES, VARIABLES)
)
PATTERNS = st.builds(Pattern, NODES, NODES, OBJECTS)
MOVES = st.lists(st.builds(Move, IRIS, st.booleans()), min_size=1, max_size=2).map(tuple)
CLOSURES = st.builds(Closure, NODES, MOVES, NODES, st.integers(0, 1))
CONDITIONS = st.one_of(PATTERNS, PATTERNS, CLOSURES)
GIVEN = st.sets(
    st.builds(Triple, IRIS, IRIS, st.one_of(IRIS, INTEGERS, TRIPLE_TERMS)), min_size=3, max_size=12
)


@st.composite
def rules(draw: st.DrawFn, name: str, *, negated: bool) -> Rule:
    """A rule with whatever a pattern may have in it: unknown predicates, triple terms."""
    body = tuple(draw(st.lists(CONDITIONS, min_size=1, max_size=3)))
    bound = [each for each in (X, Y, Z) if any(each in bound_by(element) for element in body)]
    known: list[Node] = [*bound, Iri("urn:x:a")]
    new: list[Node] = [Blank("new"), Nested(X, Iri("urn:x:b"), X)] if negated and X in bound else []
    subject, predicate = (known[draw(st.integers(0, len(bound)))] for _ in "sp")
    head = Pattern(subject, predicate, [*known, *new][draw(st.integers(0, len(known + new) - 1))])
    if not negated:
        return Rule(name, (head,), body)
    negation = Not(tuple(draw(st.lists(CONDITIONS, min_size=1, max_size=2))), draw(st.booleans()))
    return Rule(name, (head, head), (*body, negation), base_only=draw(st.booleans()))


STRATA = st.builds(
    lambda one, two, three, four: (Stratum((), (one, two)), Stratum((three,), (four,))),
    *(rules(f"r{number}", negated=False) for number in range(2)),
    rules("r2", negated=True),
    rules("r3", negated=False),
)


@settings(max_examples=300, deadline=None)
@given(strata=STRATA, facts=GIVEN)
def test_the_engine_agrees_on_every_kind_of_node(strata: Program, facts: set[Triple]) -> None:
    """Variables as predicates, closures, triple terms, new nodes, the given graph."""
    known = graph_of(sorted(facts, key=str))

    assert same(infer(strata, known), naive.infer(strata, known))


@settings(max_examples=100, deadline=None)
@given(texts=PROGRAMS, facts=FACTS, data=st.data())
def test_neither_order_nor_kind_of_input_matters(
    texts: Texts, facts: set[Triple], data: st.DataObject
) -> None:
    """A graph and an iterable, that may say things twice, give the same, in the same order."""
    mixed = data.draw(st.permutations([*facts, *facts]))
    known = graph_of(sorted(facts, key=str))

    expected, actual = infer(program(texts), known), infer(program(texts), iter(mixed))
    assert list(expected.derivations.items()) == list(actual.derivations.items())
    assert set(known.edges(keys=True)) == {(each[0], each[2], each[1]) for each in facts}


@settings(max_examples=100, deadline=None)
@given(texts=PROGRAMS, facts=FACTS)
def test_what_was_derived_is_not_derived_again(texts: Texts, facts: set[Triple]) -> None:
    """And every proof ends in given facts."""
    inference = infer(program(texts), facts)

    assert infer(program(texts), [*facts, *inference.facts]).facts == ()
    for fact in inference.facts:
        proof = prove(inference, fact)
        assert nx.is_directed_acyclic_graph(proof)
        leaves = [step for step in proof if not proof.out_degree(step)]
        assert {leaf for leaf in leaves if isinstance(leaf, Triple)} <= facts


# The project's own rules


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_the_engines_agree_on_the_projects_rules(
    path: Path, knowledge: Knowledge, program: Program
) -> None:
    """For every example."""
    observations = read_assessment(path, knowledge.graph, AS_OF)
    for actor in sorted({observation.actor for observation in observations}, key=str):
        request = make_request(knowledge.graph, frozenset([actor]), AS_OF, {})
        told_of = [fact for observation in observations for fact in observation.facts()]
        known = placed([*told_of, *request.facts()], onto=knowledge.graph)

        assert same(infer(program, known), naive.infer(program, known))


# What only large or narrow data meets


def test_a_long_chain_is_closed_round_by_round() -> None:
    """Each round brings a few facts, and is told from all others."""
    chain = " ".join(f":n{number:03} :p :n{number + 1:03} ." for number in range(60))
    found = run(
        read(
            "CONSTRUCT { ?x :over ?y } WHERE { ?x :p ?y }",
            "CONSTRUCT { ?x :over ?z } WHERE { ?x :over ?y . ?y :p ?z }",
        ),
        chain,
    )

    assert len(found.facts) == 60 * 61 // 2


def test_conditions_on_many_rows_agree_with_those_on_few() -> None:
    """Integers and nodes are compared as columns, what is neither one by one."""
    facts = " ".join(
        f":n{number} :p {number}, {number % 7}.5, :n{number} ." for number in range(40)
    )
    conditions = ["?a < ?b", "?a <= ?b && ?x != ?y", "?a = ?b", "?a != ?b || ?x = ?y", "?a >= 30"]
    rule = "CONSTRUCT {{ ?x :r{} ?y }} WHERE {{ ?x :p ?a . ?y :p ?b FILTER({}) }}"
    texts = [rule.format(number, each) for number, each in enumerate(conditions)]

    assert {fact.predicate for fact in run(read(*texts), facts).facts} == {
        Iri(f"urn:x:r{number}") for number in range(len(conditions))
    }


def test_groups_of_many_rows_agree_with_those_of_few() -> None:
    """Sums, extremes and counts, with and without what is no number."""
    facts = " ".join(
        f":n{number % 30} :p {number} . :n{number % 50} :q {number % 9}, {number % 4}.5 ."
        for number in range(600)
    )
    rule = (
        "CONSTRUCT {{ ?x :r ?v }} WHERE {{ {{ SELECT ?x ({} AS ?v) {{ ?x {} ?n }}"
        " GROUP BY ?x HAVING({} > 3) }} }}"
    )
    texts = [
        rule.format(f"{name}({distinct}?n)", predicate, f"{name}({distinct}?n)")
        for name in ["COUNT", "SUM", "MIN", "MAX", "AVG"]
        for distinct in ["", "DISTINCT "]
        for predicate in [":p", ":q"]
    ]

    assert run(read(*texts), facts).facts


def test_without_proofs_there_are_facts_only() -> None:
    """For those who ask for nothing else."""
    strata = stratify(read("CONSTRUCT { ?y :p ?x } WHERE { ?x :p ?y }"))
    inference = infer(strata, graph(":a :p :b ."), proofs=False)

    assert short(inference.facts) == {"b p a"}
    assert list(inference.derivations.values()) == [()]


def test_what_was_not_derived_has_no_derivations() -> None:
    """Neither what was given nor what nobody has heard of."""
    strata = stratify(read("CONSTRUCT { ?y :p ?x } WHERE { ?x :p ?y }"))
    given_fact, unheard = (Triple(Iri("urn:x:a"), Iri("urn:x:p"), Iri(f"urn:x:{n}")) for n in "bz")
    derivations = infer(strata, graph(":a :p :b .")).derivations

    assert given_fact not in derivations
    assert unheard not in derivations
    with pytest.raises(KeyError):
        derivations[given_fact]


def test_a_negation_sees_only_what_was_bound_before_it() -> None:
    """A variable that gets its value later is another one inside."""
    p, q, r = (Iri(f"urn:x:{name}") for name in "pqr")
    pattern, negation, head = Pattern(X, p, Y), Not((Pattern(X, q, Z),)), (Pattern(X, r, Y),)
    facts = ":a :p :b . :b :q true ."

    assert run([Rule("after", head, (pattern, negation))], facts).facts
    assert not run([Rule("before", head, (negation, pattern))], facts).facts
