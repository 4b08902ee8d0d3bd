"""``/why``: the proof of something that is inferred, down to what was told and to the report."""

import json
import os
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING

import anyio.to_thread
from starlette.requests import Request
from starlette.responses import Response

from kg.cli.proof import Tree
from kg.diagram.proof import draw_fact
from kg.diagram.render import VARIABLE, find_renderer
from kg.errors import Fault, Faults, refuse
from kg.graph import triples
from kg.load import Knowledge, Observation
from kg.load.portfolio import read_portfolio
from kg.load.prefixes import Prefixes, read_statement, shortened
from kg.reason import prove
from kg.reason.model import Program
from kg.reason.proof_json import as_json
from kg.reason.proof_triples import as_triples
from kg.recommend.advise import Advice, advise
from kg.recommend.cards import narrator
from kg.recommend.learn import Judged, beside, judged
from kg.recommend.request import Request as Wanted
from kg.recommend.request import make_request
from kg.terms import Iri, Literal, Term, Triple
from kg.vocabulary import THE_REQUEST, individual
from kg.web.describe import written
from kg.web.forms import GRAPHS, PAGE, PICTURE, PROOF_JSON, media_type
from kg.web.headers import tag_of
from kg.web.proof_page import Shown, proof_page
from kg.web.service import Service, accepted, headers_of, page_response, spoken

if TYPE_CHECKING:
    from networkx import DiGraph

    from kg.reason.explain import Step

__all__ = ["Consulted", "Proofs", "consulted"]

PARTS = ("s", "p", "o")
FORMS = {**PAGE, **PICTURE, **PROOF_JSON, **{key: GRAPHS[key] for key in ("ttl", "nt")}}


@dataclass
class Consulted:
    """The assessments, and what follows for each actor, worked out when it is asked for.

    Args:
        knowledge: what is known beforehand.
        program: the rules.
        told: what was observed, by actor.
        wanted: as of when and by which model; the actor is put in.
    """

    knowledge: Knowledge
    program: Program
    told: Mapping[Iri, tuple[Observation, ...]]
    wanted: Wanted
    advice: dict[Iri, Advice] = field(default_factory=dict)
    lock: Lock = field(default_factory=Lock)

    def with_proof(self, fact: Triple) -> tuple[Advice, Triple] | None:
        """For whom a fact was inferred, and what it is called there."""
        with self.lock:
            for actor in self.told:
                advice = self._advice(actor)
                # In the data each actor has a request of its own; in an inference there is one.
                own = Iri(f"{actor.value}/request")
                there = fact._replace(subject=THE_REQUEST) if fact.subject == own else fact
                if there in advice.inference.derivations:
                    return advice, there
        return None

    def _advice(self, actor: Iri) -> Advice:
        if actor not in self.advice:
            wanted = replace(self.wanted, actor=actor)
            self.advice[actor] = advise(
                self.knowledge,
                self.program,
                self.told[actor],
                wanted,
                beside=beside(self.others, actor),
            )
        return self.advice[actor]

    @cached_property
    def others(self) -> Judged:
        """What each actor is compared by."""
        everything = (each for seen in self.told.values() for each in seen)
        return judged(self.knowledge, self.program, self.wanted, everything)


@dataclass(frozen=True, slots=True)
class Proof:
    """A fact, and what it was inferred from."""

    fact: Triple
    steps: "DiGraph[Step]"
    advice: Advice


