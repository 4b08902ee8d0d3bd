"""A picture like a flower: the first node in the centre, the others as equal petals around it.

Graphviz makes a petal of a polygon with so many corners that it looks round, wider at its outer
end (``distortion``) and turned that way (``orientation``). Lines go from the inner tip of a petal
to that of another; those that would run into the centre bend around it. All positions are ours, so
Graphviz finds none (``nop2``); they are complex numbers, in points.
"""

from cmath import phase, pi, rect
from math import sin
from typing import TYPE_CHECKING

from kg.diagram.labels import node_label, title_label
from kg.diagram.model import Diagram
from kg.diagram.statements import edge_statement, names_of, node_statement, page

if TYPE_CHECKING:
    import pydot

INCH = 72
PETAL, CENTRE = 2.3 * INCH, 1.2 * INCH
APART = 2.5 * INCH  # from the middle of a petal to that of the next
CORNERS, WIDER = 60, 0.5
FEWEST = 6  # with fewer, petals stand no closer to the centre
NAME_WIDTH = 17
CLEAR, SPREAD = CENTRE * 0.56, 0.7 * INCH  # the nearer to opposite, the nearer to the centre


def ring(diagram: Diagram) -> "pydot.Dot":
    """Petals clockwise from the top; lines between them."""
    graph = page(diagram, layout="nop2", outputorder="edgesfirst")
    names, places = names_of(diagram), positions(len(diagram.nodes) - 1)
    centre, *petals = diagram.nodes
    graph.add_node(_title(diagram, max(place.imag for place in places)))
    graph.add_node(node_statement(centre, names[centre.id], **_middle()))
    for petal, place in zip(petals, places, strict=True):
        look = {**_petal(place), "label": node_label(petal, NAME_WIDTH)}
        graph.add_node(node_statement(petal, names[petal.id], **look))
    at = dict(zip((node.id for node in diagram.nodes), (0, *map(_tip, places)), strict=True))
    for number, edge in enumerate(diagram.lines, 1):
        line = edge_statement(edge, names, f"e{number}")
        line.set("pos", _curve(at[edge.start], at[edge.end]))
        graph.add_edge(line)
    return graph


def positions(count: int) -> list[complex]:
    """Where the petals stand, clockwise from the top.

    >>> [round(abs(place)) for place in positions(6)] == [180] * 6
    True
    """
    out = APART / (2 * sin(pi / max(count, FEWEST)))
    return [rect(out, pi / 2 - 2 * pi * number / count) for number in range(count)]


def _tip(place: complex) -> complex:
    """The inner end of a petal."""
    return place - rect(PETAL / 2, phase(place))


def _curve(start: complex, end: complex) -> str:
    """A line from tip to tip, straight unless the centre is in its way and not its end."""
    middle = (start + end) / 2
    wanted = CLEAR + SPREAD * (1 - abs(phase(end / start)) / pi) if start and end else 0
    if abs(middle) >= wanted:
        return _points(start, start, end, end)
    aside = middle if abs(middle) > 1 else start * 1j
    bend = (rect(wanted, phase(aside)) * 4 - middle) / 3  # so that the curve's middle is clear
    return _points(start, bend, bend, end)


def _points(*points: complex) -> str:
    return " ".join(f"{point.real:.1f},{point.imag:.1f}" for point in points)


def _title(diagram: Diagram, highest: float) -> "pydot.Node":
    import pydot

    place = complex(0, highest + PETAL / 2 + INCH / 2)
    label = title_label(diagram.title)
    return pydot.Node("title", id="title", shape="plain", label=label, pos=_points(place))


def _middle() -> dict[str, str]:
    return {"pos": _points(0), "shape": "circle", **_size(CENTRE)}


def _petal(place: complex) -> dict[str, str]:
    turned = phase(place) * 180 / pi - 90
    shape = {"fontsize": "13", "shape": "polygon", "sides": f"{CORNERS}", "distortion": f"{WIDER}"}
    return {"pos": _points(place), "orientation": f"{turned:.1f}", **shape, **_size(PETAL)}


def _size(points: float) -> dict[str, str]:
    """As wide as high, in inches."""
    size = f"{points / INCH:.2f}"
    return {"fixedsize": "true", "width": size, "height": size}
