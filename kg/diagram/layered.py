"""A picture in layers, which Graphviz finds from the edges."""

from typing import TYPE_CHECKING, Any

from kg.diagram.labels import title_label
from kg.diagram.look import QUIET
from kg.diagram.model import Diagram
from kg.diagram.statements import edge_statement, names_of, node_statement, page

if TYPE_CHECKING:
    import pydot


def layered(diagram: Diagram) -> "pydot.Dot":
    """Layers that run down, or across from left to right; groups of nodes in frames."""
    graph = page(diagram, **_distances(diagram))
    if diagram.runs_across:
        graph.set_edge_defaults(headport="w")  # lines that run across arrive at the left
    inner = _frame("all", title_label(diagram.title), "t", "none")
    names = names_of(diagram)
    _add_nodes(inner, diagram, names)
    graph.add_subgraph(inner)
    for number, edge in enumerate(diagram.lines, 1):
        graph.add_edge(edge_statement(edge, names, f"e{number}"))
    return graph


def _distances(diagram: Diagram) -> dict[str, str]:
    return {
        "nodesep": "0.35" if diagram.runs_across else "0.5",
        "rankdir": "LR" if diagram.runs_across else "TB",
        "ranksep": "1.1" if diagram.runs_across else "0.9",
    }


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
            frames[node.group] = _frame(f"g{len(frames)}", label, "b", QUIET)
            inner.add_subgraph(frames[node.group])
        frames[node.group].add_node(node_statement(node, names[node.id]))
