"""The command line: one module a command, each a thin door.

Nothing heavy is imported before the command that needs it is known. Exit status: 0 done, 1 the
input is at fault, 2 the command is written wrong, 130 somebody stopped it.
"""

import sys
from collections.abc import Iterator
from importlib import import_module
from io import TextIOWrapper

from kg.cli.arguments import Parser, language_of
from kg.cli.output import complain, say, silence
from kg.errors import Fault, Faults, nearest, refuse
from kg.messages import faults_text, text
from kg.version import __version__

__all__ = ["main"]

COMMANDS = (
    *("sheet", "recommend", "why", "whatif", "plan", "answer"),
    *("queries", "query", "diagram", "infer"),
    *("check", "format", "release", "serve", "push"),
)

PARSING = {
    "answer",
    "query",
    "check",
    "format",
    "serve",
    "push",
}  # the commands that rdflib parses for

STOPPED = 130


def main() -> int:
    """Runs the command given on the command line and gives its exit status."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    words = sys.argv[1:]
    language = language_of(words)
    try:
        return _run(words, language)
    except BrokenPipeError:
        silence()  # whoever read our output has enough
        return 0
    except KeyboardInterrupt:
        return STOPPED


def _run(words: list[str], language: str) -> int:
    try:
        refuse(_not_utf8(words))
        if not words or words[0].startswith("-"):
            return _overview(words, language)
        refuse(_unknown_command(words[0]))
        if words[0] in PARSING:
            _silence_rdflib()
        module = import_module(f"kg.cli.{words[0]}")
        parser = Parser(words[0], language)
        module.declare(parser)
        arguments = parser.read(words[1:])
    except Faults as faults:
        return _refused(faults, language, 2)
    try:
        status: int = module.run(arguments)
    except Faults as faults:
        return _refused(faults, language, 1)
    return status


def _silence_rdflib() -> None:
    """We say ourselves what is wrong."""
    import logging

    logging.getLogger("rdflib").setLevel(logging.CRITICAL)


def _not_utf8(words: list[str]) -> Iterator[Fault]:
    for word in words:
        if word != word.encode(errors="replace").decode():
            yield Fault("argument-not-utf8", name=word)


def _unknown_command(name: str) -> Iterator[Fault]:
    if name not in COMMANDS:
        near = nearest(name, COMMANDS)
        yield Fault("command-unknown", name=name, near=near, allowed=COMMANDS)


def _overview(words: list[str], language: str) -> int:
    """What ``nestesteg`` says with no command: its version, or what commands there are."""
    if "--version" in words:
        say(f"nestesteg {__version__}\n")
        return 0
    strange = [
        word for word in words if word.startswith("-") and word not in {"-h", "--help", "--lang"}
    ]
    if strange:
        raise Faults(
            [Fault("argument-unknown", name=strange[0], near=nearest(strange[0], ["--help"]))]
        )
    lines = [f"  {name:<11}{text(f'command-{name}', language)}" for name in COMMANDS]
    overview = text("overview", language, commands="\n".join(lines))
    (say if words else complain)(overview)
    return 0 if words else 2


def _refused(faults: Faults, language: str, status: int) -> int:
    complain(faults_text(faults, language) + "\n")
    return status
