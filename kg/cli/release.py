"""``nestesteg release``: writes the knowledge as Turtle, N-Triples and JSON-LD, and as pages."""

from argparse import Namespace
from pathlib import Path
from typing import TYPE_CHECKING

from kg.cli.arguments import Parser
from kg.cli.output import say
from kg.errors import Fault, Faults, Place, refuse
from kg.messages import harmless
from kg.resources import data_root

if TYPE_CHECKING:
    from kg.graph import Network


def declare(parser: Parser) -> None:
    """The command's arguments."""
    parser.positional("folder", Path)
    parser.switch("--counts")
    parser.switch("--pages")


def run(arguments: Namespace) -> int:
    """Writes the files and names them; refuses knowledge whose counts or concepts are off."""
    from kg.load import load_knowledge
    from kg.release import COUNTS_FILE, counts_faults, counts_text, released, written
    from kg.validate.shapes import RELEASE_FOLDER, shape_findings

    root = arguments.knowledge or data_root()
    if arguments.counts:
        text = counts_text(released(load_knowledge(root).graph, root))
        _write(root / COUNTS_FILE, text)
    graph = load_knowledge(root).graph
    whole = released(graph, root)
    refuse(counts_faults(graph, root))
    refuse(shape_findings(whole, root, arguments.lang, RELEASE_FOLDER))
    forms = {} if arguments.pages else written(whole)
    for name, text in {**forms, **pages_of(graph)}.items():
        _write(arguments.folder / name, text)
    return 0


def pages_of(graph: "Network") -> dict[str, str]:
    """The pages, with the picture drawn by the program that is there."""
    import os

    from kg.diagram.render import VARIABLE, find_renderer
    from kg.pages import pages
    from kg.recommend.request import model_of
    from kg.validate.design import design_faults
    from kg.validate.prerequisites import prerequisite_cycles

    refuse([*design_faults(graph), *prerequisite_cycles(graph)])
    renderer = find_renderer(os.environ.get(VARIABLE, ""))
    return pages(graph, model_of(graph, None), renderer.svg)


def _write(path: Path, text: str) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8", newline="\n")
    except OSError as error:
        raise Faults([Fault("output-unwritable", Place(str(path)))]) from error
    say(harmless(f"{path}\n"))
