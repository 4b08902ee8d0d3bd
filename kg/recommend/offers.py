"""What a card offers for a meeting: all that the rules derive for it, put in order and cut.

What is meant for this very case comes before what suits many, and what many stand behind before
what few do. Names settle the rest, so that the same advice always reads the same.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from kg import vocabulary as nst
from kg.graph import Graph, objects
from kg.labels import word
from kg.recommend.readings import bound, facts_of, most, support_of
from kg.recommend.sentences import Narrator
from kg.terms import Iri, Term, Triple

Key = tuple[int | str, ...]


@dataclass(frozen=True)
class Offers:
    """The facts that one card offers; how many of each kind are not shown."""

    teller: Narrator
    card: Iri

    @property
    def graph(self) -> Graph:
        """All that is known."""
        return self.teller.labels.graph

    @cached_property
    def actions(self) -> list[Triple]:
        """What to do: first what answers this very case, last what serves most criteria."""
        return self._suggested[: most(self.graph, nst.ACTIONS_AT_MOST)]

    @cached_property
    def barriers(self) -> dict[Term, list[Term]]:
        """What may be in the way, with the actions shown that answer it."""
        answers: dict[Term, list[Term]] = {}
        for fact in self.actions:
            for barrier in self._behind(fact):
                answers.setdefault(barrier, []).append(fact.object)
        return answers

    @cached_property
    def instruments(self) -> list[Triple]:
        """What to use: what was asked about first, then what serves most of the actions shown."""
        found = [fact for fact in self._instruments if self.grounds(fact)]
        return sorted(found, key=self._use)[: most(self.graph, nst.INSTRUMENTS_AT_MOST)]

    @cached_property
    def examples(self) -> list[Triple]:
        """What to show: what has a place, or shows an action on the card, first."""
        return self._examples[: most(self.graph, nst.EXAMPLES_AT_MOST)]

    @cached_property
    def questions(self) -> list[Term]:
        """What to ask: of signs first what nobody has answered; then of circumstances."""
        return [*self._cut_questions(self._signs), *self._cut_questions(self._circumstances)]

    @property
    def hidden(self) -> dict[str, int]:
        """How many more of each kind there are than are shown, where there are more."""
        pairs: dict[str, tuple[Sequence[object], Sequence[object]]] = {
            "actions": (self._suggested, self.actions),
            "instruments": (self._instruments, self.instruments),
            "questions": ([*self._signs, *self._circumstances], self.questions),
            "examples": (self._examples, self.examples),
        }
        numbers = {kind: len(every) - len(shown) for kind, (every, shown) in pairs.items()}
        return {kind: number for kind, number in numbers.items() if number}

    def calls(self, fact: Triple) -> set[Term]:
        """What calls for an action; that the criterion is open, only if nothing nearer does."""
        every = bound(self.teller, fact, "because")
        return every - {*objects(self.graph, self.card, nst.CRITERION)} or every

    def grounds(self, fact: Triple) -> set[Term]:
        """Why an instrument is offered; an action that is not shown explains nothing."""
        unseen = {each.object for each in self._suggested} - {each.object for each in self.actions}
        return bound(self.teller, fact, "because") - unseen

    @cached_property
    def _suggested(self) -> list[Triple]:
        return sorted(facts_of(self.graph, self.card, nst.SUGGESTS), key=self._generality)

    @cached_property
    def _instruments(self) -> list[Triple]:
        return facts_of(self.graph, self.card, nst.OFFERS_INSTRUMENT)

    @cached_property
    def _examples(self) -> list[Triple]:
        return sorted(facts_of(self.graph, self.card, nst.OFFERS_EXAMPLE), key=self._distance)

    @cached_property
    def _signs(self) -> list[Term]:
        asked, again = (
            [fact.object for fact in facts_of(self.graph, self.card, predicate)]
            for predicate in (nst.ASKS_AFTER, nst.ASKS_AGAIN_AFTER)
        )
        new = [each for each in asked if each not in self._circumstances]
        return [*sorted(new, key=self._revealed), *sorted(again, key=self._revealed)]

    @cached_property
    def _circumstances(self) -> list[Term]:
        asked = objects(self.graph, self.card, nst.ASKS_AFTER)
        return [each for each in asked if nst.CIRCUMSTANCE in objects(self.graph, each, nst.TYPE)]

    @cached_property
    def _used(self) -> set[Term]:
        """What the actions shown use."""
        return {
            each for fact in self.actions for each in objects(self.graph, fact.object, nst.USES)
        }

    @cached_property
    def _answered(self) -> set[Term]:
        """The barriers of the card."""
        return {*objects(self.graph, self.card, nst.ANSWERS_BARRIER)}

    def _cut_questions(self, found: list[Term]) -> list[Term]:
        return found[: most(self.graph, nst.QUESTIONS_AT_MOST)]

    def _revealed(self, sign: Term) -> Key:
        """How well supported the barrier is that a sign can reveal."""
        barriers = objects(self.graph, sign, nst.REVEALS)
        strongest = max((support_of(self.graph, each) for each in barriers), default=0)
        return (-strongest, word(self.graph, sign))

    def _generality(self, fact: Triple) -> Key:
        """What calls for an action, from a circumstance to no more than the standing."""
        kinds = {
            kind
            for ground in bound(self.teller, fact, "because")
            for kind in objects(self.graph, ground, nst.TYPE)
        }
        called = (nst.CIRCUMSTANCE in kinds, nst.INDICATOR in kinds, bool(self._faced(fact)))
        served = objects(self.graph, fact.object, nst.SERVES)
        return ([*called, True].index(True), len(served), *self._support(fact.object))

    def _faced(self, fact: Triple) -> set[Term]:
        """The barriers of the card that an action answers."""
        return self._answered.intersection(objects(self.graph, fact.object, nst.MEETS))

    def _behind(self, fact: Triple) -> Sequence[Term]:
        """The barriers told behind an action: those that were seen, then the best supported."""
        seen = bound(self.teller, fact, "barrier")
        ordered = sorted(
            self._faced(fact), key=lambda each: (each not in seen, self._support(each))
        )
        return ordered[: most(self.graph, nst.BARRIERS_AT_MOST)]

    def _use(self, fact: Triple) -> Key:
        grounds = self.grounds(fact)
        return (fact.object not in grounds, -len(grounds), word(self.graph, fact.object))

    def _distance(self, fact: Triple) -> Key:
        """How near an example is: whether it has a place, and whether it shows an action."""
        near = [
            bool(objects(self.graph, fact.object, nst.HAPPENED_IN)),
            not self._used.isdisjoint(objects(self.graph, fact.object, nst.USES)),
        ]
        return (-sum(near), *self._support(fact.object))

    def _support(self, term: Term) -> Key:
        return (-support_of(self.graph, term), word(self.graph, term))
