"""The criteria of a model as they stand for one actor, the next step among them."""

from collections.abc import Container, Iterator
from dataclasses import replace
from datetime import date

from kg import vocabulary as nst
from kg.diagram.claims import Claim, claims, edge, implied, in_a_row, weights
from kg.diagram.criteria import is_proposed
from kg.diagram.kinds import Material
from kg.diagram.model import Diagram, Edge, EdgeKind, Key, Node, NodeKind
from kg.graph import Graph, objects, subjects, value
from kg.labels import Labels, word
from kg.messages import text
from kg.recommend import Advice
from kg.recommend.sentences import capitalised, written_date
from kg.terms import Iri, Literal, Term, order

KINDS = {
    nst.READY: NodeKind.READY,
    nst.RENEW: NodeKind.RENEW,
    nst.STATE_UNKNOWN: NodeKind.UNKNOWN,
    nst.BLOCKED: NodeKind.BLOCKED,
    nst.MET: NodeKind.MET,
    nst.NOT_APPLICABLE: NodeKind.NOT_APPLICABLE,
}


def draw(material: Material) -> Diagram:
    """How the criteria stand for the one actor."""
    (advice,) = material.advices
    return assessment(advice, Labels(advice.known, material.language))


def assessment(advice: Advice, labels: Labels) -> Diagram:
    """The criteria by state, the next step marked, and what stands in the way of what."""
    graph = advice.known
    cards = _cards(graph)
    steps = subjects(graph, nst.TYPE, nst.NEXT_STEP)
    nodes = tuple(_node(labels, card, first=card in steps) for card in cards)
    found = _prerequisites(graph, cards)
    edges = tuple(_edges(labels, cards, found))
    actor = capitalised(labels.label(advice.request.actor))
    return Diagram(
        language=labels.language,
        title=text("diagram-assessment-title", labels.language, actor=actor),
        description=" ".join(_description(advice, labels, cards)),
        nodes=nodes,
        edges=edges,
        legend=(*state_keys(labels, {node.kind for node in nodes}), *_relations(labels, edges)),
        notes=(*_undecided(labels, steps), *weights(labels, found), *invented(labels, advice)),
        runs_across=True,
    )


def _cards(graph: Graph) -> list[Iri]:
    """The cards by place, then by id of the criterion."""
    found = subjects(graph, nst.TYPE, nst.CARD)
    return sorted(found, key=lambda card: (_place(graph, card), order(_criterion(graph, card))))


def _place(graph: Graph, card: Iri) -> int:
    place = value(graph, card, nst.PLACE)
    return int(place.lexical) if isinstance(place, Literal) else 0


def _criterion(graph: Graph, card: Iri) -> Term:
    return objects(graph, card, nst.CRITERION)[0]


def _node(labels: Labels, card: Iri, *, first: bool) -> Node:
    graph = labels.graph
    criterion, state = _criterion(graph, card), value(graph, card, nst.STATE)
    name = capitalised(labels.label(criterion))
    details = tuple(_details(labels, card))
    badge = text("diagram-next", labels.language) if first else ""
    return Node(
        id=word(graph, criterion),
        name=name,
        kind=KINDS.get(state, NodeKind.CRITERION) if isinstance(state, Iri) else NodeKind.CRITERION,
        sentence=f"{name}: {'. '.join([*details, *([badge] if badge else [])])}.",
        details=details,
        badge=badge,
    )


def _details(labels: Labels, card: Iri) -> Iterator[str]:
    """The state and the standing, when it was observed, and whether it is only proposed."""
    scales = [value(labels.graph, card, scale) for scale in (nst.STATE, nst.STANDING)]
    yield capitalised(" · ".join(labels.label(term) for term in scales if term))
    observation = value(labels.graph, card, nst.RESTS_ON)
    seen = value(labels.graph, observation, nst.OBSERVED_ON) if observation else None
    if isinstance(seen, Literal):
        day = written_date(date.fromisoformat(seen.lexical), labels.language)
        yield capitalised(text("observed", labels.language, date=day))
    if is_proposed(labels.graph, _criterion(labels.graph, card)):
        yield capitalised(text("diagram-proposed", labels.language))


def _prerequisites(graph: Graph, cards: list[Iri]) -> list[Claim]:
    criteria = [_criterion(graph, card) for card in cards]
    return [each for each in claims(graph, criteria) if each.type == nst.PREREQUISITE]


def _edges(labels: Labels, cards: list[Iri], found: list[Claim]) -> Iterator[Edge]:
    """Every prerequisite, those that stand in the way now as such."""
    by_criterion = {_criterion(labels.graph, card): card for card in cards}
    hidden = implied(found)
    for claim in found:
        blockers = objects(labels.graph, by_criterion[claim.end], nst.BLOCKED_BY)
        if claim.start in blockers:
            yield _blocking(labels, claim)
        else:
            yield edge(labels, claim, drawn=claim not in hidden)


def _blocking(labels: Labels, claim: Claim) -> Edge:
    blocker, criterion = capitalised(labels.label(claim.start)), labels.label(claim.end)
    told = text("diagram-blocked", labels.language, blocker=blocker, criterion=criterion)
    return replace(edge(labels, claim), kind=EdgeKind.BLOCKS, sentence=told)


def _description(advice: Advice, labels: Labels, cards: list[Iri]) -> Iterator[str]:
    day = written_date(advice.request.as_of, labels.language)
    model = labels.label(advice.request.model)
    yield text("frame", labels.language, date=day, model=model)
    steps = subjects(advice.known, nst.TYPE, nst.NEXT_STEP)
    first = [_criterion(advice.known, card) for card in cards if card in steps]
    if first:
        names = in_a_row(map(labels.label, first), labels.language)
        yield f"{text('diagram-next', labels.language)}: {names}."
    else:
        yield text("diagram-no-next", labels.language)


def _undecided(labels: Labels, steps: list[Iri]) -> Iterator[str]:
    if not steps:
        yield text("diagram-no-next", labels.language)


def invented(labels: Labels, advice: Advice) -> Iterator[str]:
    """An invented actor is always said to be one."""
    if nst.FICTITIOUS_MUNICIPALITY in objects(advice.known, advice.request.actor, nst.TYPE):
        actor = capitalised(labels.label(advice.request.actor))
        yield text("diagram-invented", labels.language, actor=actor)


def state_keys(labels: Labels, shown: Container[NodeKind]) -> Iterator[Key]:
    """The states that occur, each with its definition."""
    for state, kind in KINDS.items():
        if kind in shown:
            yield Key(kind, f"{capitalised(labels.label(state))}: {labels.definition(state)}")


def _relations(labels: Labels, edges: tuple[Edge, ...]) -> Iterator[Key]:
    drawn = {each.kind for each in edges if each.drawn}
    if EdgeKind.BLOCKS in drawn:
        yield Key(EdgeKind.BLOCKS, text("diagram-blocks", labels.language))
    if EdgeKind.PREREQUISITE in drawn:
        yield Key(EdgeKind.PREREQUISITE, labels.label(nst.PREREQUISITE))
