"""Everything that is known, told and inferred, as one store of named graphs.

Theory. The names of the graphs begin with `kg.vocabulary.GRAPH`:

- ``knowledge``: the ontology, and what the rules say of themselves; asserted.
- ``queries``: the saved queries, as data; asserted.
- ``assessment/ACTOR``: that it is one, what was observed of it, and the answers to its cards;
  asserted.
- ``inferred/ACTOR``: what follows for that actor, with the request it follows for (as of when, by
  which model).

So one assessment can be put in, replaced or taken out by itself. Advice has one node for the
request; here it gets a name an actor, or the requests of all would run together. Each actor is
compared with all the others.
"""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import groupby
from typing import TypeVar

from kg import vocabulary as nst
from kg.graph import Statement
from kg.load import Knowledge, Observation
from kg.load.portfolio import told_once
from kg.load.responses import Response
from kg.reason.model import Program
from kg.recommend.advise import advise
from kg.recommend.learn import beside, judged
from kg.recommend.request import Request
from kg.store import SparqlStore
from kg.terms import Iri, Triple, local_name

Seen = TypeVar("Seen", bound=SparqlStore)

__all__ = ["KNOWLEDGE", "QUERIES", "asserted", "graphs_of", "is_inferred"]

KNOWLEDGE = Iri(f"{nst.GRAPH}knowledge")
QUERIES = Iri(f"{nst.GRAPH}queries")
ASSESSMENT = f"{nst.GRAPH}assessment/"
INFERRED = f"{nst.GRAPH}inferred/"

Told = dict[Iri, tuple[Observation, ...]]


def graphs_of(
    knowledge: Knowledge,
    program: Program,
    observations: Iterable[Observation],
    request: Request,
    responses: Iterable[Response] = (),
) -> dict[Iri, Iterable[Triple]]:
    """The graphs that assessments add to the knowledge, by name.

    Args:
        knowledge: what is known beforehand.
        program: the rules.
        observations: what is told, of however many actors.
        request: as of when and by which model; the actor is put in.
        responses: what was decided about cards.

    Raises:
        Faults: something is told twice, and not the same.
    """
    told = _by_actor(observations)
    graphs: dict[Iri, Iterable[Triple]] = {
        _graph(ASSESSMENT, actor): [
            Triple(actor, nst.TYPE, nst.ACTOR_CLASS),
            *(fact for each in seen for fact, _ in each.facts()),
        ]
        for actor, seen in told.items()
    }
    for each in responses:
        graph = _graph(ASSESSMENT, each.actor)
        graphs[graph] = [*graphs.get(graph, ()), *each.facts()]
    peers = judged(knowledge, program, request, (each for seen in told.values() for each in seen))
    for actor, seen in told.items():
        own = replace(request, actor=actor)
        found = _following(knowledge, program, seen, own, beside(peers, actor))
        graphs[_graph(INFERRED, actor)] = [*found]
    return graphs


def asserted(store: Seen) -> Seen:
    """The same store without what is inferred."""
    return store.seeing(name for name in store.graphs() if not is_inferred(name))


def is_inferred(graph: Iri) -> bool:
    """Whether a graph holds what follows, by its name.

    >>> is_inferred(KNOWLEDGE)
    False
    """
    return graph.value.startswith(INFERRED)


def _by_actor(observations: Iterable[Observation]) -> Told:
    ordered = sorted(told_once(observations), key=_actor)
    return {actor: (*told,) for actor, told in groupby(ordered, key=lambda each: each.actor)}


def _actor(observation: Observation) -> str:
    return observation.actor.value


def _following(
    knowledge: Knowledge,
    program: Program,
    told: Iterable[Observation],
    request: Request,
    peers: Iterable[Statement],
) -> Iterator[Triple]:
    """The request, whom it compares with, and what follows."""
    given = [*peers]
    advice = advise(knowledge, program, told, request, beside=given)
    asked = [fact for fact, _ in (*request.facts(), *given) if fact.subject == nst.THE_REQUEST]
    own = Iri(f"{request.actor.value}/request")
    for fact in (*asked, *advice.inference.facts):
        yield fact._replace(subject=own) if fact.subject == nst.THE_REQUEST else fact


def _graph(kind: str, actor: Iri) -> Iri:
    return Iri(kind + local_name(actor))
