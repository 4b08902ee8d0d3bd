"""Two engines that answer the same questions: the project's store, and rdflib's own."""

import rdflib
from questions.tables import Case

from kg.graph import Graph, triples
from kg.query import run
from kg.query.values import choose
from kg.store import Store, Table
from kg.terms import RDF, XSD, Iri, Literal, Term


def in_rdflib(graph: Graph) -> rdflib.Graph:
    """A graph in rdflib's own memory."""
    text = "".join(f"{each}\n" for each in triples(graph))
    return rdflib.Graph(bind_namespaces="none").parse(data=text, format="nt")


def asked_of_the_store(store: Store, case: Case, language: str) -> Table:
    """What the project's store finds."""
    found = run(store, case.query, case.given, language)
    assert isinstance(found, Table)
    return found


def asked_of_rdflib(graph: rdflib.Graph, store: Store, case: Case, language: str) -> Table:
    """What rdflib's own engine finds, with the parameters put in by its own means."""
    chosen = {
        name: choose(store, name, case.given.get(name, default), default)
        for name, default in case.query.saved.parameters.items()
    }
    terms = {
        name: rdflib.URIRef(term.value) for name, term in chosen.items() if isinstance(term, Iri)
    }
    assert terms.keys() == chosen.keys()
    given = {**terms, "lang": rdflib.Literal(language)}
    found = graph.query(case.query.text, initBindings=given)
    rows = tuple(tuple(map(_cell, row)) for row in found)  # type: ignore[arg-type]  # rows of terms
    return Table(tuple(map(str, found.vars or ())), rows).without(given)


def _cell(term: object) -> Term | None:
    match term:
        case rdflib.URIRef():
            return Iri(str(term))
        case rdflib.Literal(language=str() as language):
            return Literal(str(term), RDF + "langString", language)
        case rdflib.Literal():
            return Literal(str(term), str(term.datatype or XSD + "string"))
    return None
