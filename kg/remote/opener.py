"""Opens addresses so that it can be stopped, and goes nowhere but where it was sent.

A reply that says where else to go is not followed: what is asked may hold what not every server is
to know, and so do the name and the password. The sockets are kept at hand, for only closing them
ends a thread that waits for what never comes.
"""

from collections.abc import Callable, Iterator
from contextlib import suppress
from functools import partial
from http.client import HTTPConnection, HTTPResponse, HTTPSConnection
from socket import SHUT_RDWR, socket
from typing import Any
from urllib.request import (
    BaseHandler,
    HTTPBasicAuthHandler,
    HTTPDigestAuthHandler,
    HTTPHandler,
    HTTPPasswordMgrWithDefaultRealm,
    HTTPRedirectHandler,
    HTTPSHandler,
    OpenerDirector,
    Request,
    build_opener,
)


class Channels:
    """The sockets of a request, which can be closed from another thread."""

    def __init__(self) -> None:
        self._open: list[socket] = []
        self._is_closed = False

    def add(self, channel: socket) -> None:
        """Keeps one at hand; it is closed at once if it comes too late."""
        self._open.append(channel)
        if self._is_closed:
            self.close()

    def close(self) -> None:
        """Ends whatever waits for one of them."""
        self._is_closed = True
        for channel in self._open:
            with suppress(OSError):
                channel.shutdown(SHUT_RDWR)


class _Patient(HTTPConnection):
    """Reads what was said by who stopped listening: a refusal may have come before all was sent."""

    def send(self, data: Any) -> None:  # noqa: ANN401 - whatever has bytes
        with suppress(BrokenPipeError, ConnectionResetError):
            super().send(data)


class _Plain(_Patient):
    channels: Channels

    def connect(self) -> None:
        super().connect()
        self.channels.add(self.sock)


class _Safe(_Patient, HTTPSConnection):
    channels: Channels

    def connect(self) -> None:
        HTTPConnection.connect(self)  # what is below the encryption, which may be what hangs
        self.channels.add(self.sock)
        host = self._tunnel_host or self.host  # type: ignore[attr-defined]
        self.sock = self._context.wrap_socket(self.sock, server_hostname=host)  # type: ignore[attr-defined]


class _Handler(HTTPHandler, HTTPSHandler):
    """Opens with channels."""

    def __init__(self, channels: Channels) -> None:
        HTTPSHandler.__init__(self)
        self.channels = channels

    def http_open(self, req: Request) -> HTTPResponse:
        """Over a plain connection."""
        return self.do_open(partial(self._made, _Plain), req)

    def https_open(self, req: Request) -> HTTPResponse:
        """Over an encrypted one."""
        return self.do_open(partial(self._made, _Safe), req)

    def _made(
        self, kind: Callable[..., _Plain | _Safe], host: str, **more: object
    ) -> HTTPConnection:
        made = kind(host, **more)
        made.channels = self.channels
        return made


class _Nowhere(HTTPRedirectHandler):
    """Follows nothing."""

    def redirect_request(self, *_: object, **__: object) -> None:
        """No request."""


def opener(channels: Channels, url: str, user: str, password: str) -> OpenerDirector:
    """Who opens an address, and says who asks if that is wanted there."""
    return build_opener(_Handler(channels), _Nowhere, *_known(url, user, password))


def _known(url: str, user: str, password: str) -> Iterator[BaseHandler]:
    if user:
        known = HTTPPasswordMgrWithDefaultRealm()
        known.add_password(None, url, user, password)
        yield HTTPBasicAuthHandler(known)
        yield HTTPDigestAuthHandler(known)
