"""Which address leads where."""

from importlib.resources import files

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from kg.web.cards import Cards
from kg.web.headers import SAFE
from kg.web.health import health_of, metrics_of
from kg.web.proofs import Proofs
from kg.web.saved import Saved
from kg.web.service import Service
from kg.web.sparql import Endpoint
from kg.web.things import Docs, Things

DAY = "public, max-age=86400"
READ_AND_ASK = ("GET", "POST")

__all__ = ["READ_AND_ASK", "routes"]


def routes(service: Service, proofs: Proofs, docs: Docs) -> list[Route]:
    """All addresses there are.

    Args:
        service: what the handlers need.
        proofs: finds proofs of what is inferred.
        docs: the pages about the knowledge.
    """
    return [
        *_questions(service),
        *_knowledge(service, docs),
        *_proofs(service, proofs),
        Route("/health", health_of(service)),
        Route("/metrics", metrics_of(service)),
        Route("/style.css", style),
        Route("/favicon.ico", nothing),
    ]


def _questions(service: Service) -> list[Route]:
    endpoint, saved = Endpoint(service), Saved(service)
    return [
        Route("/", saved.front),
        Route("/sparql", endpoint.handle, methods=READ_AND_ASK),
        Route("/sparql.{ending}", endpoint.file, methods=READ_AND_ASK),
        Route("/queries", saved.all),
        Route("/queries/{name}", saved.one),
    ]


def _knowledge(service: Service, docs: Docs) -> list[Route]:
    things, cards = Things(service, docs), Cards(service)
    return [
        Route("/id/{name:path}", things.thing),
        Route("/ns", things.vocabulary),
        Route("/ns.{ending}", things.vocabulary),
        Route("/ontology/{path:path}", docs.one),
        Route("/.well-known/void", cards.data_set),
        Route("/.well-known/sparql-examples", cards.examples),
        Route("/sparql/.well-known/sparql-examples", cards.examples),
    ]


def _proofs(service: Service, proofs: Proofs) -> list[Route]:
    why = proofs.bound(service)
    return [Route("/why", why), Route("/why.{ending}", why)]


async def style(_request: Request) -> Response:
    """The one style sheet."""
    sheet = (files("kg.web") / "style.css").read_text(encoding="utf-8")
    return Response(sheet, media_type="text/css", headers={**SAFE, "Cache-Control": DAY})


async def nothing(_request: Request) -> Response:
    """There is no picture for the tab, and no need to log that."""
    return Response(None, 204, SAFE)
