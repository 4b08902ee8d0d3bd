"""A recommendation as JSON (design, Contracts)."""

import json
from dataclasses import asdict

from kg.recommend.model import (
    Action,
    Answered,
    Barrier,
    Card,
    Example,
    Instrument,
    Note,
    Question,
    Recommendation,
)


def as_json(recommendation: Recommendation) -> str:
    """The recommendation as indented JSON text."""
    content: dict[str, object] = {
        "actor": recommendation.actor,
        "asOf": recommendation.as_of,
        "model": recommendation.model,
        "lang": recommendation.language,
        "cards": [_card(card) for card in recommendation.cards],
        "notes": [_note(note) for note in recommendation.notes],
    }
    if recommendation.compared:
        content["learnFrom"] = [
            {"criterion": card.criterion, **asdict(peer)}
            for card in recommendation.cards
            for peer in card.learn_from
        ]
    if found := recommendation.stability:
        content["stability"] = {
            "first": found.first,
            "spread": found.spread,
            "share": round(found.share, 4),
            "error": round(found.error, 4),
            "flips": [asdict(flip) for flip in found.flips],
        }
    return json.dumps(content, ensure_ascii=False, indent=2)


def _card(card: Card) -> dict[str, object]:
    return {
        "criterion": card.criterion,
        "rank": card.rank,
        "state": card.state,
        "standing": card.standing,
        "observed": card.observed or None,
        "score": card.score,
        "summary": card.summary,
        "indicator": card.urgency,
        "reasons": [asdict(reason) for reason in card.reasons],
        "blockedBy": card.blocked_by,
        "unlocks": card.unlocks,
        "actions": [_without_basis(action) for action in card.actions],
        "examples": [_without_basis(example) for example in card.examples],
        "wouldChange": [
            {"set": dict(change.set), "then": change.then} for change in card.would_change
        ],
        "instruments": [_without_basis(each) for each in card.instruments],
        "questions": [_without_basis(each) for each in card.questions],
        "barriers": [_without_basis(each) for each in card.barriers],
        "more": dict(card.more),
        **({"answer": _answer(card.answered)} if card.answered else {}),
    }


def _answer(answered: Answered) -> dict[str, object]:
    """An answer; what it does not say is null."""
    return {key: told or None for key, told in asdict(answered).items()}


def _without_basis(item: Action | Example | Instrument | Question | Barrier) -> dict[str, object]:
    """An item as the contract has it."""
    return {key: told for key, told in asdict(item).items() if key != "basis"}


def _note(note: Note) -> dict[str, object]:
    told: dict[str, object] = {"text": note.text, "sources": note.sources}
    if note.tension:
        told |= {"tension": note.tension, "sides": [asdict(side) for side in note.sides]}
    return told
