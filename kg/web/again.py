"""Gives a response that was given before, when the same is asked in the same words.

Theory. The data does not change while a service runs. A response with an entity tag is the same
next time, so whoever asks for the same address in the same forms and languages can be given it
before anybody reads the question. Who brings a tag, or comes from a page elsewhere, is answered by
those inside.
"""

from collections import OrderedDict
from dataclasses import dataclass, field
from http import HTTPStatus

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from kg.web.tally import Tally

MOST_KEPT = 20_000_000  # bytes
ROOMS = ("/sparql", "/queries/")
CHOOSING = frozenset({b"accept", b"accept-language"})
OTHERWISE = frozenset({b"if-none-match", b"origin"})

Key = tuple[object, ...]

__all__ = ["Again"]


@dataclass(slots=True)
class Again:
    """An application around another.

    Args:
        app: the other.
        tally: where it is counted.
        most: bytes of responses that are kept; those asked for longest ago go first.
    """

    app: ASGIApp
    tally: Tally
    most: int = MOST_KEPT
    kept: OrderedDict[Key, tuple[Message, Message]] = field(default_factory=OrderedDict)
    size: int = 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handles one request."""
        key = key_of(scope)
        if key is None:
            await self.app(scope, receive, send)
        elif found := self.kept.get(key):
            self.kept.move_to_end(key)
            self.tally.count("questions", outcome="kept")
            for message in found:
                await send(message)
        else:
            await self._listen(key, scope, receive, send)

    async def _listen(self, key: Key, scope: Scope, receive: Receive, send: Send) -> None:
        said: list[Message] = []

        async def heard(message: Message) -> None:
            said.append(message)
            await send(message)

        await self.app(scope, receive, heard)
        match said:
            case [start, body] if is_steady(start):
                self._keep(key, (start, body))

    def _keep(self, key: Key, said: tuple[Message, Message]) -> None:
        length = len(said[1]["body"])
        if key in self.kept or length * 10 > self.most:
            return
        self.kept[key] = said
        self.size += length + len(str(key))
        while self.size > self.most:
            gone, (_, body) = self.kept.popitem(last=False)
            self.size -= len(body["body"]) + len(str(gone))


def key_of(scope: Scope) -> Key | None:
    """All that a response depends on; None if it has to be made anew."""
    if scope["type"] != "http" or scope["method"] != "GET" or not scope["path"].startswith(ROOMS):
        return None
    key: list[object] = [scope["path"], scope["query_string"]]
    for name, value in scope["headers"]:
        if name in OTHERWISE:
            return None
        if name in CHOOSING:
            key += [name, value]
    return tuple(key)


def is_steady(start: Message) -> bool:
    """Whether a response is the same next time; the tag of a page is of this one page only."""
    told = dict(start["headers"])
    is_page = told.get(b"content-type", b"").startswith(b"text/html")
    return start["status"] == HTTPStatus.OK and b"etag" in told and not is_page
