"""``nestesteg serve``: the saved queries on the web, on this machine unless told otherwise."""

import socket
from argparse import Namespace
from contextlib import suppress
from importlib.util import find_spec

from kg.cli.arguments import Parser
from kg.cli.consult import folder_of, knowledge_of
from kg.cli.output import say
from kg.errors import Fault, Faults, refuse
from kg.messages import text

MOST = 65_535
NEEDED = ("starlette", "uvicorn")


def declare(parser: Parser) -> None:
    """The command's arguments."""
    parser.option("--host", default="127.0.0.1")
    parser.option("--port", port, default=8000)


def port(word: str) -> int:
    """A port given as an argument."""
    if not (word.isdecimal() and int(word) <= MOST):
        raise Faults([Fault("port-argument", name=word)])
    return int(word)


def run(arguments: Namespace) -> int:
    """Serves until it is stopped."""
    refuse(Fault("serve-missing", name=name) for name in NEEDED if find_spec(name) is None)
    from uvicorn import Config, Server

    class Announced(Server):
        """A server that says where it is once it can be stopped."""

        async def startup(self, sockets: list[socket.socket] | None = None) -> None:
            """Starts, then says so."""
            await super().startup(sockets)
            say(told)

    from kg.query import saved_queries
    from kg.store import Store
    from kg.web.app import create_app

    queries = saved_queries(folder_of(arguments))
    app = create_app(Store.of(knowledge_of(arguments).known), queries)
    with listening(arguments.host, arguments.port) as channel, suppress(KeyboardInterrupt):
        told = text("listening", arguments.lang, address=address(channel)) + "\n"
        Announced(Config(app, log_level="warning", lifespan="off")).run(sockets=[channel])
    return 0


def listening(host: str, number: int) -> socket.socket:
    """A socket that listens.

    Raises:
        Faults: the address is unknown, taken or not ours.
    """
    try:
        family = socket.getaddrinfo(host, number, type=socket.SOCK_STREAM)[0][0]
        return socket.create_server((host, number), family=family)
    except OSError as error:
        fault = Fault("port-taken", host=host, port=number, detail=error.strerror or error)
        raise Faults([fault]) from error


def address(channel: socket.socket) -> str:
    """Where a socket listens, as a browser wants it."""
    host, number, *_ = channel.getsockname()
    return f"http://[{host}]:{number}/" if ":" in host else f"http://{host}:{number}/"
