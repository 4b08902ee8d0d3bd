"""The statements of DOT that pictures are made of: the page, a node, a line."""

from typing import TYPE_CHECKING, Any

from kg.diagram.labels import legend_label, node_label
from kg.diagram.look import EDGES, INK, NODES, PAPER, weight
from kg.diagram.model import Diagram, Edge, Node

if TYPE_CHECKING:
    import pydot

# Graphviz knows the widths of Arial's letters; the SVG names more fonts of the same widths.
FONT = "Arial"
EMPHASIS = 1.5


def page(diagram: Diagram, **attributes: str) -> "pydot.Dot":
    """An empty page: white, so that it can be read on a dark one; the legend at the bottom."""
    import pydot

    look = {"bgcolor": PAPER, "fontname": FONT, "label": legend_label(diagram), "pad": "0.2"}
    place = {"labeljust": "l", "labelloc": "b"}
    graph = pydot.Dot("diagram", graph_type="digraph", **{**look, **place, **attributes})
    graph.set_node_defaults(
        fontname=FONT, fontsize="14", fontcolor=INK, margin="0.14,0.09", width="2.4"
    )
    graph.set_edge_defaults(arrowsize="0.8")
    return graph


def names_of(diagram: Diagram) -> dict[str, str]:
    """What DOT calls each node, whatever its id."""
    return {node.id: f"n{number}" for number, node in enumerate(diagram.nodes, 1)}


def node_statement(node: Node, name: str, **attributes: str) -> "pydot.Node":
    """A node by its look; attributes go before it."""
    import pydot

    look = NODES[node.kind]
    line = "dashed" if node.is_proposed else look.line
    drawn: dict[str, Any] = {
        "id": name,
        "label": node_label(node),
        "shape": look.shape,
        "style": f"filled,{line}{',rounded' if look.is_round else ''}",
        "penwidth": str(look.width + (EMPHASIS if node.badge else 0)),
        "fillcolor": look.fill,
        "color": look.border,
    }
    return pydot.Node(name, **{**drawn, **attributes})


def edge_statement(edge: Edge, names: dict[str, str], identifier: str) -> "pydot.Edge":
    """A line by its look."""
    import pydot

    look = EDGES[edge.kind]
    start, end = (edge.end, edge.start) if look.is_upward else (edge.start, edge.end)
    head: dict[str, Any] = {"arrowtail" if look.is_upward else "arrowhead": look.head}
    return pydot.Edge(
        names[start],
        names[end],
        id=identifier,
        style=look.line,
        color=f"{look.colour}:{PAPER}:{look.colour}" if look.is_double else look.colour,
        penwidth=str(weight(edge.strength)),
        dir="back" if look.is_upward else "forward",
        constraint=str(look.gives_layers).lower(),
        **head,
    )
