"""``nestesteg sheet``: an empty assessment to be filled in."""

import sys
from argparse import Namespace
from collections.abc import Iterator
from pathlib import Path

from kg.cli.arguments import Parser, composed, one_of
from kg.cli.consult import knowledge_of
from kg.cli.output import save, say_bytes
from kg.errors import Fault, Faults

CSV, WORKBOOK = "csv", "xlsx"
FORMATS = (CSV, WORKBOOK)
ENDINGS = {"": CSV, ".csv": CSV, ".xlsx": WORKBOOK}


def declare(parser: Parser) -> None:
    """The command's arguments."""
    parser.positional("actor", composed)
    parser.option("--model", metavar="ID")
    parser.option("--format", one_of("--format", FORMATS))
    parser.option("--output", Path, metavar="FILE")
    parser.check(_ending_unknown)


def _ending_unknown(arguments: Namespace) -> Iterator[Fault]:
    if not _format(arguments):
        endings = [ending for ending in ENDINGS if ending]
        yield Fault("output-ending-unknown", name=arguments.output.suffix, allowed=endings)


def _format(arguments: Namespace) -> str:
    """The format asked for, or the one that the ending of the output file means."""
    ending = arguments.output.suffix.casefold() if arguments.output else ""
    return arguments.format or ENDINGS.get(ending, "")


def run(arguments: Namespace) -> int:
    """Writes the sheet to a file or to standard output."""
    shown_here = not arguments.output and sys.stdout is not None and sys.stdout.isatty()
    if _format(arguments) == WORKBOOK and shown_here:
        raise Faults([Fault("workbook-on-a-terminal")])
    content = _written(arguments)
    if arguments.output:
        save(arguments.output, content)
    else:
        say_bytes(content)
    return 0


def _written(arguments: Namespace) -> bytes:
    from kg.recommend.request import model_of
    from kg.sheet import as_csv, as_workbook, make_sheet

    graph = knowledge_of(arguments).known
    model = model_of(graph, arguments.model)
    sheet = make_sheet(graph, arguments.actor, model, arguments.lang)
    return as_workbook(sheet) if _format(arguments) == WORKBOOK else as_csv(sheet)
