"""The criteria of a model and what the report claims binds them together."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from itertools import chain

from kg import vocabulary as nst
from kg.diagram.claims import (
    KINDS,
    Claim,
    claims,
    edge,
    implied,
    in_a_row,
    in_layers,
    is_faint,
    strength_of,
)
from kg.diagram.kinds import Material
from kg.diagram.model import Diagram, Edge, Key, Node, NodeKind
from kg.graph import Graph, objects
from kg.labels import Labels, word
from kg.messages import text
from kg.recommend.sentences import capitalised
from kg.terms import Iri, Term


def draw(material: Material) -> Diagram:
    """The criteria of the model and the claims between them."""
    return dependencies(material.knowledge.known, material.labels, material.model)


def dependencies(graph: Graph, labels: Labels, model: Iri) -> Diagram:
    """The criteria in layers, those on top that others build on, and the claims between them."""
    found = claims(graph, objects(graph, model, nst.HAS_CRITERION))
    criteria = in_layers(objects(graph, model, nst.HAS_CRITERION), found)
    apart = detached(criteria, found)
    lineless = [claim for claim in found if claim.type not in KINDS]
    faint = [claim for claim in found if claim.type in KINDS and is_faint(claim)]
    hidden = {*implied(found), *chain.from_iterable(apart.values()), *lineless, *faint}
    edges = tuple(edge(labels, claim, drawn=claim not in hidden) for claim in found)
    count = {"model": labels.label(model), "criteria": len(criteria), "claims": len(found)}
    return Diagram(
        language=labels.language,
        title=text("diagram-dependencies-title", labels.language),
        description=text("diagram-dependencies-description", labels.language, **count),
        nodes=tuple(_node(labels, criterion, grouped=criterion in apart) for criterion in criteria),
        edges=edges,
        legend=_legend(labels, edges),
        notes=(
            *_weights(labels, found),
            *_reduced(labels, found),
            *_lineless(labels, lineless),
            *([text("diagram-faint", labels.language)] if faint else []),
            *_apart(labels, apart),
        ),
    )


def detached(criteria: list[Term], found: Iterable[Claim]) -> dict[Iri, list[Claim]]:
    """The criteria that are said to be detached from most of the others, and who says so.

    A line to say that there is no tie would tie; these are framed apart instead.
    """
    told = defaultdict(list)
    for claim in found:
        if claim.type == nst.DETACHED_FROM:
            told[claim.start].append(claim)
    others = len(criteria) - 1
    return {start: said for start, said in told.items() if len(said) * 2 > others}


def _node(labels: Labels, criterion: Term, *, grouped: bool) -> Node:
    return Node(
        id=word(labels.graph, criterion),
        name=capitalised(labels.label(criterion)),
        kind=NodeKind.CRITERION,
        sentence=labels.definition(criterion),
        group=text("diagram-apart", labels.language) if grouped else "",
    )


def _legend(labels: Labels, edges: Iterable[Edge]) -> tuple[Key, ...]:
    shown = {each.kind for each in edges if each.drawn}
    named = {kind: labels.label(iri) for iri, kind in KINDS.items()}
    return tuple(Key(kind, name) for kind, name in named.items() if kind in shown)


def _weights(labels: Labels, found: Iterable[Claim]) -> Iterable[str]:
    """What the weight of the lines says, from the weakest to the strongest there is."""
    by_rank = {
        strength_of(labels.graph, claim): claim.strength for claim in found if claim.strength
    }
    if len(by_rank) > 1:
        ends = {"weakest": by_rank[min(by_rank)], "strongest": by_rank[max(by_rank)]}
        names = {end: labels.label(strength) for end, strength in ends.items() if strength}
        yield text("diagram-weights", labels.language, **names)


def _reduced(labels: Labels, found: Iterable[Claim]) -> Iterable[str]:
    if implied(found):
        yield text("diagram-reduced", labels.language)


def _lineless(labels: Labels, lineless: Collection[Claim]) -> Iterable[str]:
    """What is told in words only: lines for weak and mutual ties would hide the others."""
    if lineless:
        types = {labels.label(claim.type) for claim in lineless}
        quoted = [text("diagram-quoted", labels.language, type=each) for each in types]
        listed = in_a_row(quoted, labels.language)
        yield text("diagram-lineless", labels.language, types=listed, claims=len(lineless))


def _apart(labels: Labels, apart: Mapping[Iri, Iterable[Claim]]) -> Iterable[str]:
    for criterion, told in apart.items():
        others = in_a_row([labels.label(claim.end) for claim in told], labels.language)
        relation = labels.label(nst.DETACHED_FROM)
        yield f"{capitalised(labels.label(criterion))} {relation} {others}."
