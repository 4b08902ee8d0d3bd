"""How meanings look. Nothing is told by colour alone: shape, border and word say the same.

Text on its fill has a contrast of at least 7, borders and lines of at least 4.5 (WCAG 2.2).
"""

from dataclasses import dataclass

from kg.diagram.model import EdgeKind, NodeKind

INK = "#1a1a1a"
PAPER = "#ffffff"
QUIET = "#595959"


@dataclass(frozen=True, slots=True)
class NodeLook:
    """Shape, line, its width, fill and border of a node, and a sign to set before its state."""

    shape: str
    line: str
    width: float
    fill: str
    border: str
    is_round: bool = False
    sign: str = ""


@dataclass(frozen=True, slots=True)
class EdgeLook:
    """Line, colour and head of an edge.

    What is upward runs from the lower node to the higher one; what holds apart gives nodes layers.
    """

    line: str
    colour: str
    head: str = "normal"
    is_double: bool = False
    is_upward: bool = False
    gives_layers: bool = False


NODES = {
    NodeKind.CRITERION: NodeLook("box", "solid", 1.5, "#eef3f8", "#1f3a5f", is_round=True),
    NodeKind.READY: NodeLook("box", "solid", 3, "#dcebfb", "#0b4f94", sign="►"),
    NodeKind.RENEW: NodeLook("box", "dashed", 2, "#fff1cc", "#7a4d00", is_round=True, sign="○"),
    NodeKind.UNKNOWN: NodeLook("note", "dashed", 1.5, "#ece7f7", "#553a8c", sign="?"),
    NodeKind.BLOCKED: NodeLook("box", "diagonals", 1.5, "#fbe1de", "#951b1b", sign="×"),
    NodeKind.MET: NodeLook("box", "solid", 1.5, "#ddf1e0", "#1b612f", is_round=True, sign="●"),
    NodeKind.NOT_APPLICABLE: NodeLook("box", "dotted", 1.5, "#f4f4f4", "#5f5f5f", sign="–"),
    NodeKind.GREEN: NodeLook("box", "solid", 1.5, "#bfe5c6", "#1b612f", is_round=True, sign="●"),
    NodeKind.YELLOW: NodeLook("box", "solid", 1.5, "#ffe49a", "#7a4d00", is_round=True, sign="▲"),
    NodeKind.RED: NodeLook("box", "solid", 2.5, "#f7c9c4", "#951b1b", is_round=True, sign="■"),
    NodeKind.UNSEEN: NodeLook("box", "solid", 1, "#ece7f7", "#553a8c", is_round=True, sign="?"),
    NodeKind.INDICATOR: NodeLook("box", "dashed", 1, "#eef3f8", "#1f3a5f", is_round=True),
    NodeKind.BARRIER: NodeLook("box", "diagonals", 1.2, "#fbe1de", "#951b1b"),
    NodeKind.ACTION: NodeLook("box", "solid", 2.2, "#ddf1e0", "#1b612f"),
    NodeKind.INSTRUMENT: NodeLook("box", "solid", 1, "#fff1cc", "#7a4d00", is_round=True),
    NodeKind.EXAMPLE: NodeLook("note", "solid", 1, "#ece7f7", "#553a8c"),
    NodeKind.CLASS: NodeLook("box", "solid", 1, "#eef3f8", "#1f3a5f"),
    NodeKind.MODEL: NodeLook("circle", "solid", 1.5, PAPER, "#1f3a5f"),
}

EDGES = {
    EdgeKind.PREREQUISITE: EdgeLook("solid", "#1f3a5f", gives_layers=True),
    EdgeKind.IMPLIED: EdgeLook("dotted", "#1f3a5f", head="vee", gives_layers=True),
    EdgeKind.BLOCKS: EdgeLook("solid", "#951b1b", head="tee", gives_layers=True),
    EdgeKind.LEANS_ON: EdgeLook("dashed", "#8a4a00", is_upward=True, gives_layers=True),
    EdgeKind.ENTRY_POINT: EdgeLook("dotted", "#1b612f"),
    EdgeKind.CLOSELY_BOUND: EdgeLook("solid", "#553a8c", head="none", is_double=True),
    EdgeKind.OVERLAPS: EdgeLook("dashed", "#595959", head="none"),
    EdgeKind.MUTUAL: EdgeLook("dashed", "#553a8c", head="none"),
    EdgeKind.DETACHED: EdgeLook("dotted", "#595959", head="none"),
    EdgeKind.REVEALS: EdgeLook("dotted", "#1f3a5f"),
    EdgeKind.MEETS: EdgeLook("solid", "#1b612f"),
    EdgeKind.USES: EdgeLook("dashed", "#7a4d00"),
    EdgeKind.OTHER: EdgeLook("dotted", INK),
}


def weight(strength: int) -> float:
    """The width of a line in points by how strongly its claim is held.

    >>> weight(0), weight(6)
    (0.8, 2.6)
    """
    return round(0.8 + 0.3 * strength, 1)
