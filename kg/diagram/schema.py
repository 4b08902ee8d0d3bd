"""The classes of the vocabulary and their properties, by where what belongs to a class comes from.

Most properties lead to one class, so lines would say little; a box names them instead. Those who
write texts tell each as a sentence.
"""

from collections import defaultdict
from collections.abc import Callable, Iterator

from kg import vocabulary as nst
from kg.alphabet import alphabetical
from kg.diagram.kinds import Material
from kg.diagram.model import Diagram, Edge, EdgeKind, Layout, Node, NodeKind
from kg.graph import Graph, objects, subjects, value
from kg.labels import Labels
from kg.messages import text
from kg.recommend.sentences import capitalised
from kg.terms import Blank, Iri, Term, local_name

NOTES, CLASSES, VALUES, LINKS = nst.OWL_TERMS
ANY = "any"  # what stands for a class in properties that have none


def draw(material: Material) -> Diagram:
    """All classes and properties of our own."""
    labels = material.labels
    properties = _properties(labels.graph)
    classes = sorted(_own(labels.graph, CLASSES), key=_by_name(labels))
    nodes = [_node(labels, each, properties[each]) for each in classes]
    count = {"classes": len(classes), "properties": len({*_all(labels.graph)})}
    return Diagram(
        language=labels.language,
        title=text("diagram-schema-title", labels.language),
        description=text("diagram-schema-description", labels.language, **count),
        nodes=(*sorted(nodes, key=_by_group(labels)), _anything(labels, properties[None])),
        edges=tuple(_edges(labels, properties)),
        layout=Layout.SHELVES,
    )


def _own(graph: Graph, kind: Iri) -> list[Iri]:
    return [each for each in subjects(graph, nst.TYPE, kind) if each.value.startswith(nst.NST)]


def _all(graph: Graph) -> Iterator[Iri]:
    for kind in (LINKS, VALUES, NOTES):
        yield from _own(graph, kind)


def _by_name(labels: Labels) -> Callable[[Iri], str]:
    return lambda term: alphabetical(labels.label(term))


def _by_group(labels: Labels) -> Callable[[Node], int]:
    order = [*_groups(labels).values()]
    return lambda node: order.index(node.group)


def _properties(graph: Graph) -> dict[Iri | None, list[Iri]]:
    """The properties by the classes whose things have them; none for those that anything has."""
    found: dict[Iri | None, list[Iri]] = defaultdict(list)
    for each in _all(graph):
        domains: list[Iri | None] = [*_named(graph, each, nst.DOMAIN)]
        for domain in domains or [None]:
            found[domain].append(each)
    return found


def _named(graph: Graph, term: Term, predicate: Iri) -> list[Iri]:
    """The classes a term points to, one by one if it is to any of several."""
    found: list[Iri] = []
    for each in objects(graph, term, predicate):
        union = value(graph, each, nst.UNION_OF) if isinstance(each, Blank) else None
        found += [*_members(graph, union)] if union else [each] if isinstance(each, Iri) else []
    return found


def _members(graph: Graph, head: Term) -> Iterator[Iri]:
    """The members of an RDF list."""
    seen: set[Term] = set()
    while head not in seen:
        seen.add(head)
        yield from (each for each in objects(graph, head, nst.FIRST) if isinstance(each, Iri))
        head = value(graph, head, nst.REST) or head


def _node(labels: Labels, term: Iri, properties: list[Iri]) -> Node:
    return Node(
        id=local_name(term),
        name=capitalised(labels.label(term)),
        kind=NodeKind.CLASS,
        sentence=" ".join([labels.definition(term), *_values(labels, properties)]),
        details=(*_above(labels, term), *_lines(labels, properties)),
        group=_group(labels, term),
    )


def _values(labels: Labels, properties: list[Iri]) -> Iterator[str]:
    """The properties that lead to no class of ours, and so to no other node."""
    names = [labels.label(each) for each in properties if not _ranges(labels.graph, each)]
    if names:
        yield text("diagram-values", labels.language, names=", ".join(sorted(names)))


def _above(labels: Labels, term: Iri) -> Iterator[str]:
    for each in _supers(labels.graph, term):
        yield text("diagram-kind-of", labels.language, name=labels.label(each))


def _supers(graph: Graph, term: Iri) -> list[Iri]:
    found = _named(graph, term, nst.SUB_CLASS_OF)
    return [each for each in found if each.value.startswith(nst.NST) and each != term]


def _lines(labels: Labels, properties: list[Iri]) -> list[str]:
    told = []
    for each in sorted(properties, key=_by_name(labels)):
        ranges = [labels.label(one) for one in _ranges(labels.graph, each)]
        told.append(" → ".join([labels.label(each), *filter(None, [", ".join(ranges)])]))
    return told


def _ranges(graph: Graph, term: Iri) -> list[Iri]:
    found = _named(graph, term, nst.RANGE)
    return [each for each in found if each.value.startswith(nst.NST)]


def _groups(labels: Labels) -> dict[str, str]:
    """Where what belongs to a class comes from, as headings."""
    return {
        "report": text("diagram-from-report", labels.language),
        "register": text("diagram-from-registers", labels.language),
        "own": text("diagram-from-us", labels.language),
        "told": text("diagram-from-asking", labels.language),
    }


def _group(labels: Labels, term: Iri) -> str:
    """The heading for a class, by what most of its members rest on."""
    graph, members = labels.graph, subjects(labels.graph, nst.TYPE, term)
    resting = {
        "report": sum(bool(objects(graph, each, nst.DERIVED_FROM)) for each in members),
        "register": sum(bool(objects(graph, each, nst.SOURCE)) for each in members),
    }
    most = [name for name, count in resting.items() if count * 2 > len(members)]
    return _groups(labels)[(most or ["own" if members else "told"])[0]]


def _anything(labels: Labels, properties: list[Iri]) -> Node:
    """A box for the properties that no class owns."""
    name = text("diagram-anything", labels.language)
    lines, group = tuple(_lines(labels, properties)), _groups(labels)["told"]
    return Node(ANY, name, NodeKind.CLASS, f"{name}: {'; '.join(lines)}.", lines, group=group)


def _edges(labels: Labels, properties: dict[Iri | None, list[Iri]]) -> Iterator[Edge]:
    classes = _own(labels.graph, CLASSES)
    for term in classes:
        for above in _supers(labels.graph, term):
            told = text("diagram-kind-of", labels.language, name=labels.label(above))
            yield _edge(term, above, f"{capitalised(labels.label(term))}: {told}.")
    for domain, listed in properties.items():
        for each in listed:
            for to in _ranges(labels.graph, each):
                if domain in classes and to in classes:
                    names = (labels.label(one) for one in (domain, each, to))
                    yield _edge(domain, to, f"{capitalised(' '.join(names))}.")


def _edge(start: Iri, end: Iri, sentence: str) -> Edge:
    return Edge(local_name(start), local_name(end), EdgeKind.OTHER, 1, sentence, drawn=False)
