"""A picture of boxes on shelves: a heading for each group, its boxes below it in a few columns.

Each box goes to the column that is filled least so far. All positions are ours (``nop2``), in
points, upwards as in Graphviz; a box is as high as its lines ask for.
"""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from kg.diagram.escape import wrapped
from kg.diagram.labels import LEFT, SMALL, title_label
from kg.diagram.model import Diagram, Node
from kg.diagram.statements import names_of, node_statement, page

if TYPE_CHECKING:
    import pydot

INCH = 72
COLUMNS, WIDTH, APART = 4, 172, 12
LETTERS, ROW, LINE, AROUND = 30, 14, 11, 12  # letters in a line; heights; padding of a box
HEADING = 34
INDENTED = f"{LEFT}&#160;&#160;&#160;"  # how a detail goes on in its next line


def on_shelves(diagram: Diagram) -> "pydot.Dot":
    """The groups one below the other."""
    import pydot

    graph, names = page(diagram, layout="nop2"), names_of(diagram)
    middle = (COLUMNS - 1) * (WIDTH + APART) / 2
    top = -HEADING / 2
    for number, (group, nodes) in enumerate(_groups(diagram).items()):
        label, place = title_label(group, large=False), f"{middle},{top:.1f}"
        graph.add_node(pydot.Node(f"h{number}", shape="plain", label=label, pos=place))
        for node, x, y in _packed(nodes, top - HEADING / 2):
            graph.add_node(node_statement(node, names[node.id], **_place(node, x, y)))
            top = min(top, y - _height(node) / 2)
        top -= HEADING
    label = title_label(diagram.title)
    graph.add_node(pydot.Node("title", shape="plain", label=label, pos=f"{middle},{HEADING / 2}"))
    return graph


def _groups(diagram: Diagram) -> dict[str, list[Node]]:
    found: dict[str, list[Node]] = {}
    for node in diagram.nodes:
        found.setdefault(node.group, []).append(node)
    return found


def _packed(nodes: list[Node], top: float) -> Iterator[tuple[Node, float, float]]:
    """Each node with its middle."""
    ends = [top] * COLUMNS
    for node in nodes:
        column = ends.index(max(ends))
        height = _height(node)
        yield node, column * (WIDTH + APART), ends[column] - height / 2
        ends[column] -= height + APART


def _rows(node: Node) -> list[str]:
    """The name of a box, then a row for each detail, at the left."""
    name = f"<B>{wrapped(node.name, LETTERS - 4, f'</B>{LEFT}<B>')}</B>{LEFT}"
    return [name, *(wrapped(detail, LETTERS, INDENTED) + LEFT for detail in node.details)]


def _height(node: Node) -> float:
    rows = _rows(node)
    more = sum(max(row.count("<BR") - 1, 0) for row in rows)
    return len(rows) * ROW + more * LINE + AROUND


def _place(node: Node, x: float, y: float) -> dict[str, str]:
    rows = "".join(f'<TR><TD ALIGN="LEFT">{_font(row)}</TD></TR>' for row in _rows(node))
    look = f'BORDER="0" CELLSPACING="0" CELLPADDING="1" WIDTH="{WIDTH - AROUND}"'
    return {
        "pos": f"{x:.1f},{y:.1f}",
        "label": f"<<TABLE {look}>{rows}</TABLE>>",
        "fixedsize": "true",
        "width": f"{WIDTH / INCH:.3f}",
        "height": f"{_height(node) / INCH:.3f}",
    }


def _font(told: str) -> str:
    return f'<FONT POINT-SIZE="{SMALL - 1}">{told}</FONT>'
