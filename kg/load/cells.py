"""The cells of a row -> an observation, or what is wrong with each of them."""

import re
from collections.abc import Iterable
from datetime import date
from functools import partial

from kg import vocabulary as nst
from kg.errors import Fault, Faults, Place, nearest, refuse
from kg.graph import Graph, objects, subjects
from kg.labels import word
from kg.load.days import read_day
from kg.load.observation import Observation
from kg.load.rows import Columns, Row
from kg.terms import Iri
from kg.terms.known import Known

COLUMNS = Columns(
    required=("actor", "date", "about", "value"),
    optional=("note",),
    shown=("criterion", "question"),
)
NOT_ANSWERED = ("actor", "about")  # what a row holds that nobody has filled in
LONGEST_NOTE = 2_000
LONGEST_ID = 100


class Words:
    """What the cells of an assessment may hold, read from the graph once."""

    def __init__(self, graph: Graph) -> None:
        instances = partial(subjects, graph, nst.TYPE)
        self.graph = graph
        standings = self._named(instances(nst.STANDING_CLASS))
        answers = self._named(instances(nst.ANSWER))
        self.values = {
            **dict.fromkeys(instances(nst.CRITERION_CLASS), standings),
            **dict.fromkeys(instances(nst.CIRCUMSTANCE), answers),
            **dict.fromkeys(instances(nst.INDICATOR), standings),
        }
        self.things = {word(graph, thing): thing for thing in self.values}
        self.spellings = self._named([*self.values])
        classes = (
            nst.ACTOR_CLASS,
            nst.AGENCY,
            nst.MUNICIPALITY,
            nst.FICTITIOUS_MUNICIPALITY,
            nst.REGIONAL_OFFICE,
        )
        self.actors = {actor for kind in classes for actor in instances(kind)}

    def _named(self, terms: Iterable[Iri]) -> dict[str, Iri]:
        """The terms by their id and by every label, whatever the case."""
        named: dict[str, Iri] = {}
        for term in terms:
            labels = [word(self.graph, each) for each in objects(self.graph, term, nst.PREF_LABEL)]
            named |= {text.casefold(): term for text in [*labels, word(self.graph, term)]}
        return named


def words_of(graph: Graph) -> Words:
    """What cells may hold, by a graph; read once from facts that nobody adds to any more."""
    if isinstance(graph, Known):
        return graph.remember(Words, lambda: Words(graph))
    return Words(graph)


def read_observation(row: Row, words: Words, today: date) -> Observation:
    """The observation that a row holds.

    Raises:
        Faults: everything that is wrong with its cells.
    """
    cells, where = row.cells, row.where
    refuse(
        Fault("cell-empty", where(name), column=name)
        for name in COLUMNS.required
        if not cells[name]
    )
    thing = _thing(cells["about"], words, where("about"))
    readings = (
        read_actor(cells["actor"], words, where("actor")),
        thing,
        _value(cells["value"], thing, words, where("value")),
        _date(cells["date"], today, where("date")),
        _note(cells.get("note", ""), where("note")),
    )
    match readings:
        case Iri() as actor, Iri() as about, Iri() as said, date() as observed_on, str() as note:
            return Observation(actor, about, said, observed_on, note, row.place)
    raise Faults(reading for reading in readings if isinstance(reading, Fault))


def read_actor(text: str, words: Words, place: Place | None = None) -> Iri | Fault:
    """An actor by its id, or why it cannot be one."""
    if not re.fullmatch(r"[^\W_](-?[^\W_])*", text) or len(text) > LONGEST_ID:
        return Fault("actor-malformed", place, name=text)
    actor = nst.individual(text)
    if actor not in words.actors and actor in words.graph:
        return Fault("actor-is-something-else", place, name=text)
    return actor


def _thing(text: str, words: Words, place: Place) -> Iri | Fault:
    if text in words.things:
        return words.things[text]
    spellings = nearest(text.casefold(), words.spellings)
    near = sorted({word(words.graph, words.spellings[name]) for name in spellings})
    allowed = [] if near else [*words.things]
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
    key = "date-serial" if re.fullmatch(r"\d{5}([.,]\d+)?", text) else "date-impossible"
    return found or Fault(key, place, name=text)


def _note(text: str, place: Place) -> str | Fault:
    too_long = len(text) > LONGEST_NOTE
    return Fault("note-too-long", place, found=len(text), most=LONGEST_NOTE) if too_long else text
