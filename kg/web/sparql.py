"""The endpoint: ``/sparql``, for programs by the protocol and for people as a page."""

from dataclasses import dataclass, replace
from functools import lru_cache
from typing import NamedTuple

from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from kg.errors import Fault, Faults
from kg.pool import Question, Reply
from kg.pool.read import answer_of
from kg.web.answers import FOR_A_PAGE
from kg.web.describe import service_description
from kg.web.files import file_response
from kg.web.forms import GRAPHS, PAGE, ROWS, TABLES, chosen, media_type
from kg.web.own_page import Own, own_page
from kg.web.problems import failing, status_of
from kg.web.protocol import Asking, asking_of, refuse_strangers
from kg.web.service import Service, accepted, headers_of, page_response, spoken

__all__ = ["Endpoint"]

ENDINGS = (*ROWS, *TABLES, *GRAPHS)

# What clients that say it in the address call some forms, and what they mean by others for triples.
OTHER_NAMES = {
    "turtle": "ttl",
    "n3": "ttl",
    "ntriples": "nt",
    "n-triples": "nt",
    "json-ld": "jsonld",
    "rdf+xml": "rdf",
    "rdfxml": "rdf",
}
BESIDE = {"json": "jsonld", "xml": "rdf"}


@dataclass(frozen=True, slots=True)
class Endpoint:
    """Answers questions that anybody may write."""

    service: Service

    async def handle(self, request: Request) -> Response:
        """A question or, without one, what there is to say of the endpoint."""
        asking = await asking_of(request, self.service.limits.query_bytes)
        if asking.form and asking.text:
            form = named(asking.form)
            return await self._in_form(request, asking, form, BESIDE.get(form, ""))
        wish = wish_of(",".join(request.headers.getlist("accept")))
        if wish.page:
            return await self._page(request, asking)
        if not asking.text:
            form = accepted(request, GRAPHS)
            body = service_description(self.service, str(request.url.replace(query="")), form)
            return Response(body, headers=headers_of("", 0), media_type=media_type(form, GRAPHS))
        refuse_strangers(asking, self.service.graphs)
        if not (wish.rows_as or wish.graph_as):
            accepted(request, ROWS, GRAPHS)
        return await self.service.respond(request, question_of(asking, wish.rows_as, wish.graph_as))

    async def file(self, request: Request) -> Response:
        """The answer in the form that the ending of the address names, for links on pages."""
        form = request.path_params["ending"]
        if form not in ENDINGS:
            raise Faults([Fault("form-ending", name=form, allowed=[*ENDINGS])])
        asking = await asking_of(request, self.service.limits.query_bytes)
        if not asking.text:
            raise Faults([Fault("query-count", count=0)])
        return await self._in_form(request, asking, form)

    async def _in_form(
        self, request: Request, asking: Asking, form: str, of_graphs: str = ""
    ) -> Response:
        if form in PAGE:
            return await self._page(request, asking)
        refuse_strangers(asking, self.service.graphs)
        rows_as, graph_as = (form if form in each else "" for each in (ROWS, GRAPHS))
        question = question_of(asking, rows_as, graph_as or of_graphs)
        if form in TABLES:
            return await file_response(self.service, request, question, form)
        return await self.service.respond(request, question)

    async def _page(self, request: Request, asking: Asking) -> Response:
        """The form, with the answer or what is wrong."""
        language = spoken(request)
        reply: Reply | None = None
        faults: list[Fault] = []
        try:
            if asking.text:
                refuse_strangers(asking, self.service.graphs)
                question = replace(question_of(asking, "json", "nt"), part=FOR_A_PAGE)
                reply, _ = await self.service.answer(request, question)
        except Faults as group:
            faults = group.each()
        page = await self.service.made(
            reply, lambda: self._written(asking, reply, faults, language)
        )
        if not faults:
            return page_response(request, page)
        status = status_of(faults)
        return HTMLResponse(page, status, failing(status, language))

    def _written(
        self, asking: Asking, reply: Reply | None, faults: list[Fault], language: str
    ) -> str:
        reply = reply or Reply(b"", "json", "none")
        answer = answer_of(reply) if reply.body else None
        own = Own(asking.text, answer, reply.cut, reply.columns, tuple(faults))
        return own_page(own, self.service, language)


def named(name: str) -> str:
    """The form of a name, which may be that of a media type.

    Raises:
        Faults: there is no such form.
    """
    offered = {**ROWS, **TABLES, **GRAPHS, **PAGE}
    word = OTHER_NAMES.get(name.casefold(), name.casefold())
    for form, media in offered.items():
        if word in {form, *media}:
            return form
    raise Faults([Fault("form-ending", name=name, allowed=[*offered])])


class Wish(NamedTuple):
    """What an Accept header wants: a page most of all, which form of rows, which of triples."""

    page: bool
    rows_as: str
    graph_as: str


@lru_cache(maxsize=64)
def wish_of(header: str) -> Wish:
    """What a header wants; a client sends the same each time."""
    page = chosen(header, {**ROWS, **GRAPHS, **PAGE}) == "html"
    return Wish(page, chosen(header, ROWS), chosen(header, GRAPHS))


def question_of(asking: Asking, rows_as: str, graph_as: str) -> Question:
    """What is asked, as a worker wants it."""
    return Question(
        asking.text,
        rows_as=rows_as,
        graph_as=graph_as,
        default_graphs=asking.default_graphs,
        named_graphs=asking.named_graphs,
        is_own=True,
    )
