"""One request to a server and its reply; everything that can go wrong on the way is a fault."""

import re
from collections.abc import Callable, Mapping
from concurrent.futures import Future
from dataclasses import dataclass
from functools import partial
from html import unescape
from threading import Thread
from types import MappingProxyType
from typing import TYPE_CHECKING
from urllib.parse import urlsplit, urlunsplit

from kg.errors import Fault, Faults
from kg.remote.bounds import MEGABYTE, Bounds

if TYPE_CHECKING:
    from urllib.error import HTTPError
    from urllib.request import Request

    from kg.remote.opener import Channels

SCHEMES = ("http", "https")
ELSEWHERE = range(300, 400)
PREFACE, LONGEST = 2_000, 200  # of a refusal: the bytes that are read, the letters that are told
TITLE = re.compile(r"<title[^>]*>([^<]*)", re.IGNORECASE)
BOUNDS = Bounds()
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
    bounds: Bounds = BOUNDS,
) -> Reply:
    """What a server replies to one request.

    It is asked from a thread of its own, which is left alone once the time is up: nothing else ends
    a search for a name that does not come back, or a line that comes letter by letter.

    Args:
        where: the server.
        method: of HTTP.
        body: what is sent.
        headers: its form, and the forms that are understood.
        bounds: how far it is followed.

    Raises:
        Faults: the server cannot be reached, takes too long, refuses, or says too much.
    """
    from urllib.request import Request

    from kg.remote.opener import Channels

    channels, told = Channels(), Future[Reply]()
    asking = _Asking(where, bounds, channels)
    # S310: `address` lets nothing but http and https through.
    request = partial(Request, where.url, body, dict(headers), method=method)
    Thread(target=asking.run, args=(request, told), daemon=True).start()
    try:
        return told.result(bounds.left())
    except TimeoutError as error:
        raise Faults([silent(where, bounds)]) from error
    finally:
        channels.close()


@dataclass(frozen=True, slots=True)
class _Asking:
    """A request under way."""

    where: Address
    bounds: Bounds
    channels: "Channels"

    def run(self, request: "Callable[[], Request]", told: Future[Reply]) -> None:
        """Puts into the future what came, or why nothing did."""
        try:
            told.set_result(self._reply(request()))
        except Exception as error:  # noqa: BLE001 - whatever it is, the one who waits is told
            told.set_exception(error if isinstance(error, Faults) else self._fault(error))

    def _reply(self, request: "Request") -> Reply:
        from urllib.error import HTTPError

        from kg.remote.opener import opener

        where, most = self.where, self.bounds.most_bytes
        opened = opener(self.channels, where.url, where.user, where.password)
        try:
            with opened.open(request, timeout=self.bounds.seconds) as reply:
                told = reply.read(most + 1)
                form, missing = reply.headers.get_content_type(), reply.length
        except HTTPError as error:
            with error:
                raise Faults([self._refusal(error)]) from error
        if len(told) > most:
            raise Faults([Fault("store-too-much", name=str(where), most=f"{most / MEGABYTE:g}")])
        if missing:
            raise Faults([Fault("store-cut-off", name=str(where))])
        return Reply(form, told)

    def _refusal(self, error: "HTTPError") -> Fault:
        """What a server says instead of an answer; where it points to, if it points elsewhere."""
        name, status = str(self.where), str(error.code)
        target = error.headers.get("Location", "")
        if error.code in ELSEWHERE and target:
            return Fault("store-elsewhere", name=name, status=status, target=target)
        return Fault("store-refused", name=name, status=status, detail=_said(error))

    def _fault(self, error: Exception) -> Faults:
        """What a failure is called."""
        from http.client import HTTPException, IncompleteRead
        from ssl import SSLCertVerificationError, SSLError

        reason = getattr(error, "reason", error)
        match reason:
            case TimeoutError():
                return Faults([silent(self.where, self.bounds)])
            case IncompleteRead():
                return Faults([Fault("store-cut-off", name=str(self.where))])
            case SSLCertVerificationError(verify_message=detail):
                return Faults([Fault("store-untrusted", name=str(self.where), detail=detail)])
            case HTTPException() | ValueError() | SSLError():
                return Faults([Fault("store-not-http", name=str(self.where))])
            case ConnectionResetError() | BrokenPipeError():
                return Faults([Fault("store-cut-off", name=str(self.where))])
        return Faults([Fault("store-unreachable", name=str(self.where))])


def silent(where: Address, bounds: Bounds) -> Fault:
    """That a server took too long."""
    return Fault("store-silent", name=str(where), seconds=f"{bounds.seconds:g}")


def _said(error: "HTTPError") -> str:
    """What a server says of its refusal, shortened; of a page its title."""
    from http.client import HTTPException

    try:
        told = error.read(PREFACE).decode("utf-8", "replace").strip()
    except (HTTPException, OSError):
        return ""
    if told.startswith("<"):
        found = TITLE.search(told)
        told = unescape(found[1]).strip() if found else ""
    return told.splitlines()[0][:LONGEST] if told else ""
