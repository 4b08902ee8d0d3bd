"""The store: the graph in, SPARQL answered, the same seen through rdflib."""

import pytest

from kg.graph import graph_of, triples
from kg.load import Knowledge
from kg.load.prefixes import prefixes_of, project_prefixes, read_statement, shortened
from kg.load.turtle import parse_turtle, write_turtle
from kg.store import Store, Table
from kg.terms import XSD, Blank, Iri, Literal, Triple, order
from kg.vocabulary import LANG_STRING, TYPE

SMALL = """
@prefix : <urn:x:> .
@prefix sh: <http://www.w3.org/ns/shacl#> .
:a a :T ; :p :b , 4 , "fire"@nb , "four"@en .
:b a :T .
:here sh:declare [ sh:prefix "x" ; sh:namespace "urn:x:" ] .
"""


@pytest.fixture
def store() -> Store:
    """A store of a few facts that declare a prefix."""
    return Store.of(graph_of((triple, None) for triple in parse_turtle(SMALL)))


def test_what_goes_in_is_what_is_there(knowledge: Knowledge) -> None:
    """Every triple of the knowledge is in the store, each term as it was."""
    found = Store.of(knowledge.graph).answer("CONSTRUCT WHERE { ?s ?p ?o }")

    assert isinstance(found, tuple)
    assert set(found) == set(triples(knowledge.graph))


def test_declared_prefixes_need_no_declaration(store: Store) -> None:
    """The graph says what its prefixes are."""
    assert store.select("SELECT ?t { x:a a ?t }") == Table(("t",), ((Iri("urn:x:T"),),))


def test_an_unbound_variable_is_none(store: Store) -> None:
    """A row has a cell for each variable."""
    query = "SELECT ?t ?n { ?t a x:T OPTIONAL { ?t x:p ?n FILTER(ISNUMERIC(?n)) } } ORDER BY ?t"

    assert store.select(query).rows == (
        (Iri("urn:x:a"), Literal("4", XSD + "integer")),
        (Iri("urn:x:b"), None),
    )


def test_a_given_variable_stands_for_its_term(store: Store) -> None:
    """A term is put in as a term: text that looks like SPARQL stays text."""
    query = "SELECT ?word ?lang { x:a x:p ?word FILTER(LANG(?word) = ?lang) }"
    found = store.select(query, {"lang": Literal("nb")}).without({"lang": None})

    assert found.rows == ((Literal("fire", LANG_STRING, "nb"),),)
    assert store.select(query, {"lang": Literal('nb") || (1=1')}).rows == ()


def test_each_form_of_query_has_its_answer(store: Store) -> None:
    """Asking for one form and sending another is a mistake of ours, not of the user's."""
    assert store.answer("ASK { x:a a x:T }") is True
    assert store.answer("ASK { x:b x:p ?any }") is False
    with pytest.raises(TypeError):
        store.select("ASK { x:a a x:T }")


def test_triples_come_in_order(store: Store) -> None:
    """The same store gives the same bytes."""
    found = store.match(TYPE)

    assert found == tuple(sorted(found, key=lambda each: [order(part) for part in each]))
    assert [each.subject for each in store.match(TYPE, target=Iri("urn:x:T"))] == [
        Iri("urn:x:a"),
        Iri("urn:x:b"),
    ]
    assert store.match(TYPE, subject=Literal("a")) == ()


def test_rdflib_sees_the_same_default_graph(knowledge: Knowledge) -> None:
    """Every triple is there, a query finds it, and what is added is in the store as well."""
    import rdflib

    store = Store.of(knowledge.graph)
    view = store.rdflib()
    added = rdflib.URIRef("urn:x:a")
    view.add((added, rdflib.RDF.type, added))

    assert len(view) == knowledge.graph.number_of_edges() + 1
    assert store.answer("ASK { <urn:x:a> a <urn:x:a> }") is True
    assert len(view.query("SELECT ?m { ?m a nst:Model }")) == len(
        store.select("SELECT ?m { ?m a nst:Model }").rows
    )


def test_turtle_is_the_same_whatever_the_order_of_the_triples() -> None:
    """It holds the prefixes that are used, and reading it gives the triples back."""
    found = parse_turtle("@prefix : <urn:x:> . :a :p :b , 4 , true . :b :p 'x'@nb . :c :p 4.5 .")
    written = write_turtle(found, {"x": "urn:x:", "unused": "urn:y:"})

    assert write_turtle(reversed(found), {"x": "urn:x:", "unused": "urn:y:"}) == written
    assert written.startswith("@prefix x: <urn:x:> .\nx:a x:p x:b , ")
    assert "unused" not in written
    assert set(parse_turtle(written)) == set(found)


def test_a_literal_subject_cannot_be_written() -> None:
    """RDF has no such triple."""
    with pytest.raises(TypeError):
        write_turtle([Triple(Literal("a"), TYPE, Blank("b"))], {})


def test_the_projects_prefixes_are_those_of_the_knowledge(knowledge: Knowledge) -> None:
    """One file declares them."""
    assert project_prefixes() == prefixes_of(knowledge.graph)


def test_a_statement_is_read_with_and_without_prefixes() -> None:
    """N-Triples, or short names; the full stop may be left out."""
    triple = Triple(Iri("urn:x:a"), Iri("urn:x:p"), Literal("4", XSD + "integer"))

    assert read_statement("<urn:x:a> <urn:x:p> 4 .", {}) == triple
    assert read_statement("x:a x:p 4", {"x": "urn:x:"}) == triple
    assert [shortened(part, {"x": "urn:x:"}) for part in triple[:2]] == ["x:a", "x:p"]
