"""uvicorn, with bounds on what a connection may take, and a word when it can be reached."""

import asyncio
import socket
from collections.abc import Callable, Sequence

from starlette.applications import Starlette
from uvicorn import Config, Server
from uvicorn.protocols.http.auto import AutoHTTPProtocol

from kg.web.connections import Connections, guarded, handler, most_connections

__all__ = ["Announced", "config_of"]

IDLE_SECONDS, ENDING_SECONDS = 15, 5


class Announced(Server):
    """A server that says where it is once it can be stopped.

    Args:
        config: what it serves, and how.
        started: says where it is.
        full: says that there can be no more connections.
    """

    def __init__(
        self, config: Config, started: Callable[[], object], full: Callable[[], object]
    ) -> None:
        super().__init__(config)
        self.say_started, self.say_full = started, full

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Starts, then says so."""
        asyncio.get_running_loop().set_exception_handler(handler(self.say_full))
        await super().startup(sockets)
        self.say_started()


def config_of(app: Starlette, workers: int, proxies: Sequence[str] = ()) -> Config:
    """How an application is served.

    Args:
        app: the application.
        workers: how many there are, each of which needs files for itself.
        proxies: the addresses of those who may say for whom they ask.
    """
    return Config(
        app,
        http=guarded(AutoHTTPProtocol, Connections(most_connections(workers))),
        ws="none",
        proxy_headers=bool(proxies),
        forwarded_allow_ips=[*proxies],
        log_level="error",  # whoever sends what is no HTTP fills no log
        access_log=False,
        lifespan="off",
        server_header=False,
        timeout_keep_alive=IDLE_SECONDS,
        timeout_graceful_shutdown=ENDING_SECONDS,
    )
