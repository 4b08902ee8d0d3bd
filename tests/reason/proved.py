"""Whether all that an inference says is proved: each step, and that no step rests on itself."""

from collections.abc import Iterable, Iterator

import networkx as nx

from kg.reason import Derivation, Inference
from kg.reason.model import Gathered, Premise
from kg.reason.proof_check import Known, is_right
from kg.terms import Triple

__all__ = ["prove_all", "wrong"]


def prove_all(inference: Inference, given_facts: Iterable[Triple]) -> Inference:
    """The inference, every derivation of which is right and every proof of which ends."""
    facts = set(given_facts)
    assert wrong(inference, facts) == []
    assert nx.is_directed_acyclic_graph(_first_ways(inference))
    assert facts.isdisjoint(inference.facts)
    return inference


def wrong(inference: Inference, given_facts: Iterable[Triple]) -> list[tuple[Triple, Derivation]]:
    """The derivations that are not right."""
    strata = inference.program
    named = {rule.name: rule for each in strata for rule in (*each.once, *each.general)}
    known = Known(given_facts, inference.facts)
    return [
        (fact, derivation)
        for fact, derivations in inference.derivations.items()
        for derivation in derivations
        if not is_right(fact, derivation, named, known)
    ]


def _first_ways(inference: Inference) -> "nx.DiGraph[Triple]":
    """From each derived fact to the facts that its first derivation rests on."""
    graph: nx.DiGraph[Triple] = nx.DiGraph()
    for fact, ways in inference.derivations.items():
        graph.add_edges_from((fact, premise) for premise in _facts(ways[0].premises))
    return graph


def _facts(premises: Iterable[Premise]) -> Iterator[Triple]:
    for premise in premises:
        match premise:
            case Triple():
                yield premise
            case Gathered(contributors=members):
                for member in members:
                    yield from _facts(member)
