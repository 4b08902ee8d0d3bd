"""``nestesteg format``: writes Turtle files in canonical order."""

import sys
from argparse import Namespace
from pathlib import Path

from kg.cli.arguments import Parser
from kg.errors import Fault, Faults, Place


def declare(parser: Parser) -> None:
    """The command's arguments."""
    parser.positional("files", Path, several=True)


def run(arguments: Namespace) -> int:
    """Rewrites the files that are not in order, and names them."""
    from kg.load.canonical import canonical
    from kg.load.turtle import read_rdf

    for path in arguments.files:
        if not path.is_file():
            raise Faults([Fault("no-such-file", Place(str(path)))])
        list(read_rdf(path, str(path)))  # says what is wrong with it, if anything is
        before = path.read_text(encoding="utf-8")
        after = canonical(before)
        if after != before:
            path.write_text(after, encoding="utf-8")
            sys.stdout.write(f"{path}\n")
    return 0
