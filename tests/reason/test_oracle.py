"""The engine against an independent one: pyoxigraph runs the same texts, stratum by stratum.

Generated rules make ``:d0`` to ``:d4`` of ``:p``, ``:q`` and ``:n``. Those with a negation, a
group or an assignment look only at predicates below their own, so that every generated program
has strata; the others may look at their own predicate and the next, and so may feed each other.
"""

from collections.abc import Iterator, Mapping, Sequence

import networkx as nx
import pyoxigraph
from hypothesis import given, settings
from hypothesis import strategies as st
from reason.graphs import PREFIXES, graph_of, triple

from kg.reason import Derivation, Inference, Rule, check, infer, parse, prove, stratify
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
from kg.terms import XSD, Iri, Literal, Triple

NAMES = [":a", ":b", ":c", ":d"]
VARIABLES = ["?x", "?y", "?z"]

Texts = Mapping[str, str]


# Generated programs and facts


@st.composite
def atoms(draw: st.DrawFn, predicates: Sequence[str]) -> str:
    """A triple with at least one variable, perhaps with a path."""
    steps = draw(st.lists(st.sampled_from(predicates), min_size=1, max_size=2))
    path = "/".join(draw(st.sampled_from(["", "^"])) + step for step in steps)
    subject = draw(st.sampled_from(VARIABLES))
    target = draw(st.sampled_from([*VARIABLES, *VARIABLES, *NAMES]))
    return f"{subject} {path} {target} ."


CONDITIONS = [
    "FILTER(?x != :a)",
    "FILTER(isIRI(?x) && STR(?x) < 'urn:x:c')",
    "FILTER(?x IN (:a, :b, 1) || ?x > 1)",
    "FILTER(BOUND(?x))",
    "FILTER(!(?x = 1))",
]
ROWS = [
    "VALUES ?x { :a :b 1 }",
    "VALUES (?x ?y) { (:a UNDEF) (:b :c) (UNDEF 1) }",
    "VALUES ?w { :a :b }",
]
GROUPS = [
    "{{ SELECT ?x (COUNT(DISTINCT ?m) AS ?v) {{ ?x {0} ?m }} GROUP BY ?x HAVING (COUNT(*) > 1) }}",
    "{{ SELECT ?x (COUNT(*) AS ?v) {{ ?x {0}/{1} ?m FILTER(?m != :b) }} GROUP BY ?x }}",
    "{{ SELECT ?x (SUM(?m) AS ?v) {{ ?x {0} ?k ; :n ?m }} GROUP BY ?x }}",
    "{{ SELECT ?x (MAX(?m) AS ?v) {{ ?x :n ?m FILTER NOT EXISTS {{ ?x {0} ?x }} }} GROUP BY ?x }}",
    "{{ SELECT (MIN(?m) AS ?v) {{ ?k :n ?m ; {0} ?o }} }} ?x {1} ?y",
    "{{ SELECT ?x (AVG(DISTINCT ?m) AS ?v) {{ ?x :n ?m }} GROUP BY ?x }} FILTER(?v >= 1)",
    "{{ SELECT (COUNT(?m) AS ?v) {{ ?m {0} ?m }} }} ?x {1} ?y FILTER(?v < 2)",
]
ASSIGNMENTS = ["?n + 1", "6 / ?n", "IF(?n > 1, :a, ?x)", "CONCAT(STR(?x), '!')", "IRI(STR(?x))"]


@st.composite
def monotone(draw: st.DrawFn, level: int) -> str:
    """A rule of triples, rows and conditions, that may feed itself and the next."""
    below = min(level // 2 * 2 + 2, 4)
    predicates = [":p", ":q", *(f":d{number}" for number in range(below))]
    body = [draw(atoms(predicates)) for _ in range(draw(st.integers(0, 2)))] + ["?x :p ?y ."]
    body += draw(st.lists(st.sampled_from(ROWS), max_size=1))
    body += draw(st.lists(st.sampled_from(CONDITIONS), max_size=1))
    return _rule(f"{draw(st.sampled_from(['?x', '?y']))} :d{level} ?x", draw(st.permutations(body)))


@st.composite
def closed(draw: st.DrawFn, level: int) -> str:
    """A rule with a negation, a group or an assignment, that looks below its pair only."""
    predicates = [":p", ":q", *(f":d{number}" for number in range(level // 2 * 2))]
    one, other = draw(st.sampled_from(predicates)), draw(st.sampled_from(predicates))
    match draw(st.sampled_from(["negation", "group", "assignment"])):
        case "negation":
            condition = draw(
                st.sampled_from(["", "FILTER(?z != ?x)", "FILTER(?z = :c || ?y = ?z)"])
            )
            absent = f"FILTER NOT EXISTS {{ ?y {other} ?z {condition} }}"
            return _rule(f"?x :d{level} ?y", draw(st.permutations([f"?x {one} ?y .", absent])))
        case "group":
            group = draw(st.sampled_from(GROUPS)).format(one, other)
            return _rule(f"?x :d{level} ?v", [group])
        case _:
            value = draw(st.sampled_from(ASSIGNMENTS))
            return _rule(f"?x :d{level} ?v", [f"?x {one} ?y ; :n ?n BIND({value} AS ?v)"])


def _rule(head: str, body: Sequence[str]) -> str:
    return f"{PREFIXES}CONSTRUCT {{ {head} }} WHERE {{ {' '.join(body)} }}"


PROGRAMS = st.lists(
    st.integers(0, 3).flatmap(lambda level: monotone(level) | closed(level)), min_size=1, max_size=5
).map(lambda texts: {f"r{number}": text for number, text in enumerate(texts)})
IRIS = st.sampled_from([Iri(f"urn:x:{name[1:]}") for name in NAMES])
INTEGERS = st.integers(0, 3).map(lambda value: Literal(str(value), XSD + "integer"))
FACTS = st.sets(
    st.one_of(
        st.builds(Triple, IRIS, st.sampled_from([Iri("urn:x:p"), Iri("urn:x:q")]), IRIS),
        st.builds(Triple, IRIS, st.sampled_from([Iri("urn:x:n"), Iri("urn:x:q")]), INTEGERS),
    ),
    min_size=3,
    max_size=14,
)


# The two engines


def program(texts: Texts) -> Program:
    """The strata of rule texts."""
    return stratify(check(rule for name, text in texts.items() for rule in parse(text, name)))


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
