"""What a request asks by the SPARQL 1.1 Protocol (https://www.w3.org/TR/sparql11-protocol/)."""

import asyncio
from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import parse_qsl

from starlette.requests import Request

from kg.errors import Fault, Faults, nearest, refuse
from kg.query import own_query

FORM, DIRECT = "application/x-www-form-urlencoded", "application/sparql-query"
UPDATE = "application/sparql-update"
BODY_SECONDS = 10.0
MOST_FIELDS = 1000
ESCAPED = 3  # bytes that one byte may take in a form
Pairs = list[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Asking:
    """A query and the graphs it is asked of, no text if there was none; the form if named."""

    text: str
    default_graphs: tuple[str, ...] = ()
    named_graphs: tuple[str, ...] = ()
    form: str = ""


async def asking_of(request: Request, most_bytes: int) -> Asking:
    """What is asked.

    Raises:
        Faults: it is not asked as the protocol has it.
    """
    pairs = _pairs(request.scope["query_string"])
    if request.method == "POST":
        kind, given = _media(request)
        body = await _body(request, most_bytes * (ESCAPED if kind == FORM else 1))
        pairs = _pairs(body) if kind == FORM else [*pairs, ("query", _decoded(body, given))]
    if "update" in dict(pairs):
        raise Faults([Fault("update-refused", name="update")])
    texts = _values(pairs, "query")
    if len(texts) > 1 or (not texts and request.method == "POST"):
        raise Faults([Fault("query-count", count=len(texts))])
    if texts and not texts[0].strip():
        raise Faults([Fault("query-count", count=0)])
    text = own_query(texts[0], "-").text if texts else ""
    graphs = _values(pairs, "default-graph-uri"), _values(pairs, "named-graph-uri")
    return Asking(text, *graphs, dict(pairs).get("format", ""))


def refuse_strangers(asking: Asking, graphs: Iterable[str]) -> None:
    """Raises `Faults` if a graph that is asked of is not ours."""
    known = sorted(graphs)
    refuse(
        Fault("graph-unknown", name=name, near=nearest(name, known), allowed=known)
        for name in {*asking.default_graphs, *asking.named_graphs}.difference(known)
    )


def _values(pairs: Pairs, name: str) -> tuple[str, ...]:
    return tuple(value for key, value in pairs if key == name)


def _media(request: Request) -> tuple[str, str]:
    """The media type of a body, and its charset."""
    kind, *parameters = request.headers.get("content-type", "").split(";")
    name = kind.strip().casefold()
    if name == UPDATE:
        raise Faults([Fault("media-unknown", name=name, allowed=[FORM, DIRECT])])
    if name not in {FORM, DIRECT}:
        raise Faults([Fault("media-unknown", name=name, allowed=[FORM, DIRECT])])
    charsets = [each.strip().casefold().removeprefix("charset=") for each in parameters]
    return name, charsets[0].strip('"') if charsets else "utf-8"


async def _body(request: Request, most: int) -> bytes:
    """The body, if it is not too long and comes in time."""
    body = bytearray()
    try:
        async with asyncio.timeout(BODY_SECONDS):
            async for part in request.stream():
                body += part
                if len(body) > most:
                    raise Faults([Fault("query-too-long", most=most)])
    except TimeoutError as error:
        raise Faults([Fault("request-slow")]) from error
    return bytes(body)


def _pairs(written: bytes) -> Pairs:
    try:
        return parse_qsl(
            written.decode("ascii"),
            keep_blank_values=True,
            errors="strict",
            max_num_fields=MOST_FIELDS,
        )
    except ValueError as error:  # UnicodeDecodeError is one
        raise Faults([Fault("text-not-utf8")]) from error


def _decoded(body: bytes, charset: str) -> str:
    try:
        if charset in {"utf-8", "utf8"}:
            return body.decode()
    except UnicodeDecodeError:
        pass
    raise Faults([Fault("text-not-utf8")])
