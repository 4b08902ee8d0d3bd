"""``nestesteg sheet``: an empty assessment to be filled in."""

from argparse import Namespace
from collections.abc import Iterator
from pathlib import Path

from kg.cli.arguments import Parser, composed, one_of
from kg.cli.consult import knowledge_of
from kg.cli.output import deliver, form_meant, keep_off_terminal, strange_ending
from kg.errors import Fault

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
        yield strange_ending(arguments.output, ENDINGS)


def _format(arguments: Namespace) -> str:
    return form_meant(arguments.format, arguments.output, ENDINGS)


def run(arguments: Namespace) -> int:
    """Writes the sheet to a file or to standard output."""
    if _format(arguments) == WORKBOOK:
        keep_off_terminal(arguments.output, Fault("workbook-on-a-terminal"))
    deliver(_written(arguments), arguments.output)
    return 0


def _written(arguments: Namespace) -> bytes:
    from kg.recommend.request import model_of
    from kg.sheet import as_csv, as_workbook, make_sheet

    graph = knowledge_of(arguments).known
    model = model_of(graph, arguments.model)
    sheet = make_sheet(graph, arguments.actor, model, arguments.lang)
    return as_workbook(sheet) if _format(arguments) == WORKBOOK else as_csv(sheet)
