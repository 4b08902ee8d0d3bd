"""What a picture costs: 500 nodes and 800 lines, from the diagram to the bytes of a file."""

from collections.abc import Callable
from itertools import islice, product
from statistics import median
from time import perf_counter

from kg.diagram.dot import as_dot
from kg.diagram.mermaid import as_mermaid
from kg.diagram.model import Diagram, Edge, EdgeKind, Layout, Node, NodeKind
from kg.diagram.network import as_graphml
from kg.diagram.render import find_renderer

__all__ = ["drawing"]

NODES, LINES, LAYER = 500, 800, 25


def large(nodes: int = NODES, lines: int = LINES) -> Diagram:
    """Rules in layers of 25, each with a sentence, and lines from layer to layer."""
    words = "Overordnet strategi må vente på forankring og eierskap, som ikke er på plass."
    found = tuple(
        Node(str(number), f"{number}. {words}", NodeKind.RULE, words, ("vår lesning",))
        for number in range(nodes)
    )
    steps = (LAYER, LAYER + 1, LAYER + 7)
    pairs = ((at, at + step) for step, at in product(steps, range(nodes)) if at + step < nodes)
    edges = tuple(
        Edge(str(start), str(end), EdgeKind.FEEDS, 2, words) for start, end in islice(pairs, lines)
    )
    return Diagram("nb", "500", words, found, edges, runs_across=True, layout=Layout.DENSE)


def drawing(rounds: int = 5) -> None:
    """Prints the time of each writer."""
    diagram, renderer = large(), find_renderer()
    writers: dict[str, Callable[[], object]] = {
        "SVG": lambda: renderer.svg(diagram),
        "PNG": lambda: renderer.png(diagram),
        "DOT": lambda: as_dot(diagram),
        "Mermaid": lambda: as_mermaid(diagram),
        "GraphML": lambda: as_graphml(diagram),
    }
    print(f"| {len(diagram.nodes)} nodes, {len(diagram.edges)} lines | ms |")
    print("|---|---:|")
    for name, write in writers.items():
        print(f"| {name} | {_median(write, rounds):.0f} |")
    print(flush=True)


def _median(run: Callable[[], object], rounds: int) -> float:
    times = []
    for _ in range(rounds):
        start = perf_counter()
        run()
        times.append(perf_counter() - start)
    return 1000 * median(times)
