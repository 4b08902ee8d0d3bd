"""The things a card offers, told in one language."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypedDict

from kg import vocabulary as nst
from kg.graph import Graph, objects, subjects, value
from kg.labels import word
from kg.recommend.model import Action, Barrier, Example, Instrument, Question
from kg.recommend.offers import Offers
from kg.recommend.readings import word_of, words_of
from kg.recommend.sentences import Narrator
from kg.terms import Term


class Thing(TypedDict):
    """What all that is offered has."""

    id: str
    text: str
    basis: str
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Offered:
    """Tells what one card offers."""

    teller: Narrator
    offers: Offers

    @property
    def graph(self) -> Graph:
        """All that is known."""
        return self.teller.labels.graph

    def actions(self) -> tuple[Action, ...]:
        """What to do, by whom, and because of what."""
        return tuple(
            Action(
                **self._thing(fact.object),
                by=self.teller.listed(self._doers(fact.object)),
                because=words_of(self.graph, self.offers.calls(fact)),
            )
            for fact in self.offers.actions
        )

    def barriers(self) -> tuple[Barrier, ...]:
        """What may be in the way, and the actions that answer it."""
        return tuple(
            Barrier(**self._thing(barrier), actions=words_of(self.graph, actions))
            for barrier, actions in self.offers.barriers.items()
        )

    def instruments(self) -> tuple[Instrument, ...]:
        """What to use, whether it is in use, and because of what."""
        return tuple(
            Instrument(
                **self._thing(fact.object),
                status=word_of(
                    self.graph, value(self.graph, fact.object, nst.INSTRUMENT_STATUS_OF)
                ),
                because=words_of(self.graph, self.offers.grounds(fact)),
            )
            for fact in self.offers.instruments
        )

    def examples(self) -> tuple[Example, ...]:
        """What to show, and where it happened, if the report says so."""
        return tuple(self._example(fact.object) for fact in self.offers.examples)

    def questions(self) -> tuple[Question, ...]:
        """What to ask: the question of a sign or a circumstance, or one of the report's own."""
        return tuple(map(self._question, self.offers.questions))

    def _question(self, term: Term) -> Question:
        thing = self._thing(term)
        thing["text"] = self.teller.labels.text(term, nst.ASKS) or thing["text"]
        return Question(**thing)

    def _example(self, term: Term) -> Example:
        places = objects(self.graph, term, nst.HAPPENED_IN)
        return Example(
            **self._thing(term), municipality=self.teller.listed(places) if places else ""
        )

    def _thing(self, term: Term) -> Thing:
        return {
            "id": word(self.graph, term),
            "text": self.teller.labels.definition(term),
            "basis": word_of(self.graph, value(self.graph, term, nst.BASIS)),
            "sources": words_of(self.graph, objects(self.graph, term, nst.DERIVED_FROM)),
        }

    def _doers(self, action: Term) -> Sequence[Term]:
        """Who carries out an action; of several parts of one agency, the one it plays most."""
        most: dict[Term, Term] = {}
        for role in sorted(objects(self.graph, action, nst.DONE_BY), key=self._actions_of):
            most[value(self.graph, role, nst.ROLE_OF) or role] = role
        return [*most.values()]

    def _actions_of(self, role: Term) -> int:
        return len(subjects(self.graph, nst.DONE_BY, role))
