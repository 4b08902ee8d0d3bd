"""A picture in columns: the nodes of each group below its name, lines from column to column.

All positions are ours (``nop2``), since Graphviz would not keep columns straight. They are in
points, upwards as in Graphviz; a node is as high as its lines of text ask for.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kg.diagram.escape import wrapped
from kg.diagram.labels import title_label
from kg.diagram.model import Diagram, Node
from kg.diagram.statements import edge_statement, names_of, node_statement, page

if TYPE_CHECKING:
    import pydot

INCH = 72
WIDTH, APART, BELOW = 120, 32, 7  # of a node; between columns; between nodes
LETTERS, SIZE, LINE, AROUND = 22, 10, 12, 10  # letters in a line, points of type, line, padding
HEAD = 7  # length of an arrow's head
DESCRIBED = 110  # letters in a line of the description


@dataclass(frozen=True, slots=True)
class Box:
    """Where a node stands: its column, its middle and its height."""

    column: int
    x: float
    y: float
    height: float


def in_columns(diagram: Diagram) -> "pydot.Dot":
    """The columns from left to right, none ordered anew."""
    graph, names = page(diagram, layout="nop2", outputorder="edgesfirst"), names_of(diagram)
    boxes = dict(_boxes(diagram))
    groups = _groups(diagram)
    middle = (len(groups) - 1) * (WIDTH + APART) / 2
    graph.add_node(_words("title", title_label(diagram.title), 84, middle))
    graph.add_node(_words("told", f"<{wrapped(diagram.description, DESCRIBED)}>", 50, middle))
    for number, group in enumerate(groups):
        label = title_label(group, large=False)
        graph.add_node(_words(f"h{number}", label, 18, number * (WIDTH + APART)))
    for node in diagram.nodes:
        graph.add_node(node_statement(node, names[node.id], **_place(node, boxes[node.id])))
    for number, edge in enumerate(diagram.lines, 1):
        line = edge_statement(edge, names, f"e{number}")
        line.set("pos", _curve(boxes[edge.start], boxes[edge.end]))
        graph.add_edge(line)
    return graph


def _groups(diagram: Diagram) -> dict[str, list[Node]]:
    found: dict[str, list[Node]] = {}
    for node in diagram.nodes:
        found.setdefault(node.group, []).append(node)
    return found


def _boxes(diagram: Diagram) -> Iterator[tuple[str, Box]]:
    """Each column begins at the top, where `untangled` puts what has lines."""
    for number, nodes in enumerate(_groups(diagram).values()):
        top = 0.0
        for node in nodes:
            height = _height(node)
            yield node.id, Box(number, number * (WIDTH + APART), top - height / 2, height)
            top -= height + BELOW


def _height(node: Node) -> float:
    lines = wrapped(node.name, LETTERS).count("<BR/>") + 1
    return lines * LINE + AROUND


def _place(node: Node, box: Box) -> dict[str, str]:
    return {
        "pos": f"{box.x:.1f},{box.y:.1f}",
        "label": f"<{wrapped(node.name, LETTERS)}>",
        "fontsize": f"{SIZE}",
        "fixedsize": "true",
        "width": f"{WIDTH / INCH:.3f}",
        "height": f"{box.height / INCH:.3f}",
    }


def _curve(start: Box, end: Box) -> str:
    """From side to side, level where it leaves and arrives; the head ends at the node."""
    way = 1 if end.column > start.column else -1
    out, into = start.x + way * WIDTH / 2, end.x - way * WIDTH / 2
    neck, middle = into - way * HEAD, (out + into) / 2
    points = [(out, start.y), (middle, start.y), (middle, end.y), (neck, end.y)]
    return f"e,{into:.1f},{end.y:.1f} " + " ".join(f"{x:.1f},{y:.1f}" for x, y in points)


def _words(name: str, label: str, height: float, x: float) -> "pydot.Node":
    import pydot

    place = f"{x:.1f},{height:.1f}"
    return pydot.Node(name, id=name, shape="plain", label=label, pos=place, fontsize="11")
