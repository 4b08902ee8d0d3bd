"""Proofs as JSON and as RDF."""

import json
from typing import TYPE_CHECKING

import networkx as nx
import pyoxigraph
import pytest
from hypothesis import given, settings
from reason.graphs import PREFIXES, conclude, graph, turtle_triples
from reason.programs import FACTS, PROGRAMS, Texts
from reason.programs import program as strata_of

from kg.load.turtle import statement
from kg.reason import infer, prove, why_not
from kg.reason.model import Pattern, Variable
from kg.reason.proof_from_json import from_json
from kg.reason.proof_json import as_json
from kg.reason.proof_triples import as_triples
from kg.reason.shortfall import Missing
from kg.terms import RDF, Iri, Triple

if TYPE_CHECKING:
    from kg.reason.explain import Step

RULES = (
    "CONSTRUCT { ?x :count ?n } WHERE { { SELECT ?x (COUNT(?y) AS ?n) { ?x :p ?y } GROUP BY ?x } }",
    "CONSTRUCT { ?x :few ?n } WHERE { ?x :count ?n FILTER NOT EXISTS { ?x :q ?z FILTER(?z > 1) } }",
)
DATA = ":a :p :b , :c ; :q 1 ."


def proof(text: str) -> "tuple[Triple, nx.DiGraph[Step]]":
    """A fact and its proof, with the reasons for what is absent."""
    made = graph(DATA)
    (fact,) = turtle_triples(f"{text} .")
    return fact, prove(conclude(made, *RULES), fact, made, depth=2)


def test_every_step_is_a_node_that_says_what_it_rests_on() -> None:
    """With rule, bindings and premises."""
    fact, found = proof(":a :few 2")
    written = as_json(found, fact)
    nodes = {node["id"]: node for node in written["nodes"]}
    root = nodes[written["conclusion"]]
    (derivation,) = (nodes[each] for each in root["because"])

    assert root["triple"]["object"]["value"] == "2"
    assert (derivation["kind"], derivation["rule"]) == ("derivation", "r1")
    assert derivation["bindings"]["x"] == {"type": "uri", "value": "urn:x:a"}
    assert [nodes[each]["kind"] for each in derivation["premises"]] == ["fact", "absence"]
    (gathering,) = (node for node in nodes.values() if node["kind"] == "gathering")
    assert [len(member) for member in gathering["contributors"]] == [1, 1]


def same(one: "nx.DiGraph[Step]", other: "nx.DiGraph[Step]") -> bool:
    """Whether two graphs have the same nodes and edges in the same order."""
    return list(one) == list(other) and list(one.edges) == list(other.edges)


@settings(max_examples=60, deadline=None)
@given(texts=PROGRAMS, facts=FACTS)
def test_json_gives_the_same_graph_again(texts: Texts, facts: set[Triple]) -> None:
    """Of proofs with alternatives and reasons, and of why nots."""
    base = sorted(facts, key=str)
    inference = infer(strata_of(texts), base)
    x, y = Variable("x"), Variable("y")
    wanted = [
        Pattern(x, Iri(f"urn:x:d{n}"), node) for n in range(5) for node in (x, y, Iri("urn:n"))
    ]
    steps: list[tuple[Step, nx.DiGraph[Step]]] = [
        (Missing(each), why_not(inference, base, each, 2)) for each in wanted
    ]
    steps += [
        (fact, prove(inference, fact, base, depth=2, alternatives=True))
        for fact in inference.facts[:8]
    ]

    for step, found in steps:
        assert same(from_json(json.loads(json.dumps(as_json(found, step)))), found)


@pytest.mark.parametrize(
    "text", ['"a"@en--rtl', '"b"@nb', "<<( :s :p <<( :a :b 1.5 )>> )>>", "_:n", '"plain"']
)
def test_every_kind_of_term_comes_back(text: str) -> None:
    """Also texts with a direction and triple terms."""
    (fact,) = turtle_triples(f":a :p {text} .")
    found: nx.DiGraph[Step] = nx.DiGraph()
    found.add_node(fact)

    assert same(from_json(as_json(found, fact)), found)


QUERY = """
PREFIX prov: <http://www.w3.org/ns/prov#> PREFIX sh: <http://www.w3.org/ns/shacl#>
PREFIX nst: <https://w3id.org/nestesteg/ns#>
SELECT ?rule (COUNT(DISTINCT ?given) AS ?leaves) (SAMPLE(?pattern) AS ?absent) {
  ?fact rdf:reifies <<( :a :few 2 )>> ; sh:sourceRule ?rule ; prov:wasGeneratedBy ?activity .
  ?activity a prov:Activity ; prov:used ?rule , ?absence . ?absence nst:pattern ?pattern .
  ?fact (prov:wasDerivedFrom|prov:hadMember)+ ?given . ?given rdf:reifies ?triple
  FILTER NOT EXISTS { ?given prov:wasDerivedFrom ?more }
} GROUP BY ?rule
"""


def test_the_rdf_of_a_proof_can_be_queried() -> None:
    """From the fact by PROV's words to the facts that were given, and to what is absent."""
    _, found = proof(":a :few 2")
    store = pyoxigraph.Store()
    triples = as_triples(found, lambda name: Iri(f"urn:rule:{name}"))
    written = pyoxigraph.serialize(map(statement, triples), format=pyoxigraph.RdfFormat.TURTLE)
    store.load(written or b"", pyoxigraph.RdfFormat.TURTLE)
    (row,) = store.query(PREFIXES + QUERY)  # type: ignore[misc]

    assert row["rule"].value == "urn:rule:r1"
    assert row["leaves"].value == "2"
    assert row["absent"].value == "<urn:x:a> <urn:x:q> ?z . FILTER(?z > 1)"


def test_nodes_of_the_proof_are_not_those_of_the_facts() -> None:
    """Whatever these are called."""
    made = graph("_:step0 :p _:step1 .")
    inference = conclude(made, "CONSTRUCT { ?x :q ?y } WHERE { ?x :p ?y }")
    fact = inference.facts[0]
    ours = {
        triple.subject
        for triple in as_triples(prove(inference, fact), lambda name: Iri(f"urn:{name}"))
        if triple.predicate == Iri(RDF + "reifies")
    }

    assert ours.isdisjoint({fact.subject, fact.object})
