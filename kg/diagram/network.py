"""Diagram -> GraphML or node-link JSON, for those who go on with other tools."""

import json
from typing import TYPE_CHECKING

from kg.diagram.escape import plain
from kg.diagram.model import Diagram, Edge, Node

if TYPE_CHECKING:
    import networkx


def as_network(diagram: Diagram) -> "networkx.MultiDiGraph[str]":
    """The diagram as a graph of networkx: the same nodes, edges and texts, drawn or only told.

    >>> from kg.diagram.model import NodeKind
    >>> node = Node("a", "A", NodeKind.MET, "A: met.")
    >>> graph = as_network(Diagram("en", "Title", "Words.", (node,), ()))
    >>> graph.graph["title"], graph.nodes["a"]["kind"]
    ('Title', 'met')
    """
    import networkx

    names = _names(diagram)
    graph: networkx.MultiDiGraph[str] = networkx.MultiDiGraph(
        language=diagram.language,
        title=plain(diagram.title),
        description=plain(diagram.description),
        notes=_lines(diagram.notes),
    )
    for node in diagram.nodes:
        graph.add_node(names[node.id], **_node(node))
    for number, edge in enumerate(diagram.edges, 1):
        graph.add_edge(names[edge.start], names[edge.end], key=f"e{number}", **_edge(edge))
    return graph


def _names(diagram: Diagram) -> dict[str, str]:
    """The ids of the nodes, or numbers if what can be read of the ids does not tell them apart."""
    names = {node.id: plain(node.id) for node in diagram.nodes}
    if len({*names.values()}) < len(names):
        return {name: f"n{number}" for number, name in enumerate(names, 1)}
    return names


def _node(node: Node) -> dict[str, str]:
    return {
        "label": plain(node.name),
        "kind": str(node.kind),
        "group": plain(node.group),
        "column": plain(node.column),
        "badge": plain(node.badge),
        "details": _lines(node.details),
        "sentence": plain(node.sentence),
    }


def _edge(edge: Edge) -> dict[str, str | int | bool]:
    return {
        "kind": str(edge.kind),
        "strength": edge.strength,
        "sentence": plain(edge.sentence),
        "origin": plain(edge.origin),
        "drawn": edge.drawn,
    }


def _lines(texts: tuple[str, ...]) -> str:
    return "\n".join(plain(each) for each in texts)


def as_json(diagram: Diagram) -> str:
    """The diagram as JSON in networkx' node-link form: ``nodes`` and ``edges``."""
    import networkx

    data = networkx.node_link_data(as_network(diagram), edges="edges")
    return json.dumps(data, ensure_ascii=False, indent=2) + "\n"


def as_graphml(diagram: Diagram) -> str:
    """The diagram as GraphML (http://graphml.graphdrawing.org)."""
    from io import BytesIO

    import networkx

    page = BytesIO()
    networkx.write_graphml_xml(as_network(diagram), page)
    return f"{page.getvalue().decode()}\n"
