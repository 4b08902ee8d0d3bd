"""From an assessment to advice: the facts that follow, arranged as cards.

All judgement is in the rules and the ontology; nothing here weighs or decides anything.
"""

from kg.recommend.advise import Advice, advise, prepare
from kg.recommend.cards import arrange
from kg.recommend.changes import with_changes
from kg.recommend.model import Card, Recommendation
from kg.recommend.request import Request, make_request
from kg.recommend.responses import with_responses

__all__ = [
    "Advice",
    "Card",
    "Recommendation",
    "Request",
    "advise",
    "arrange",
    "make_request",
    "prepare",
    "with_changes",
    "with_responses",
]
