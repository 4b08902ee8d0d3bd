"""A recommendation as an outline of headings, paragraphs and items, before it has any look."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from kg import vocabulary as nst
from kg.graph import objects
from kg.labels import Labels
from kg.messages import text
from kg.recommend.model import Action, Answered, Card, Example, Recommendation
from kg.recommend.sentences import capitalised, written_date
from kg.recommend.sources import label_by_word, source_text
from kg.recommend.stability_text import stability_text


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
        yield from self._part("examples", (self._example(example) for example in card.examples))
        peers = (Item("•", each.text, self._source(each.basis, ())) for each in card.learn_from)
        yield from self._part("learn-from", peers)
        changes = (Item("•", change.then) for change in card.would_change)
        yield from self._part("changes", changes)

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

    def _action(self, card: Card, action: Action) -> Item:
        because = ", ".join(self._ground(card, name) for name in action.because)
        ends = [self._say("by", by=action.by), self._say("because", because=because)]
        return Item("•", " ".join([action.text, *ends]), self._source(action.basis, action.sources))

    def _ground(self, card: Card, name: str) -> str:
        if nst.INDICATOR in objects(self.labels.graph, nst.individual(name), nst.TYPE):
            return self._say("not-there", indicator=self._name(name))
        if name != card.criterion:
            return self._name(name)
        standing = label_by_word(self.labels, nst.STANDING_CLASS, card.standing)
        return self._say("own-standing", standing=standing)

    def _example(self, example: Example) -> Item:
        return Item("•", example.text, self._source(example.basis, example.sources))

    def _source(self, basis: str, sources: Iterable[str]) -> str:
        return source_text(self.labels, basis, sources)

    def _name(self, identifier: str) -> str:
        return self.labels.label(nst.individual(identifier))

    def _say(self, key: str, **values: object) -> str:
        return text(key, self.labels.language, **values)
