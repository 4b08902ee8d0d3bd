"""Proofs: from a fact back to what it rests on."""

import networkx as nx

from kg.reason.model import Absent, Derivation, Gathered, Inference
from kg.terms import Triple

__all__ = ["Step", "prove"]

Step = Triple | Derivation | Absent | Gathered


def prove(inference: Inference, fact: Triple) -> "nx.DiGraph[Step]":
    """The proof of a fact: a graph without cycles, each edge from a conclusion to what it rests on.

    A derived fact rests on its first derivation, a derivation on its premises, a gathered row on
    every premise that counted. Facts that nothing was derived for are the given ones: the leaves,
    together with absences.
    """
    proof: nx.DiGraph[Step] = nx.DiGraph()
    proof.add_node(fact)
    waiting: list[Step] = [fact]
    while waiting:
        step = waiting.pop()
        for ground in _grounds(inference, step):
            if ground not in proof:
                waiting.append(ground)
            proof.add_edge(step, ground)
    return proof


def _grounds(inference: Inference, step: Step) -> tuple[Step, ...]:
    match step:
        case Triple():
            return inference.derivations.get(step, ())[:1]
        case Derivation(premises=premises):
            return premises
        case Gathered(contributors=contributors):
            return tuple(premise for member in contributors for premise in member)
    return ()
