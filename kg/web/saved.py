"""The saved queries: each at an address of its own, as a page and as files."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from starlette.requests import Request
from starlette.responses import Response

from kg.errors import Fault, Faults, nearest
from kg.header import QueryHeader
from kg.pool import Question, Reply
from kg.pool.read import answer_of
from kg.query import Query
from kg.query.chart import as_svg, chart_of
from kg.query.columns import with_heads
from kg.query.described import body_of
from kg.query.put_in import put_in_written
from kg.query.values import is_class
from kg.web.files import file_response
from kg.web.forms import GRAPHS, PAGE, PICTURE, ROWS, TABLES, media_type
from kg.web.headers import tag_of
from kg.web.request import parameters_of, split_form
from kg.web.saved_fields import Fields
from kg.web.saved_page import Asked, answer_page
from kg.web.saved_questions import Questions, Wanted
from kg.web.service import Service, accepted, headers_of, page_response, spoken
from kg.web.start_page import list_page, start_page

__all__ = ["Saved"]

MOST_LETTERS = 100  # of what is searched for: a near word for each takes its time


@dataclass
class Saved:
    """Answers to the saved queries."""

    service: Service

    def __post_init__(self) -> None:
        """What stays the same is made once."""
        store = self.service.store
        self.questions, self.fields = Questions(store), Fields(store)
        self.starts = lru_cache(maxsize=None)(lambda language: start_page(self.service, language))

    async def front(self, request: Request) -> Response:
        """What is here."""
        return page_response(request, self.starts(spoken(request)))

    async def all(self, request: Request) -> Response:
        """The list of saved queries, or of those that have some words."""
        words = request.query_params.get("q", "")[:MOST_LETTERS]
        return page_response(request, list_page(self.service.queries, words, spoken(request)))

    async def one(self, request: Request) -> Response:
        """The answer to a saved query."""
        wanted = self._wanted(request)
        question = self.questions.put(wanted)
        if wanted.form in TABLES:
            return await file_response(self.service, request, question, wanted.form, wanted.query)
        if wanted.form not in {*PAGE, *PICTURE}:
            return await self.service.respond(request, question)
        reply, _ = await self.service.answer(request, question)
        if wanted.form in PICTURE:
            return await self._picture(wanted, reply)
        return page_response(request, await self._page(wanted, question, reply))

    def _wanted(self, request: Request) -> Wanted:
        """What a request wants: a page, unless it says something else."""
        name, form = split_form(request.path_params["name"])
        query = self._known(name)
        given = _told(parameters_of(request.query_params.multi_items()), query.saved)
        form = form or accepted(request, PAGE, ROWS, GRAPHS)
        return Wanted(query, given, spoken(request), form)

    def _known(self, name: str) -> Query:
        """The query of a name.

        Raises:
            Faults: there is none.
        """
        if query := self.service.queries.get(name):
            return query
        near = nearest(name, self.service.queries)
        raise Faults([Fault("page-unknown", name=name, near=near)])

    async def _picture(self, wanted: Wanted, reply: Reply) -> Response:
        """The chart that the header of the query declares."""
        header, language = wanted.query.saved, wanted.language
        drawn = await self.service.made(
            reply, lambda: as_svg(chart_of(answer_of(reply), header, language))
        )
        media = media_type("svg", PICTURE)
        return Response(drawn, headers=headers_of(tag_of([drawn]), 0), media_type=media)

    async def _page(self, wanted: Wanted, question: Question, reply: Reply) -> str:
        query, given, language = wanted.query, wanted.given, wanted.language
        text = put_in_written(body_of(query), dict(question.given))
        fields = self.fields.of(query.saved, given, language)
        asked = Asked(query.saved, text, given, fields, language, reply.cut, reply.columns)
        return await self.service.made(reply, lambda: self._shown(asked, query, reply))

    def _shown(self, asked: Asked, query: Query, reply: Reply) -> str:
        answer = with_heads(answer_of(reply), query, asked.language)
        return answer_page(asked, answer, self.service.store.prefixes)


def _told(given: Mapping[str, str], header: QueryHeader) -> Mapping[str, str]:
    """What was given, but for fields of a form that were left open."""
    open_ones = {name for name, default in header.parameters.items() if is_class(default)}
    return {name: told for name, told in given.items() if told or name not in open_ones}
