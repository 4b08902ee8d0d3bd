"""What advisers answered to cards before, shown on the cards; it changes nothing else."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from kg.graph import Graph
from kg.labels import word
from kg.load.responses import Response
from kg.recommend.model import Answered, Recommendation
from kg.terms import local_name


def with_responses(
    graph: Graph, recommendation: Recommendation, responses: Iterable[Response]
) -> Recommendation:
    """The recommendation with the newest answer to each card, as of its date."""
    as_of = date.fromisoformat(recommendation.as_of)
    newest: dict[str, Answered] = {}
    for each in sorted(responses, key=lambda each: each.decided_on):
        if local_name(each.actor) == recommendation.actor and each.decided_on <= as_of:
            newest[word(graph, each.criterion)] = _answered(graph, each)
    cards = (replace(card, answered=newest.get(card.criterion)) for card in recommendation.cards)
    return replace(recommendation, cards=tuple(cards))


def _answered(graph: Graph, response: Response) -> Answered:
    return Answered(
        decision=word(graph, response.decision),
        reason=word(graph, response.reason) if response.reason else "",
        text=response.remark,
        date=response.decided_on.isoformat(),
    )
