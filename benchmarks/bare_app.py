"""The least that a service in Python can do: says ``ok`` to everything, by Starlette and uvicorn.

``python -m benchmarks.bare_app PORT``: what nothing built on these can go beyond.
"""

import socket
import sys

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from kg.cli.serve import Served, serve


async def okay(_request: Request) -> Response:
    """The shortest answer."""
    return Response(b"ok")


def main() -> None:
    """Serves."""
    with socket.create_server(("127.0.0.1", int(sys.argv[1]))) as channel:
        channel.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        serve(Served(Starlette(routes=[Route("/", okay)]), "en", workers=4), channel)


if __name__ == "__main__":
    main()
