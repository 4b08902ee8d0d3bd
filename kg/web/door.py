"""By which names the service is asked, and which pages elsewhere may read what it says.

A page that somebody visits may ask a service on that somebody's own machine, by a name that leads
there. So a service that listens on this machine only answers to the names of this machine, and
assessments are read by no page but its own unless one is named.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from ipaddress import ip_address

from starlette.types import ASGIApp, Receive, Scope, Send

from kg.errors import Fault
from kg.messages import LANGUAGES
from kg.web.problems import problem
from kg.web.request import language_of

__all__ = ["ANY", "Door", "Doorkeeper", "hosts_of"]

ANY = "*"
THIS_MACHINE = ("localhost", "127.0.0.1", "[::1]")


@dataclass(frozen=True, slots=True)
class Door:
    """Who is let in.

    Args:
        hosts: the names by which the service may be asked; none for all.
        origin: the pages that may read what it says: `ANY`, one origin, or none.
    """

    hosts: frozenset[str] = frozenset()
    origin: str = ANY


def hosts_of(host: str, others: Iterable[str]) -> frozenset[str]:
    """The names by which a service that listens on an address may be asked; none for all.

    >>> sorted(hosts_of("127.0.0.1", ["Data.example"]))
    ['127.0.0.1', '[::1]', 'data.example', 'localhost']
    >>> hosts_of("0.0.0.0", [])
    frozenset()
    """
    named = {each.casefold() for each in others}
    return frozenset({*THIS_MACHINE, *named}) if named or _is_this_machine(host) else frozenset()


def _is_this_machine(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host.casefold() == "localhost"


@dataclass(frozen=True, slots=True)
class Doorkeeper:
    """An application around another, which is asked by the names it knows only."""

    app: ASGIApp
    hosts: frozenset[str]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handles one request."""
        headers = dict(scope.get("headers", ()))
        name = host_of(headers.get(b"host", b"").decode("latin-1"))
        if scope["type"] != "http" or not self.hosts or name in self.hosts:
            await self.app(scope, receive, send)
            return
        spoken = language_of("", headers.get(b"accept-language", b"").decode("latin-1"))
        fault = Fault("host-unknown", name=name, allowed=sorted(self.hosts))
        await problem([fault], spoken or LANGUAGES[0])(scope, receive, send)


def host_of(header: str) -> str:
    """The host in a Host header, without its port.

    >>> host_of("LOCALHOST:8000"), host_of("[::1]:80"), host_of("[::1]")
    ('localhost', '[::1]', '[::1]')
    """
    name, _, port = header.strip().casefold().rpartition(":")
    return name if name and port.isdecimal() and not name.endswith(":") else header.casefold()
