"""``nestesteg push``: knowledge, assessments and what follows, into a server elsewhere."""

from argparse import Namespace
from pathlib import Path
from typing import TYPE_CHECKING

from kg.cli.arguments import Parser, day
from kg.cli.consult import folder_of, this_day
from kg.cli.output import say
from kg.messages import harmless, text

if TYPE_CHECKING:
    from kg.remote.exchange import Address
    from kg.store import Store


def declare(parser: Parser) -> None:
    """The command's arguments."""
    parser.positional("address")
    parser.several("--data", Path, "FILE")
    parser.option("--as-of", day, metavar="DATE")
    parser.option("--model", metavar="ID")
    parser.option("--store", metavar="URL")
    parser.switch("--prune")
    parser.check(
        lambda given: [parser.missing("--store")] if given.prune and not given.store else []
    )


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
    if arguments.store:
        _tell_left_over(arguments, where, store)
    return 0


def _tell_left_over(arguments: Namespace, where: "Address", store: "Store") -> None:
    """Says which graphs of ours are there from before, and takes them out if that is wanted."""
    from kg.remote.exchange import address
    from kg.remote.push import left_over, remove
    from kg.remote.store import RemoteStore

    server = RemoteStore.open(address(arguments.store), store.prefixes)
    for name in left_over(server, store.graphs()):
        if arguments.prune:
            remove(where, name)
        key = "push-removed" if arguments.prune else "push-left"
        say(harmless(text(key, arguments.lang, name=name.value) + "\n"))
