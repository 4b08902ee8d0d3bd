"""What our IRIs lead to: things at ``/id/NAME``, the vocabulary at ``/ns``."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from itertools import chain
from typing import NamedTuple

import anyio.to_thread
import pyoxigraph
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from kg.errors import Fault, Faults, nearest
from kg.pages.atlas import VOCABULARY
from kg.pool import Question, Reply
from kg.pool.read import answer_of
from kg.recommend.dataset import is_inferred
from kg.store import in_order
from kg.terms import Iri, Triple, local_name
from kg.vocabulary import ID, NST, THE_REQUEST
from kg.web.answers import FOR_A_PAGE
from kg.web.forms import GRAPHS, PAGE
from kg.web.headers import SAFE
from kg.web.names import names
from kg.web.service import Service, accepted, page_response, spoken
from kg.web.thing_page import Said, thing_page

__all__ = ["Docs", "Things"]

REQUEST = f"/{local_name(THE_REQUEST)}>"
MEDIA = {"html": "text/html", "css": "text/css", "svg": "image/svg+xml"}


@dataclass
class Docs:
    """The pages about the knowledge, made when somebody first asks for one.

    Args:
        make: gives all of them, by their paths.
        find: gives where each term stands in a language's folder of them.
    """

    make: Callable[[], Mapping[str, str]] = dict
    find: Callable[[], Mapping[Iri, str]] = dict
    lock: anyio.Lock = field(default_factory=anyio.Lock)
    made: Mapping[str, str] | None = None
    found: Mapping[Iri, str] | None = None

    async def addresses(self) -> Mapping[Iri, str]:
        """Where each term stands."""
        async with self.lock:
            if self.found is None:
                self.found = await anyio.to_thread.run_sync(self.find)
        return self.found

    async def one(self, request: Request) -> Response:
        """One page, picture or sheet."""
        path = request.path_params["path"] or "index.html"
        async with self.lock:
            if self.made is None:
                self.made = await anyio.to_thread.run_sync(self.make)
        if path not in self.made:
            raise Faults([Fault("page-unknown", name=request.url.path)])
        media = MEDIA[path.rpartition(".")[2]]
        return Response(self.made[path], headers=SAFE, media_type=media)


@dataclass
class Things:
    """Tells what is known of one thing.

    Args:
        service: what is known.
        docs: the pages on which most things stand.
    """

    service: Service
    docs: Docs

    async def thing(self, request: Request) -> Response:
        """One thing: where it is told of or, by the ending of the address, what is told."""
        name, _, ending = request.path_params["name"].rpartition(".")
        if name and ending in {*GRAPHS, *PAGE}:
            return await self._told(request, Iri(ID + name), ending)
        name = request.path_params["name"]
        form = accepted(request, PAGE, GRAPHS)
        await self._require(request, Iri(ID + name))
        page = (await self.docs.addresses()).get(Iri(ID + name)) if form == "html" else None
        if page:
            return other(f"/ontology/{spoken(request)}/{page}")
        return other(f"/id/{name}.{form}")

    async def vocabulary(self, request: Request) -> Response:
        """The vocabulary as a whole."""
        ending = request.url.path.rpartition("ns")[2].removeprefix(".")
        form = ending or accepted(request, PAGE, GRAPHS)
        if form == "html" and await self.docs.addresses():
            return other(f"/ontology/{spoken(request)}/{VOCABULARY}")
        if form not in GRAPHS:
            raise Faults([Fault("form-ending", name=form, allowed=[*GRAPHS])])
        asked = (
            "CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o "
            f'FILTER(isIRI(?s) && STRSTARTS(STR(?s), "{NST.removesuffix("#")}")) }}'
        )
        return await self.service.respond(request, Question(asked, "/ns", graph_as=form))

    async def _require(self, request: Request, thing: Iri) -> None:
        """Raises `Faults` if nothing is known of a thing."""
        if not (_is_possible(thing) and await self._is_known(request, thing)):
            name, *known = _names([thing, *await self.docs.addresses()])
            raise Faults([Fault("term-unknown", name=name, near=nearest(name, known))])

    async def _is_known(self, request: Request, thing: Iri) -> bool:
        question = Question(f"ASK {{ {thing} ?p ?o }}", "/id")
        reply, _ = await self.service.answer(request, question)
        return answer_of(reply) is True

    async def _told(self, request: Request, thing: Iri, form: str) -> Response:
        """All that is said of a thing, and that it is said of others."""
        await self._require(request, thing)
        asked = (
            f"CONSTRUCT {{ {thing} ?p ?o . ?s ?q {thing} }} "
            f"WHERE {{ {{ {thing} ?p ?o }} UNION {{ ?s ?q {thing} }} }}"
        )
        if form != "html":
            return await self.service.respond(request, Question(asked, "/id", graph_as=form))
        question = Question(asked, "/id", graph_as="nt", part=FOR_A_PAGE)
        reply, _ = await self.service.answer(request, question)
        inferred = await self._inferred(request, asked)
        read = (await self.docs.addresses()).get(thing, "")
        told = Told(thing, reply, inferred, read, spoken(request))
        page = await self.service.made(reply, lambda: self._page(told))
        return page_response(request, page)

    def _page(self, told: "Told") -> str:
        facts, store = in_order(_triples(told.reply)), self.service.store
        known = names(store, [told.thing, *chain.from_iterable(facts)], told.language)
        inferred = _inferred(told.inferred)
        said = Said(told.thing, facts, inferred, known, told.read, told.reply.cut)
        return thing_page(said, store.prefixes, told.language)

    async def _inferred(self, request: Request, asked: str) -> Reply | None:
        """Those of the facts about a thing that stand in a graph of what is inferred.

        What an actor's request says is given with it, or of no interest to anybody.
        """
        graphs = [each for each in self.service.graphs if is_inferred(Iri(each))]
        if not graphs:
            return None
        question = Question(asked, "/id", graph_as="nt", default_graphs=tuple(graphs))
        reply, _ = await self.service.answer(request, question)
        return reply


class Told(NamedTuple):
    """What a page about a thing is made of: what is said, what of that is inferred, where else."""

    thing: Iri
    reply: Reply
    inferred: Reply | None
    read: str
    language: str


def _inferred(reply: Reply | None) -> frozenset[Triple]:
    found = _triples(reply) if reply else ()
    return frozenset(each for each in found if not str(each.subject).endswith(REQUEST))


def _triples(reply: Reply) -> tuple[Triple, ...]:
    found = answer_of(reply)
    return found if isinstance(found, tuple) else ()


def _is_possible(thing: Iri) -> bool:
    """Whether it is an IRI at all, whatever stood in the address."""
    try:
        pyoxigraph.NamedNode(thing.value)
    except ValueError:
        return False
    return True


def _names(things: Iterable[Iri]) -> list[str]:
    """The names of things; what is in the vocabulary is none."""
    return [each.value.removeprefix(ID) for each in things if each.value.startswith(ID)]


def other(address: str) -> Response:
    """That the thing itself is not here, but what is told of it is there."""
    return RedirectResponse(address, 303, headers=SAFE)
