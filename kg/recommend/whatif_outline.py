"""What if, as an outline of headings, paragraphs and items, and as JSON."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from datetime import date

from kg import vocabulary as nst
from kg.labels import Labels, word
from kg.messages import text
from kg.recommend.model import Card, Reason, Recommendation
from kg.recommend.outline import Block, Heading, Item, Paragraph
from kg.recommend.reach import Reach
from kg.recommend.sentences import Narrator, capitalised, written_date
from kg.recommend.sources import label_by_word, source_text
from kg.recommend.whatif import Shift, WhatIf
from kg.terms import Iri


@dataclass(frozen=True, slots=True)
class WhatIfOutliner:
    """Outlines differences in one language."""

    teller: Narrator

    def outline(
        self, found: WhatIf | None, reached: Reach | None, frame: Recommendation
    ) -> Iterator[Block]:
        """The blocks: what was supposed and what it changes, then what reaches a criterion."""
        yield Heading(1, self._say("whatif-title", actor=self._name(frame.actor)))
        day = written_date(date.fromisoformat(frame.as_of), self.teller.language)
        yield Paragraph(self._say("frame", date=day, model=self._name(frame.model)))
        if found:
            yield from self._difference(found)
        if reached:
            yield from self._reach(reached)

    def _difference(self, found: WhatIf) -> Iterator[Block]:
        yield Paragraph(self._say("supposed"))
        for thing, supposed in found.supposed:
            named = {"thing": self._name(thing), "value": self._value(supposed)}
            yield Item("•", capitalised(self._say("is-set", **named)))
        if not found.shifts:
            yield Paragraph(self._say("nothing-changes"))
            return
        yield Paragraph(self._first(found))
        for shift in found.shifts:
            yield from self._shift(shift)
        if found.unchanged:
            names = self._names(found.unchanged)
            yield Paragraph("")
            yield Paragraph(self._say("unchanged", criteria=names))

    def _first(self, found: WhatIf) -> str:
        before, after = (
            self._names(card.criterion for card in each.cards if card.rank == 1)
            for each in (found.before, found.after)
        )
        key = "first-still" if before == after else "first-then"
        return capitalised(self._say(key, before=before, after=after))

    def _shift(self, shift: Shift) -> Iterator[Block]:
        """A card that changes: what it is now, where it stands, the reasons that come and go."""
        before, after = shift.before, shift.after
        yield Heading(2, capitalised(self._name(after.criterion)), self._states(before, after))
        yield Paragraph(after.summary)
        if (before.rank, before.score) != (after.rank, after.score):
            yield Paragraph(
                self._say(
                    "place-and-score",
                    rank=after.rank,
                    score=after.score,
                    old_rank=before.rank,
                    old_score=before.score,
                )
            )
        for title, sign, reasons in (
            ("gained", 1, shift.gained),
            ("lost", -1, shift.lost),
            ("reworded", 0, shift.reworded),
        ):
            yield from self._reasons(title, sign, reasons)

    def _states(self, before: Card, after: Card) -> str:
        old, new = (
            label_by_word(self.teller.labels, nst.STATE_CLASS, card.state)
            for card in (before, after)
        )
        return new if old == new else self._say("from-to", before=old, after=new)

    def _reasons(self, title: str, sign: int, reasons: Iterable[Reason]) -> Iterator[Block]:
        listed = list(reasons)
        if listed:
            yield Heading(3, self._say(title))
        for reason in listed:
            points = sign * reason.weight
            mark = f"{points:+}".replace("-", "−") if points else "±0"
            source = source_text(self.teller.labels, reason.basis, reason.sources)
            yield Item(mark if sign else "•", reason.text, source)

    def _reach(self, reached: Reach) -> Iterator[Block]:
        named = {
            "criterion": self.teller.named(reached.criterion),
            "state": self.teller.named(reached.state if reached.is_there else nst.READY),
        }
        yield Heading(2, self._say("reach-title", **named))
        yield Paragraph(capitalised(self._say(_answer(reached), size=reached.size, **named)))
        for changes in reached.sets:
            told = (
                self._say("is-set", thing=self.teller.named(thing), value=self.teller.named(value))
                for thing, value in changes
            )
            yield Item("•", capitalised("; ".join(told)))

    def _value(self, name: str) -> str:
        """The label of a standing or an answer by the word that files use."""
        for kind in (nst.STANDING_CLASS, nst.ANSWER):
            try:
                return label_by_word(self.teller.labels, kind, name)
            except KeyError:
                continue
        return name

    def _names(self, identifiers: Iterable[str]) -> str:
        return self.teller.listed(map(nst.individual, identifiers))

    def _name(self, identifier: str) -> str:
        return self.teller.named(nst.individual(identifier))

    def _say(self, key: str, **values: object) -> str:
        return text(key, self.teller.language, **values)


def as_json(
    found: WhatIf | None, reached: Reach | None, frame: Recommendation, labels: Labels
) -> str:
    """The same as indented JSON text."""
    content: dict[str, object] = {
        "actor": frame.actor,
        "asOf": frame.as_of,
        "model": frame.model,
        "lang": frame.language,
    }
    if found:
        content["set"] = dict(found.supposed)
        content["changes"] = [_shift(shift) for shift in found.shifts]
        content["unchanged"] = found.unchanged
    if reached:
        content["reach"] = {
            "criterion": word(labels.graph, reached.criterion),
            "state": word(labels.graph, reached.state),
            "size": reached.size,
            "sets": [_set(labels, changes) for changes in reached.sets],
        }
    return json.dumps(content, ensure_ascii=False, indent=2)


def _set(labels: Labels, changes: Iterable[tuple[Iri, Iri]]) -> dict[str, str]:
    return {word(labels.graph, thing): word(labels.graph, value) for thing, value in changes}


def _shift(shift: Shift) -> dict[str, object]:
    return {
        "criterion": shift.after.criterion,
        "before": _card(shift.before),
        "after": _card(shift.after),
        "reasonsGained": [asdict(reason) for reason in shift.gained],
        "reasonsLost": [asdict(reason) for reason in shift.lost],
        "reasonsReworded": [asdict(reason) for reason in shift.reworded],
    }


def _card(card: Card) -> dict[str, object]:
    return {
        "state": card.state,
        "standing": card.standing,
        "rank": card.rank,
        "score": card.score,
        "summary": card.summary,
        "blockedBy": card.blocked_by,
        "unlocks": card.unlocks,
    }


def _answer(reached: Reach) -> str:
    """The sentence that says what was found."""
    if reached.is_there:
        return "reach-there"
    return ("reach-none", "reach-set", "reach-sets")[min(len(reached.sets), 2)]
