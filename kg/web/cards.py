"""What a harvester looks for: the data set's card, and the saved queries as examples."""

from dataclasses import dataclass
from urllib.parse import urljoin

from starlette.requests import Request
from starlette.responses import Response

from kg.pool import Question
from kg.pool.read import answer_of
from kg.query.described import described
from kg.release import DATASET
from kg.terms import Iri, Triple
from kg.vocabulary import VOID
from kg.web.describe import CARD, written
from kg.web.forms import GRAPHS, media_type
from kg.web.headers import tag_of
from kg.web.service import Service, accepted, headers_of

__all__ = ["Cards"]


@dataclass(frozen=True, slots=True)
class Cards:
    """Tells what is here in the words of VoID, DCAT and SHACL."""

    service: Service

    async def data_set(self, request: Request) -> Response:
        """The data set: what it is, whose, how large, where to ask it."""
        reply, _ = await self.service.answer(request, Question(CARD, "void", graph_as="nt"))
        found = answer_of(reply)
        endpoint = Iri(urljoin(str(request.base_url), "sparql"))
        facts = [*(found if isinstance(found, tuple) else ())]
        facts.append(Triple(DATASET, Iri(f"{VOID}sparqlEndpoint"), endpoint))
        return self._told(request, facts)

    async def examples(self, request: Request) -> Response:
        """The saved queries, as other collections of example queries write them."""
        endpoint = Iri(urljoin(str(request.base_url), "sparql"))
        facts = described(self.service.queries.values(), self.service.store, endpoint.value)
        return self._told(request, facts)

    def _told(self, request: Request, facts: list[Triple]) -> Response:
        form = accepted(request, GRAPHS)
        body = written(facts, form, self.service.store.prefixes)
        return Response(
            body, headers=headers_of(tag_of([body]), 0), media_type=media_type(form, GRAPHS)
        )
