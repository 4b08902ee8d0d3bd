"""Invented actors with assessments drawn by chance, the same for the same seed.

They are spread over everything that can be told or asked: criteria, indicators and circumstances,
all values, dates long past and of the day, several dates for one thing, every model, topic and
language. Nothing in them is of a real municipality.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from kg import vocabulary as nst
from kg.graph import Graph, subjects
from kg.labels import word
from kg.messages import LANGUAGES
from kg.terms import Iri

LAST = date(2026, 11, 23)
SPAN = 5 * 365  # days back from the last
HEADINGS = ("actor", "date", "about", "value", "note")
NOTES = ("", "", "", "Etter dialogmøtet", "«Ja», sa de, men hvem?", "Ål/Å – 100 %")


@dataclass(frozen=True, slots=True)
class Invented:
    """An actor: its rows (date, thing, value, note), and what is asked of it."""

    actor: str
    rows: tuple[tuple[str, str, str, str], ...]
    as_of: date
    choices: dict[str, str | None]
    language: str

    def table(self) -> str:
        """The rows as an assessment file."""
        return "\n".join([";".join(HEADINGS), *(";".join([self.actor, *row]) for row in self.rows)])


class Inventor:
    """Invents actors from what a graph says there is."""

    def __init__(self, graph: Graph, seed: int) -> None:
        def words(kind: Iri) -> list[str]:
            return [word(graph, each) for each in subjects(graph, nst.TYPE, kind)]

        self._chance = Random(seed)
        self._criteria = words(nst.CRITERION_CLASS)
        self._indicators = words(nst.INDICATOR)
        self._circumstances = words(nst.CIRCUMSTANCE)
        self._standings = words(nst.STANDING_CLASS)
        self._answers = words(nst.ANSWER)
        self._models = words(nst.MODEL)
        self._topics = [None, *words(nst.INSTRUMENT)]

    def invent(self, count: int) -> Iterator[Invented]:
        """So many actors."""
        for number in range(count):
            yield self._one(f"oppdiktet-{number}")

    def _one(self, actor: str) -> Invented:
        chance = self._chance
        rows = [*self._rows(self._criteria, self._standings, 7)]
        rows += self._rows(self._circumstances, self._answers, chance.choice((0, 3, 20)))
        rows += self._rows(self._indicators, self._standings, chance.choice((0, 0, 8, 60)))
        chance.shuffle(rows)
        rows = rows or [*self._rows(self._criteria, self._standings, 1, least=1)]
        as_of = LAST - timedelta(chance.choice((0, 0, 0, 200, 2000)))
        choices = {"model": chance.choice(self._models), "topic": chance.choice(self._topics)}
        return Invented(actor, tuple(rows), as_of, choices, chance.choice(LANGUAGES))

    def _rows(
        self, things: Sequence[str], values: Sequence[str], most: int, least: int = 0
    ) -> Iterator[tuple[str, str, str, str]]:
        """Some of the things, most of them on one date, each with a value."""
        chance = self._chance
        for thing in chance.sample(things, chance.randint(least, min(most, len(things)))):
            for day in chance.sample(range(SPAN), chance.choice((1, 1, 1, 2))):
                seen = LAST - timedelta(day)
                yield str(seen), thing, chance.choice(values), chance.choice(NOTES)
