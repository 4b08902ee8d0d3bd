"""``nestesteg query``: a question to what is known, told and inferred, saved or one's own."""

import sys
from argparse import Namespace
from pathlib import Path
from shutil import get_terminal_size
from typing import TYPE_CHECKING

from kg.cli.arguments import Parser, day, one_of, seconds
from kg.cli.consult import folder_of, knowledge_of, this_day
from kg.cli.output import (
    complain,
    deliver,
    form_meant,
    keep_off_terminal,
    say,
    strange_ending,
)
from kg.cli.queries import listed
from kg.errors import Fault, Faults, Place
from kg.messages import fault_text, harmless, text

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from kg.query import Query
    from kg.store import Answer, SparqlStore, Store

FORMATS = ("table", "csv", "tsv", "json", "xml", "ttl", "nt", "jsonld", "parquet", "xlsx")
ENDINGS = {"": "table", ".txt": "table"} | {f".{form}": form for form in FORMATS[1:]}
SECONDS = 30.0
CHARTS = ("text", "svg")
PICTURE = "svg"
CHART_ENDINGS = {"": "text", ".txt": "text", f".{PICTURE}": PICTURE}
FILES = {"parquet", "xlsx"}
FOR_THE_EYE = {"table", "xlsx"}


def declare(parser: Parser) -> None:
    """The command's arguments."""
    parser.positional("name")
    parser.needed.remove("name")
    parser.several("--param", str, "K=V")
    _declare_asked(parser)
    _declare_answer(parser)
    parser.switch("--list")
    parser.check(_mismatched)


def _declare_asked(parser: Parser) -> None:
    """What is asked, and how far."""
    parser.several("--data", Path, "FILE")
    parser.option("--as-of", day, metavar="DATE")
    parser.option("--model", metavar="ID")
    parser.option("--store", metavar="URL")
    parser.switch("--asserted-only")
    parser.option("--timeout", seconds, default=SECONDS, metavar="SECONDS")


def _declare_answer(parser: Parser) -> None:
    """How the answer is written, and where."""
    parser.choice("--format", FORMATS)
    parser.set_defaults(format=None)  # the ending of the output file may say it
    parser.choices.add_argument(
        "--chart",
        nargs="?",
        const=CHARTS[0],
        type=one_of("--chart", CHARTS),
        metavar="FORM",
        help=text("help-chart", parser.language, allowed=", ".join(CHARTS)),
    )
    parser.option("--output", Path, metavar="FILE")


def _mismatched(arguments: Namespace) -> "Iterator[Fault]":
    """What does not go together."""
    if arguments.chart and arguments.format:
        yield Fault("arguments-apart", name="--chart", other="--format")
    if arguments.data and arguments.store:
        yield Fault("arguments-apart", name="--data", other="--store")
    if arguments.output and arguments.chart:
        if arguments.output.suffix.casefold() not in CHART_ENDINGS:
            yield strange_ending(arguments.output, CHART_ENDINGS)
    elif arguments.output and not _form(arguments):
        yield strange_ending(arguments.output, ENDINGS)


def _form(arguments: Namespace) -> str:
    return form_meant(arguments.format, arguments.output, ENDINGS)


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
    if (form := _form(arguments)) in FILES:
        keep_off_terminal(arguments.output, Fault("file-on-a-terminal", form=form))
    deliver(_content(arguments, queries), arguments.output)
    return 0


def _content(arguments: Namespace, queries: "Mapping[str, Query]") -> bytes:
    from kg.query import find_query, own_query, run
    from kg.query.values import read_pairs
    from kg.store import Store

    given = read_pairs(arguments.param or [])
    name = arguments.name
    query = own_query(_given(), "-") if name == "-" else find_query(name, queries)
    if query.header and query.header.needs and not (arguments.data or arguments.store):
        raise Faults([Fault("query-needs-assessments", name=query.header.id)])
    store = _store(arguments, queries)
    if query.header is None and isinstance(store, Store):
        answer = _asked_apart(query, store, given, arguments)
    else:
        answer = run(store, query, given, arguments.lang)
    return _written(answer, query, store, arguments)


def _asked_apart(
    query: "Query", store: "Store", given: "Mapping[str, str]", arguments: Namespace
) -> "Answer":
    """The answer to a query of one's own, by a process that can be stopped."""
    from kg.pool import ask_once
    from kg.query.run import terms_for

    graphs = frozenset(each.value for each in store.graphs())
    terms = terms_for(store, query, given, arguments.lang, graphs)
    answer, cut = ask_once(store, query, terms, arguments.timeout)
    if cut:
        complain(text("web-cut", arguments.lang, rows=cut) + "\n")
    return answer


def _store(arguments: Namespace, queries: "Mapping[str, Query]") -> "SparqlStore":
    """What is asked: what was read here, or a server elsewhere."""
    from kg.load.prefixes import prefixes_of
    from kg.recommend.dataset import asserted
    from kg.recommend.gather import Dates, gather
    from kg.remote.bounds import Bounds
    from kg.remote.exchange import address
    from kg.remote.store import RemoteStore

    today = this_day()
    when = Dates(arguments.as_of or today, today)
    if arguments.store:
        prefixes = prefixes_of(knowledge_of(arguments).known)
        bounds = Bounds.altogether(arguments.timeout)
        store: SparqlStore = RemoteStore.open(address(arguments.store), prefixes, bounds)
    else:
        store = gather(folder_of(arguments), queries, arguments.data or [], when, arguments.model)
    return asserted(store) if arguments.asserted_only else store


def _written(answer: "Answer", query: "Query", store: "SparqlStore", arguments: Namespace) -> bytes:
    from kg.query import write
    from kg.query.chart import chart_of, written
    from kg.query.columns import with_heads
    from kg.query.tables import write_tables

    language, form = arguments.lang, _form(arguments)
    if arguments.chart:
        chart = chart_of(answer, query.header, language)
        is_picture = arguments.output and arguments.output.suffix.casefold() == f".{PICTURE}"
        return harmless(written(chart, PICTURE if is_picture else arguments.chart)).encode()
    shown = with_heads(answer, query, language) if form in FOR_THE_EYE else answer
    if form in FILES:
        return write_tables(shown, form, store.prefixes, language)
    width = get_terminal_size().columns if sys.stdout is not None and sys.stdout.isatty() else 80
    return write(shown, form, store.prefixes, language, width).encode(errors="backslashreplace")


def _given() -> str:
    """What stands on standard input."""
    from kg.load.files import decoded

    if sys.stdin is None:
        raise Faults([Fault("file-unreadable", Place("-"))])
    return decoded(sys.stdin.buffer.read(), "-")
