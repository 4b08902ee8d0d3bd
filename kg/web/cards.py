"""What a harvester looks for: the data set's card, and the saved queries as examples."""

from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urljoin

from starlette.requests import Request
from starlette.responses import Response

from kg.pool import Question
from kg.query import Query
from kg.release import DATASET
from kg.terms import Iri, Literal, Triple
from kg.vocabulary import ID, LANG_STRING, TYPE, VOID
from kg.web.describe import CARD, written
from kg.web.forms import GRAPHS, media_type
from kg.web.headers import tag_of
from kg.web.read import answer_of
from kg.web.service import Service, accepted, headers_of

__all__ = ["Cards"]

SHACL, RDFS = "http://www.w3.org/ns/shacl#", "http://www.w3.org/2000/01/rdf-schema#"
SCHEMA = "https://schema.org/"
FORMS = {
    "SELECT": ("SPARQLSelectExecutable", "select"),
    "ASK": ("SPARQLAskExecutable", "ask"),
    "CONSTRUCT": ("SPARQLConstructExecutable", "construct"),
}


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
        """The saved queries, as https://github.com/sib-swiss/sparql-examples writes them."""
        endpoint = Iri(urljoin(str(request.base_url), "sparql"))
        facts = [
            fact
            for query in self.service.queries.values()
            for fact in self._example(query, endpoint)
        ]
        return self._told(request, facts)

    def _told(self, request: Request, facts: list[Triple]) -> Response:
        form = accepted(request, GRAPHS)
        prefixes = {**self.service.store.prefixes, "sh": SHACL, "schema": SCHEMA}
        body = written(facts, form, prefixes)
        return Response(
            body, headers=headers_of(tag_of([body]), 0), media_type=media_type(form, GRAPHS)
        )

    def _example(self, query: Query, endpoint: Iri) -> Iterator[Triple]:
        from kg.query import inspect

        kind, key = FORMS[inspect(query, self.service.store.prefixes).kind]
        header, example = query.saved, Iri(f"{ID}query/{query.saved.id}")
        declared = "".join(
            f"PREFIX {name}: <{iri}>\n" for name, iri in self.service.store.prefixes.items()
        )
        yield from (Triple(example, TYPE, Iri(SHACL + each)) for each in ("SPARQLExecutable", kind))
        for language, label in header.label.items():
            yield Triple(example, Iri(f"{RDFS}label"), Literal(label, LANG_STRING, language))
        for language, said in header.description.items():
            yield Triple(example, Iri(f"{RDFS}comment"), Literal(said, LANG_STRING, language))
        yield Triple(example, Iri(SHACL + key), Literal(declared + query.text))
        yield Triple(example, Iri(f"{SCHEMA}target"), endpoint)
