"""The W3C's tests of SPARQL 1.2 RL, as their manifests name them.

The suite lies beside the project: in ``../shared/w3c-sparql-rl-tests``, or where the variable
NESTESTEG_W3C_TESTS says.
"""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import rdflib
from rdflib.collection import Collection

__all__ = ["SUITE", "Case", "cases"]

_PROJECT = Path(__file__).parents[2]
SUITE = Path(
    os.environ.get("NESTESTEG_W3C_TESTS") or _PROJECT.parent / "shared" / "w3c-sparql-rl-tests"
).resolve()

_MF = rdflib.Namespace("http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#")
# The main manifest does not include this one.
_MANIFESTS = ("manifest-rules.ttl", "eval2/manifest.ttl")


class Case(NamedTuple):
    """One test: its folder and name, its type, and the files it is made of."""

    key: str
    kind: str
    rules: Path
    data: Path | None = None
    result: Path | None = None

    @property
    def base(self) -> str:
        """The address that the suite assumes for the rules."""
        return f"https://w3c.github.io/rdf-tests/shacl/shacl12/{self.rules.name}"


def cases() -> list[Case]:
    """All tests; none if the suite is not there."""
    return [case for name in _MANIFESTS for case in _cases(SUITE / name)] if SUITE.is_dir() else []


def _cases(manifest: Path) -> Iterator[Case]:
    graph = rdflib.Graph().parse(manifest)
    for other in _listed(graph, _MF.include):
        yield from _cases(_file(other))
    for entry in _listed(graph, _MF.entries):
        yield _case(graph, entry, manifest.parent.name)


def _listed(graph: rdflib.Graph, predicate: rdflib.URIRef) -> Iterator[rdflib.term.Node]:
    for start in graph.objects(None, predicate):
        yield from Collection(graph, start)


def _case(graph: rdflib.Graph, entry: rdflib.term.Node, folder: str) -> Case:
    key = f"{folder}/{graph.value(entry, _MF.name)}"
    kind = str(graph.value(entry, rdflib.RDF.type)).rsplit("#", 1)[-1]
    action = graph.value(entry, _MF.action)
    if isinstance(action, rdflib.URIRef):
        return Case(key, kind, _file(action))
    files = {str(each).rsplit("#", 1)[-1]: _file(node) for each, node in _about(graph, action)}
    result = graph.value(entry, _MF.result)
    return Case(key, kind, files["ruleset"], files["data"], _file(result))


def _about(
    graph: rdflib.Graph, node: rdflib.term.Node | None
) -> Iterator[tuple[rdflib.term.Node, rdflib.term.Node]]:
    yield from graph.predicate_objects(node)


def _file(iri: object) -> Path:
    return Path(str(iri).removeprefix("file://"))
