"""``nestesteg diagram``: pictures of a model, of actors, of the knowledge itself."""

import os
import sys
from argparse import Namespace
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from kg.cli.actors import advices
from kg.cli.arguments import Parser, composed, day, number, one_of
from kg.cli.consult import consult, folder_of
from kg.cli.output import save, say_bytes
from kg.diagram.kinds import KINDS, OPTIONS, Actors, Material
from kg.errors import Fault, Faults
from kg.messages import harmless

if TYPE_CHECKING:
    from kg.diagram import Diagram
    from kg.recommend import Advice

FORMATS = ("svg", "png", "dot", "mermaid", "graphml", "json", "text")
ENDINGS = {
    "": "svg",
    ".svg": "svg",
    ".png": "png",
    ".dot": "dot",
    ".gv": "dot",
    ".mmd": "mermaid",
    ".mermaid": "mermaid",
    ".graphml": "graphml",
    ".json": "json",
    ".txt": "text",
}


def declare(parser: Parser) -> None:
    """The command's arguments."""
    parser.positional("kind", one_of("KIND", KINDS))
    parser.positional("assessment", Path, several=True, optional=True)
    parser.option("--actor", composed, metavar="ID")
    parser.option("--as-of", day, metavar="DATE")
    parser.option("--model", metavar="ID")
    parser.option("--strength", metavar="STRENGTH")
    parser.option("--criterion", composed, metavar="ID")
    parser.option("--top", number, metavar="N")
    parser.switch("--implied")
    parser.option("--format", one_of("--format", FORMATS))
    parser.option("--output", Path, metavar="FILE")
    parser.check(lambda arguments: _mismatched(parser, arguments))


def _mismatched(parser: Parser, arguments: Namespace) -> Iterator[Fault]:
    """Each kind is about as many actors as it says, and takes its options; so does a file name."""
    yield from _miscounted(parser, arguments)
    yield from _misplaced(parser, arguments)
    if not _format(arguments):
        endings = [ending for ending in ENDINGS if ending]
        yield Fault("output-ending-unknown", name=arguments.output.suffix, allowed=endings)


def _miscounted(parser: Parser, arguments: Namespace) -> Iterator[Fault]:
    """Files where there should be none, or the other way round."""
    files, actors = [*map(str, arguments.assessment)], KINDS[arguments.kind].actors
    if actors in {Actors.ONE, Actors.MANY} and not files:
        yield parser.missing("assessment")
    if actors is Actors.NONE:
        wrong, key = (
            [*files, *_given(arguments, "actor", "as_of", "strength")],
            "diagram-of-no-actor",
        )
    elif actors is Actors.MANY:
        wrong, key = _given(arguments, "actor"), "diagram-of-all-actors"
    else:
        wrong, key = files[1:], "diagram-of-one-actor"
    for name in wrong:
        yield Fault(key, kind=arguments.kind, name=name)


def _misplaced(parser: Parser, arguments: Namespace) -> Iterator[Fault]:
    """Options that the kind needs and does not get, or gets and does not take."""
    kind = KINDS[arguments.kind]
    for name in kind.needs:
        if not vars(arguments)[name]:
            yield parser.missing(_option(name))
    others = [name for name in OPTIONS if name not in kind.options]
    for name in _given(arguments, *others):
        yield Fault("diagram-takes-no", kind=arguments.kind, name=name)


def _given(arguments: Namespace, *names: str) -> list[str]:
    """Those of some options that were given, as they are written."""
    return [_option(name) for name in names if vars(arguments)[name]]


def _option(name: str) -> str:
    return f"--{name.replace('_', '-')}"


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
    from kg.diagram.kinds import draw

    return draw(arguments.kind, _material(arguments))


def _material(arguments: Namespace) -> "Material":
    """What was asked for, read and thought through."""
    from kg.program import ready
    from kg.recommend.request import model_of

    choices, files = vars(arguments), arguments.assessment
    if files and KINDS[arguments.kind].actors is not Actors.MANY:
        one = consult(Namespace(**{**choices, "assessment": files[0]}))
        knowledge, program = one.knowledge, one.program
        told: tuple[Advice, ...] = (one.advice,)
        model = one.advice.request.model
    else:
        knowledge, program = ready(folder_of(arguments))
        model = model_of(knowledge.known, arguments.model)
        told = advices(knowledge, program, arguments) if files else ()
    return Material(knowledge, program, arguments.lang, model, told, choices)


def _written(diagram: "Diagram", form: str) -> bytes:
    from kg.diagram.render import VARIABLE, find_renderer

    match form:
        case "svg":
            return find_renderer(os.environ.get(VARIABLE, "")).svg(diagram)
        case "png":
            return find_renderer(os.environ.get(VARIABLE, "")).png(diagram)
    return _as_text(diagram, form).encode()


def _as_text(diagram: "Diagram", form: str) -> str:
    from kg.diagram.dot import as_dot
    from kg.diagram.mermaid import as_mermaid
    from kg.diagram.network import as_graphml, as_json
    from kg.diagram.text import as_text

    writers = {"dot": as_dot, "mermaid": as_mermaid, "graphml": as_graphml, "json": as_json}
    return writers[form](diagram) if form in writers else harmless(as_text(diagram))
