"""Connections over real sockets: who says nothing, takes nothing or is one too many is closed."""

import asyncio
import errno
import socket
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from importlib.util import find_spec
from threading import Event, Thread
from typing import Any

import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from uvicorn import Config, Server
from uvicorn.protocols.http.h11_impl import H11Protocol

from kg.web.connections import Connection, Connections, guarded, handler, most_connections

LONG = 30_000_000
ASK = b"GET / HTTP/1.1\r\nHost: x\r\n\r\n"
LONG_ASK = b"GET /long HTTP/1.1\r\nHost: x\r\n\r\n"


def protocols() -> list[type[asyncio.Protocol]]:
    """Those of uvicorn that are there."""
    if not find_spec("httptools"):
        return [H11Protocol]
    from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

    return [H11Protocol, HttpToolsProtocol]


class Watched(Connections):
    """Notes when somebody is dropped or has gone."""

    def __init__(self, **rules: Any) -> None:  # noqa: ANN401 - whatever rules there are
        super().__init__(**{"most": 100, "head_seconds": 60, "pace_seconds": 60} | rules)
        self.somebody_went = Event()

    def went(self, one: Connection) -> None:
        """One less."""
        super().went(one)
        self.somebody_went.set()


async def short(_request: Request) -> Response:
    """A few bytes."""
    return Response("short")


async def long(_request: Request) -> Response:
    """More than any buffer takes."""
    return Response(b" " * LONG)


@contextmanager
def serving(connections: Connections, base: type[asyncio.Protocol]) -> Iterator[int]:
    """A server on loopback; its port."""
    app = Starlette(routes=[Route("/", short), Route("/long", long)])
    protocol: Any = guarded(base, connections)
    config = Config(app, http=protocol, ws="none", lifespan="off", log_level="critical")
    server, channel = Server(config), socket.create_server(("127.0.0.1", 0))
    thread = Thread(target=server.run, kwargs={"sockets": [channel]})
    thread.start()
    try:
        yield channel.getsockname()[1]
    finally:
        server.force_exit = server.should_exit = True
        thread.join()
        channel.close()


def to(port: int) -> "closing[socket.socket]":
    """A connection."""
    return closing(socket.create_connection(("127.0.0.1", port), timeout=10))


def rest(channel: socket.socket) -> bytes:
    """All that comes until the other side closes."""
    parts = []
    with suppress(ConnectionError):
        while part := channel.recv(1_000_000):
            parts.append(part)
    return b"".join(parts)


def answered(channel: socket.socket) -> bytes:
    """One short answer."""
    channel.sendall(ASK)
    told = b""
    while b"short" not in told:
        part = channel.recv(1000)
        assert part, told
        told += part
    return told


@pytest.mark.parametrize("base", protocols())
def test_who_does_not_say_what_is_wanted_is_closed(base: type[asyncio.Protocol]) -> None:
    """Silent from the start, in the middle of a head, in a second one, with blank lines only."""
    with serving(Watched(head_seconds=0.1), base) as port:
        for said in (b"", b"GET / HTTP/1.1\r\nHos", b"\r\n"):
            with to(port) as channel:
                channel.sendall(said)
                assert b" 200 " not in rest(channel)
        with to(port) as channel:
            assert answered(channel).startswith(b"HTTP/1.1 200 ")
            channel.sendall(ASK[:9])
            assert rest(channel) == b""


@pytest.mark.parametrize("base", protocols())
def test_the_longest_idle_makes_room(base: type[asyncio.Protocol]) -> None:
    """Whoever comes last is served, however many are there and say nothing."""
    with serving(Watched(most=3), base) as port:
        idle = [socket.create_connection(("127.0.0.1", port), timeout=10) for _ in range(9)]
        with to(port) as channel:
            assert answered(channel).startswith(b"HTTP/1.1 200 ")
        assert [rest(each) for each in idle[:7]] == [b""] * 7
        for each in idle:
            each.close()


@pytest.mark.parametrize("base", protocols())
def test_an_answer_that_is_not_taken_is_not_kept(base: type[asyncio.Protocol]) -> None:
    """It is cut off; somebody who takes it at once gets all of it."""
    connections = Watched(pace_seconds=0.1)
    with serving(connections, base) as port, to(port) as slow:
        slow.sendall(LONG_ASK)
        assert connections.somebody_went.wait(10)
        assert len(rest(slow)) < LONG
    with serving(Watched(), base) as port, to(port) as quick:
        quick.sendall(LONG_ASK.replace(b"Host", b"Connection: close\r\nHost"))
        assert len(rest(quick)) > LONG


@pytest.mark.parametrize("base", protocols())
def test_so_much_waits_to_be_taken_and_no_more(base: type[asyncio.Protocol]) -> None:
    """The slowest goes first, long before its time is up."""
    connections = Watched(most_held=LONG + LONG // 2)
    with serving(connections, base) as port, to(port) as first, to(port) as second:
        first.sendall(LONG_ASK)
        assert first.recv(1)
        second.sendall(LONG_ASK)
        assert connections.somebody_went.wait(10)
        assert len(rest(first)) < LONG
        assert second.recv(1)


def test_that_file_numbers_are_out_is_told_seldom() -> None:
    """Once in a while; every other error goes where it went before."""
    told: list[str] = []
    others: list[dict[str, Any]] = []
    clock = iter([0.0, 0.0, 1.0, 59.0, 61.0, 61.0])
    loop = asyncio.new_event_loop()
    loop.default_exception_handler = others.append  # type: ignore[assignment]
    handle = handler(lambda: told.append("full"), lambda: next(clock))
    full, other = {"exception": OSError(errno.EMFILE, "")}, {"exception": OSError(errno.EPIPE, "")}
    for context in (full, full, full, full, other):
        handle(loop, context)
    loop.close()

    assert (told, others) == (["full"] * 2, [other])


@pytest.mark.skipif(not find_spec("resource"), reason="only there file numbers are limited")
def test_there_are_fewer_connections_than_file_numbers(monkeypatch: pytest.MonkeyPatch) -> None:
    """Some numbers are left for what is no connection."""
    for soft, most in ((200, 112), (1024, 936), (10**6, 4000), (20, 16)):
        monkeypatch.setattr("resource.getrlimit", lambda _, soft=soft: (soft, soft))
        assert most_connections(4) == most
