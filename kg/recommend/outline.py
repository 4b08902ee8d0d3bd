"""A recommendation as an outline of headings, paragraphs and items, before it has any look."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from kg import vocabulary as nst
from kg.graph import objects
from kg.labels import Labels
from kg.messages import text
from kg.recommend.model import (
    Action,
    Answered,
    Card,
    Example,
    Instrument,
    Question,
    Recommendation,
)
from kg.recommend.sentences import capitalised, in_a_row, written_date
from kg.recommend.sources import label_by_word, source_text
from kg.recommend.stability_text import stability_text

KINDS = {
    "actions": "kind-actions",
    "instruments": "kind-instruments",
    "questions": "kind-questions",
    "examples": "kind-examples",
}


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading; level 1 is the whole, 2 a card, 3 a part of a card. The aside stands beside it."""

    level: int
    text: str
    aside: str = ""


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Running text."""

    text: str


@dataclass(frozen=True, slots=True)
class Item:
    """A line of a list: a short mark, the text, and where it comes from."""

    mark: str
    text: str
    source: str = ""


Block = Heading | Paragraph | Item


@dataclass(frozen=True, slots=True)
class Outliner:
    """Outlines recommendations in one language."""

    labels: Labels

    def outline(self, recommendation: Recommendation) -> Iterator[Block]:
        """The blocks of a recommendation, in reading order."""
        yield Heading(1, self._say("title", actor=self._name(recommendation.actor)))
        day = written_date(date.fromisoformat(recommendation.as_of), self.labels.language)
        yield Paragraph(self._say("frame", date=day, model=self._name(recommendation.model)))
        for card in recommendation.cards:
            yield from self._card(card)
        yield Heading(2, self._say("notes"))
        for note in recommendation.notes:
            yield Item("•", note.text, self._source(note.basis, note.sources))

        if recommendation.compared and not any(card.learn_from for card in recommendation.cards):
            told = self._say("nobody-alike", actor=self._name(recommendation.actor))
            yield Item("•", told, self._source("design", ()))
        if recommendation.stability:
            told = stability_text(self.labels, recommendation.stability)
            yield Item("•", told, self._source("design", ()))

    def _card(self, card: Card) -> Iterator[Block]:
        state = label_by_word(self.labels, nst.STATE_CLASS, card.state)
        standing = label_by_word(self.labels, nst.STANDING_CLASS, card.standing)
        name = capitalised(self._name(card.criterion))
        score = self._say("point" if card.score == 1 else "points", score=card.score)
        aside = [state, standing, *([score] if card.reasons else [])]
        yield Heading(2, f"{card.rank}. {name}", " · ".join(aside))
        yield Paragraph(card.summary)
        if card.answered:
            yield Paragraph(self._answered(card.answered))
        reasons = (
            Item(
                f"{reason.weight:+}" if reason.weight else "±0",
                reason.text,
                self._source(reason.basis, reason.sources),
            )
            for reason in card.reasons
        )
        yield from self._part("why", reasons)
        yield from self._part("actions", (self._action(card, action) for action in card.actions))
        yield from self._part("questions", (self._plain(each) for each in card.questions))
        instruments = (self._instrument(card, each) for each in card.instruments)
        yield from self._part("instruments", instruments)
        yield from self._part("examples", (self._plain(each) for each in card.examples))
        peers = (Item("•", each.text, self._source(each.basis, ())) for each in card.learn_from)
        yield from self._part("learn-from", peers)
        changes = (Item("•", change.then) for change in card.would_change)
        yield from self._part("changes", changes)
        if card.more:
            yield Paragraph("")
            yield Paragraph(self._more(card))

    def _answered(self, answered: Answered) -> str:
        """The adviser's answer: what was decided, why, and in what words."""
        day = written_date(date.fromisoformat(answered.date), self.labels.language)
        decided = label_by_word(self.labels, nst.DECISION_CLASS, answered.decision)
        if answered.reason:
            reason = label_by_word(self.labels, nst.OVERRIDE_REASON, answered.reason)
            decided = self._say("decided-because", decision=decided, reason=reason)
        told = self._say("answered", date=day, decision=decided)
        return self._say("remarked", told=told, remark=answered.text) if answered.text else told

    def _part(self, title: str, items: Iterable[Item]) -> Iterator[Block]:
        listed = list(items)
        if listed:
            yield Heading(3, self._say(title))
            yield from listed

    def _more(self, card: Card) -> str:
        """How many more there are of each kind, and the command that shows all of them."""
        kinds = [
            self._say("count", what=self._say(KINDS[kind]), count=count)
            for kind, count in card.more
        ]
        told = in_a_row(kinds, self.labels.language)
        return self._say("more", more=told, criterion=card.criterion)

    def _action(self, card: Card, action: Action) -> Item:
        because = ", ".join(self._ground(card, name) for name in action.because)
        ends = [self._say("by", by=action.by), self._say("because", because=because)]
        told = " ".join([action.text, *ends, *self._hindrance(card, action)])
        return Item("•", told, self._source(action.basis, action.sources))

    def _hindrance(self, card: Card, action: Action) -> Iterator[str]:
        """What may be in the way and the action answers, if there is anything."""
        behind = [self._name(each.id) for each in card.barriers if action.id in each.actions]
        if behind:
            yield self._say("may-hinder", barriers=in_a_row(behind, self.labels.language))

    def _ground(self, card: Card, name: str) -> str:
        if nst.INDICATOR in objects(self.labels.graph, nst.individual(name), nst.TYPE):
            return self._say("not-there", indicator=self._name(name))
        if name != card.criterion:
            kinds = objects(self.labels.graph, nst.individual(name), nst.TYPE)
            told = self._name(name)
            return self._say("sign-missing", sign=told) if nst.INDICATOR in kinds else told
        standing = label_by_word(self.labels, nst.STANDING_CLASS, card.standing)
        return self._say("own-standing", standing=standing)

    def _instrument(self, card: Card, instrument: Instrument) -> Item:
        status = label_by_word(self.labels, nst.INSTRUMENT_STATUS, instrument.status)
        grounds = [
            self._say("asked-about") if name == instrument.id else self._ground(card, name)
            for name in instrument.because
        ]
        told = self._say(
            "instrument",
            name=capitalised(self._name(instrument.id)),
            status=status,
            because=", ".join(grounds),
        )
        return Item("•", told, self._source(instrument.basis, instrument.sources))

    def _plain(self, thing: Example | Question) -> Item:
        return Item("•", thing.text, self._source(thing.basis, thing.sources))

    def _source(self, basis: str, sources: Iterable[str]) -> str:
        return source_text(self.labels, basis, sources)

    def _name(self, identifier: str) -> str:
        return self.labels.label(nst.individual(identifier))

    def _say(self, key: str, **values: object) -> str:
        return text(key, self.labels.language, **values)
