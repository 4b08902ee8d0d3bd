"""Proofs."""

import networkx as nx
from hypothesis import given, settings
from reason.graphs import conclude, graph, turtle_triples
from reason.programs import FACTS as GENERATED
from reason.programs import PROGRAMS, Texts
from reason.programs import program as strata_of

from kg.reason import Inference, infer, prove
from kg.reason.model import Absent, Derivation, Gathered, Variable
from kg.terms import Iri, Triple

FACTS = ":a :p :b , :c . :b :p :d . :c :p :d . :a a :T ."
RULES = (
    "CONSTRUCT { ?x :over ?y } WHERE { ?x :p ?y }",
    "CONSTRUCT { ?x :over ?z } WHERE { ?x :over ?y . ?y :over ?z }",
    """CONSTRUCT { ?x :reach ?n } WHERE {
         { SELECT ?x (COUNT(?y) AS ?n) { ?x :over ?y } GROUP BY ?x }
         ?x a :T FILTER NOT EXISTS { ?x :bad ?y }
       }""",
)


def fact(text: str) -> Triple:
    """A fact written in Turtle."""
    return turtle_triples(f"{text} .")[0]


def test_a_proof_ends_in_given_facts_and_absences() -> None:
    """It has no cycles, and everything in it carries the conclusion."""
    facts = graph(FACTS)
    proof = prove(conclude(facts, *RULES), fact(":a :reach 3"))

    roots = {Triple(subject, key, target) for subject, target, key in facts.edges(keys=True)}
    leaves = {step for step in proof if not proof.out_degree(step)}
    assert nx.is_directed_acyclic_graph(proof)
    assert {leaf for leaf in leaves if not isinstance(leaf, Absent)} < roots
    assert nx.descendants(proof, fact(":a :reach 3")) | {fact(":a :reach 3")} == set(proof)


def test_a_fact_rests_on_its_first_derivation() -> None:
    """One way is enough; the others are in the inference."""
    inference = conclude(graph(FACTS), *RULES)
    proof = prove(inference, fact(":a :over :d"))

    assert len(inference.derivations[fact(":a :over :d")]) == 2
    assert list(proof.successors(fact(":a :over :d"))) == [
        inference.derivations[fact(":a :over :d")][0]
    ]


def test_a_gathered_row_rests_on_all_that_counted() -> None:
    """A count of three has three grounds."""
    proof = prove(conclude(graph(FACTS), *RULES), fact(":a :reach 3"))

    (row,) = [step for step in proof if isinstance(step, Gathered)]
    assert set(proof.successors(row)) == {
        fact(":a :over :b"),
        fact(":a :over :c"),
        fact(":a :over :d"),
    }


def test_a_given_fact_proves_itself() -> None:
    """Its proof is a single leaf."""
    proof = prove(conclude(graph(FACTS), *RULES), fact(":a :p :b"))

    assert list(proof) == [fact(":a :p :b")]


def test_all_derivations_of_a_fact_are_shown_when_asked_for() -> None:
    """And those of what they rest on."""
    inference = conclude(graph(FACTS), *RULES)
    proof = prove(inference, fact(":a :over :d"), alternatives=True)

    ways = set(proof.successors(fact(":a :over :d")))
    assert ways == set(inference.derivations[fact(":a :over :d")])
    assert {way.bindings for way in ways if isinstance(way, Derivation)} == {
        (pair("x", "a"), pair("y", each), pair("z", "d")) for each in "bc"
    }


def pair(name: str, thing: str) -> tuple[Variable, Iri]:
    """A variable and what it stands for."""
    return Variable(name), Iri(f"urn:x:{thing}")


SYMMETRIC = "CONSTRUCT { ?y :knows ?x } WHERE { ?x :knows ?y }"
MET = "CONSTRUCT { ?x :knows ?y } WHERE { ?x :met ?y }"


def test_a_derivation_that_needs_its_own_fact_is_no_alternative() -> None:
    """Neither by itself nor by way of others."""
    inference = conclude(graph(":a :met :b ."), SYMMETRIC, MET)
    one, other = fact(":a :knows :b"), fact(":b :knows :a")
    proof = prove(inference, one, alternatives=True)

    assert [len(inference.derivations[each]) for each in (one, other)] == [2, 1]
    assert [way.rule for way in proof.successors(one) if isinstance(way, Derivation)] == ["r1"]
    assert other not in proof
    assert [each.rule for each in proof_of(inference, other)] == ["r0"]


def test_two_facts_may_each_be_another_way_to_the_other() -> None:
    """If each stands without the other as well."""
    inference = conclude(graph(":a :met :b . :b :met :a ."), SYMMETRIC, MET)

    for each in (fact(":a :knows :b"), fact(":b :knows :a")):
        assert {way.rule for way in proof_of(inference, each)} == {"r0", "r1"}


def proof_of(inference: Inference, conclusion: Triple) -> list[Derivation]:
    """The derivations of a fact in its proof with alternatives."""
    proof = prove(inference, conclusion, alternatives=True)
    return [way for way in proof.successors(conclusion) if isinstance(way, Derivation)]


@settings(max_examples=100, deadline=None)
@given(texts=PROGRAMS, facts=GENERATED)
def test_whatever_is_left_out_of_the_alternatives_does_not_stand(
    texts: Texts, facts: set[Triple]
) -> None:
    """A derivation is kept if and only if its premises follow where its fact is never made."""
    inference = infer(strata_of(texts), sorted(facts, key=str))
    for made, ways in inference.derivations.items():
        kept = set(proof_of(inference, made))
        stands = without(inference, made)
        assert kept == {way for way in ways if needs(way) <= stands | facts}


def without(inference: Inference, banned: Triple) -> set[Triple]:
    """What follows by the derivations there are if one fact is never made."""
    stands: set[Triple] = set()
    given_ones = {
        premise
        for ways in inference.derivations.values()
        for way in ways
        for premise in needs(way)
        if premise not in inference.derivations
    }
    while new := {
        made
        for made, ways in inference.derivations.items()
        if made not in stands | {banned} and any(needs(way) <= stands | given_ones for way in ways)
    }:
        stands |= new
    return stands


def needs(way: Derivation) -> set[Triple]:
    """The facts a derivation rests on."""
    found: set[Triple] = set()
    for premise in way.premises:
        match premise:
            case Triple():
                found.add(premise)
            case Gathered(contributors=members):
                found |= needs(Derivation("", (), tuple(each for one in members for each in one)))
    return found
