"""``nestesteg release``: writes the knowledge as Turtle, N-Triples and JSON-LD."""

from argparse import Namespace
from pathlib import Path

from kg.cli.arguments import Parser
from kg.cli.output import say
from kg.errors import Fault, Faults, Place, refuse
from kg.messages import harmless
from kg.resources import data_root


def declare(parser: Parser) -> None:
    """The command's arguments."""
    parser.positional("folder", Path)
    parser.switch("--counts")


def run(arguments: Namespace) -> int:
    """Writes the forms and names the files; refuses knowledge whose counts or concepts are off."""
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
    for name, text in written(whole).items():
        _write(arguments.folder / name, text)
    return 0


def _write(path: Path, text: str) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8", newline="\n")
    except OSError as error:
        raise Faults([Fault("output-unwritable", Place(str(path)))]) from error
    say(harmless(f"{path}\n"))
