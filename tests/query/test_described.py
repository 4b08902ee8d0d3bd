"""The saved queries as data: whole, by a shape, and found by a query."""

from pathlib import Path

import pyshacl
import rdflib

from kg.header import read_query_header
from kg.load.canonical import in_rdflib
from kg.query import Query, saved_queries
from kg.query.described import described, query_iri
from kg.recommend.dataset import QUERIES
from kg.resources import data_root
from kg.store import Store
from kg.terms import Triple

SHAPE = Path(__file__).with_name("saved-queries.shape.ttl")
SAVED = saved_queries(data_root())
TEXTS = "{nb: a, nn: b, en: c}"
HEAD = f"#+ id: q\n#+ label: {TEXTS}\n#+ description: {TEXTS}\n#+ parameters: "


def _seen(portfolio: Store) -> rdflib.Graph:
    """The graph of the queries, with what their prefixes are."""
    found = portfolio.seeing([QUERIES]).answer("CONSTRUCT WHERE { ?s ?p ?o }")
    told = portfolio.answer("CONSTRUCT WHERE { <https://w3id.org/nestesteg/ns> sh:declare ?o }")
    assert isinstance(found, tuple)
    assert isinstance(told, tuple)
    return in_rdflib([*found, *told])


def test_every_saved_query_is_there_and_whole(portfolio: Store) -> None:
    """Labels, comments, prefixes, the text, keywords, target, parameters."""
    graph = _seen(portfolio)
    conforms, _, told = pyshacl.validate(graph, shacl_graph=str(SHAPE), meta_shacl=False)
    found = portfolio.select("SELECT ?q { ?q a sh:SPARQLSelectExecutable }")

    assert conforms, told
    assert {row[0] for row in found.rows} == {query_iri(name) for name in SAVED}


def test_the_shape_sees_what_is_missing(portfolio: Store) -> None:
    """A shape that is always content proves nothing."""
    graph = _seen(portfolio)
    for text in [*graph.objects(predicate=rdflib.SH.select)][:1]:
        graph.remove((None, rdflib.SH.select, text))

    assert not pyshacl.validate(graph, shacl_graph=str(SHAPE))[0]


def _facts(parameters: str, body: str) -> set[str]:
    text = f"{HEAD}{parameters}\n{body}\n"
    query = Query(text, "queries/a/q.rq", read_query_header(text, "q.rq"))
    store = Store.of_graphs({}, {})
    return {str(Triple(*each)) for each in described([query], store)}


def test_each_kind_of_query_and_parameter_is_told_apart() -> None:
    """CONSTRUCT and ASK have their own class and property; a number and a date their datatype."""
    made = "\n".join(_facts("{}", "CONSTRUCT { ?a ?b ?c } WHERE { ?a ?b ?c } # SELECT"))
    asked = "\n".join(_facts("{n: 4, d: 2026-01-02, a: nst:Actor}", "ASK { ?n ?d ?a }"))

    assert "SPARQLConstructExecutable" in made
    assert "shacl#construct>" in made
    assert "shacl#select>" not in made
    assert 'defaultValue> "4"^^<http://www.w3.org/2001/XMLSchema#integer>' in asked
    assert 'defaultValue> "2026-01-02"^^<http://www.w3.org/2001/XMLSchema#date>' in asked
    assert "<https://w3id.org/nestesteg/queries/q/a> <http://www.w3.org/ns/shacl#class>" in asked
    assert 'queries/q/a> <http://www.w3.org/ns/shacl#optional> "true"' in asked
