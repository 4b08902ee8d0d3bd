"""Turtle, N-Triples and N-Quads files -> triples with the file they stand in."""

from collections.abc import Iterator
from pathlib import Path

import pyoxigraph

from kg.errors import Fault, Faults, Place
from kg.terms import Blank, Iri, Literal, Term, Triple

FORMATS = {
    ".ttl": pyoxigraph.RdfFormat.TURTLE,
    ".nt": pyoxigraph.RdfFormat.N_TRIPLES,
    ".nq": pyoxigraph.RdfFormat.N_QUADS,
}


def read_rdf(path: Path, name: str) -> Iterator[tuple[Triple, Place]]:
    """The triples of an RDF file; graph names of N-Quads are left out.

    Args:
        path: the file; its ending says which format.
        name: what to call the file in places and faults.

    Raises:
        Faults: the file does not follow its format.
    """
    place = Place(name)
    try:
        quads = pyoxigraph.parse(
            path=str(path), format=FORMATS[path.suffix], rename_blank_nodes=True
        )
        for quad in quads:
            yield Triple(term(quad.subject), Iri(quad.predicate.value), term(quad.object)), place
    except SyntaxError as error:
        where = Place(name, error.lineno or 0, error.offset or 0)
        raise Faults([Fault("rdf-syntax", where, detail=error.msg)]) from error


def term(node: object) -> Term:
    """A pyoxigraph term as one of ours."""
    match node:
        case pyoxigraph.NamedNode():
            return Iri(node.value)
        case pyoxigraph.BlankNode():
            return Blank(node.value)
        case pyoxigraph.Literal():
            return Literal(node.value, node.datatype.value, node.language or "")
    message = f"not a term of RDF 1.1: {node}"
    raise TypeError(message)
