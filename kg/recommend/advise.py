"""Knowledge, observations and a request -> everything that follows from them."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from kg.graph import Network, Statement, graph_of, known_of
from kg.load import Knowledge, Observation
from kg.program import prepare
from kg.reason.model import Inference, Program
from kg.reason.rows.reasoner import Reasoner
from kg.recommend.request import Request
from kg.terms import Iri
from kg.terms.known import Known

EVERYTHING: frozenset[Iri] = frozenset()

__all__ = ["Advice", "advise", "prepare"]


@dataclass(frozen=True)
class Advice:
    """What was asked, and all that is known once the rules have run."""

    request: Request
    observations: tuple[Observation, ...]
    known: Known
    inference: Inference

    @cached_property
    def graph(self) -> Network:
        """All that is known as a graph of networkx."""
        return graph_of((), onto=self.known)


def advise(  # noqa: PLR0913, PLR0917 - the last two are seldom given
    knowledge: Knowledge,
    program: Program,
    observations: Iterable[Observation],
    request: Request,
    only: frozenset[Iri] = EVERYTHING,
    beside: Iterable[Statement] = (),
) -> Advice:
    """Everything that follows for one request, or only what has some predicates, without proofs.

    Args:
        knowledge: what is known before anybody asks.
        program: the rules.
        observations: what is told of the actor.
        request: what is asked.
        only: the predicates of the facts that are wanted; none for all, with proofs.
        beside: facts given besides the observations and the request.
    """
    told = tuple(observations)
    facts = (fact for observation in told for fact in observation.facts())
    reasoner = knowledge.known.remember(program, lambda: Reasoner(program, knowledge.known))
    if only:
        reasoner = reasoner.towards(only)
    given = known_of([*facts, *request.facts(), *beside], onto=reasoner.ground)
    conclusion = reasoner.conclude(given, proofs=not only)
    return Advice(request, told, conclusion.known, conclusion.inference)
