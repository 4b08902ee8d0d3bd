"""Knowledge, observations and a request -> everything that follows from them."""

from collections.abc import Iterable
from dataclasses import dataclass

from kg.graph import Graph, fill, graph_of
from kg.load import Knowledge, Observation
from kg.program import prepare
from kg.reason import Inference, Program, infer
from kg.recommend.request import Request

__all__ = ["Advice", "advise", "prepare"]


@dataclass(frozen=True, slots=True)
class Advice:
    """What was asked, and all that is known once the rules have run."""

    request: Request
    observations: tuple[Observation, ...]
    graph: Graph
    inference: Inference


def advise(
    knowledge: Knowledge, program: Program, observations: Iterable[Observation], request: Request
) -> Advice:
    """Everything that follows for one request."""
    told = tuple(observations)
    facts = (fact for observation in told for fact in observation.facts())
    known = graph_of([*facts, *request.facts()], onto=knowledge.graph)
    inference = infer(program, known)
    fill(known, ((fact, None) for fact in inference.facts))
    return Advice(request, told, known, inference)
