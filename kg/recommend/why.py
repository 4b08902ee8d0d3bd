"""The proof of a card as a tree of sentences, down to observations and to sections of the report."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from textwrap import fill

from kg import vocabulary as nst
from kg.graph import Graph, objects, place, subjects, value
from kg.labels import word
from kg.messages import text
from kg.reason.model import Absent, Gathered, Pattern, Premise
from kg.recommend.advise import Advice
from kg.recommend.sentences import Narrator, capitalised
from kg.recommend.sources import source_text
from kg.terms import Iri, Term, Triple

PROVED = (nst.STATE, nst.HAS_REASON, nst.SCORE)
# What a card is about, whose it is, and that an observation counts, goes without saying.
UNSAID = frozenset({nst.ACTOR, nst.CONSIDERS, nst.CRITERION, nst.TYPE})
WIDTH = 80
GROUNDS = (nst.CLAIM, nst.FINDING, nst.WEIGHT, nst.FRESHNESS, nst.SETTING)


@dataclass(frozen=True, slots=True)
class Step:
    """A sentence and the steps it rests on."""

    sentence: str
    because: tuple["Step", ...] = ()

    def lines(self, indent: str = "") -> Iterator[str]:
        """The tree as lines of at most 80 columns, each level further in."""
        mark = "– " if indent else ""
        yield fill(
            self.sentence, WIDTH, initial_indent=indent + mark, subsequent_indent=indent + "  "
        )
        for step in self.because:
            yield from step.lines(indent + "  ")


@dataclass(slots=True)
class Prover:
    """Tells proofs; what has been proved once is not proved again."""

    teller: Narrator
    advice: Advice
    told: set[Triple] = field(default_factory=set)

    def card(self, criterion: Iri) -> Step:
        """The proof of a card: its state, its reasons and its score."""
        graph, actor = self.advice.graph, self.advice.request.actor
        cards = subjects(graph, nst.CRITERION, criterion)
        card = next(card for card in cards if value(graph, card, nst.ACTOR) == actor)
        facts = [
            Triple(card, predicate, target)
            for predicate in PROVED
            for target in objects(graph, card, predicate)
        ]
        return Step(capitalised(self.teller.named(criterion)), tuple(map(self.fact, facts)))

    def fact(self, fact: Triple) -> Step:
        """A derived fact: its sentence, and what its first derivation rests on."""
        header = self.teller.header(fact)
        derivation = self.teller.inference.derivations[fact][0]
        source = source_text(self.teller.labels, header.basis, header.sources)
        sentence = f"{self.teller.step(derivation)} {source}"
        if fact in self.told:
            return Step(f"{sentence} {text('shown-above', self.teller.language)}")
        self.told.add(fact)
        return Step(sentence, tuple(self._premises(derivation.premises)))

    def _premises(self, premises: Iterable[Premise]) -> Iterator[Step]:
        grounds: dict[Term, Step] = {}
        for premise in premises:
            match premise:
                case Absent(elements):
                    yield self._absent(element for element in elements if isinstance(element, Pattern))
                case Gathered(_, contributors):
                    told = tuple(step for each in contributors for step in self._premises(each))
                    yield Step(text("gathered", self.teller.language), told)
                case Triple() if premise in self.teller.inference.derivations:
                    if premise.predicate not in UNSAID:
                        yield self.fact(premise)
                case Triple(subject):
                    if subject not in grounds and (ground := self._ground(subject)):
                        grounds[subject] = ground
        yield from grounds.values()

    def _absent(self, patterns: Iterable[Pattern]) -> Step:
        names = [self._node(node) for pattern in patterns for node in pattern]
        return Step(text("absent", self.teller.language, statement=" ".join(names)))

    def _node(self, node: object) -> str:
        is_term = isinstance(node, Term)
        return self.teller.named(node) if is_term else text("anything", self.teller.language)

    def _ground(self, subject: Term) -> Step | None:
        """What was told, or what stands in the report or is our choice; None for the self-evident."""
        graph, labels = self.advice.graph, self.teller.labels
        kinds = objects(graph, subject, nst.TYPE)
        if nst.OBSERVATION in kinds:
            return Step(self._observation(graph, subject))
        if any(kind in GROUNDS for kind in kinds):
            basis = value(graph, subject, nst.BASIS)
            sections = [word(graph, each) for each in objects(graph, subject, nst.DERIVED_FROM)]
            source = source_text(labels, word(graph, basis) if basis else "", sections)
            numbers = [*objects(graph, subject, nst.POINTS), *objects(graph, subject, nst.MONTHS)]
            statement = ": ".join([capitalised(labels.label(subject)), *map(self.teller.named, numbers)])
            return Step(f"{statement} {source}")
        return None

    def _observation(self, graph: Graph, subject: Term) -> str:
        told = {
            key: self.teller.listed(objects(graph, subject, predicate))
            for key, predicate in
            (("date", nst.OBSERVED_ON), ("thing", nst.ABOUT), ("value", nst.VALUE))
        }
        sentence = text("observation", self.teller.language, **told)
        for note in objects(graph, subject, nst.NOTE):
            sentence = text("noted", self.teller.language, observation=sentence, note=word(graph, note))
        where = place(graph, Triple(subject, nst.TYPE, nst.OBSERVATION))
        return f"{sentence} ({where})" if where else sentence
