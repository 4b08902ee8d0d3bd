"""Whom to learn from: what other actors have in place, given to the rules that compare."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import groupby

from kg import vocabulary as nst
from kg.graph import Statement, objects
from kg.load import Knowledge, Observation
from kg.load.portfolio import told_once
from kg.reason.model import Program
from kg.recommend.advise import advise
from kg.recommend.request import Request
from kg.terms import Iri, Triple

LOOKED_AT = frozenset({nst.HAS_MET})
Judged = dict[Iri, list[Triple]]


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
    others = [each for each in observations if each.actor != request.actor]
    return beside(judged(knowledge, program, request, others), request.actor)


def judged(
    knowledge: Knowledge, program: Program, request: Request, observations: Iterable[Observation]
) -> Judged:
    """What each actor has met, by the date and model of a request, whoever asks it."""
    told = sorted(told_once(observations), key=_actor)
    return {
        actor: [*_met(knowledge, program, replace(request, actor=actor), [*own])]
        for actor, own in groupby(told, key=lambda each: each.actor)
    }


def beside(others: Judged, actor: Iri) -> list[Statement]:
    """What is known of all others, beside an actor."""
    return [(fact, None) for other in others if other != actor for fact in others[other]]


def _actor(observation: Observation) -> str:
    return str(observation.actor)


def _met(
    knowledge: Knowledge, program: Program, request: Request, told: Iterable[Observation]
) -> Iterator[Triple]:
    found = advise(knowledge, program, told, request, LOOKED_AT).known
    yield Triple(nst.THE_REQUEST, nst.COMPARES_WITH, request.actor)
    for criterion in objects(found, request.actor, nst.HAS_MET):
        yield Triple(request.actor, nst.HAS_MET, criterion)
