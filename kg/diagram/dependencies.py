"""The criteria of a model and what the report claims binds them together."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
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
    weights,
)
from kg.diagram.criteria import is_proposed
from kg.diagram.kinds import Material
from kg.diagram.model import Diagram, Edge, EdgeKind, Key, Node, NodeKind
from kg.graph import Graph, objects
from kg.labels import Labels, word
from kg.messages import text
from kg.recommend.sentences import capitalised
from kg.terms import Iri, Term


def draw(material: Material) -> Diagram:
    """The criteria of the model and the claims between them."""
    graph, labels = material.knowledge.known, material.labels
    with_implied = bool(material.choices.get("implied"))
    return dependencies(graph, labels, material.model, with_implied=with_implied)


def dependencies(
    graph: Graph, labels: Labels, model: Iri, *, with_implied: bool = False
) -> Diagram:
    """The criteria in layers, those on top that others build on, and the claims between them.

    Prerequisites that follow from others are drawn only if asked for.
    """
    found = claims(graph, objects(graph, model, nst.HAS_CRITERION))
    criteria = in_layers(objects(graph, model, nst.HAS_CRITERION), found)
    apart = detached(criteria, found)
    lineless = [claim for claim in found if claim.type not in KINDS]
    faint = [claim for claim in found if claim.type in KINDS and is_faint(claim)]
    following = implied(found)
    reduced = set() if with_implied else following
    hidden = {*reduced, *chain.from_iterable(apart.values()), *lineless, *faint}
    edges = tuple(
        _line(labels, claim, drawn=claim not in hidden, follows=claim in following)
        for claim in found
    )
    count = {"model": labels.label(model), "criteria": len(criteria), "claims": len(found)}
    return Diagram(
        language=labels.language,
        title=text("diagram-dependencies-title", labels.language),
        description=text("diagram-dependencies-description", labels.language, **count),
        nodes=tuple(_node(labels, criterion, grouped=criterion in apart) for criterion in criteria),
        edges=edges,
        legend=_legend(labels, edges),
        notes=(
            *weights(labels, found),
            *([text("diagram-reduced", labels.language)] if reduced else []),
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


def _line(labels: Labels, claim: Claim, *, drawn: bool, follows: bool) -> Edge:
    line = edge(labels, claim, drawn=drawn)
    return replace(line, kind=EdgeKind.IMPLIED) if drawn and follows else line


def _node(labels: Labels, criterion: Term, *, grouped: bool) -> Node:
    proposed = is_proposed(labels.graph, criterion)
    return Node(
        id=word(labels.graph, criterion),
        name=capitalised(labels.label(criterion)),
        kind=NodeKind.CRITERION,
        sentence=labels.definition(criterion),
        details=(capitalised(text("diagram-proposed", labels.language)),) if proposed else (),
        group=text("diagram-apart", labels.language) if grouped else "",
        is_proposed=proposed,
    )


def _legend(labels: Labels, edges: Iterable[Edge]) -> tuple[Key, ...]:
    shown = {each.kind for each in edges if each.drawn}
    named = {kind: labels.label(iri) for iri, kind in KINDS.items()}
    named[EdgeKind.IMPLIED] = text("diagram-implied", labels.language)
    return tuple(Key(kind, name) for kind, name in named.items() if kind in shown)


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
