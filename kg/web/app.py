"""The web application: a table of routes over a service, which holds all it needs.

What is wrong with a request is told with a status of its own, never beside half an answer.
"""

import sys
from collections.abc import Awaitable, Callable, Mapping
from importlib.resources import files

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.cors import CORSMiddleware
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from kg.errors import Fault, Faults, nearest
from kg.messages import LANGUAGES
from kg.pool import Alone, Limits
from kg.query import Query, inspect
from kg.store import Store
from kg.web.again import Again
from kg.web.cards import Cards
from kg.web.desk import Asks, Desk, GoneError
from kg.web.door import Door, Doorkeeper
from kg.web.fault_page import told
from kg.web.gate import Gate
from kg.web.headers import CUT, NEVER_KEEP, SAFE
from kg.web.problems import BUSY, failing
from kg.web.proofs import Proofs
from kg.web.saved import Saved
from kg.web.service import Service
from kg.web.sparql import Endpoint
from kg.web.tally import Tally
from kg.web.things import Docs, Things
from kg.web.watch import Watch

WAITING, PATIENCE = 64, 10.0
CLIENT_CLOSED = 499  # what a log says of a client that hung up; nobody reads the response
DAY = "public, max-age=86400"
PLACES = ("/", "/queries", "/sparql", "/ontology/", "/ns", "/why", "/.well-known/void")

__all__ = ["create_app", "service_of"]


def service_of(
    store: Store,
    queries: Mapping[str, Query],
    asks: Asks | None = None,
    limits: Limits | None = None,
) -> Service:
    """What the application needs.

    Args:
        store: what the queries are asked of.
        queries: the saved queries by name.
        asks: what answers questions; without it, a store in this process.
        limits: how far a question may go.

    Raises:
        Faults: a saved query may not run.
    """
    for query in queries.values():
        inspect(query, store.prefixes)
    limits, tally = limits or Limits(), Tally()
    answering = asks or Alone(store.quads(), store.prefixes, limits)
    desk = Desk(answering, Gate(answering.size, WAITING, PATIENCE), tally)
    return Service(store, queries, desk, tally, limits)


def create_app(
    service: Service,
    proofs: Proofs | None = None,
    docs: Docs | None = None,
    log: Callable[[str], object] | None = None,
    door: Door | None = None,
) -> Starlette:
    """The application.

    Args:
        service: what it needs.
        proofs: finds proofs of what is inferred.
        docs: the pages about the knowledge.
        log: takes a line for each request.
        door: by which names it is asked, and which pages elsewhere may read; without it all.
    """
    endpoint, saved, cards = Endpoint(service), Saved(service), Cards(service)
    papers = docs or Docs()
    things = Things(service, papers)
    why = (proofs or Proofs()).bound(service)
    read_and_ask = ["GET", "POST"]
    routes = [
        Route("/", saved.front),
        Route("/sparql", endpoint.handle, methods=read_and_ask),
        Route("/sparql.{ending}", endpoint.file, methods=read_and_ask),
        Route("/queries", saved.all),
        Route("/queries/{name}", saved.one),
        Route("/id/{name:path}", things.thing),
        Route("/ns", things.vocabulary),
        Route("/ns.{ending}", things.vocabulary),
        Route("/ontology/{path:path}", papers.one),
        Route("/.well-known/void", cards.data_set),
        Route("/.well-known/sparql-examples", cards.examples),
        Route("/sparql/.well-known/sparql-examples", cards.examples),
        Route("/why", why),
        Route("/why.{ending}", why),
        Route("/health", health_of(service)),
        Route("/metrics", metrics_of(service)),
        Route("/style.css", style),
        Route("/favicon.ico", nothing),
    ]
    handlers = {
        Faults: refused,
        404: unknown_page,
        405: only_read,
        GoneError: gone,
        Exception: failed,
    }
    let_in = door or Door()
    shared = Middleware(
        CORSMiddleware,
        allow_origins=[let_in.origin],
        allow_methods=["GET", "POST"],
        allow_headers=["*"],
        expose_headers=["ETag", CUT],
    )
    watch = Middleware(Watch, tally=service.tally, write=log)
    keeper = Middleware(Doorkeeper, hosts=let_in.hosts)
    again = Middleware(Again, tally=service.tally)
    outside = [watch, keeper, again, *([shared] if let_in.origin else [])]
    return Starlette(routes=routes, exception_handlers=handlers, middleware=outside)


def to_standard_error(line: str) -> None:
    """Writes a line of the log."""
    if sys.stderr is not None:
        sys.stderr.write(f"{line}\n")


def health_of(service: Service) -> Callable[[Request], Awaitable[Response]]:
    """The handler that tells whether questions are answered."""

    async def health(_request: Request) -> Response:
        if await service.desk.is_well():
            return JSONResponse({"status": "ok"}, headers={**SAFE, "Cache-Control": NEVER_KEEP})
        return JSONResponse({"status": "no workers"}, BUSY, failing(BUSY, LANGUAGES[0]))

    return health


def metrics_of(service: Service) -> Callable[[Request], Awaitable[Response]]:
    """The handler that tells what was counted."""

    async def metrics(_request: Request) -> Response:
        gate = service.desk.gate
        gauges = {"running": gate.inside.total(), "waiting": len(gate.queue)}
        media = "text/plain; version=0.0.4; charset=utf-8"
        return Response(service.tally.text(gauges), headers=SAFE, media_type=media)

    return metrics


async def style(_request: Request) -> Response:
    """The one style sheet."""
    sheet = (files("kg.web") / "style.css").read_text(encoding="utf-8")
    return Response(sheet, media_type="text/css", headers={**SAFE, "Cache-Control": DAY})


async def nothing(_request: Request) -> Response:
    """There is no picture for the tab, and no need to log that."""
    return Response(None, 204, SAFE)


async def refused(request: Request, error: Exception) -> Response:
    """What is wrong with a request, in the words of the command line."""
    if not isinstance(error, Faults):
        raise error
    return told(request, error.each())


async def unknown_page(request: Request, _error: Exception) -> Response:
    """That there is no such page."""
    near = nearest(request.url.path, PLACES)
    return told(request, [Fault("page-unknown", name=request.url.path, near=near)])


async def only_read(request: Request, error: Exception) -> Response:
    """That a page can be read and nothing else."""
    headers = getattr(error, "headers", None) or {}
    return told(request, [Fault("method-unknown", name=request.method)], headers)


async def failed(request: Request, _error: Exception) -> Response:
    """That it is not the reader's fault; what it was is told to who runs the service."""
    return told(request, [Fault("service-failed")])


async def gone(_request: Request, _error: Exception) -> Response:
    """Nobody is there any more."""
    return Response(None, CLIENT_CLOSED)
