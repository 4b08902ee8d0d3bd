"""One criterion: its indicators, what hinders it, what can be done, with what, and examples."""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from kg import vocabulary as nst
from kg.diagram.kinds import Material
from kg.diagram.model import Diagram, Edge, EdgeKind, Key, Layout, Node, NodeKind
from kg.diagram.untangled import untangled
from kg.errors import Fault, Faults, nearest
from kg.graph import Graph, objects, subjects
from kg.labels import Labels, word
from kg.messages import text
from kg.recommend.sentences import capitalised
from kg.terms import Iri, Term, local_name

Column = tuple[Iri, Iri, NodeKind]
# The columns from left to right: what stands there, and by what it is about the criterion.
COLUMNS = (
    (nst.INDICATOR, nst.INDICATES, NodeKind.INDICATOR),
    (nst.BARRIER, nst.HINDERS, NodeKind.BARRIER),
    (nst.ACTION, nst.SERVES, NodeKind.ACTION),
    (nst.INSTRUMENT, nst.USES, NodeKind.INSTRUMENT),
    (nst.EXAMPLE, nst.ILLUSTRATES, NodeKind.EXAMPLE),
)
TIES = {nst.REVEALS: EdgeKind.REVEALS, nst.MEETS: EdgeKind.MEETS, nst.USES: EdgeKind.USES}


def draw(material: Material) -> Diagram:
    """The columns of the criterion that was chosen, cut if so chosen.

    Raises:
        Faults: there is no such criterion.
    """
    labels = material.labels
    criterion = _chosen(labels.graph, material.choices["criterion"])
    return picture(labels, criterion, material.choices.get("top"))


def _chosen(graph: Graph, name: str) -> Iri:
    known = {word(graph, each): each for each in subjects(graph, nst.TYPE, nst.CRITERION_CLASS)}
    if name not in known:
        near, allowed = nearest(name, known), sorted(known)
        fault = Fault("choice-unknown", name=name, option="--criterion", near=near, allowed=allowed)
        raise Faults([fault])
    return known[name]


def picture(labels: Labels, criterion: Iri, top: int | None = None) -> Diagram:
    """What is known about a criterion; at most so many of a kind."""
    found = _found(labels.graph, criterion)
    edges = [*_edges(labels, found)]
    names = [[word(labels.graph, each) for each in column] for column in found]
    columns = untangled(names, [(edge.start, edge.end) for edge in edges])
    nodes = {
        node.id: node
        for column in zip(COLUMNS, found, strict=True)
        for node in _nodes(labels, *column)
    }
    shown = tuple(
        node for names in columns for node in _cut(labels, [nodes[name] for name in names], top)
    )
    ids = {node.id for node in shown}
    kept = tuple(edge for edge in edges if {edge.start, edge.end} <= ids)
    return Diagram(
        language=labels.language,
        title=text("diagram-criterion-title", labels.language, criterion=labels.label(criterion)),
        description=labels.definition(criterion),
        nodes=shown,
        edges=kept,
        legend=tuple(_legend(labels, kept)),
        layout=Layout.COLUMNS,
    )


def _found(graph: Graph, criterion: Iri) -> list[list[Iri]]:
    """What stands in each column; the instruments are those that actions and examples use."""
    columns: dict[Iri, list[Iri]] = {}
    for kind, about, _ in COLUMNS:
        members = set(subjects(graph, nst.TYPE, kind))
        columns[kind] = [each for each in subjects(graph, about, criterion) if each in members]
    users = [*columns[nst.ACTION], *columns[nst.EXAMPLE]]
    used = {each for user in users for each in objects(graph, user, nst.USES)}
    tools = subjects(graph, nst.TYPE, nst.INSTRUMENT)
    columns[nst.INSTRUMENT] = [each for each in tools if each in used]
    return [*columns.values()]


def _nodes(labels: Labels, column: Column, terms: Iterable[Iri]) -> Iterator[Node]:
    kind, _, look = column
    group = capitalised(text(f"class-{local_name(kind)}", labels.language))
    for term in terms:
        name, told = capitalised(labels.label(term)), labels.definition(term)
        yield Node(word(labels.graph, term), name, look, told, group=group)


def _cut(labels: Labels, nodes: list[Node], top: int | None) -> list[Node]:
    """The first nodes, then how many more there are."""
    rest = len(nodes[top:]) if top else 0
    if not rest:
        return nodes
    told = text("diagram-more", labels.language, count=rest)
    return [*nodes[:top], replace(nodes[0], id=f"more-{nodes[0].kind}", name=told, sentence=told)]


def _edges(labels: Labels, columns: list[list[Iri]]) -> Iterator[Edge]:
    """What ties the nodes of the columns to each other."""
    known = {term for column in columns for term in column}
    for term in (term for column in columns for term in column):
        for predicate, kind in TIES.items():
            for other in objects(labels.graph, term, predicate):
                if other in known:
                    yield _edge(labels, kind, (term, predicate, other))


def _edge(labels: Labels, kind: EdgeKind, fact: tuple[Iri, Iri, Term]) -> Edge:
    start, _, end = fact
    told = " ".join(map(labels.label, fact))
    return Edge(
        word(labels.graph, start), word(labels.graph, end), kind, 1, f"{capitalised(told)}."
    )


def _legend(labels: Labels, edges: Iterable[Edge]) -> Iterator[Key]:
    shown = {edge.kind for edge in edges}
    for predicate, kind in TIES.items():
        if kind in shown:
            yield Key(kind, labels.label(predicate))
