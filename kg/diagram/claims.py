"""The claims between the criteria of a model, read from the graph and put in order."""

from collections.abc import Iterable
from dataclasses import dataclass

from kg import vocabulary as nst
from kg.diagram.model import Edge, EdgeKind
from kg.graph import Graph, objects, subjects, value
from kg.labels import Labels, word
from kg.messages import text
from kg.recommend.sentences import capitalised
from kg.recommend.sources import source_text
from kg.terms import Iri, Literal, Term, order

KINDS = {
    nst.PREREQUISITE: EdgeKind.PREREQUISITE,
    nst.LEANS_ON: EdgeKind.LEANS_ON,
    nst.ENTRY_POINT_FOR: EdgeKind.ENTRY_POINT,
    nst.CLOSELY_BOUND: EdgeKind.CLOSELY_BOUND,
    nst.OVERLAPS: EdgeKind.OVERLAPS,
    nst.DETACHED_FROM: EdgeKind.DETACHED,
}


@dataclass(frozen=True, slots=True)
class Claim:
    """A claim: its type, from which criterion to which, and how strongly it is held."""

    iri: Iri
    type: Iri
    start: Iri
    end: Iri
    strength: Term | None


def claims(graph: Graph, criteria: Iterable[Term]) -> list[Claim]:
    """The claims between some criteria, in order."""
    among = set(criteria)
    found = [_claim(graph, iri) for iri in subjects(graph, nst.TYPE, nst.CLAIM)]
    return [claim for claim in found if claim and {claim.start, claim.end} <= among]


def _claim(graph: Graph, iri: Iri) -> Claim | None:
    strength = value(graph, iri, nst.STRENGTH)
    match [value(graph, iri, key) for key in (nst.CLAIM_TYPE, nst.FROM, nst.TO)]:
        case [Iri() as kind, Iri() as start, Iri() as end]:
            return Claim(iri, kind, start, end, strength)
    return None


def edge(labels: Labels, claim: Claim, *, drawn: bool = True) -> Edge:
    """A claim as a relation of a picture, told by its own label."""
    graph = labels.graph
    held = f" ({labels.label(claim.strength)})" if claim.strength else ""
    basis = value(graph, claim.iri, nst.BASIS)
    sections = [word(graph, section) for section in objects(graph, claim.iri, nst.DERIVED_FROM)]
    return Edge(
        start=word(graph, claim.start),
        end=word(graph, claim.end),
        kind=KINDS.get(claim.type, EdgeKind.OTHER),
        strength=strength_of(graph, claim),
        sentence=f"{capitalised(labels.label(claim.iri))}{held}.",
        origin=source_text(labels, word(graph, basis), sections) if basis else "",
        drawn=drawn,
    )


def strength_of(graph: Graph, claim: Claim) -> int:
    """How strongly a claim is held, from 0."""
    rank = value(graph, claim.strength, nst.RANK) if claim.strength else None
    return int(rank.lexical) if isinstance(rank, Literal) else 0


def is_faint(claim: Claim) -> bool:
    """Whether a claim is only implied, and no prerequisite, so that nothing hangs on it."""
    return claim.strength == nst.IMPLIED and claim.type != nst.PREREQUISITE


def implied(found: Iterable[Claim]) -> set[Claim]:
    """The prerequisites that follow from others: what transitive reduction takes away."""
    direct = {(claim.start, claim.end): claim for claim in found if claim.type == nst.PREREQUISITE}
    import networkx

    paths: networkx.DiGraph[Term] = networkx.DiGraph(list(direct))
    if not networkx.is_directed_acyclic_graph(paths):
        return set()
    kept = set(networkx.transitive_reduction(paths).edges)
    return {claim for pair, claim in direct.items() if pair not in kept}


def weights(labels: Labels, found: Iterable[Claim]) -> Iterable[str]:
    """What the weight of the lines says, from the weakest to the strongest there is."""
    by_rank = {
        strength_of(labels.graph, claim): claim.strength for claim in found if claim.strength
    }
    if len(by_rank) > 1:
        ends = {"weakest": by_rank[min(by_rank)], "strongest": by_rank[max(by_rank)]}
        names = {end: labels.label(strength) for end, strength in ends.items() if strength}
        yield text("diagram-weights", labels.language, **names)


def in_layers(criteria: Iterable[Term], found: Iterable[Claim]) -> list[Term]:
    """The criteria, those first that others build on."""
    import networkx

    built: networkx.DiGraph[Term] = networkx.DiGraph()
    listed = sorted(criteria, key=order)
    built.add_nodes_from(listed)
    for claim in found:
        if claim.type == nst.PREREQUISITE:
            built.add_edge(claim.start, claim.end)
        elif claim.type == nst.LEANS_ON:
            built.add_edge(claim.end, claim.start)
    if not networkx.is_directed_acyclic_graph(built):
        return listed
    layers = networkx.topological_generations(built)
    return [term for layer in layers for term in sorted(layer, key=order)]


def in_a_row(names: Iterable[str], language: str) -> str:
    """Names one after the other, in alphabetical order.

    >>> in_a_row(["b", "c", "a"], "en")
    'a, b and c'
    """
    *first, last = sorted(names)
    return f"{', '.join(first)} {text('and', language)} {last}" if first else last
