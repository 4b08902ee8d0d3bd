"""``nestesteg push``: knowledge, assessments and what follows, into a server elsewhere."""

from argparse import Namespace
from pathlib import Path

from kg.cli.arguments import Parser, day
from kg.cli.consult import folder_of, this_day
from kg.cli.output import say
from kg.messages import harmless, text


def declare(parser: Parser) -> None:
    """The command's arguments."""
    parser.positional("address")
    parser.several("--data", Path, "FILE")
    parser.option("--as-of", day, metavar="DATE")
    parser.option("--model", metavar="ID")


def run(arguments: Namespace) -> int:
    """Fills the server, one named graph after the other, and says what it put where."""
    from kg.query import saved_queries
    from kg.recommend.gather import Dates, gather
    from kg.remote.exchange import address
    from kg.remote.push import push

    where, today = address(arguments.address), this_day()
    root, files = folder_of(arguments), arguments.data or []
    when = Dates(arguments.as_of or today, today)
    store = gather(root, saved_queries(root), files, when, arguments.model)
    for name in store.graphs():
        count = push(where, name, store.facts(name))
        say(harmless(text("pushed", arguments.lang, name=name.value, count=count) + "\n"))
    return 0
