"""Situations for tests: an actor, what is told of it, and the advice that follows."""

from collections.abc import Iterable, Mapping
from datetime import date

from kg.graph import Statement, subjects
from kg.labels import word
from kg.load import Knowledge, Observation
from kg.reason import Program
from kg.recommend import Advice, advise, make_request
from kg.terms import XSD, Iri, Literal, Term, Triple
from kg.vocabulary import (
    ANSWER,
    CIRCUMSTANCE,
    CRITERION_CLASS,
    ID,
    INDICATOR,
    NST,
    STANDING_CLASS,
    TYPE,
    individual,
)

AS_OF = date(2026, 11, 23)
SEEN = date(2026, 6, 1)
Choices = Mapping[str, str | None]


def told(knowledge: Knowledge, line: str, actor: str = "fjordvik") -> Observation:
    """An observation from ``[DATE] ABOUT VALUE``."""
    *day, about, value = line.split()
    judged = {*_of(knowledge, CRITERION_CLASS), *_of(knowledge, INDICATOR)}
    kind = STANDING_CLASS if individual(about) in judged else ANSWER
    values = {word(knowledge.graph, each): each for each in _of(knowledge, kind)}
    seen = date.fromisoformat(day[0]) if day else SEEN
    return Observation(individual(actor), individual(about), values[value], seen, "", None)


def advised(
    knowledge: Knowledge,
    program: Program,
    lines: Iterable[str],
    choices: Choices | None = None,
    actor: str = "fjordvik",
    beside: Iterable[str] = (),
) -> Advice:
    """The advice for an actor of whom the lines are told, and facts given besides in Turtle."""
    observations = [told(knowledge, line, actor) for line in lines]
    actors = frozenset({individual(actor)})
    request = make_request(knowledge.graph, actors, AS_OF, choices or {})
    return advise(knowledge, program, observations, request, beside=_read(beside))


def _read(lines: Iterable[str]) -> list[Statement]:
    """The facts of lines of three terms: ids, prefixed names, or whole numbers."""
    return [(Triple(*map(_term, line.split())), None) for line in lines]  # type: ignore[arg-type]


def _term(text: str) -> Term:
    if text.isdecimal():
        return Literal(text, XSD + "integer")
    prefix, _, name = text.rpartition(":")
    return Iri((NST if prefix == "nst" else ID) + name)


def criteria(knowledge: Knowledge) -> list[str]:
    """The ids of all criteria."""
    return [word(knowledge.graph, each) for each in _of(knowledge, CRITERION_CLASS)]


def indicators(knowledge: Knowledge) -> list[str]:
    """The ids of all indicators."""
    return [word(knowledge.graph, each) for each in _of(knowledge, INDICATOR)]


def circumstances(knowledge: Knowledge) -> list[str]:
    """The ids of all circumstances."""
    return [word(knowledge.graph, each) for each in _of(knowledge, CIRCUMSTANCE)]


def standings(knowledge: Knowledge) -> list[str]:
    """The words for all standings."""
    return [word(knowledge.graph, each) for each in _of(knowledge, STANDING_CLASS)]


def _of(knowledge: Knowledge, kind: Iri) -> list[Iri]:
    return subjects(knowledge.graph, TYPE, kind)
