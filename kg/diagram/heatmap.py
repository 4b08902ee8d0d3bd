"""Many actors by the criteria of a model. The actors stand by name: none is ranked."""

from collections.abc import Iterator

from kg import vocabulary as nst
from kg.alphabet import alphabetical
from kg.diagram.assessment import KINDS, state_keys
from kg.diagram.criteria import criteria_of
from kg.diagram.kinds import Material
from kg.diagram.model import Diagram, Layout, Node, NodeKind
from kg.graph import objects, subjects, value
from kg.labels import Labels, word
from kg.messages import text
from kg.recommend import Advice
from kg.recommend.sentences import capitalised, written_date
from kg.terms import Iri, Term


def draw(material: Material) -> Diagram:
    """A row for each actor, a column for each criterion, and a state in each cell."""
    labels = material.labels
    criteria = criteria_of(labels.graph, material.model)
    advices = sorted(material.advices, key=lambda advice: alphabetical(_name(labels, advice)))
    cells = tuple(cell for advice in advices for cell in _row(labels, advice, criteria))
    return Diagram(
        language=material.language,
        title=text("diagram-heatmap-title", material.language),
        description=_description(labels, advices),
        nodes=cells,
        edges=(),
        legend=tuple(state_keys(labels, {cell.kind for cell in cells})),
        notes=tuple(_notes(labels, advices)),
        layout=Layout.TABLE,
        heading=text("diagram-actor", material.language),
    )


def _name(labels: Labels, advice: Advice) -> str:
    return capitalised(labels.label(advice.request.actor))


def _row(labels: Labels, advice: Advice, criteria: list[Term]) -> Iterator[Node]:
    """The state of each criterion for one actor."""
    known, actor = advice.known, _name(labels, advice)
    cards = {
        objects(known, card, nst.CRITERION)[0]: card for card in subjects(known, nst.TYPE, nst.CARD)
    }
    for criterion in criteria:
        state = value(known, cards[criterion], nst.STATE)
        if not isinstance(state, Iri):
            continue
        name, column = capitalised(labels.label(state)), capitalised(labels.label(criterion))
        yield Node(
            id=f"{word(known, advice.request.actor)}/{word(known, criterion)}",
            name=name,
            kind=KINDS.get(state, NodeKind.CRITERION),
            sentence=f"{actor}, {labels.label(criterion)}: {labels.label(state)}.",
            group=actor,
            column=column,
        )


def _description(labels: Labels, advices: list[Advice]) -> str:
    """The date, the model, and how many actors."""
    request = advices[0].request
    frame = {
        "date": written_date(request.as_of, labels.language),
        "model": labels.label(request.model),
    }
    told = text("diagram-heatmap-description", labels.language, actors=len(advices))
    return f"{text('frame', labels.language, **frame)} {told}"


def _notes(labels: Labels, advices: list[Advice]) -> Iterator[str]:
    """Invented actors are always said to be so."""
    kinds = [objects(each.known, each.request.actor, nst.TYPE) for each in advices]
    fictitious = [nst.FICTITIOUS_MUNICIPALITY in each for each in kinds]
    if all(fictitious):
        yield text("diagram-all-invented", labels.language)
    elif any(fictitious):
        names = [
            _name(labels, each) for each, is_one in zip(advices, fictitious, strict=True) if is_one
        ]
        yield text("diagram-some-invented", labels.language, actors=", ".join(names))
