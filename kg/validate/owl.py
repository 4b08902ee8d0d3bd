"""Whether an OWL library reads the ontology and finds its words; nothing else imports owlready2."""

from collections.abc import Iterator
from io import BytesIO

from kg.errors import Fault
from kg.graph import Graph, subjects, triples
from kg.labels import word
from kg.messages import LANGUAGES
from kg.terms import Iri
from kg.validate.shapes import place_of
from kg.vocabulary import NST, OWL_TERMS, PREF_LABEL, TYPE


def owl_terms(graph: Graph) -> list[Iri]:
    """Our own classes and properties."""
    declared = (term for kind in OWL_TERMS for term in subjects(graph, TYPE, kind))
    return [term for term in declared if term.value.startswith(NST)]


def owl_findings(graph: Graph) -> Iterator[Fault]:
    """A fault for each class and property that OWL sees without its labels, or not at all."""
    from owlready2 import World
    from owlready2.base import OwlReadyOntologyParsingError

    world = World()
    # Turtle is more than owlready2 reads, and the world is thrown away afterwards.
    text = "".join(f"{triple}\n" for triple in sorted(triples(graph), key=str))
    try:
        world.get_ontology(NST).load(fileobj=BytesIO(text.encode()), format="ntriples")
    except OwlReadyOntologyParsingError as error:
        yield Fault("owl-unreadable", detail=error)
        return
    labels = world[PREF_LABEL.value]
    for term in owl_terms(graph):
        entity = world[term.value]
        found = {label.lang for label in labels[entity]} if entity and labels else set()
        for language in LANGUAGES:
            if language not in found:
                yield Fault(
                    "owl-term-lost",
                    place_of(graph, term),
                    name=word(graph, term),
                    language=language,
                )
