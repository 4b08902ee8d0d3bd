"""The saved queries: each at an address of its own, as a page and as files."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache

from starlette.requests import Request
from starlette.responses import Response

from kg.errors import Fault, Faults, nearest
from kg.header import QueryHeader
from kg.pool import Question
from kg.pool.read import answer_of
from kg.query import Query, inspect
from kg.query.columns import with_heads
from kg.query.put_in import put_in
from kg.query.run import terms_for
from kg.query.values import choices, choose, is_class, plain_value
from kg.terms import Term
from kg.web.forms import GRAPHS, PAGE, ROWS
from kg.web.pages import Asked, Field, answer_page, front_page
from kg.web.request import parameters_of, split_form
from kg.web.service import Service, accepted, page_response, spoken

__all__ = ["Saved"]

MOST_REMEMBERED = 2000


@dataclass
class Saved:
    """Answers to the saved queries."""

    service: Service
    remembered: dict[tuple[object, ...], Question] = field(default_factory=dict)
    writable: dict[tuple[str, ...], bool] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """What a parameter may be is looked up once."""
        self.allowed = lru_cache(maxsize=None)(lambda default: choices(self.service.store, default))

    async def front(self, request: Request) -> Response:
        """The list of saved queries."""
        return page_response(request, front_page(self.service.queries, spoken(request)))

    async def one(self, request: Request) -> Response:
        """The answer to a saved query."""
        name, form = split_form(request.path_params["name"])
        query = self.service.queries.get(name)
        if query is None:
            near = nearest(name, self.service.queries)
            raise Faults([Fault("page-unknown", name=name, near=near)])
        given = _told(parameters_of(request.query_params.multi_items()), query.saved)
        language = spoken(request)
        if not form:
            # A page is what people get who do not say what they want.
            form = accepted(request, PAGE, ROWS, GRAPHS)
        question = self._question(query, given, language, form)
        if form != "html":
            return await self.service.respond(request, question)
        reply, _ = await self.service.answer(request, question)
        asked = Asked(query.saved, given, self._fields(query.saved, given), language, reply.cut)
        answer = with_heads(answer_of(reply), query, language)
        page = answer_page(asked, answer, self.service.store.prefixes)
        return page_response(request, page)

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
                rows_as=form if form in ROWS else "json" if form == "html" else "",
                graph_as=form if form in GRAPHS else "nt" if form == "html" else "",
                given=tuple((name, str(term)) for name, term in terms.items()),
                is_put_in=bool(text),
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

    def _fields(self, header: QueryHeader, given: Mapping[str, str]) -> tuple[Field, ...]:
        """A field for each parameter."""
        return tuple(
            self._field(name, default, given.get(name, default))
            for name, default in header.parameters.items()
        )

    def _field(self, name: str, default: str, told: str) -> Field:
        if plain_value(default):
            return Field(name, told)
        chosen = choose(self.service.store, name, told, default)
        words = tuple((word, term == chosen) for word, term in self.allowed(default).items())
        return Field(name, "", words, may_be_open=is_class(default))


def _told(given: Mapping[str, str], header: QueryHeader) -> Mapping[str, str]:
    """What was given, but for fields of a form that were left open."""
    open_ones = {name for name, default in header.parameters.items() if is_class(default)}
    return {name: told for name, told in given.items() if told or name not in open_ones}
