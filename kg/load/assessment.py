"""A table of observations -> facts, or everything that is wrong with it."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import Path

from kg import vocabulary as nst
from kg.errors import Fault, Faults, Place, nearest, refuse
from kg.graph import Graph, objects, subjects
from kg.labels import word
from kg.load.days import read_day
from kg.load.table import Row, read_table
from kg.terms import Iri, Literal, Term, Triple, local_name

REQUIRED = ("actor", "date", "about", "value")
OPTIONAL = ("note",)
LONGEST_NOTE = 2_000
LONGEST_ID = 100
SUFFIXES = (".csv", ".tsv")


@dataclass(frozen=True, slots=True)
class Observation:
    """What somebody noticed about an actor on a date."""

    actor: Iri
    about: Iri
    value: Iri
    observed_on: date
    note: str
    place: Place | None

    @property
    def iri(self) -> Iri:
        """One observation an actor, thing and date."""
        return Iri(f"{self.actor.value}/{self.observed_on}/{local_name(self.about)}")

    def facts(self) -> Iterator[tuple[Triple, Place | None]]:
        """The observation as triples."""
        pairs: list[tuple[Iri, Term]] = [
            (nst.TYPE, nst.OBSERVATION),
            (nst.ACTOR, self.actor),
            (nst.ABOUT, self.about),
            (nst.VALUE, self.value),
            (nst.OBSERVED_ON, Literal(self.observed_on.isoformat(), nst.DATE)),
        ]
        if self.note:
            pairs.append((nst.NOTE, Literal(self.note)))
        for predicate, target in pairs:
            yield Triple(self.iri, predicate, target), self.place


def read_assessment(path: Path, graph: Graph, today: date) -> tuple[Observation, ...]:
    """The observations of an assessment file.

    Args:
        path: a CSV or TSV file (design: columns actor, date, about, value, note).
        graph: the knowledge the file is read against.
        today: no observation can be later.

    Raises:
        Faults: everything that is wrong with the file, at once.
    """
    if path.suffix.casefold() not in SUFFIXES:
        raise Faults(
            [Fault("format-unknown", Place(str(path)), name=path.suffix, allowed=SUFFIXES)]
        )
    words = Words(graph)
    rows, faults = read_table(path, REQUIRED, OPTIONAL)
    observations: list[Observation] = []
    for row in rows:
        try:
            observations.append(_observation(row, words, today))
        except Faults as group:
            faults += group.each()
    refuse([*faults, *_told_twice(observations)])
    return tuple(observations)


class Words:
    """What the cells of an assessment may hold, read from the graph once."""

    def __init__(self, graph: Graph) -> None:
        instances = partial(subjects, graph, nst.TYPE)
        self.graph = graph
        criteria = instances(nst.CRITERION_CLASS) + instances(nst.INDICATOR)
        circumstances = instances(nst.CIRCUMSTANCE)
        self.values = {
            **dict.fromkeys(criteria, self._named(instances(nst.STANDING_CLASS))),
            **dict.fromkeys(circumstances, self._named(instances(nst.ANSWER))),
        }
        self.things = {word(graph, thing): thing for thing in self.values}
        self.spellings = self._named([*self.values])
        classes = (
            nst.ACTOR_CLASS,
            nst.AGENCY,
            nst.MUNICIPALITY,
            nst.FICTITIOUS_MUNICIPALITY,
        )
        self.actors = {actor for kind in classes for actor in instances(kind)}

    def _named(self, terms: Iterable[Iri]) -> dict[str, Iri]:
        """The terms by their id and by every label, whatever the case."""
        named: dict[str, Iri] = {}
        for term in terms:
            labels = [word(self.graph, each) for each in objects(self.graph, term, nst.PREF_LABEL)]
            named |= {text.casefold(): term for text in [*labels, word(self.graph, term)]}
        return named


def _observation(row: Row, words: Words, today: date) -> Observation:
    cells, place = row.cells, row.place
    refuse(Fault("cell-empty", place, column=name) for name in REQUIRED if not cells[name])
    thing = _thing(cells["about"], words, place)
    readings = (
        _actor(cells["actor"], words, place),
        thing,
        _value(cells["value"], thing, words, place),
        _date(cells["date"], today, place),
        _note(cells.get("note", ""), place),
    )
    match readings:
        case Iri() as actor, Iri() as about, Iri() as said, date() as observed_on, str() as note:
            return Observation(actor, about, said, observed_on, note, place)
    raise Faults(reading for reading in readings if isinstance(reading, Fault))


def _actor(text: str, words: Words, place: Place) -> Iri | Fault:
    if not re.fullmatch(r"[^\W_](-?[^\W_])*", text) or len(text) > LONGEST_ID:
        return Fault("actor-malformed", place, name=text)
    actor = nst.individual(text)
    if actor in words.graph and actor not in words.actors:
        return Fault("actor-is-something-else", place, name=text)
    return actor


def _thing(text: str, words: Words, place: Place) -> Iri | Fault:
    if text in words.things:
        return words.things[text]
    spellings = nearest(text.casefold(), words.spellings)
    near = sorted({word(words.graph, words.spellings[name]) for name in spellings})
    allowed = [] if near else sorted(words.things)
    return Fault("about-unknown", place, name=text, near=near, allowed=allowed)


def _value(text: str, thing: Iri | Fault, words: Words, place: Place) -> Iri | Fault | None:
    if isinstance(thing, Fault):
        return None
    allowed = words.values[thing]
    if text.casefold() in allowed:
        return allowed[text.casefold()]
    ids = list(dict.fromkeys(word(words.graph, value) for value in allowed.values()))
    about = word(words.graph, thing)
    return Fault(
        "value-impossible", place, name=text, about=about, near=nearest(text, ids), allowed=ids
    )


def _date(text: str, today: date, place: Place) -> date | Fault:
    found = read_day(text)
    if found and found > today:
        return Fault("date-in-the-future", place, name=found, today=today)
    return found or Fault("date-impossible", place, name=text)


def _note(text: str, place: Place) -> str | Fault:
    too_long = len(text) > LONGEST_NOTE
    return Fault("note-too-long", place, found=len(text), most=LONGEST_NOTE) if too_long else text


def _told_twice(observations: Iterable[Observation]) -> Iterator[Fault]:
    first: dict[Iri, Observation] = {}
    for observation in observations:
        before = first.setdefault(observation.iri, observation)
        if before is not observation and before.place:
            yield Fault(
                "told-twice",
                observation.place,
                actor=local_name(observation.actor),
                about=local_name(observation.about),
                date=observation.observed_on,
                line=before.place.line,
            )
