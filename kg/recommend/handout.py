"""A recommendation as a handout of one page: state, why, what to do, ask and show, sources.

A page holds so many things of each kind; the cards that something can be said of share them. Where
each thing comes from is a number, explained once at the end.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date
from typing import TypeVar

from kg import vocabulary as nst
from kg.recommend.model import Card, Recommendation
from kg.recommend.outline import Block, Heading, Item, Outliner, Paragraph
from kg.recommend.readings import most
from kg.recommend.sentences import capitalised, in_a_row, written_date
from kg.recommend.sources import label_by_word

Thing = TypeVar("Thing")
FEW = 2  # with room for no more than these, what may be in the way is not told


class Handout(Outliner):
    """Outlines handouts in one language."""

    def outline(self, recommendation: Recommendation) -> Iterator[Block]:
        """The blocks of a handout, in reading order; the sources last."""
        yield from _numbered(self._page(recommendation), self._say("handout-sources"))

    def _source(self, basis: str, sources: Iterable[str]) -> str:
        """A line for each section, so that each gets one number."""
        sections: list[tuple[str, ...]] = [(each,) for each in sources] or [()]
        return "\n".join(super(Handout, self)._source(basis, each) for each in sections)

    def _page(self, recommendation: Recommendation) -> Iterator[Block]:
        yield Heading(1, self._say("title", actor=self._name(recommendation.actor)))
        day = written_date(date.fromisoformat(recommendation.as_of), self.labels.language)
        yield Paragraph(self._say("frame", date=day, model=self._name(recommendation.model)))
        room = self._room(recommendation)
        for card in recommendation.cards:
            yield from self._brief(card, room)
        yield Heading(2, self._say("notes"))
        for note in recommendation.notes:
            yield Item("•", note.text, self._source(note.basis, note.sources))

    def _room(self, recommendation: Recommendation) -> int:
        """How many things of a kind there is room for on each card: one at least."""
        sharing = sum(bool(each.questions or each.actions) for each in recommendation.cards)
        return max(1, (most(self.labels.graph, nst.HANDOUT_AT_MOST) or 1) // max(1, sharing))

    def _brief(self, card: Card, room: int) -> Iterator[Block]:
        state = label_by_word(self.labels, nst.STATE_CLASS, card.state)
        standing = label_by_word(self.labels, nst.STANDING_CLASS, card.standing)
        title = f"{card.rank}. {capitalised(self._name(card.criterion))}"
        yield Heading(2, title, f"{state} · {standing}")
        yield Paragraph(card.summary)
        if card.answered:
            yield Paragraph(self._answered(card.answered))
        if not (card.questions or card.actions):
            return
        yield from self._part("why", self._why(card, room))
        yield from self._part("actions", self._what(card, room))
        yield from self._part("questions", map(self._plain, _shared(card.questions, room)))
        yield from self._part("examples", self._shown(card, room))

    def _why(self, card: Card, room: int) -> Iterator[Item]:
        for each in _shared(card.reasons, room):
            yield Item("•", each.text, self._source(each.basis, each.sources))

    def _what(self, card: Card, room: int) -> Iterator[Item]:
        for each in _shared(card.actions, room):
            ends = [
                self._say("by", by=each.by),
                *(self._hindrance(card, each) if room > FEW else ()),
            ]
            told = " ".join([each.text, *ends])
            yield Item("•", told, self._source(each.basis, each.sources))

    def _shown(self, card: Card, room: int) -> Iterator[Item]:
        """Examples, then the names of instruments in a row."""
        yield from map(self._plain, _shared(card.examples, max(1, room - 1)))
        names = [self._name(each.id) for each in _shared(card.instruments, room)]
        if names:
            told = in_a_row(names, self.labels.language)
            yield Item("•", self._say("handout-instruments", names=told))


def _shared(things: tuple[Thing, ...], room: int) -> tuple[Thing, ...]:
    return things[:room]


def _numbered(blocks: Iterable[Block], title: str) -> Iterator[Block]:
    """The blocks with numbers in place of sources, and the sources by number at the end."""
    numbers: dict[str, int] = {}
    for block in blocks:
        if isinstance(block, Item) and block.source:
            lines = block.source.splitlines()
            found = sorted(numbers.setdefault(each.strip("[]"), len(numbers) + 1) for each in lines)
            yield replace(block, source=f"({', '.join(map(str, found))})")
        else:
            yield block
    yield Heading(2, title)
    yield Paragraph(_by_basis(numbers))


def _by_basis(numbers: Mapping[str, int]) -> str:
    """The numbered sections of each basis in a row.

    >>> _by_basis({"report: Summary": 1, "our choice": 2, "report: Competence": 3})
    'Report: (1) Summary, (3) Competence. Our choice: (2).'
    """
    rows: dict[str, list[str]] = {}
    for source, number in numbers.items():
        basis, _, section = source.partition(": ")
        rows.setdefault(basis, []).append(f"({number}) {section}".rstrip())
    return " ".join(f"{capitalised(basis)}: {', '.join(told)}." for basis, told in rows.items())
