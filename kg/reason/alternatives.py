"""All derivations of the facts in a proof, but for those that cannot stand by themselves.

Theory. A derivation that rests on the fact it makes is no way to know that fact. It rests on it if
its premises cannot all be derived without the fact. Only facts that rest on one another in a
circle can do that: a strongly connected component of the graph of all derivations. What lies
outside the component stands in any case. Inside, a derivation of a fact is kept if its premises
are reached by going through the component from what stands, over and over, without the fact.
"""

from collections.abc import Iterable, Mapping

import networkx as nx

from kg.reason.model import Absent, Derivation, Gathered, Inference, Premise
from kg.terms import Triple

__all__ = ["standing"]

Ways = Mapping[Triple, Iterable[Derivation]]


def standing(inference: Inference, fact: Triple) -> dict[Triple, tuple[Derivation, ...]]:
    """The derivations of a fact, and of all facts these rest on, that do not rest on their fact."""
    ways = _reached(inference, fact)
    graph: nx.DiGraph[Triple] = nx.DiGraph()
    graph.add_nodes_from(ways)
    graph.add_edges_from(
        (made, premise) for made, each in ways.items() for way in each for premise in _facts(way)
    )
    for knot in nx.strongly_connected_components(graph):
        inside = {each: ways[each] for each in knot if each in ways}
        if len(inside) > 1 or any(graph.has_edge(each, each) for each in inside):
            ways |= {each: _without_itself(each, inside) for each in inside}
    return ways


def _reached(inference: Inference, fact: Triple) -> dict[Triple, tuple[Derivation, ...]]:
    """All derivations of a fact and of what they rest on."""
    ways: dict[Triple, tuple[Derivation, ...]] = {}
    waiting = [fact]
    while waiting:
        made = waiting.pop()
        if made not in ways and (derivations := inference.derivations.get(made)):
            ways[made] = derivations
            waiting += [premise for way in derivations for premise in _facts(way)]
    return ways


def _facts(way: Derivation) -> list[Triple]:
    """The facts a derivation rests on, those gathered included."""
    found: list[Triple] = []
    waiting: list[Premise] = list(way.premises)
    while waiting:
        match waiting.pop():
            case Triple() as premise:
                found.append(premise)
            case Gathered(contributors=contributors):
                waiting += [premise for member in contributors for premise in member]
            case Absent():
                pass
    return found


def _without_itself(fact: Triple, ways: Ways) -> tuple[Derivation, ...]:
    """The derivations of a fact in a knot that stand without it."""
    open_ = {other: [_inside(way, ways) for way in ways[other]] for other in ways if other != fact}
    stands: set[Triple] = set()
    while new := {other for other, each in open_.items() if any(one <= stands for one in each)}:
        stands |= new
        open_ = {other: each for other, each in open_.items() if other not in new}
    return tuple(way for way in ways[fact] if _inside(way, ways) <= stands)


def _inside(way: Derivation, knot: Ways) -> set[Triple]:
    return {premise for premise in _facts(way) if premise in knot}
