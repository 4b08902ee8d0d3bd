"""The web application: a table of routes over a store and the saved queries.

It answers saved queries only, and has no state: whatever it needs is given to `create_app`.
"""

import json
from collections.abc import Mapping
from importlib.resources import files

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response
from starlette.routing import Route

from kg.errors import Fault, Faults, nearest
from kg.header import QueryHeader
from kg.messages import fault_text, text
from kg.query import Query, inspect, run, write
from kg.query.values import choices, choose
from kg.store import SparqlStore
from kg.web.pages import Asked, Field, answer_page, front_page
from kg.web.request import language_of, parameters_of, split_form

SAFE = {
    "Content-Security-Policy": "default-src 'none'; style-src 'self'; form-action 'self'; "
    "base-uri 'none'; frame-ancestors 'none'",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "Vary": "Accept-Language",
}
MEDIA = {"csv": "text/csv; charset=utf-8", "json": "application/sparql-results+json"}


def create_app(store: SparqlStore, queries: Mapping[str, Query]) -> Starlette:
    """The application.

    Args:
        store: what the queries are asked of.
        queries: the saved queries by name.

    Raises:
        Faults: a query may not run.
    """
    for query in queries.values():
        inspect(query, store.prefixes)
    pages = Pages(store, queries)
    routes = [
        Route("/", pages.front),
        Route("/queries/{name}", pages.query),
        Route("/health", health),
        Route("/style.css", style),
    ]
    handlers = {Faults: refused, 404: unknown_page, 405: only_read}
    return Starlette(routes=routes, exception_handlers=handlers)


class Pages:
    """The answers that need the store and the queries."""

    def __init__(self, store: SparqlStore, queries: Mapping[str, Query]) -> None:
        self.store = store
        self.queries = queries

    async def front(self, request: Request) -> Response:
        """The list of saved queries."""
        return HTMLResponse(front_page(self.queries, spoken(request)), headers=SAFE)

    async def query(self, request: Request) -> Response:
        """The answer to a saved query."""
        name, form = split_form(request.path_params["name"])
        language = spoken(request)
        if name not in self.queries:
            fault = Fault("page-unknown", name=name, near=nearest(name, self.queries))
            return problem([fault], 404, language)
        query, given = self.queries[name], parameters_of(request.query_params.multi_items())
        answer = run(self.store, query, given, language)
        if form in MEDIA:
            written = write(answer, form, self.store.prefixes, language)
            return Response(written, media_type=MEDIA[form], headers=SAFE)
        asked = Asked(query.saved, given, self._fields(query.saved, given), language)
        return HTMLResponse(answer_page(asked, answer, self.store.prefixes), headers=SAFE)

    def _fields(self, header: QueryHeader, given: Mapping[str, str]) -> tuple[Field, ...]:
        """A field for each parameter."""
        fields = []
        for name, default in header.parameters.items():
            allowed = choices(self.store, default)
            chosen = choose(self.store, name, given.get(name, default), default)
            words = tuple((word, term == chosen) for word, term in allowed.items())
            fields.append(Field(name, words))
        return tuple(fields)


async def health(_request: Request) -> Response:
    """That the service is there."""
    return JSONResponse({"status": "ok"}, headers=SAFE)


async def style(_request: Request) -> Response:
    """The one style sheet."""
    sheet = (files("kg.web") / "style.css").read_text(encoding="utf-8")
    return Response(sheet, media_type="text/css", headers=SAFE)


async def refused(request: Request, error: Exception) -> Response:
    """What is wrong with a request, in the words of the command line."""
    if not isinstance(error, Faults):
        raise error
    return problem(error.each(), 400, spoken(request))


async def unknown_page(request: Request, _error: Exception) -> Response:
    """That there is no such page."""
    return problem([Fault("page-unknown", name=request.url.path)], 404, spoken(request))


async def only_read(request: Request, error: Exception) -> Response:
    """That a page can be read and nothing else."""
    answer = problem([Fault("method-unknown", name=request.method)], 405, spoken(request))
    answer.headers.update(getattr(error, "headers", None) or {})
    return answer


def problem(faults: list[Fault], status: int, language: str) -> Response:
    """Faults as a problem document (RFC 9457)."""
    told = "\n".join(fault_text(fault, language) for fault in faults)
    document = {"title": text("web-fault", language), "status": status, "detail": told}
    body = json.dumps(document, ensure_ascii=False)
    headers = {**SAFE, "Content-Language": language}
    return Response(body, status, headers, media_type="application/problem+json")


def spoken(request: Request) -> str:
    """The language of a request."""
    asked = request.query_params.get("lang", "")
    return language_of(asked, request.headers.get("accept-language", ""))