@dataclass(frozen=True, slots=True)
class Proofs:
    """Finds and tells proofs; without assessments there are none."""

    consulted: Consulted | None = None

    def bound(self, service: Service) -> Callable[[Request], object]:
        """The handler of ``/why?s=&p=&o=``."""

        async def why(request: Request) -> Response:
            fact = fact_of(request.query_params, service.store.prefixes)
            form = request.path_params.get("ending") or accepted(request, FORMS)
            if form not in FORMS:
                raise Faults([Fault("form-ending", name=form, allowed=[*FORMS])])
            async with service.desk.place(request):
                proof = await anyio.to_thread.run_sync(self._proof, fact)
                if proof is None:
                    spoken_fact = _short(fact, service.store.prefixes)
                    raise Faults([Fault("proof-absent", fact=spoken_fact)])
                return await anyio.to_thread.run_sync(self._told, request, service, proof, form)

        return why

    def _proof(self, fact: Triple) -> Proof | None:
        found = self.consulted and self.consulted.with_proof(fact)
        if not found:
            return None
        advice, there = found
        return Proof(there, prove(advice.inference, there, triples(advice.known)), advice)

    def _told(self, request: Request, service: Service, proof: Proof, form: str) -> Response:
        prefixes = service.store.prefixes
        if form == "html":
            return page_response(request, self._page(request, proof, prefixes))
        if form == "svg":
            told = self._picture(proof, spoken(request))
        elif form == "json":
            told = json.dumps(as_json(proof.steps, proof.fact), ensure_ascii=False).encode()
        else:
            told = written(as_triples(proof.steps, individual), form, prefixes)
        return Response(told, headers=headers_of(tag_of([told]), 0), media_type=_media(form))

    def _picture(self, proof: Proof, language: str) -> bytes:
        assert self.consulted  # noqa: S101 - or there were no proof
        diagram = draw_fact(self.consulted.knowledge, proof.advice, proof.fact, language)
        return find_renderer(os.environ.get(VARIABLE, "")).svg(diagram)

    def _page(self, request: Request, proof: Proof, prefixes: Prefixes) -> str:
        language = spoken(request)
        given = {key: request.query_params[key] for key in PARTS}
        shown = Shown(_short(proof.fact, prefixes), self._lines(proof, prefixes, language), given)
        return proof_page(shown, language)

    def _lines(self, proof: Proof, prefixes: Prefixes, language: str) -> list[str]:
        assert self.consulted  # noqa: S101 - or there were no proof
        teller = narrator(self.consulted.knowledge, proof.advice, language)
        tree = Tree(proof.steps, prefixes, language, teller.step)
        return [*tree.lines(proof.fact)]


def _media(form: str) -> str:
    """What a proof is sent as; its triples are about triples, which RDF 1.1 does not know."""
    name, *charset = media_type(form, FORMS).split(";")
    return ";".join([name, *([" version=1.2"] if form in GRAPHS else []), *charset])


def consulted(
    knowledge: Knowledge,
    program: Program,
    files: Iterable[Path],
    dates: tuple[date, date],
    model: str | None,
) -> Consulted:
    """The assessments in files.

    Args:
        knowledge: what is known beforehand.
        program: the rules.
        files: the assessments, and folders of them.
        dates: the day for which conclusions are drawn, and today.
        model: the id of a model; None for the default one.

    Raises:
        Faults: what is wrong with a file.
    """
    as_of, today = dates
    told = read_portfolio(files, knowledge.known, today)
    anybody = frozenset([*told][:1])
    wanted = make_request(knowledge.known, anybody, as_of, {"model": model})
    seen = {actor: each.observations for actor, each in told.items()}
    return Consulted(knowledge, program, seen, wanted)


def fact_of(parameters: Mapping[str, str], prefixes: Prefixes) -> Triple:
    """The triple of an address: each part an IRI, a name with a prefix, or a term of N-Triples.

    Raises:
        Faults: a part is missing or is none of these.
    """
    parts = {key: _term(parameters.get(key, ""), prefixes) for key in PARTS}
    refuse(Fault("triple-needed", name=key) for key, part in parts.items() if part is None)
    match parts["s"], parts["p"], parts["o"]:
        case (subject, Iri() as predicate, target) if subject and target:
            return Triple(subject, predicate, target)
    raise Faults([Fault("triple-needed", name="p")])


def _term(written: str, prefixes: Prefixes) -> Term | None:
    """A term as people or programs write it."""
    prefix, _, name = written.partition(":")
    if prefix in prefixes and "/" in name:  # which Turtle wants escaped, and people do not know
        written = prefixes[prefix] + name
    whole = f"<{written}>" if "://" in written[:8] or prefix == "urn" else written
    try:
        return read_statement(f"<urn:s> <urn:p> {whole}", prefixes).object if written else None
    except Faults:
        return None if prefix in prefixes else Literal(written)


def _short(fact: Triple, prefixes: Prefixes) -> str:
    return " ".join(shortened(part, prefixes) for part in fact)
