"""A picture in layers, which Graphviz finds from the edges."""

from typing import TYPE_CHECKING, Any

from kg.diagram.labels import title_label
from kg.diagram.look import QUIET
from kg.diagram.model import Diagram, Layout
from kg.diagram.statements import edge_statement, names_of, node_statement, page

if TYPE_CHECKING:
    import pydot

# Between nodes of a layer, and between layers, in inches.
DISTANCES = {Layout.DENSE: ("0.15", "0.6"), Layout.LATTICE: ("0.2", "0.75")}


def layered(diagram: Diagram) -> "pydot.Dot":
    """Layers that run down, or across from left to right; groups of nodes in frames."""
    graph = page(diagram, **_distances(diagram))
    if diagram.runs_across:
        graph.set_edge_defaults(**_ports(diagram))
    inner = _frame("all", title_label(diagram.title), "t", "none")
    names = names_of(diagram)
    _add_nodes(inner, diagram, names)
    graph.add_subgraph(inner)
    _add_ranks(graph, diagram, names)
    ranks = {node.id: node.rank for node in diagram.nodes}
    for number, edge in enumerate(diagram.lines, 1):
        statement = edge_statement(edge, names, f"e{number}")
        if diagram.runs_across and ranks[edge.start] == ranks[edge.end] != "":
            statement.set("headport", "_")  # neighbours of a rank meet where they are nearest
        graph.add_edge(statement)
    return graph


def _distances(diagram: Diagram) -> dict[str, str]:
    apart = DISTANCES.get(diagram.layout) or (
        ("0.35", "1.1") if diagram.runs_across else ("0.5", "0.9")
    )
    distances = {
        "nodesep": apart[0],
        "rankdir": "LR" if diagram.runs_across else "TB",
        "ranksep": apart[1],
    }
    if diagram.layout == Layout.LATTICE:
        distances["splines"] = "line"
    return distances | ({"newrank": "true"} if any(node.rank for node in diagram.nodes) else {})


def _ports(diagram: Diagram) -> dict[str, str]:
    """Lines that run across arrive at the left; in dense layers they also leave at the right."""
    return {"headport": "w"} | ({"tailport": "e"} if diagram.layout in DISTANCES else {})


def _add_ranks(graph: "pydot.Dot", diagram: Diagram, names: dict[str, str]) -> None:
    """Nodes of one rank beside each other."""
    import pydot

    ranks: dict[str, pydot.Subgraph] = {}
    for node in diagram.nodes:
        if node.rank:
            beside = ranks.setdefault(node.rank, pydot.Subgraph(f"r{len(ranks)}", rank="same"))
            beside.add_node(pydot.Node(names[node.id]))
    for rank in ranks.values():
        graph.add_subgraph(rank)


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
            frames[node.group] = _frame(f"g{len(frames)}", label, "t" if node.rank else "b", QUIET)
            inner.add_subgraph(frames[node.group])
        frames[node.group].add_node(node_statement(node, names[node.id]))
