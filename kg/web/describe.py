"""What there is to say of the service itself, as RDF.

Sources: https://www.w3.org/TR/sparql11-service-description/, https://www.w3.org/TR/void/,
https://www.w3.org/TR/vocab-dcat-3/.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING

import pyoxigraph

from kg.load.turtle import statement
from kg.pool.asked import GRAPH_FORMS
from kg.query.in_xml import graph_in_xml
from kg.release import DATASET
from kg.terms import RDF, Blank, Iri, Term, Triple
from kg.vocabulary import TYPE, VOID

if TYPE_CHECKING:
    from kg.web.service import Service

SD = "http://www.w3.org/ns/sparql-service-description#"
FORMATS = "http://www.w3.org/ns/formats/"
RESULTS = (
    *(f"{FORMATS}SPARQL_Results_{name}" for name in ("JSON", "XML", "CSV", "TSV")),
    *(f"{FORMATS}{name}" for name in ("Turtle", "N-Triples", "RDF_XML", "JSON-LD")),
)
PREFIXES = {"sd": SD, "formats": FORMATS, "rdf": RDF, "void": VOID}
# The card: the data set and whatever it names, each with all that is said of it.
CARD = f"""CONSTRUCT {{ ?thing ?property ?value }} WHERE {{
  {{ BIND({DATASET} AS ?thing) }}
  UNION {{ {DATASET} ?names ?thing FILTER(?names != rdf:type) }}
  ?thing ?property ?value
}}"""


def service_description(service: "Service", address: str, form: str) -> bytes:
    """What the endpoint at an address can do."""
    return written(_told(service, Iri(address)), form, PREFIXES)


def written(facts: Iterable[Triple], form: str, prefixes: Mapping[str, str]) -> bytes:
    """Triples in a form."""
    given = dict(prefixes) if form in {"ttl", "jsonld"} else None
    found = [*map(statement, facts)]
    made = pyoxigraph.serialize(found, format=GRAPH_FORMS[form], prefixes=given) or b""
    return graph_in_xml(made, found) if form == "rdf" else made


def _told(service: "Service", endpoint: Iri) -> Iterator[Triple]:
    itself, data, default = Blank("service"), Blank("data"), Blank("default")
    yield Triple(itself, TYPE, _sd("Service"))
    yield Triple(itself, _sd("endpoint"), endpoint)
    yield Triple(itself, _sd("supportedLanguage"), _sd("SPARQL11Query"))
    yield Triple(itself, _sd("feature"), _sd("UnionDefaultGraph"))
    yield from (Triple(itself, _sd("resultFormat"), Iri(each)) for each in RESULTS)
    yield Triple(itself, _sd("defaultDataset"), data)
    yield Triple(data, TYPE, _sd("Dataset"))
    yield Triple(data, _sd("defaultGraph"), default)
    yield Triple(default, TYPE, _sd("Graph"))
    for number, name in enumerate(service.graphs):
        yield from _graph(data, Blank(f"graph{number}"), Iri(name))


def _graph(data: Term, node: Blank, name: Iri) -> Iterator[Triple]:
    graph = Blank(f"{node.label}x")
    yield Triple(data, _sd("namedGraph"), node)
    yield Triple(node, TYPE, _sd("NamedGraph"))
    yield Triple(node, _sd("name"), name)
    yield Triple(node, _sd("graph"), graph)
    yield Triple(graph, TYPE, _sd("Graph"))


def _sd(name: str) -> Iri:
    return Iri(SD + name)
