"""``nestesteg diagram``: pictures of a model, of actors, of the knowledge itself."""

import os
from argparse import Namespace
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from kg.cli.actors import advices
from kg.cli.arguments import Parser, composed, day, number, one_of
from kg.cli.consult import consult, folder_of, this_day
from kg.cli.output import deliver, form_meant, keep_off_terminal, strange_ending
from kg.diagram.kinds import KINDS, OPTIONS, Actors, Material
from kg.errors import Fault
from kg.messages import harmless

if TYPE_CHECKING:
    from kg.diagram import Diagram
    from kg.load import Knowledge
    from kg.reason import Program
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
    parser.option("--fact", metavar="TRIPLE")
    parser.option("--depth", read=number, metavar="N")
    parser.option("--target", Path, metavar="FILE")
    parser.several("--rules", Path, metavar="FILE")
    parser.option("--rule", metavar="ID")
    parser.option("--stratum", read=number, metavar="N")
    parser.option("--top", number, metavar="N")
    parser.switch("--implied")
    parser.option("--format", one_of("--format", FORMATS))
    parser.option("--output", Path, metavar="FILE")
    parser.check(lambda arguments: _mismatched(parser, arguments))


def _mismatched(parser: Parser, arguments: Namespace) -> Iterator[Fault]:
    """Each kind is about as many actors as it says, and takes its options; so does a file name."""
    yield from _miscounted(parser, arguments)
    yield from _misplaced(parser, arguments)
    yield from _at_odds(parser, arguments)
    if not _format(arguments):
        yield strange_ending(arguments.output, ENDINGS)


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


def _at_odds(parser: Parser, arguments: Namespace) -> Iterator[Fault]:
    """Two options of which there can be one; for a proof there has to be one."""
    for one, other in (("criterion", "fact"), ("rule", "stratum")):
        if len(given := _given(arguments, one, other)) > 1:
            yield Fault("arguments-apart", name=given[0], other=given[1])
    if arguments.kind == "proof" and not _given(arguments, "criterion", "fact"):
        yield parser.missing(_option("criterion"))


def _given(arguments: Namespace, *names: str) -> list[str]:
    """Those of some options that were given, as they are written."""
    return [_option(name) for name in names if vars(arguments)[name]]


def _option(name: str) -> str:
    return f"--{name.replace('_', '-')}"


def _format(arguments: Namespace) -> str:
    return form_meant(arguments.format, arguments.output, ENDINGS)


def run(arguments: Namespace) -> int:
    """Writes the picture to a file or to standard output."""
    if _format(arguments) == "png":
        keep_off_terminal(arguments.output, Fault("picture-on-a-terminal"))
    deliver(_written(_diagram(arguments), _format(arguments)), arguments.output)
    return 0


def _diagram(arguments: Namespace) -> "Diagram":
    from kg.diagram.kinds import draw

    return draw(arguments.kind, _material(arguments))


def _material(arguments: Namespace) -> "Material":
    """What was asked for, read and thought through."""
    from kg.program import ready
    from kg.recommend.request import model_of

    choices, files = dict(vars(arguments)), arguments.assessment
    if files and KINDS[arguments.kind].actors is not Actors.MANY:
        one = consult(Namespace(**{**choices, "assessment": files[0]}))
        knowledge, program = one.knowledge, one.program
        told: tuple[Advice, ...] = (one.advice,)
        model = one.advice.request.model
    else:
        knowledge, program = ready(folder_of(arguments))
        model = model_of(knowledge.known, arguments.model)
        told = advices(knowledge, program, arguments) if files else ()
    program = _program(arguments) or program
    choices |= _target(arguments, knowledge)
    return Material(knowledge, program, arguments.lang, model, told, choices)


def _program(arguments: Namespace) -> "Program":
    """The rules of the files that were named; none if none were."""
    from kg.cli.rule_files import read_rules
    from kg.reason import check, stratify

    return stratify(check(read_rules(arguments.rules).rules)) if arguments.rules else ()


def _target(arguments: Namespace, knowledge: "Knowledge") -> dict[str, object]:
    """The target profile, if a file gives one."""
    from kg.load.target import read_target

    file = arguments.target
    return {"target": read_target(file, knowledge.known, this_day())} if file else {}


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
