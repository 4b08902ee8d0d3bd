"""Proofs."""

import networkx as nx
from reason.graphs import conclude, graph, turtle_triples

from kg.reason import prove
from kg.reason.model import Absent, Gathered
from kg.terms import Triple

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

    given = {Triple(subject, key, target) for subject, target, key in facts.edges(keys=True)}
    leaves = {step for step in proof if not proof.out_degree(step)}
    assert nx.is_directed_acyclic_graph(proof)
    assert {leaf for leaf in leaves if not isinstance(leaf, Absent)} < given
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
