"""The model as the national strategy pictures it: equal petals around a centre, none first."""

from collections import defaultdict
from collections.abc import Iterable, Iterator

from kg import vocabulary as nst
from kg.diagram.assessment import invented
from kg.diagram.claims import Claim, claims, in_a_row, is_faint
from kg.diagram.criteria import criteria_of, is_proposed
from kg.diagram.kinds import Material
from kg.diagram.model import Diagram, Edge, EdgeKind, Key, Layout, Node, NodeKind
from kg.graph import Graph, objects, subjects, value
from kg.labels import Labels, word
from kg.messages import text
from kg.recommend import Advice
from kg.recommend.sentences import capitalised, written_date
from kg.recommend.sources import by_word
from kg.terms import Term

STANDINGS = {
    "green": NodeKind.GREEN,
    "yellow": NodeKind.YELLOW,
    "red": NodeKind.RED,
    "unknown": NodeKind.UNSEEN,
    "not-applicable": NodeKind.NOT_APPLICABLE,
}
EVEN = 3  # all lines weigh the same: that two belong together has no rank here
BOTH_WAYS = {nst.CLOSELY_BOUND, nst.OVERLAPS, nst.TIED_TO}


def draw(material: Material) -> Diagram:
    """The flower of the model, with an actor's standings if there is one."""
    advice = material.advice
    graph = advice.known if advice else material.knowledge.known
    return flower(Labels(graph, material.language), material.model, advice)


def flower(labels: Labels, model: Term, advice: Advice | None = None) -> Diagram:
    """A petal for each criterion; lines between those the report says belong together."""
    criteria = criteria_of(labels.graph, model)
    cards = _cards(labels.graph) if advice else {}
    petals = tuple(_petal(labels, criterion, cards.get(criterion)) for criterion in criteria)
    found = claims(labels.graph, criteria)
    edges = tuple(_ties(labels, found))
    return Diagram(
        language=labels.language,
        title=_title(labels, advice),
        description=_description(labels, model, advice),
        nodes=(_centre(labels, model), *petals),
        edges=edges,
        legend=tuple(_legend(labels, petals, edges, assessed=bool(advice))),
        notes=(
            *_alone(labels, criteria, edges),
            *_proposed(labels, criteria),
            *(invented(labels, advice) if advice else ()),
        ),
        layout=Layout.FLOWER,
    )


def _cards(graph: Graph) -> dict[Term, Term]:
    found = subjects(graph, nst.TYPE, nst.CARD)
    return {objects(graph, card, nst.CRITERION)[0]: card for card in found}


def _title(labels: Labels, advice: Advice | None) -> str:
    if advice is None:
        return text("diagram-flower-title", labels.language)
    actor = capitalised(labels.label(advice.request.actor))
    return text("diagram-flower-actor", labels.language, actor=actor)


def _description(labels: Labels, model: Term, advice: Advice | None) -> str:
    name, equal = labels.label(model), text("diagram-flower-equal", labels.language)
    if advice is None:
        return f"{text('diagram-flower-model', labels.language, model=name)} {equal}"
    day = written_date(advice.request.as_of, labels.language)
    return f"{text('frame', labels.language, date=day, model=name)} {equal}"


def _centre(labels: Labels, model: Term) -> Node:
    """What the petals are parts of."""
    return Node(
        id=word(labels.graph, model),
        name=text("diagram-whole", labels.language),
        kind=NodeKind.MODEL,
        sentence=labels.definition(model),
    )


def _petal(labels: Labels, criterion: Term, card: Term | None) -> Node:
    graph, name = labels.graph, capitalised(labels.label(criterion))
    proposed = is_proposed(graph, criterion)
    standing = value(graph, card, nst.STANDING) if card else None
    details = [labels.label(standing)] if standing else []
    details += [text("diagram-proposed", labels.language)] if proposed else []
    told = f"{', '.join(details)}." if card else labels.definition(criterion)
    return Node(
        id=word(graph, criterion),
        name=name,
        kind=STANDINGS.get(word(graph, standing) if standing else "", NodeKind.CRITERION),
        sentence=f"{name}: {told}",
        details=tuple(map(capitalised, details)),
        is_proposed=proposed,
    )


def _ties(labels: Labels, found: Iterable[Claim]) -> Iterator[Edge]:
    """A line for each two criteria that the report ties to each other, whichever comes first.

    Such are claims that hold both ways, and claims of one type that are made in both directions.
    """
    told = [claim for claim in found if not is_faint(claim)]
    ways = {(claim.type, claim.start, claim.end) for claim in told}
    pairs: dict[frozenset[Term], list[Claim]] = defaultdict(list)
    for claim in told:
        if claim.type in BOTH_WAYS or (claim.type, claim.end, claim.start) in ways:
            pairs[frozenset((claim.start, claim.end))].append(claim)
    for claims_of_pair in pairs.values():
        yield _tie(labels, claims_of_pair)


def _tie(labels: Labels, told: list[Claim]) -> Edge:
    graph, first = labels.graph, told[0]
    names = " – ".join(labels.label(end) for end in (first.start, first.end))
    quoted = {
        text("diagram-quoted", labels.language, type=labels.label(each.type)) for each in told
    }
    says = in_a_row(quoted, labels.language)
    sentence = text("diagram-tied", labels.language, names=capitalised(names), types=says)
    return Edge(
        start=word(graph, first.start),
        end=word(graph, first.end),
        kind=EdgeKind.MUTUAL,
        strength=EVEN,
        sentence=sentence,
    )


def _legend(
    labels: Labels, petals: Iterable[Node], edges: Iterable[Edge], *, assessed: bool
) -> Iterator[Key]:
    if assessed:
        shown = {petal.kind for petal in petals}
        standings = by_word(labels.graph, nst.STANDING_CLASS)
        for name, kind in STANDINGS.items():
            standing = standings[name]
            if kind in shown:
                told = f"{capitalised(labels.label(standing))}: {labels.definition(standing)}"
                yield Key(kind, told)
    if any(edges):
        yield Key(EdgeKind.MUTUAL, text("diagram-mutual", labels.language))


def _alone(labels: Labels, criteria: Iterable[Term], edges: Iterable[Edge]) -> Iterator[str]:
    """The criteria without a line."""
    tied = {end for edge in edges for end in (edge.start, edge.end)}
    for criterion in criteria:
        if word(labels.graph, criterion) not in tied:
            name = capitalised(labels.label(criterion))
            yield text("diagram-untied", labels.language, criterion=name)


def _proposed(labels: Labels, criteria: Iterable[Term]) -> Iterator[str]:
    for criterion in criteria:
        if is_proposed(labels.graph, criterion):
            name = capitalised(labels.label(criterion))
            yield text("diagram-only-proposed", labels.language, criterion=name)
