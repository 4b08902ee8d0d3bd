"""``nestesteg diagram``: a picture of a model's criteria, or of how they stand for an actor."""

import os
import sys
from argparse import Namespace
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from kg.cli.arguments import Parser, composed, day, one_of
from kg.cli.consult import consult, knowledge_of
from kg.cli.output import save, say_bytes
from kg.errors import Fault, Faults, refuse
from kg.messages import harmless

if TYPE_CHECKING:
    from kg.diagram import Diagram

DEPENDENCIES, ASSESSMENT = "dependencies", "assessment"
KINDS = (DEPENDENCIES, ASSESSMENT)
FORMATS = ("svg", "png", "dot", "mermaid", "text")
ENDINGS = {
    "": "svg",
    ".svg": "svg",
    ".png": "png",
    ".dot": "dot",
    ".gv": "dot",
    ".mmd": "mermaid",
    ".mermaid": "mermaid",
    ".txt": "text",
}


def declare(parser: Parser) -> None:
    """The command's arguments."""
    parser.positional("kind", one_of("KIND", KINDS))
    parser.positional("assessment", Path, optional=True)
    parser.option("--actor", composed, metavar="ID")
    parser.option("--as-of", day, metavar="DATE")
    parser.option("--model", metavar="ID")
    parser.option("--strength", metavar="STRENGTH")
    parser.option("--format", one_of("--format", FORMATS))
    parser.option("--output", Path, metavar="FILE")
    parser.check(lambda arguments: _mismatched(parser, arguments))


def _mismatched(parser: Parser, arguments: Namespace) -> Iterator[Fault]:
    """An actor is drawn from an assessment, a model without one; a file name says its format."""
    if arguments.kind == ASSESSMENT and not arguments.assessment:
        yield parser.missing("assessment")
    if arguments.kind == DEPENDENCIES:
        given = {
            str(arguments.assessment): arguments.assessment,
            "--actor": arguments.actor,
            "--as-of": arguments.as_of,
            "--strength": arguments.strength,
        }
        for name, each in given.items():
            if each:
                yield Fault("diagram-of-no-actor", kind=arguments.kind, name=name)
    if not _format(arguments):
        endings = [ending for ending in ENDINGS if ending]
        yield Fault("output-ending-unknown", name=arguments.output.suffix, allowed=endings)


def _format(arguments: Namespace) -> str:
    """The format asked for, or the one that the ending of the output file means."""
    ending = arguments.output.suffix.casefold() if arguments.output else ""
    return arguments.format or ENDINGS.get(ending, "")


def run(arguments: Namespace) -> int:
    """Writes the picture to a file or to standard output."""
    shown_here = not arguments.output and sys.stdout is not None and sys.stdout.isatty()
    if _format(arguments) == "png" and shown_here:
        raise Faults([Fault("picture-on-a-terminal")])
    content = _written(_diagram(arguments), _format(arguments))
    if arguments.output:
        save(arguments.output, content)
    else:
        say_bytes(content)
    return 0


def _diagram(arguments: Namespace) -> "Diagram":
    from kg import diagram
    from kg.labels import Labels
    from kg.recommend.request import model_of
    from kg.validate.design import design_faults
    from kg.validate.prerequisites import prerequisite_cycles

    if arguments.kind == ASSESSMENT:
        advice = consult(arguments).advice
        return diagram.assessment(advice, Labels(advice.known, arguments.lang))
    graph = knowledge_of(arguments).known
    refuse([*design_faults(graph), *prerequisite_cycles(graph)])
    model = model_of(graph, arguments.model)
    return diagram.dependencies(graph, Labels(graph, arguments.lang), model)


def _written(diagram: "Diagram", form: str) -> bytes:
    from kg.diagram.dot import as_dot
    from kg.diagram.mermaid import as_mermaid
    from kg.diagram.render import VARIABLE, find_renderer
    from kg.diagram.text import as_text

    match form:
        case "svg":
            return find_renderer(os.environ.get(VARIABLE, "")).svg(diagram)
        case "png":
            return find_renderer(os.environ.get(VARIABLE, "")).png(diagram)
        case "dot":
            return as_dot(diagram).encode()
        case "mermaid":
            return as_mermaid(diagram).encode()
    return harmless(as_text(diagram)).encode()
