"""What the handlers of requests share."""

import asyncio
from collections import OrderedDict
from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from hashlib import blake2b
from typing import TypeVar

from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from kg.errors import Fault, Faults
from kg.pool import Limits, Question, Reply
from kg.query import Query
from kg.store import Store
from kg.web.desk import Desk
from kg.web.forms import GRAPHS, ROWS, Media, chosen, media_type
from kg.web.headers import CUT, KEEP, NEVER_KEEP, SAFE, is_known, tag_of
from kg.web.request import language_of
from kg.web.tally import Tally

MOST_KEPT = 20_000_000  # bytes of answers
SHORT = 32_000  # bytes of an answer of which a page is made in some milliseconds

Made = TypeVar("Made")

__all__ = ["Service", "accepted", "headers_of", "page_response", "spoken"]


@dataclass(slots=True)
class Kept:
    """Answers by their tags; those that were asked for longest ago go first."""

    most: int = MOST_KEPT
    replies: OrderedDict[str, Reply] = field(default_factory=OrderedDict)
    size: int = 0

    def get(self, tag: str) -> Reply | None:
        """An answer that was given before."""
        if found := self.replies.get(tag):
            self.replies.move_to_end(tag)
        return found

    def put(self, tag: str, reply: Reply) -> None:
        """Keeps an answer, if it will be the same next time and does not take too much room."""
        if reply.steady and tag not in self.replies and len(reply.body) * 10 <= self.most:
            self.replies[tag] = reply
            self.size += len(reply.body)
        while self.size > self.most:
            _, gone = self.replies.popitem(last=False)
            self.size -= len(gone.body)


@dataclass
class Service:
    """The data, the saved queries, and where questions are put.

    Args:
        store: what is known, in this process, for our own look-ups.
        queries: the saved queries by name.
        desk: where questions are put.
        tally: what is counted.
        limits: how far a question may go.
    """

    store: Store
    queries: Mapping[str, Query]
    desk: Desk
    tally: Tally
    limits: Limits
    kept: Kept = field(default_factory=Kept)
    edition: str = field(init=False)  # what the data is called in tags: a digest of it
    graphs: tuple[str, ...] = field(init=False)
    makers: ThreadPoolExecutor = field(init=False)

    def __post_init__(self) -> None:
        """What can be said once, before anybody asks."""
        lines = b"\n".join(sorted(self.store.quads().splitlines()))
        self.edition = blake2b(lines, digest_size=12).hexdigest()
        self.makers = ThreadPoolExecutor(1, thread_name_prefix="making")
        self.graphs = tuple(each.value for each in self.store.graphs())

    async def answer(self, request: Request, question: Question) -> tuple[Reply, str]:
        """An answer and its tag, from what was kept or else from a worker.

        Raises:
            Faults: there is none.
        """
        tag = tag_of([self.edition, self.limits, question])
        if reply := self.kept.get(tag):
            self.tally.count("questions", outcome="kept")
            return reply, tag
        reply = await self.desk.ask(request, question)
        self.kept.put(tag, reply)
        return reply, tag if reply.steady else ""

    async def made(self, reply: Reply | None, make: Callable[[], Made]) -> Made:
        """What is made of a reply: at once if it is short, otherwise beside what others ask.

        Raises:
            Faults: it was not done at the deadline.
        """
        if reply is None or len(reply.body) <= SHORT:
            return make()
        making = asyncio.get_running_loop().run_in_executor(self.makers, make)
        try:
            return await asyncio.wait_for(making, self.limits.seconds)
        except TimeoutError as error:
            seconds = f"{self.limits.seconds:g}"
            raise Faults([Fault("query-deadline", seconds=seconds)]) from error

    async def respond(self, request: Request, question: Question) -> Response:
        """An answer as a response; one the client has already is not sent again."""
        reply, tag = await self.answer(request, question)
        if is_known(tag, request.headers.get("if-none-match", "")):
            return Response(None, 304, headers_of(tag, reply.cut))
        among = GRAPHS if reply.kind == "graph" else ROWS
        return Response(
            reply.body, headers=headers_of(tag, reply.cut), media_type=media_type(reply.form, among)
        )


def page_response(request: Request, page: str) -> Response:
    """A page, or that the client has it already."""
    tag = tag_of([page])
    if is_known(tag, request.headers.get("if-none-match", "")):
        return Response(None, 304, headers_of(tag, 0))
    return HTMLResponse(page, headers=headers_of(tag, 0))


def headers_of(tag: str, cut: int) -> dict[str, str]:
    """The headers of an answer."""
    told = {**SAFE, "Cache-Control": KEEP if tag else NEVER_KEEP}
    if tag:
        told["ETag"] = tag
    if cut:
        told[CUT] = str(cut)
    return told


def spoken(request: Request) -> str:
    """The language of a request."""
    asked = request.query_params.get("lang", "")
    return language_of(asked, request.headers.get("accept-language", ""))


def accepted(request: Request, *offered: Media) -> str:
    """The form a request wants most of all that is offered.

    Raises:
        Faults: it wants none of them.
    """
    forms = {form: names for media in offered for form, names in media.items()}
    if form := chosen(",".join(request.headers.getlist("accept")), forms):
        return form
    allowed: Iterable[str] = dict.fromkeys(names[0] for names in forms.values())
    raise Faults([Fault("form-unknown", allowed=[*allowed])])
