"""Whether the prerequisites between criteria can all be met in some order."""

import networkx

from kg import vocabulary as nst
from kg.errors import Fault
from kg.graph import Graph, place, subjects, value
from kg.labels import word
from kg.terms import Term, Triple


def prerequisite_cycles(graph: Graph) -> list[Fault]:
    """A fault for each circle among the claims that one criterion is a prerequisite for another."""
    claims: networkx.DiGraph[Term] = networkx.DiGraph()
    for source in subjects(graph, nst.CLAIM_TYPE, nst.PREREQUISITE):
        before, after = value(graph, source, nst.FROM), value(graph, source, nst.TO)
        if before and after:
            claims.add_edge(before, after, claim=source)
    return [_cycle_fault(graph, claims, cycle) for cycle in networkx.simple_cycles(claims)]


def _cycle_fault(graph: Graph, claims: "networkx.DiGraph[Term]", cycle: list[Term]) -> Fault:
    first = cycle.index(min(cycle, key=str))
    ring = [*cycle[first:], *cycle[: first + 1]]
    claim = claims.edges[ring[0], ring[1]]["claim"]
    where = place(graph, Triple(claim, nst.CLAIM_TYPE, nst.PREREQUISITE))
    return Fault("prerequisite-cycle", where, cycle=" → ".join(word(graph, each) for each in ring))
