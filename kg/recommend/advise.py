"""Knowledge, observations and a request -> everything that follows from them."""

from collections.abc import Iterable
from dataclasses import dataclass

import networkx

from kg import vocabulary as nst
from kg.errors import Fault, Faults, refuse
from kg.graph import Graph, graph_of, place, value
from kg.labels import word
from kg.load import Knowledge, Observation
from kg.reason import Inference, Program, Rule, check, infer, parse, stratify
from kg.recommend.request import Request
from kg.terms import Iri, Triple


@dataclass(frozen=True, slots=True)
class Advice:
    """What was asked, and all that is known once the rules have run."""

    request: Request
    observations: tuple[Observation, ...]
    graph: Graph
    inference: Inference


def prepare(knowledge: Knowledge) -> Program:
    """The rules, read, checked and put in order.

    Raises:
        Faults: what is wrong in any rule, or prerequisites that go round in a circle.
    """
    refuse(prerequisite_cycles(knowledge.graph))
    return stratify(check(_rules(knowledge)))


def advise(
    knowledge: Knowledge, program: Program, observations: Iterable[Observation], request: Request
) -> Advice:
    """Everything that follows for one request."""
    told = tuple(observations)
    facts = (fact for observation in told for fact in observation.facts())
    situation = graph_of([*facts, *request.facts()], onto=knowledge.graph)
    inference = infer(program, situation)
    known = graph_of(((fact, None) for fact in inference.facts), onto=situation)
    return Advice(request, told, known, inference)


def prerequisite_cycles(graph: Graph) -> list[Fault]:
    """A fault for each circle among the claims that one criterion is a prerequisite for another."""
    claims = networkx.DiGraph()
    for source, _, key in graph.in_edges(nst.PREREQUISITE, keys=True):
        if key == nst.CLAIM_TYPE:
            claims.add_edge(value(graph, source, nst.FROM), value(graph, source, nst.TO), claim=source)
    return [_cycle_fault(graph, claims, cycle) for cycle in networkx.simple_cycles(claims)]


def _cycle_fault(graph: Graph, claims: "networkx.DiGraph[Iri]", cycle: list[Iri]) -> Fault:
    first = cycle.index(min(cycle, key=str))
    ring = [*cycle[first:], *cycle[: first + 1]]
    claim = claims.edges[ring[0], ring[1]]["claim"]
    where = place(graph, Triple(claim, nst.CLAIM_TYPE, nst.PREREQUISITE))
    return Fault("prerequisite-cycle", where, cycle=" → ".join(word(graph, each) for each in ring))


def _rules(knowledge: Knowledge) -> tuple[Rule, ...]:
    rules: list[Rule] = []
    faults: list[Fault] = []
    for text in knowledge.rules:
        try:
            rules += parse(text.text, text.file, text.header.id)
        except Faults as group:
            faults += group.each()
    refuse(faults)
    return tuple(rules)
