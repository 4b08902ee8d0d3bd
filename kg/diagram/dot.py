"""Diagram -> DOT text, by pydot."""

from kg.diagram.columns import in_columns
from kg.diagram.escape import plain
from kg.diagram.grid import grid
from kg.diagram.layered import layered
from kg.diagram.model import Diagram, Layout
from kg.diagram.ring import ring
from kg.diagram.shelves import on_shelves

LAYOUTS = {
    Layout.LAYERS: layered,
    Layout.FLOWER: ring,
    Layout.TABLE: grid,
    Layout.COLUMNS: in_columns,
    Layout.SHELVES: on_shelves,
}


def as_dot(diagram: Diagram) -> str:
    """The diagram as DOT.

    >>> from kg.diagram.model import Node, NodeKind
    >>> node = Node("a", "A & B", NodeKind.READY, "A & B: ready.")
    >>> "<B>A &amp; B</B>" in as_dot(Diagram("en", "Title", "Words.", (node,), ()))
    True
    """
    drawn = LAYOUTS[diagram.layout](diagram).to_string()
    return f"// {plain(diagram.title)}\n// {plain(diagram.description)}\n{drawn}"
