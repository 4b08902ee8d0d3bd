"""Whether all that an inference says is proved: each step, and that no step rests on itself."""

import sys
from collections.abc import Iterable, Iterator, Mapping

import networkx as nx

from kg.reason import Derivation, Inference
from kg.reason.model import Gathered, Premise
from kg.reason.proof_check import Known, is_right
from kg.terms import Triple

__all__ = ["prove_all"]


Ways = Mapping[Triple, tuple[Derivation, ...]]


def prove_all(
    inference: Inference, given_facts: Iterable[Triple], most: int = sys.maxsize
) -> Inference:
    """The inference, every derivation of which is right and every proof of which ends.

    No further fact is looked at when so many derivations have been.
    """
    facts, ways, seen = set(given_facts), {}, 0
    for fact in inference.facts:
        ways[fact] = inference.derivations[fact]
        seen += len(ways[fact])
        if seen >= most:
            break
    assert _wrong(ways, inference, facts) == []
    assert nx.is_directed_acyclic_graph(_first_ways(ways))
    assert facts.isdisjoint(inference.facts)
    return inference


def _wrong(
    ways: Ways, inference: Inference, given_facts: Iterable[Triple]
) -> list[tuple[Triple, Derivation]]:
    """The derivations that are not right."""
    strata = inference.program
    named = {rule.name: rule for each in strata for rule in (*each.once, *each.general)}
    known = Known(given_facts, inference.facts)
    return [
        (fact, derivation)
        for fact, derivations in ways.items()
        for derivation in derivations
        if not is_right(fact, derivation, named, known)
    ]


def _first_ways(ways: Ways) -> "nx.DiGraph[Triple]":
    """From each derived fact to the facts that its first derivation rests on."""
    graph: nx.DiGraph[Triple] = nx.DiGraph()
    for fact, (first, *_) in ways.items():
        graph.add_edges_from((fact, premise) for premise in _facts(first.premises))
    return graph


def _facts(premises: Iterable[Premise]) -> Iterator[Triple]:
    for premise in premises:
        match premise:
            case Triple():
                yield premise
            case Gathered(contributors=members):
                for member in members:
                    yield from _facts(member)
