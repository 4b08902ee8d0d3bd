"""What a model has to ask of an actor, in one language."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from kg import vocabulary as nst
from kg.errors import Fault, Faults
from kg.graph import Graph, objects, subjects, value
from kg.labels import Labels, word
from kg.load.cells import COLUMNS, Words, read_actor
from kg.load.edition import Edition, edition_of
from kg.messages import text
from kg.terms import Iri, Literal, Term, local_name

# As one fills them in: what is asked, the answer, and last what nobody has to touch.
ORDER = ("criterion", "question", "value", "date", "note", "actor", "about")


@dataclass(frozen=True, slots=True)
class Choice:
    """A value to choose: its name and what it means."""

    name: str
    meaning: str


@dataclass(frozen=True, slots=True)
class Question:
    """One row to be answered: the id, what it belongs to, what is asked, and the choices."""

    about: str
    criterion: str
    question: str
    choices: tuple[Choice, ...]


@dataclass(frozen=True, slots=True)
class Sheet:
    """Questions to an actor in parts, each part with its title, and the edition they are from."""

    actor: str
    title: str
    model: str
    language: str
    edition: Edition
    parts: tuple[tuple[str, tuple[Question, ...]], ...]

    @property
    def questions(self) -> list[Question]:
        """The questions of all parts."""
        return [question for _, questions in self.parts for question in questions]


def make_sheet(graph: Graph, actor: str, model: Iri, language: str) -> Sheet:
    """The questions of a model to an actor.

    Args:
        graph: the knowledge.
        actor: the id of the actor; nobody need know it.
        model: the set of criteria.
        language: of everything that is read.

    Raises:
        Faults: the actor cannot have that id.
    """
    found = read_actor(actor, Words(graph))
    if isinstance(found, Fault):
        raise Faults([found])
    asker = _Asker(Labels(graph, language))
    return Sheet(
        actor=actor,
        title=asker.labels.label(found),
        model=asker.labels.label(model),
        language=language,
        edition=edition_of(graph, word(graph, model)),
        parts=tuple(asker.parts(model)),
    )


@dataclass(frozen=True, slots=True)
class _Asker:
    """Who puts the knowledge into questions."""

    labels: Labels

    def parts(self, model: Iri) -> Iterator[tuple[str, tuple[Question, ...]]]:
        graph, language = self.labels.graph, self.labels.language
        criteria = self._named(objects(graph, model, nst.HAS_CRITERION))
        signs = [(sign, each) for each in criteria for sign in self._signs(each)]
        standings, answers = self._choices(nst.STANDING_CLASS), self._choices(nst.ANSWER)
        yield (
            text("sheet-criteria", language),
            tuple(self._criterion(each, standings) for each in criteria),
        )
        yield (
            text("sheet-indicators", language),
            tuple(self._sign(sign, each, standings) for sign, each in signs),
        )
        circumstances = self._named(subjects(graph, nst.TYPE, nst.CIRCUMSTANCE))
        yield (
            text("sheet-circumstances", language),
            tuple(self._circumstance(each, answers) for each in circumstances),
        )

    def _named(self, terms: Sequence[Term]) -> list[Iri]:
        """The terms by their names: they are listed, not ranked."""
        found = [term for term in terms if isinstance(term, Iri)]
        return sorted(found, key=lambda term: self.labels.label(term).casefold())

    def _signs(self, criterion: Iri) -> list[Iri]:
        return self._named(subjects(self.labels.graph, nst.INDICATES, criterion))

    def _choices(self, kind: Iri) -> tuple[Choice, ...]:
        graph = self.labels.graph
        values = sorted(subjects(graph, nst.TYPE, kind), key=lambda each: _order(graph, each))
        return tuple(
            Choice(self.labels.label(each), self.labels.definition(each)) for each in values
        )

    def _criterion(self, criterion: Iri, choices: tuple[Choice, ...]) -> Question:
        name, meaning = self.labels.label(criterion), self.labels.definition(criterion)
        return Question(word(self.labels.graph, criterion), name, meaning, choices)

    def _sign(self, sign: Iri, criterion: Iri, choices: tuple[Choice, ...]) -> Question:
        asked = self.labels.text(sign, nst.ASKS)
        told = {"question": asked, "sign": self.labels.definition(sign)}
        question = text("sheet-question", self.labels.language, **told)
        name = self.labels.label(criterion)
        return Question(word(self.labels.graph, sign), name, question, choices)

    def _circumstance(self, circumstance: Iri, choices: tuple[Choice, ...]) -> Question:
        meaning = self.labels.definition(circumstance) or self.labels.label(circumstance)
        kind = self.labels.label(nst.CIRCUMSTANCE)
        question = text("sheet-holds", self.labels.language, circumstance=meaning)
        return Question(local_name(circumstance), kind, question, choices)


def _order(graph: Graph, term: Iri) -> tuple[int, str]:
    place = value(graph, term, nst.ORDER)
    return (int(place.lexical) if isinstance(place, Literal) else 0, term.value)


def rows(sheet: Sheet, columns: Sequence[str]) -> Iterator[tuple[str, ...]]:
    """The rows of a sheet, not yet answered."""
    for each in sheet.questions:
        cells = {
            "actor": sheet.actor,
            "about": each.about,
            "criterion": each.criterion,
            "question": each.question,
        }
        yield tuple(cells.get(column, "") for column in columns)


CONTRACT = (*COLUMNS.read, *COLUMNS.shown)
