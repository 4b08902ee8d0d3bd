"""A diagram that is a table: its rows and columns, and the table as plain text."""

from kg.diagram.escape import plain
from kg.diagram.look import NODES
from kg.diagram.model import Diagram, Node

WIDEST = 1000


def rows(diagram: Diagram) -> dict[str, dict[str, Node]]:
    """The nodes by group, and within it by column."""
    found: dict[str, dict[str, Node]] = {}
    for node in diagram.nodes:
        found.setdefault(node.group, {})[node.column] = node
    return found


def columns(diagram: Diagram) -> list[str]:
    """The columns, in the order they occur."""
    return list(dict.fromkeys(node.column for node in diagram.nodes))


def table(diagram: Diagram) -> str:
    """The table as wide as its words need; names of columns are folded, none is cut.

    >>> from kg.diagram.model import NodeKind
    >>> node = Node("a/b", "Met", NodeKind.MET, "", group="a", column="b")
    >>> print(table(Diagram("en", "", "", (node,), (), heading="who")))
    who   b
    ───────────
    a     ● Met
    <BLANKLINE>
    """
    from io import StringIO

    from rich import box
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    names = columns(diagram)
    shown = Table(box=box.SIMPLE_HEAD, pad_edge=False, show_edge=False)
    for head in (plain(diagram.heading), *("\n".join(plain(name).split()) for name in names)):
        shown.add_column(Text(head))
    for group, nodes in rows(diagram).items():
        cells = (plain(group), *(_told(nodes.get(name)) for name in names))
        shown.add_row(*map(Text, cells))
    page = StringIO()
    Console(file=page, width=WIDEST, color_system=None, legacy_windows=False).print(shown)
    return "".join(f"{line.rstrip()}\n" for line in page.getvalue().splitlines())


def _told(node: Node | None) -> str:
    return f"{NODES[node.kind].sign} {plain(node.name)}".strip() if node else ""
