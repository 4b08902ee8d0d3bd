"""The web application: a table of routes over a service, which holds all it needs.

What is wrong with a request is told with a status of its own, never beside half an answer.
"""

import sys
from collections.abc import Callable, Iterator, Mapping

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.cors import CORSMiddleware

from kg.pool import Alone, Limits
from kg.query import Query, inspect
from kg.store import Store
from kg.web.again import Again
from kg.web.desk import Asks, Desk
from kg.web.door import Door, Doorkeeper
from kg.web.gate import Gate
from kg.web.headers import CUT
from kg.web.proofs import Proofs
from kg.web.refusals import HANDLERS
from kg.web.routes import READ_AND_ASK, routes
from kg.web.service import Service
from kg.web.tally import Tally
from kg.web.things import Docs
from kg.web.watch import Watch

WAITING, PATIENCE = 64, 10.0
Log = Callable[[str], object]

__all__ = ["create_app", "service_of", "to_standard_error"]


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
    log: Log | None = None,
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
    return Starlette(
        routes=routes(service, proofs or Proofs(), docs or Docs()),
        exception_handlers=HANDLERS,
        middleware=[*_around(service.tally, log, door or Door())],
    )


def _around(tally: Tally, log: Log | None, door: Door) -> Iterator[Middleware]:
    """What a request passes on its way in, from the outside."""
    yield Middleware(Watch, tally=tally, write=log)
    yield Middleware(Doorkeeper, hosts=door.hosts)
    yield Middleware(Again, tally=tally)
    if door.origin:
        yield Middleware(
            CORSMiddleware,
            allow_origins=[door.origin],
            allow_methods=READ_AND_ASK,
            allow_headers=["*"],
            expose_headers=["ETag", CUT],
        )


def to_standard_error(line: str) -> None:
    """Writes a line of the log."""
    if sys.stderr is not None:
        sys.stderr.write(f"{line}\n")
