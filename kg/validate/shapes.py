"""The shapes in ``ontology/shapes/`` -> what in the graph does not have them (SHACL)."""

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from kg.errors import Fault, Place
from kg.graph import Graph, known_of, places
from kg.labels import word
from kg.load.turtle import read_rdf
from kg.store import Store
from kg.terms import Blank, Iri, Term, Triple
from kg.vocabulary import SHACL_MESSAGE

if TYPE_CHECKING:
    import rdflib

FOLDER = "ontology/shapes"
RELEASE_FOLDER = "ontology/shapes/release"


def shape_names(root: Path) -> list[Iri]:
    """The shapes that can complain, in order.

    Raises:
        Faults: a file of shapes that cannot be read.
    """
    found = {
        triple.subject
        for triple, _ in _shapes(root)
        if triple.predicate == SHACL_MESSAGE and isinstance(triple.subject, Iri)
    }
    return sorted(found, key=str)


def shape_findings(graph: Graph, root: Path, language: str, folder: str = FOLDER) -> list[Fault]:
    """A fault for each node and shape it does not have; one sentence is said of a node once."""
    import pyshacl
    import rdflib
    from pyshacl.errors import ReportableRuntimeError

    data, shapes = _in_memory(graph), _in_memory(known_of(_shapes(root, folder)))
    try:
        _, report, _ = pyshacl.validate(data, shacl_graph=shapes)
    except ReportableRuntimeError as error:
        return [Fault("shapes-unusable", Place(folder), detail=error.message)]
    if not isinstance(report, rdflib.Graph):
        return [Fault("shapes-unusable", Place(folder), detail=report)]
    violations = {
        (_term(report.value(result, rdflib.SH.focusNode)), message)
        for result in report.subjects(rdflib.RDF.type, rdflib.SH.ValidationResult)
        for message in _messages(report.objects(result, rdflib.SH.resultMessage), language)
    }
    return [
        Fault("shape-violated", place_of(graph, node), name=word(graph, node), message=message)
        for node, message in sorted(violations, key=str)
    ]


def place_of(graph: Graph, node: Term) -> Place | None:
    """Where the first statement about a node stands."""
    return min(places(graph, node), default=None)


def _shapes(root: Path, folder: str = FOLDER) -> Iterator[tuple[Triple, Place]]:
    for path in sorted((root / folder).glob("*.ttl")):
        yield from read_rdf(path, path.relative_to(root).as_posix())


def _in_memory(graph: Graph) -> "rdflib.Graph":
    """A graph in rdflib's own memory: pyshacl often counts it, which a store does by scanning."""
    import rdflib

    copy = rdflib.Graph(bind_namespaces="none")
    copy += Store.of(graph).rdflib()
    return copy


def _messages(texts: "Iterable[rdflib.term.Node]", language: str) -> Iterator[str]:
    yield from (str(text) for text in texts if getattr(text, "language", None) in {language, None})


def _term(node: object) -> Term:
    from rdflib import BNode

    return Blank(str(node)) if isinstance(node, BNode) else Iri(str(node))
