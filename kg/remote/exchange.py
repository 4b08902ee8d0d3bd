"""One request to a server and its reply; everything that can go wrong on the way is a fault."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING
from urllib.parse import urlsplit, urlunsplit

from kg.errors import Fault, Faults

if TYPE_CHECKING:
    from urllib.request import OpenerDirector

SCHEMES = ("http", "https")
SECONDS = 60.0
MOST_BYTES = 200_000_000
NO_HEADERS: Mapping[str, str] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Reply:
    """What a server answered: the form, without its parameters, and the bytes."""

    form: str
    body: bytes


@dataclass(frozen=True, slots=True)
class Address:
    """Where a server is asked: an http or https address, and who asks if it has to know."""

    url: str
    user: str = ""
    password: str = ""

    def __str__(self) -> str:
        """The address as it may be shown: without the password."""
        return self.url


def address(text: str) -> Address:
    """An address as it is written on the command line, ``http://user:password@host/path``.

    Raises:
        Faults: it is not an address of http or https.

    >>> str(address("http://me:secret@localhost:7878/query"))
    'http://localhost:7878/query'
    """
    try:
        parts = urlsplit(text)
        known = parts.scheme in SCHEMES and bool(parts.hostname)
        port = parts.port
    except ValueError:
        known = False
    if not known:
        raise Faults(
            [Fault("store-address", name=text, allowed=[f"{each}://" for each in SCHEMES])]
        )
    host = f"[{parts.hostname}]" if ":" in str(parts.hostname) else str(parts.hostname)
    place = host if port is None else f"{host}:{port}"
    url = urlunsplit((parts.scheme, place, parts.path or "/", parts.query, ""))
    return Address(url, parts.username or "", parts.password or "")


def exchange(
    where: Address,
    method: str,
    body: bytes,
    headers: Mapping[str, str] = NO_HEADERS,
    seconds: float = SECONDS,
) -> Reply:
    """What a server replies to one request.

    Args:
        where: the server.
        method: of HTTP.
        body: what is sent.
        headers: its form, and the forms that are understood.
        seconds: how long the server may be silent.

    Raises:
        Faults: the server cannot be reached, takes too long, refuses, or says too much.
    """
    from http.client import HTTPException
    from urllib.error import HTTPError, URLError
    from urllib.request import Request

    request = Request(where.url, body, dict(headers), method=method)  # noqa: S310 - see `address`
    try:
        with _opener(where).open(request, timeout=seconds) as reply:
            told = reply.read(MOST_BYTES + 1)
            form = reply.headers.get_content_type()
    except HTTPError as error:
        detail = _first_line(error.read(2_000))
        fault = Fault("store-refused", name=str(where), status=str(error.code), detail=detail)
        raise Faults([fault]) from error
    except TimeoutError as error:
        raise Faults([_silent(where, seconds)]) from error
    except (URLError, HTTPException, OSError) as error:
        if isinstance(getattr(error, "reason", None), TimeoutError):
            raise Faults([_silent(where, seconds)]) from error
        raise Faults([Fault("store-unreachable", name=str(where))]) from error
    if len(told) > MOST_BYTES:
        raise Faults([Fault("store-too-much", name=str(where), most=f"{MOST_BYTES // 1_000_000}")])
    return Reply(form, told)


def _opener(where: Address) -> "OpenerDirector":
    """Who opens addresses: follows nothing to another kind of address, and answers who asks."""
    from urllib.request import (
        HTTPBasicAuthHandler,
        HTTPDigestAuthHandler,
        HTTPPasswordMgrWithDefaultRealm,
        build_opener,
    )

    if not where.user:
        return build_opener()
    known = HTTPPasswordMgrWithDefaultRealm()
    known.add_password(None, where.url, where.user, where.password)
    return build_opener(HTTPBasicAuthHandler(known), HTTPDigestAuthHandler(known))


def _silent(where: Address, seconds: float) -> Fault:
    return Fault("store-silent", name=str(where), seconds=f"{seconds:g}")


def _first_line(told: bytes) -> str:
    """What a server says of its refusal, shortened: it may be a page."""
    lines = told.decode("utf-8", "replace").strip().splitlines()
    return lines[0][:200] if lines else ""
