"""Whom to learn from: what other actors have in place, given to the rules that compare."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import groupby

from kg import vocabulary as nst
from kg.errors import Fault, refuse
from kg.graph import Statement, objects
from kg.load import Knowledge, Observation
from kg.reason.model import Program
from kg.recommend.advise import advise
from kg.recommend.request import Request
from kg.terms import Iri, Triple, local_name

LOOKED_AT = frozenset({nst.HAS_MET})


def compared(
    knowledge: Knowledge, program: Program, request: Request, observations: Iterable[Observation]
) -> list[Statement]:
    """Whom the actor is compared with, and the criteria that each of these has met.

    Args:
        knowledge: what is known beforehand.
        program: the rules, which say what is met.
        request: the question; the others are judged by the same date and model.
        observations: those of other actors; any of the actor itself are left out.

    Raises:
        Faults: something is told twice, and not the same.
    """
    others = [each for each in each_once(observations) if each.actor != request.actor]
    others.sort(key=_actor)
    return [
        (fact, None)
        for actor, told in groupby(others, key=lambda each: each.actor)
        for fact in met(knowledge, program, replace(request, actor=actor), [*told])
    ]


def _actor(observation: Observation) -> str:
    return str(observation.actor)


def each_once(observations: Iterable[Observation]) -> list[Observation]:
    """Each observation once, though several files tell it."""
    first: dict[Iri, Observation] = {}
    faults = []
    for each in observations:
        before = first.setdefault(each.iri, each)
        if before.value != each.value:
            faults.append(_otherwise(each, before))
    refuse(faults)
    return [*first.values()]


def _otherwise(observation: Observation, before: Observation) -> Fault:
    """The same thing told on the same day with another value."""
    return Fault(
        "told-otherwise",
        observation.place,
        actor=local_name(observation.actor),
        about=local_name(observation.about),
        date=observation.observed_on,
        other=before.place or "",
    )


def met(
    knowledge: Knowledge, program: Program, request: Request, told: Iterable[Observation]
) -> Iterator[Triple]:
    """What others are given of an actor that they are compared with."""
    found = advise(knowledge, program, told, request, LOOKED_AT).known
    yield Triple(nst.THE_REQUEST, nst.COMPARES_WITH, request.actor)
    for criterion in objects(found, request.actor, nst.HAS_MET):
        yield Triple(request.actor, nst.HAS_MET, criterion)
