"""The question the advice answers: which actor, as of when, by which model."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from kg import vocabulary as nst
from kg.errors import Fault, Faults, nearest
from kg.graph import Graph, objects, subjects, value
from kg.labels import word
from kg.messages import LANGUAGES
from kg.terms import Iri, Literal, Term, Triple, local_name

CHOICES = {"model": nst.MODEL, "strength": nst.STRENGTH_CLASS, "topic": nst.INSTRUMENT}
# People write a strength without what its IRI begins with, or with it.
STRENGTH_PREFIX = "strength-"


@dataclass(frozen=True, slots=True)
class Request:
    """One actor, one date, one model; the weakest claim that blocks; perhaps a topic."""

    actor: Iri
    as_of: date
    model: Iri
    blocks_from: Iri
    topic: Iri | None = None

    def facts(self) -> Iterator[tuple[Triple, None]]:
        """The request as triples."""
        pairs: list[tuple[Iri, Term]] = [
            (nst.TYPE, nst.REQUEST),
            (nst.ASKS_ABOUT, self.actor),
            (nst.AS_OF, Literal(self.as_of.isoformat(), nst.DATE)),
            (nst.IN_MODEL, self.model),
            (nst.BLOCKS_FROM, self.blocks_from),
            *([(nst.TOPIC, self.topic)] if self.topic else []),
        ]
        for predicate, target in pairs:
            yield Triple(nst.THE_REQUEST, predicate, target), None


def make_request(
    graph: Graph, actors: frozenset[Iri], as_of: date, choices: Mapping[str, str | None]
) -> Request:
    """A request from what a person chose; the ontology's defaults stand in for the rest.

    Args:
        graph: the knowledge.
        actors: those the assessment is about.
        as_of: the date the advice is for.
        choices: ids for ``actor``, ``model``, ``strength`` and ``topic``; None where nothing was
            chosen.

    Raises:
        Faults: an id that is not one, or an actor the assessment says nothing of.
    """
    readings = (
        _actor(actors, choices.get("actor")),
        _model(graph, choices.get("model")),
        _strength(graph, choices.get("strength")),
        _chosen(graph, "topic", choices.get("topic")),
    )
    match readings:
        case Iri() as actor, Iri() as model, Iri() as weakest, (Iri() | None) as topic:
            return Request(actor, as_of, model, weakest, topic)
    raise Faults([reading for reading in readings if isinstance(reading, Fault)])


def model_of(graph: Graph, name: str | None) -> Iri:
    """A model by its id, or the default one.

    Raises:
        Faults: there is no such model.
    """
    from kg.validate.design import design_faults

    found = _model(graph, name)
    if isinstance(found, Iri):
        return found
    raise Faults([found] if isinstance(found, Fault) else design_faults(graph))


def _model(graph: Graph, name: str | None) -> Term | Fault | None:
    return _chosen(graph, "model", name) or value(graph, nst.DEFAULTS, nst.IN_MODEL)


def _strength(graph: Graph, name: str | None) -> Term | Fault | None:
    return _chosen(graph, "strength", name) or value(graph, nst.DEFAULTS, nst.BLOCKS_FROM)


def _chosen(graph: Graph, option: str, name: str | None) -> Iri | Fault | None:
    if name is None:
        return None
    known = {word(graph, iri): iri for iri in subjects(graph, nst.TYPE, CHOICES[option])}
    plain = name.removeprefix(STRENGTH_PREFIX) if option == "strength" else name
    near, allowed = nearest(plain, known), sorted(known)
    unknown = Fault("choice-unknown", name=name, option=f"--{option}", near=near, allowed=allowed)
    return known.get(plain, unknown)


def criterion_of(graph: Graph, request: Request, name: str) -> Iri:
    """A criterion of the model by its id.

    Raises:
        Faults: the model has no such criterion.
    """
    known = {word(graph, each): each for each in objects(graph, request.model, nst.HAS_CRITERION)}
    match known.get(name):
        case Iri() as criterion:
            return criterion
    model, near = word(graph, request.model), nearest(name, known)
    raise Faults(
        [Fault("criterion-absent", name=name, model=model, near=near, allowed=sorted(known))]
    )


def language_for(graph: Graph, actor: Iri) -> str:
    """The language an actor is answered in: that of its form of Norwegian, or the first of ours."""
    form = value(graph, actor, nst.LANGUAGE_FORM_OF)
    return (
        word(graph, tag) if form and (tag := value(graph, form, nst.LANGUAGE_TAG)) else ""
    ) or LANGUAGES[0]


def _actor(actors: frozenset[Iri], name: str | None) -> Iri | Fault:
    named = {local_name(actor): actor for actor in actors}
    if name is not None:
        absent = Fault("actor-absent", name=name, near=nearest(name, named), allowed=sorted(named))
        return named.get(name, absent)
    if len(named) == 1:
        return next(iter(actors))
    return Fault("actor-needed", allowed=sorted(named))
