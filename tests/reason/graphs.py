"""Small graphs, written by hand in Turtle, for the tests of the engine."""

import networkx as nx
import pyoxigraph
from reason.proved import prove_all

from kg.reason import Inference, check, infer, parse, stratify
from kg.terms import RDF, XSD, Blank, Iri, Literal, Term, Triple, TripleTerm

PREFIXES = f"PREFIX : <urn:x:> PREFIX rdf: <{RDF}> PREFIX xsd: <{XSD}>\n"


def graph(turtle: str) -> "nx.MultiDiGraph[Term]":
    """The facts of a Turtle text; ``:`` is a prefix there already."""
    return graph_of(turtle_triples(turtle))


def graph_of(triples: "list[Triple]") -> "nx.MultiDiGraph[Term]":
    """The graph of some facts."""
    made: nx.MultiDiGraph[Term] = nx.MultiDiGraph()
    for subject, predicate, target in triples:
        made.add_edge(subject, target, key=predicate)
    return made


def turtle_triples(turtle: str) -> list[Triple]:
    """The facts of a Turtle text as a list."""
    quads = pyoxigraph.parse(PREFIXES + turtle, pyoxigraph.RdfFormat.TURTLE)
    return [triple(each.triple) for each in quads]


def triple(found: pyoxigraph.Triple) -> Triple:
    """A fact of the store as one of ours."""
    subject, predicate, target = (term(each) for each in found)
    assert isinstance(predicate, Iri)
    return Triple(subject, predicate, target)


def term(found: object) -> Term:
    """A term of the store as one of ours."""
    match found:
        case pyoxigraph.NamedNode(value=value):
            return Iri(value)
        case pyoxigraph.BlankNode(value=value):
            return Blank(value)
        case pyoxigraph.Literal(value=value, datatype=datatype, language=language):
            direction = found.direction.value if found.direction else ""
            return Literal(value, datatype.value, language or "", direction)
        case pyoxigraph.Triple():
            return TripleTerm(*triple(found))  # type: ignore[arg-type]
    raise TypeError(found)


def conclude(graph: "nx.MultiDiGraph[Term]", *texts: str) -> Inference:
    """What follows from a graph by rule texts, named r0, r1 ..., and is proved."""
    rules = [
        rule
        for number, text in enumerate(texts)
        for rule in parse(PREFIXES + text, f"r{number}.rq")
    ]
    facts = (Triple(subject, key, target) for subject, target, key in graph.edges(keys=True))
    return prove_all(infer(stratify(check(rules)), graph), facts)


def short(facts: "list[Triple] | tuple[Triple, ...]") -> set[str]:
    """Facts as ``a p b``, easy to read in a test."""
    return {" ".join(_short(term) for term in fact) for fact in facts}


def _short(term: Term) -> str:
    match term:
        case Iri(value=value):
            return value.removeprefix("urn:x:")
        case Literal(lexical=lexical):
            return lexical
    return str(term)
