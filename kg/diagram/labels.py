"""The HTML-like labels of Graphviz: nodes, the title and the legend."""

from collections.abc import Iterable, Iterator

from kg.diagram.escape import wrapped
from kg.diagram.look import EDGES, INK, NODES, PAPER, QUIET, EdgeLook
from kg.diagram.model import Diagram, EdgeKind, Key, Node

NODE_WIDTH = 20
LEGEND_WIDTH = 80
TITLE_WIDTH = 60
SMALL, LARGE = 11, 18
LEFT = '<BR ALIGN="LEFT"/>'


def node_label(node: Node, width: int = NODE_WIDTH) -> str:
    """Badge, name and details, one below the other."""
    rows = [
        *([_badge(node)] if node.badge else []),
        f"<TR><TD><B>{wrapped(node.name, width)}</B></TD></TR>",
        *(_row(_font(wrapped(detail, width + 8))) for detail in signed(node)),
    ]
    return _table(rows, spacing=1)


def signed(node: Node) -> tuple[str, ...]:
    """The details of a node, the first after the sign of its state."""
    first, rest = node.details[:1], node.details[1:]
    return (*(f"{NODES[node.kind].sign} {told}".strip() for told in first), *rest)


def title_label(title: str, *, large: bool = True) -> str:
    """A title in large type, or the small one of a group."""
    told = wrapped(title, TITLE_WIDTH if large else NODE_WIDTH + 10)
    size = LARGE if large else SMALL
    return f'<<FONT POINT-SIZE="{size}"><B>{told}</B></FONT>>'


def legend_label(diagram: Diagram) -> str:
    """What nodes and lines mean, then the notes."""
    keys = _nested([_key(key) for key in diagram.legend], spacing=4)
    rows = [f'<TR><TD ALIGN="LEFT">{keys}</TD></TR>'] if diagram.legend else []
    return _table([*rows, *_notes(diagram.notes)] or [_row("")], spacing=4)


def _key(key: Key) -> str:
    sample = _line(EDGES[key.kind]) if isinstance(key.kind, EdgeKind) else _swatch(key)
    told = _font(wrapped(key.text, LEGEND_WIDTH, LEFT) + LEFT)
    lean = 'ALIGN="LEFT" BALIGN="LEFT" WIDTH="400"'
    return f"<TR><TD>{sample}</TD><TD {lean}>{told}</TD></TR>"


def _swatch(key: Key) -> str:
    """A small node with its sign in the middle."""
    look = next(look for kind, look in NODES.items() if kind == key.kind)
    line = "solid" if look.line == "diagonals" else look.line
    sign = f'<FONT POINT-SIZE="9">{look.sign}</FONT>' if look.sign else ""
    side = '<TD WIDTH="13"></TD>'
    return (
        f'<TABLE BORDER="{look.width:.0f}" COLOR="{look.border}" BGCOLOR="{look.fill}" '
        f'STYLE="{line}{",rounded" if look.is_round else ""}" CELLBORDER="0" CELLSPACING="0" '
        f'CELLPADDING="0" WIDTH="42" HEIGHT="14"><TR>{side}<TD>{sign}</TD>{side}</TR></TABLE>'
    )


def _line(look: EdgeLook) -> str:
    """A piece of the line, drawn as the lower border of empty cells, and its head."""
    border = f'SIDES="B" BORDER="{1 if look.is_double else 2}" COLOR="{look.colour}" '
    drawn = f'<TD {border} STYLE="{look.line}" WIDTH="34" HEIGHT="{{height}}"></TD>'
    heights = (5, 3) if look.is_double else (7,)
    first, *more = [drawn.format(height=height) for height in heights]
    rows = [first + _head(look, len(heights) + 1), *more, '<TD WIDTH="34" HEIGHT="6"></TD>']
    return _nested([f"<TR>{row}</TR>" for row in rows], spacing=0)


def _head(look: EdgeLook, rows: int) -> str:
    """The head of a line: an arrow, a bar, or nothing."""
    match look.head:
        case "normal" | "vee" as head:
            sign = {"normal": "►", "vee": "›"}[head]
            sign, border = f'<FONT COLOR="{look.colour}" POINT-SIZE="9">{sign}</FONT>', ""
        case "tee":
            sign, border = "", f'SIDES="L" BORDER="4" COLOR="{look.colour}"'
        case _:
            sign, border = "", ""
    return f'<TD ROWSPAN="{rows}" WIDTH="8" ALIGN="LEFT" {border}>{sign}</TD>'


def _badge(node: Node) -> str:
    told = _font(f"<B>{wrapped(node.badge, NODE_WIDTH)}</B>", PAPER)
    return f'<TR><TD BGCOLOR="{NODES[node.kind].border}" CELLPADDING="3">{told}</TD></TR>'


def _notes(notes: Iterable[str]) -> Iterator[str]:
    for note in notes:
        told = _font(wrapped(note, LEGEND_WIDTH, LEFT) + LEFT, QUIET)
        yield f'<TR><TD ALIGN="LEFT" BALIGN="LEFT">{told}</TD></TR>'


def _row(content: str) -> str:
    return f"<TR><TD>{content}</TD></TR>"


def _font(content: str, colour: str = INK) -> str:
    return f'<FONT COLOR="{colour}" POINT-SIZE="{SMALL}">{content}</FONT>'


def _table(rows: list[str], *, spacing: int) -> str:
    """A label that is one table, in the angle brackets that mark it as HTML-like."""
    return f'<<TABLE BORDER="0" CELLSPACING="{spacing}" CELLPADDING="1">{"".join(rows)}</TABLE>>'


def _nested(rows: list[str], *, spacing: int) -> str:
    lean = f'ALIGN="LEFT" BORDER="0" CELLBORDER="0" CELLSPACING="{spacing}" CELLPADDING="0"'
    return f"<TABLE {lean}>{''.join(rows)}</TABLE>"
