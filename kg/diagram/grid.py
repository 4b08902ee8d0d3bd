"""A picture that is a table: one node whose label has a row for each group of the diagram."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from kg.diagram.escape import wrapped
from kg.diagram.labels import SMALL, title_label
from kg.diagram.look import INK, NODES, PAPER, QUIET
from kg.diagram.model import Diagram, Node
from kg.diagram.statements import page
from kg.diagram.table import columns, rows

if TYPE_CHECKING:
    import pydot

ROWS = 20  # after so many the names of the columns are said again
NAME_WIDTH, COLUMN_WIDTH, CELL_WIDTH = 26, 17, 16
LEFT = '<BR ALIGN="LEFT"/>'


def grid(diagram: Diagram) -> "pydot.Dot":
    """The table, its title above it."""
    import pydot

    graph = page(diagram)
    frame = pydot.Subgraph(
        "cluster_all",
        label=title_label(diagram.title),
        labelloc="t",
        labeljust="l",
        pencolor="none",
    )
    frame.add_node(pydot.Node("grid", id="grid", shape="plain", label=_table(diagram)))
    graph.add_subgraph(frame)
    return graph


def _table(diagram: Diagram) -> str:
    lines = "".join(f"<TR>{line}</TR>" for line in _lines(diagram))
    look = 'BORDER="0" CELLBORDER="1" CELLSPACING="3" CELLPADDING="4"'
    return f"<<TABLE {look}>{lines}</TABLE>>"


def _lines(diagram: Diagram) -> Iterator[str]:
    names = columns(diagram)
    for number, (group, nodes) in enumerate(rows(diagram).items()):
        if number % ROWS == 0:
            yield _head(diagram, names)
        told = wrapped(group, NAME_WIDTH, LEFT)
        cells = [_cell(nodes[name]) if name in nodes else _empty() for name in names]
        yield f'<TD BORDER="0" ALIGN="LEFT" BALIGN="LEFT">{_font(told)}</TD>{"".join(cells)}'


def _head(diagram: Diagram, names: list[str]) -> str:
    told = [wrapped(name, COLUMN_WIDTH) for name in names]
    heads = [f'<TD BORDER="0" VALIGN="BOTTOM">{_font(f"<B>{name}</B>")}</TD>' for name in told]
    corner = _font(f"<B>{wrapped(diagram.heading, NAME_WIDTH)}</B>")
    return f'<TD BORDER="0" ALIGN="LEFT" VALIGN="BOTTOM">{corner}</TD>{"".join(heads)}'


def _cell(node: Node) -> str:
    look = NODES[node.kind]
    told = _font(f"{look.sign} {wrapped(node.name, CELL_WIDTH)}".strip())
    return f'<TD BGCOLOR="{look.fill}" COLOR="{look.border}">{told}</TD>'


def _empty() -> str:
    return f'<TD BGCOLOR="{PAPER}" COLOR="{QUIET}"></TD>'


def _font(told: str) -> str:
    return f'<FONT COLOR="{INK}" POINT-SIZE="{SMALL}">{told}</FONT>'
