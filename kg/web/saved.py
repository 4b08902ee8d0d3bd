"""The saved queries: each at an address of its own, as a page and as files."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache

from starlette.requests import Request
from starlette.responses import Response

from kg.alphabet import alphabetical
from kg.errors import Fault, Faults, nearest
from kg.header import QueryHeader
from kg.pool import Question, Reply
from kg.pool.read import answer_of
from kg.query import Query, inspect
from kg.query.chart import as_svg, chart_of
from kg.query.columns import with_heads
from kg.query.described import body_of
from kg.query.put_in import put_in, put_in_written
from kg.query.run import terms_for
from kg.query.values import choices, choose, is_class, plain_value
from kg.terms import Iri, Term
from kg.vocabulary import DATE
from kg.web.answers import FOR_A_PAGE
from kg.web.files import file_response
from kg.web.forms import GRAPHS, PAGE, PICTURE, ROWS, TABLES, media_type
from kg.web.headers import tag_of
from kg.web.names import name_of
from kg.web.request import parameters_of, split_form
from kg.web.saved_page import Asked, Choice, Field, answer_page
from kg.web.service import Service, accepted, headers_of, page_response, spoken
from kg.web.start_page import list_page, start_page

__all__ = ["Saved"]

MOST_REMEMBERED = 2000
MOST_LETTERS = 100  # of what is searched for: a near word for each takes its time


@dataclass
class Saved:
    """Answers to the saved queries."""

    service: Service
    remembered: dict[tuple[object, ...], Question] = field(default_factory=dict)
    writable: dict[tuple[str, ...], bool] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """What a parameter may be is looked up once."""
        self.allowed = lru_cache(maxsize=None)(self._allowed)
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
        name, form = split_form(request.path_params["name"])
        query = self._known(name)
        given = _told(parameters_of(request.query_params.multi_items()), query.saved)
        language = spoken(request)
        if not form:
            # A page is what people get who do not say what they want.
            form = accepted(request, PAGE, ROWS, GRAPHS)
        question = self._question(query, given, language, form)
        if form in TABLES:
            return await file_response(self.service, request, question, form, query)
        if form not in {*PAGE, *PICTURE}:
            return await self.service.respond(request, question)
        reply, _ = await self.service.answer(request, question)
        if form in PICTURE:
            drawn = await self.service.made(reply, lambda: _drawn(reply, query.saved, language))
            media = media_type("svg", PICTURE)
            return Response(drawn, headers=headers_of(tag_of([drawn]), 0), media_type=media)
        text = put_in_written(body_of(query), dict(question.given))
        fields = self._fields(query.saved, given, language)
        asked = Asked(query.saved, text, given, fields, language, reply.cut, reply.columns)
        page = await self.service.made(reply, lambda: self._page(asked, query, reply))
        return page_response(request, page)

    def _page(self, asked: Asked, query: Query, reply: Reply) -> str:
        answer = with_heads(answer_of(reply), query, asked.language)
        return answer_page(asked, answer, self.service.store.prefixes)

    def _known(self, name: str) -> Query:
        """The query of a name.

        Raises:
            Faults: there is none.
        """
        if query := self.service.queries.get(name):
            return query
        near = nearest(name, self.service.queries)
        raise Faults([Fault("page-unknown", name=name, near=near)])

    def _question(
        self, query: Query, given: Mapping[str, str], language: str, form: str
    ) -> Question:
        """What is asked; the same is worked out once."""
        key = (query.saved.id, *sorted(given.items()), language, form)
        if key not in self.remembered:
            if len(self.remembered) >= MOST_REMEMBERED:
                self.remembered.clear()
            terms = terms_for(self.service.store, query, given, language)
            text = self._written(query, terms)
            self.remembered[key] = Question(
                text or query.text,
                query.file,
                rows_as=form if form in ROWS else "json" if form in {*PAGE, *PICTURE} else "",
                graph_as=form if form in GRAPHS else "nt" if form == "html" else "",
                given=tuple((name, str(term)) for name, term in terms.items()),
                is_put_in=bool(text),
                part=FOR_A_PAGE if form == "html" else None,
            )
        return self.remembered[key]

    def _written(self, query: Query, terms: Mapping[str, Term]) -> str:
        """The text with terms in it, which the store plans better than if it is given them beside.

        Empty if such a text means nothing, for example because it gives one of them a value.
        """
        key = (query.saved.id, *terms)
        if key not in self.writable:
            text = put_in(query.text, terms)
            try:
                inspect(Query(text, query.file), self.service.store.prefixes)
            except Faults:
                self.writable[key] = False
            else:
                self.writable[key] = True
        return put_in(query.text, terms) if self.writable[key] else ""

    def _allowed(self, default: str, language: str) -> tuple[tuple[str, str, Iri], ...]:
        """What may stand in a default's place: its word, its name, itself, in order of the name."""
        found = choices(self.service.store, default).items()
        named = [(word, self._name(thing, word, language), thing) for word, thing in found]
        return tuple(sorted(named, key=lambda each: alphabetical(each[1])))

    def _name(self, thing: Iri, word: str, language: str) -> str:
        name = name_of(self.service.store, thing, language) or word
        return f"{name} ({word})" if word.isdecimal() else name

    def _fields(
        self, header: QueryHeader, given: Mapping[str, str], language: str
    ) -> tuple[Field, ...]:
        """A field for each parameter."""
        return tuple(
            self._field(name, default, given.get(name, default), language)
            for name, default in header.parameters.items()
        )

    def _field(self, name: str, default: str, told: str, language: str) -> Field:
        if plain := plain_value(default):
            return Field(name, "date" if plain.datatype == DATE else "number", told)
        chosen = choose(self.service.store, name, told, default)
        found = tuple(
            Choice(word, label, thing == chosen)
            for word, label, thing in self.allowed(default, language)
        )
        return Field(name, choices=found, may_be_open=is_class(default))


def _drawn(reply: Reply, header: QueryHeader, language: str) -> str:
    """An answer as the chart that the header declares."""
    return as_svg(chart_of(answer_of(reply), header, language))


def _told(given: Mapping[str, str], header: QueryHeader) -> Mapping[str, str]:
    """What was given, but for fields of a form that were left open."""
    open_ones = {name for name, default in header.parameters.items() if is_class(default)}
    return {name: told for name, told in given.items() if told or name not in open_ones}
