"""Whether an OWL library reads the ontology and finds its words; nothing else imports owlready2."""

from collections.abc import Iterator
from io import BytesIO
from typing import TYPE_CHECKING

from kg.errors import Fault, Faults
from kg.graph import Graph, subjects, triples
from kg.labels import word
from kg.messages import LANGUAGES
from kg.terms import Iri
from kg.validate.collect import told
from kg.validate.shapes import place_of
from kg.vocabulary import NST, OWL_TERMS, PREF_LABEL, TYPE

if TYPE_CHECKING:
    from owlready2 import World


def owl_terms(graph: Graph) -> list[Iri]:
    """Our own classes and properties."""
    declared = (term for kind in OWL_TERMS for term in subjects(graph, TYPE, kind))
    return [term for term in declared if term.value.startswith(NST)]


def owl_findings(graph: Graph) -> Iterator[Fault]:
    """A fault for each class and property that OWL sees without its labels, or not at all."""
    unread = told(lambda: read_world(graph))
    yield from unread or _lost(graph, read_world(graph))


def read_world(graph: Graph) -> "World":
    """The graph as owlready2 sees it, in a world of its own that may be thrown away.

    Raises:
        Faults: owlready2 cannot read it.
    """
    from owlready2 import World
    from owlready2.base import OwlReadyOntologyParsingError

    world = World()
    # Turtle is more than owlready2 reads.
    text = "".join(f"{triple}\n" for triple in sorted(triples(graph), key=str))
    try:
        world.get_ontology(NST).load(fileobj=BytesIO(text.encode()), format="ntriples")
    except OwlReadyOntologyParsingError as error:
        raise Faults([Fault("owl-unreadable", detail=error)]) from error
    return world


def _lost(graph: Graph, world: "World") -> Iterator[Fault]:
    labels = world[PREF_LABEL.value]
    for term in owl_terms(graph):
        entity = world[term.value]
        found = {label.lang for label in labels[entity]} if entity and labels else set()
        for language in LANGUAGES:
            if language not in found:
                place, name = place_of(graph, term), word(graph, term)
                yield Fault("owl-term-lost", place, name=name, language=language)
