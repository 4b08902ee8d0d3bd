"""Turtle in canonical order: the same triples give the same bytes, so a diff shows meaning only."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

import pyoxigraph

from kg.load.turtle import statement
from kg.terms import XSD, Triple

if TYPE_CHECKING:
    import rdflib

STRING = f"{XSD}string"


def canonical(turtle: str) -> str:
    """The triples of a Turtle text written anew: subjects, predicates and objects in order.

    Comments are lost: what there is to say about a term is said in the graph.

    >>> print(canonical("@prefix a: <urn:a:> . a:b a:d 2, 1 ; a:c a:e ."))
    PREFIX a: <urn:a:>
    <BLANKLINE>
    a:b
        a:c a:e ;
        a:d
            1 ,
            2 ;
    .
    <BLANKLINE>
    """
    from rdflib import Graph

    parser = _parsed(turtle)
    graph = Graph(bind_namespaces="none")
    for quad in _said(parser):
        graph.add((_term(quad.subject), _term(quad.predicate), _term(quad.object)))
    for prefix, namespace in parser.prefixes.items():
        graph.bind(prefix, namespace)
    return graph.serialize(format="longturtle").strip("\n") + "\n"


def is_canonical_of(written: str, turtle: str) -> bool:
    """Whether a text says the same as another, and would be written again as it is."""
    try:
        same = _said(_parsed(written)) == _said(_parsed(turtle))
        return same and canonical(written) == written
    except SyntaxError:  # what rdflib writes is not always Turtle
        return False


def in_rdflib(triples: Iterable[Triple]) -> "rdflib.Graph":
    """The triples as an rdflib graph in memory, with the names their anonymous nodes have."""
    from rdflib import Graph

    graph = Graph(bind_namespaces="none")
    for each in map(statement, triples):
        graph.add((_term(each.subject), _term(each.predicate), _term(each.object)))
    return graph


def _parsed(turtle: str) -> pyoxigraph.QuadParser:
    return pyoxigraph.parse(turtle, pyoxigraph.RdfFormat.TURTLE)


def _said(parser: pyoxigraph.QuadParser) -> pyoxigraph.Dataset:
    """What a text says; anonymous nodes are named by what is said of them (RDFC-1.0)."""
    said = pyoxigraph.Dataset(parser)
    said.canonicalize(pyoxigraph.CanonicalizationAlgorithm.RDFC_1_0)
    return said


def _term(found: object) -> "rdflib.term.Node":
    """A pyoxigraph term as one of rdflib's; numbers stay as they are written."""
    from rdflib import BNode, Literal, URIRef

    match found:
        case pyoxigraph.NamedNode(value=value):
            return URIRef(value)
        case pyoxigraph.BlankNode(value=value):
            return BNode(value)
        case pyoxigraph.Literal(value=value, language=str(language)):
            return Literal(value, lang=language)
        case pyoxigraph.Literal(value=value, datatype=datatype) if datatype.value == STRING:
            return Literal(value)
        case pyoxigraph.Literal(value=value, datatype=datatype):
            return Literal(value, datatype=URIRef(datatype.value), normalize=False)
    message = f"not a term of RDF 1.1: {found}"
    raise TypeError(message)
