"""Diagram -> DOT text, by pydot."""

from typing import TYPE_CHECKING, Any

from kg.diagram.escape import plain
from kg.diagram.labels import edge_label, legend_label, node_label, title_label
from kg.diagram.look import EDGES, INK, NODES, PAPER, QUIET, weight
from kg.diagram.model import Diagram, Edge, Node

if TYPE_CHECKING:
    import pydot

# Graphviz knows the widths of Arial's letters; the SVG names more fonts of the same widths.
FONT = "Arial"
EMPHASIS = 1.5


def as_dot(diagram: Diagram) -> str:
    """The diagram as DOT.

    >>> from kg.diagram.model import NodeKind
    >>> node = Node("a", "A & B", NodeKind.READY, "A & B: ready.")
    >>> "<B>A &amp; B</B>" in as_dot(Diagram("en", "Title", "Words.", (node,), ()))
    True
    """
    import pydot

    graph = pydot.Dot("diagram", graph_type="digraph", **_whole(diagram))
    graph.set_node_defaults(
        fontname=FONT, fontsize="14", fontcolor=INK, margin="0.14,0.09"
    )
    graph.set_edge_defaults(arrowsize="0.8", fontname=FONT, **_ports(diagram))
    inner = _frame("all", title_label(diagram.title), "t", "none")
    names = {node.id: f"n{number}" for number, node in enumerate(diagram.nodes, 1)}
    _add_nodes(inner, diagram, names)
    graph.add_subgraph(inner)
    _add_ranks(graph, diagram, names)
    for number, edge in enumerate(diagram.lines, 1):
        graph.add_edge(_edge(edge, names, f"e{number}"))
    return f"// {plain(diagram.title)}\n// {plain(diagram.description)}\n{graph.to_string()}"


def _whole(diagram: Diagram) -> dict[str, Any]:
    """The page: white, so that it can be read on a dark one; the legend below the graph."""
    return {
        "bgcolor": PAPER,
        **({"newrank": "true"} if any(node.rank for node in diagram.nodes) else {}),
        "fontname": FONT,
        "label": legend_label(diagram),
        "labeljust": "l",
        "labelloc": "b",
        "nodesep": "0.15" if diagram.is_dense else "0.35" if diagram.runs_across else "0.5",
        "pad": "0.2",
        "rankdir": "LR" if diagram.runs_across else "TB",
        "ranksep": "0.6" if diagram.is_dense else "1.1" if diagram.runs_across else "0.9",
    }


def _ports(diagram: Diagram) -> dict[str, Any]:
    """Lines that run across arrive at the left."""
    return {"headport": "w"} if diagram.runs_across else {}


def _frame(name: str, label: str, label_at: str, line: str) -> "pydot.Subgraph":
    """A frame around nodes; Graphviz knows one by the beginning of its name."""
    import pydot

    place: dict[str, Any] = {"labelloc": label_at, "labeljust": "l"}
    look: dict[str, Any] = {"margin": "14", "pencolor": line, "style": "dashed"}
    return pydot.Subgraph(f"cluster_{name}", label=label, **place, **look)


def _add_nodes(inner: "pydot.Subgraph", diagram: Diagram, names: dict[str, str]) -> None:
    """The nodes, those of a group in a frame of their own."""
    frames: dict[str, pydot.Subgraph] = {"": inner}
    for node in diagram.nodes:
        if node.group not in frames:
            label = title_label(node.group, large=False)
            above = "t" if node.rank else "b"
            frames[node.group] = _frame(f"g{len(frames)}", label, above, QUIET)
            inner.add_subgraph(frames[node.group])
        frames[node.group].add_node(_node(node, names[node.id]))


def _add_ranks(graph: "pydot.Dot", diagram: Diagram, names: dict[str, str]) -> None:
    """Nodes of a rank side by side, one rank after the other."""
    import pydot

    ranks: dict[str, pydot.Subgraph] = {}
    for node in diagram.nodes:
        if node.rank:
            beside = ranks.setdefault(node.rank, pydot.Subgraph(f"r{len(ranks)}", rank="same"))
            beside.add_node(pydot.Node(names[node.id]))
    for rank in ranks.values():
        graph.add_subgraph(rank)


def _node(node: Node, name: str) -> "pydot.Node":
    import pydot

    look = NODES[node.kind]
    return pydot.Node(
        name,
        id=name,
        label=node_label(node),
        shape=look.shape,
        width=str(look.least),
        style=f"filled,{look.line}{',rounded' if look.is_round else ''}",
        penwidth=str(look.width + (EMPHASIS if node.badge else 0)),
        fillcolor=look.fill,
        color=look.border,
    )


def _edge(edge: Edge, names: dict[str, str], identifier: str) -> "pydot.Edge":
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
        **({"label": edge_label(edge.label), "decorate": "false"} if edge.label else {}),
        **head,
    )
