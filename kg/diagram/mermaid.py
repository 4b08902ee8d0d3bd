"""Diagram -> Mermaid text, which code hosts and wikis draw by themselves."""

from collections import defaultdict
from collections.abc import Iterator

from kg.diagram.escape import mermaid
from kg.diagram.labels import signed
from kg.diagram.look import EDGES, INK, NODES, weight
from kg.diagram.model import Diagram, Edge, Node

DASHES = {"dashed": "6 4", "dotted": "2 4"}


def as_mermaid(diagram: Diagram) -> str:
    """The diagram as a Mermaid flow chart; what a legend would say stands on the lines.

    >>> from kg.diagram.model import NodeKind
    >>> node = Node("a", "A & B", NodeKind.MET, "A & B: met.", ("Met",))
    >>> print(as_mermaid(Diagram("en", "Title", "Words.", (node,), ())))
    flowchart TB
      accTitle: Title
      accDescr: Words.
      n1["A #38; B<br/>● Met"]:::met
      classDef met fill:#ddf1e0,stroke:#1b612f,stroke-width:1.5px,color:#1a1a1a,rx:8,ry:8
    <BLANKLINE>
    """
    lines = [f"flowchart {'LR' if diagram.runs_across else 'TB'}"]
    lines += [f"  {line}" for line in _lines(diagram)]
    return "\n".join(lines) + "\n"


def _lines(diagram: Diagram) -> Iterator[str]:
    names = {node.id: f"n{number}" for number, node in enumerate(diagram.nodes, 1)}
    meanings = {key.kind: key.text for key in diagram.legend}
    yield f"accTitle: {mermaid(diagram.title)}"
    yield f"accDescr: {mermaid(diagram.description)}"
    yield from _nodes(diagram, names)
    for node in diagram.nodes:
        if node.is_proposed:
            yield f"style {names[node.id]} stroke-dasharray:{DASHES['dashed']}"
    for number, edge in enumerate(diagram.lines):
        start, end = names[edge.start], names[edge.end]
        yield f"{start} {_arrow(edge, meanings.get(edge.kind, ''))} {end}"
        yield f"linkStyle {number} {_stroke(edge)}"
    if diagram.notes:
        yield f'notes["{"<br/>".join(mermaid(note) for note in diagram.notes)}"]'
        yield "style notes fill:none,stroke:none"
    for kind in sorted({node.kind for node in diagram.nodes}):
        look = NODES[kind]
        rest = f"color:{INK}{_dashes(look.line)}{',rx:8,ry:8' if look.is_round else ''}"
        shape = f"fill:{look.fill},stroke:{look.border},stroke-width:{look.width}px"
        yield f"classDef {_class(kind)} {shape},{rest}"


def _nodes(diagram: Diagram, names: dict[str, str]) -> Iterator[str]:
    """The nodes, those of a group inside a subgraph."""
    groups = defaultdict(list)
    for node in diagram.nodes:
        groups[node.group].append(_node(node, names[node.id]))
    for number, (label, nodes) in enumerate(groups.items(), 1):
        if label:
            yield f'subgraph g{number}["{mermaid(label)}"]'
        yield from nodes
        if label:
            yield "end"


def _node(node: Node, name: str) -> str:
    badge = [node.badge.upper()] if node.badge else []
    cell = [node.column, f"{NODES[node.kind].sign} {node.name}"] if node.column else []
    lines = cell or [*badge, node.name, *signed(node)]
    told = "<br/>".join(map(mermaid, lines))
    return f'{name}["{told}"]:::{_class(node.kind)}'


def _arrow(edge: Edge, meaning: str) -> str:
    head = {"normal": "-->", "vee": "-->", "tee": "--x"}.get(EDGES[edge.kind].head, "---")
    return f'{head}|"{mermaid(meaning)}"|' if meaning else head


def _stroke(edge: Edge) -> str:
    look = EDGES[edge.kind]
    return f"stroke:{look.colour},stroke-width:{weight(edge.strength)}px{_dashes(look.line)}"


def _dashes(line: str) -> str:
    return f",stroke-dasharray:{DASHES[line]}" if line in DASHES else ""


def _class(kind: str) -> str:
    return kind.replace("-", "_")
