"""``nestesteg query``: a question to the knowledge, saved or one's own."""

import sys
from argparse import Namespace
from shutil import get_terminal_size
from typing import TYPE_CHECKING

from kg.cli.arguments import Parser
from kg.cli.consult import folder_of, knowledge_of
from kg.cli.output import complain, say
from kg.errors import Fault, Faults, Place
from kg.messages import fault_text, harmless, text

if TYPE_CHECKING:
    from collections.abc import Mapping

    from kg.query import Query

FORMATS = ("table", "csv", "tsv", "json", "xml", "ttl")


def declare(parser: Parser) -> None:
    """The command's arguments."""
    parser.positional("name")
    parser.needed.remove("name")
    parser.choices.add_argument(
        "--param",
        action="extend",
        nargs="+",
        default=[],
        metavar="K=V",
        help=text("help-param", parser.language),
    )
    parser.choice("--format", FORMATS)
    parser.switch("--list")


def run(arguments: Namespace) -> int:
    """Prints the answer, or the list of saved queries."""
    from kg.query import saved_queries

    queries = saved_queries(folder_of(arguments))
    if arguments.list:
        say(harmless(listed(queries, arguments.lang)))
        return 0
    if not arguments.name:
        fault = Fault("query-needed", allowed=[*queries])
        complain(fault_text(fault, arguments.lang) + "\n")
        return 2
    say(_answer(arguments, queries))
    return 0


def listed(queries: "Mapping[str, Query]", language: str) -> str:
    """The saved queries below the folder each stands in, with its question and its parameters."""
    from kg.query import by_folder

    blocks = []
    for folder, group in by_folder(queries).items():
        lines = [folder]
        for name, query in group.items():
            pairs = [f"--param {key}={default}" for key, default in query.saved.parameters.items()]
            lines += ["  " + " ".join([name, *pairs]), f"      {query.saved.label[language]}"]
        blocks.append("\n".join(lines) + "\n")
    return "\n".join(blocks)


def _answer(arguments: Namespace, queries: "Mapping[str, Query]") -> str:
    from kg.query import find_query, own_query, run, write
    from kg.query.values import read_pairs
    from kg.store import Store

    given = read_pairs(arguments.param)
    name = arguments.name
    query = own_query(_given(), "-") if name == "-" else find_query(name, queries)
    store = Store.of(knowledge_of(arguments).known)
    answer = run(store, query, given, arguments.lang)
    width = get_terminal_size().columns if sys.stdout is not None and sys.stdout.isatty() else 80
    return write(answer, arguments.format, store.prefixes, arguments.lang, width)


def _given() -> str:
    """What stands on standard input."""
    from kg.load.files import decoded

    if sys.stdin is None:
        raise Faults([Fault("file-unreadable", Place("-"))])
    return decoded(sys.stdin.buffer.read(), "-")
