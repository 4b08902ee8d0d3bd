"""``nestesteg serve``: what is known, on the web: an endpoint, the saved queries, proofs.

It listens on this machine unless told otherwise.
"""

import socket
from argparse import Namespace
from contextlib import suppress
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from signal import SIGTERM, default_int_handler, signal
from typing import TYPE_CHECKING

from kg.cli.arguments import Parser, day, number, seconds
from kg.cli.consult import folder_of, this_day
from kg.cli.output import complain, say
from kg.errors import Fault, Faults, refuse
from kg.messages import text

if TYPE_CHECKING:
    from collections.abc import Mapping

    from starlette.applications import Starlette

    from kg.pool import Limits
    from kg.query import Query
    from kg.store import Store
    from kg.web.desk import Asks
    from kg.web.proofs import Proofs
    from kg.web.things import Docs

MOST = 65_535
NEEDED = ("starlette", "uvicorn")
LOGS = ("json", "none")
SECONDS, WORKERS = 10.0, 4
BACKLOG = 2048  # connections that may wait to be accepted


def declare(parser: Parser) -> None:
    """The command's arguments."""
    parser.option("--host", default="127.0.0.1")
    parser.option("--port", port, default=8000)
    parser.several("--data", Path, "FILE")
    parser.option("--as-of", day, metavar="DATE")
    parser.option("--model", metavar="ID")
    parser.option("--timeout", seconds, default=SECONDS, metavar="SECONDS")
    parser.option("--workers", number, default=WORKERS, metavar="N")
    parser.option("--rows", number, default=10_000, metavar="N")
    parser.choice("--log", LOGS)
    parser.several("--proxy", str, "ADDRESS")
    parser.several("--name", str, "HOST")
    parser.option("--origin", metavar="ORIGIN")


def port(word: str) -> int:
    """A port given as an argument."""
    if not (word.isdecimal() and int(word) <= MOST):
        raise Faults([Fault("port-argument", name=word)])
    return int(word)


def run(arguments: Namespace) -> int:
    """Serves until it is stopped."""
    refuse(Fault("serve-missing", name=name) for name in NEEDED if find_spec(name) is None)
    from kg.pool import Limits, Pool, snapshot
    from kg.query import saved_queries

    queries = saved_queries(folder_of(arguments))
    store = _store(arguments, queries)
    limits = Limits(seconds=arguments.timeout, rows=arguments.rows)
    sizes = {"size": arguments.workers, "spares": 1}
    with (
        listening(arguments.host, arguments.port) as channel,
        snapshot(store.quads()) as folder,
        Pool(folder, store.prefixes, limits, **sizes) as pool,
    ):
        app = _app(arguments, queries, store, (pool, limits))
        served = Served(app, arguments.lang, arguments.workers, tuple(arguments.proxy or ()))
        serve(served, channel)
    return 0


def _store(arguments: Namespace, queries: "Mapping[str, Query]") -> "Store":
    from kg.recommend.gather import Dates, gather

    today = this_day()
    when = Dates(arguments.as_of or today, today)
    return gather(folder_of(arguments), queries, arguments.data or [], when, arguments.model)


def _app(
    arguments: Namespace,
    queries: "Mapping[str, Query]",
    store: "Store",
    workers: "tuple[Asks, Limits]",
) -> "Starlette":
    from kg.web.app import create_app, service_of, to_standard_error
    from kg.web.door import ANY, Door, hosts_of

    asked = {
        name: query for name, query in queries.items() if arguments.data or not query.saved.needs
    }
    service = service_of(store, asked, *workers)
    log = to_standard_error if arguments.log == "json" else None
    known = hosts_of(arguments.host, arguments.name or ())
    # Who is asked for assessments on one's own machine is asked by any page one visits.
    origin = arguments.origin or ("" if arguments.data else ANY)
    return create_app(service, _proofs(arguments), _docs(arguments), log, Door(known, origin))


def _proofs(arguments: Namespace) -> "Proofs":
    from kg.program import ready
    from kg.web.proofs import Proofs, consulted

    if not arguments.data:
        return Proofs()
    knowledge, program = ready(folder_of(arguments))
    as_of = arguments.as_of or this_day()
    return Proofs(
        consulted(knowledge, program, arguments.data, (as_of, this_day()), arguments.model)
    )


def _docs(arguments: Namespace) -> "Docs":
    """The pages about the knowledge; it is read again when somebody asks for one."""
    from kg.cli.release import pages_of
    from kg.load import load_knowledge
    from kg.pages.atlas import atlas_of
    from kg.web.things import Docs

    folder = folder_of(arguments)
    return Docs(
        lambda: pages_of(load_knowledge(folder).graph),
        lambda: atlas_of(load_knowledge(folder).graph).addresses,
    )


@dataclass(frozen=True, slots=True)
class Served:
    """What is served.

    Args:
        app: the application.
        language: in which is told what happens.
        workers: how many there are.
        proxies: the addresses of those who may say for whom they ask.
    """

    app: "Starlette"
    language: str
    workers: int
    proxies: tuple[str, ...] = ()


def serve(served: Served, channel: socket.socket) -> None:
    """Serves on a socket that listens, until it is told to stop."""
    from kg.web.server import Announced, config_of

    told = text("listening", served.language, address=address(channel)) + "\n"
    full = text("no-more-connections", served.language) + "\n"
    config = config_of(served.app, served.workers, served.proxies)
    server = Announced(config, lambda: say(told), lambda: complain(full))
    # The server ends in order, then sends itself the signal once more; what is left is to tidy up.
    signal(SIGTERM, default_int_handler)
    with suppress(KeyboardInterrupt):
        server.run(sockets=[channel])


def listening(host: str, number: int) -> socket.socket:
    """A socket that listens.

    Raises:
        Faults: the address is unknown, taken or not ours.
    """
    try:
        family = socket.getaddrinfo(host, number, type=socket.SOCK_STREAM)[0][0]
        channel = socket.create_server((host, number), family=family, backlog=BACKLOG)
    except OSError as error:
        fault = Fault("port-taken", host=host, port=number, detail=error.strerror or error)
        raise Faults([fault]) from error
    # Each connection takes this over; without it a body waits 40 ms for its head to be confirmed.
    channel.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return channel


def address(channel: socket.socket) -> str:
    """Where a socket listens, as a browser wants it."""
    host, number, *_ = channel.getsockname()
    return f"http://[{host}]:{number}/" if ":" in host else f"http://{host}:{number}/"
