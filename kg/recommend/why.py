"""The proof of a card as a tree of sentences, down to observations and sections of the report."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from textwrap import fill

from kg import vocabulary as nst
from kg.graph import Graph, objects, place, subjects, value
from kg.labels import word
from kg.messages import harmless, text
from kg.reason.model import Absent, Derivation, Gathered, Nested, Pattern, Premise, Variable
from kg.recommend.advise import Advice
from kg.recommend.sentences import Narrator, capitalised
from kg.recommend.sources import source_text
from kg.terms import Iri, Term, Triple

PROVED = (nst.STATE, nst.HAS_REASON, nst.SCORE)
# What a card is about, whose it is, and that an observation counts, goes without saying.
UNSAID = frozenset({nst.ACTOR, nst.CONSIDERS, nst.CRITERION, nst.TYPE})
UNKNOWN = Variable | Nested
WIDTH = 80
NUMBERS = (("count-points", nst.POINTS), ("count-months", nst.MONTHS))
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
            harmless(self.sentence),
            WIDTH,
            initial_indent=indent + mark,
            subsequent_indent=indent + "  ",
        )
        for step in self.because:
            yield from step.lines(indent + "  ")


@dataclass(slots=True)
class Prover:
    """Tells proofs; what has been proved once is not proved again."""

    teller: Narrator
    advice: Advice
    told: set[Derivation | Term] = field(default_factory=set)

    def card(self, criterion: Iri) -> Step:
        """The proof of a card: its state, its reasons and its score."""
        graph, card = self.advice.known, self.card_of(criterion)
        facts = [
            Triple(card, predicate, target)
            for predicate in PROVED
            for target in objects(graph, card, predicate)
        ]
        return Step(capitalised(self.teller.named(criterion)), tuple(map(self.fact, facts)))

    def card_of(self, criterion: Iri) -> Iri:
        """The actor's card for a criterion."""
        graph, actor = self.advice.known, self.advice.request.actor
        cards = subjects(graph, nst.CRITERION, criterion)
        return next(card for card in cards if value(graph, card, nst.ACTOR) == actor)

    def fact(self, fact: Triple) -> Step:
        """A derived fact: its sentence, and what its first derivation rests on."""
        header = self.teller.header(fact)
        derivation = self.teller.inference.derivations[fact][0]
        source = source_text(self.teller.labels, header.basis, header.sources)
        sentence = f"{self.teller.step(derivation)} {source}"
        if derivation in self.told:
            return Step(f"{sentence} {text('shown-above', self.teller.language)}")
        self.told.add(derivation)
        return Step(sentence, tuple(self._premises(derivation.premises)))

    def _premises(self, premises: Iterable[Premise]) -> Iterator[Step]:
        """The premises as steps; what one rule application made twice is said once."""
        made = self.teller.inference.derivations
        here: set[Derivation] = set()
        grounds: list[Term] = []
        for premise in premises:
            match premise:
                case Absent(elements):
                    yield self._absent([each for each in elements if isinstance(each, Pattern)])
                case Gathered(_, contributors):
                    told = tuple(step for each in contributors for step in self._premises(each))
                    if told:  # what was counted in the knowledge alone goes without saying
                        yield Step(text("gathered", self.teller.language), told)
                case Triple() if premise not in made:
                    grounds.append(premise.subject)
                case Triple() if premise.predicate not in UNSAID and made[premise][0] not in here:
                    here.add(made[premise][0])
                    yield self.fact(premise)
        yield from self.grounds(grounds)

    def grounds(self, subjects: Iterable[Term]) -> Iterator[Step]:
        """What was told and what the report says of some things, each once."""
        for subject in subjects:
            if subject not in self.told and (ground := self._ground(subject)):
                self.told.add(subject)
                yield ground

    def _absent(self, patterns: Sequence[Pattern]) -> Step:
        """What is not there; of a fact that could have been, also why not."""
        from kg.recommend.why_not import Doubt

        sentence = " ".join(map(self.not_there, patterns))
        if any(isinstance(node, UNKNOWN) for pattern in patterns for node in pattern):
            return Step(sentence)
        doubt = Doubt(self)
        return Step(sentence, tuple(step for each in patterns for step in doubt.because(each)))

    def not_there(self, pattern: Pattern, target: str = "") -> str:
        """A pattern that nothing matches: in the property's own words, if it has any.

        Args:
            pattern: the pattern.
            target: what its object is called, if that is not its own name.
        """
        subject, verb, own_target = (
            "…" if isinstance(node, UNKNOWN) else self.teller.named(node) for node in pattern
        )
        target = target or own_target
        own = "" if isinstance(pattern.predicate, UNKNOWN) else self._when_absent(pattern.predicate)
        if own:
            return capitalised(own.format(subject=subject, object=target))
        statement = f"{subject} {verb} {target}"
        return text("absent", self.teller.language, statement=statement)

    def _when_absent(self, predicate: Term) -> str:
        return self.teller.labels.text(predicate, nst.SAID_WHEN_ABSENT)

    def _ground(self, subject: Term) -> Step | None:
        """What was told, what the report says, or our choice; None for the self-evident."""
        graph, labels = self.advice.known, self.teller.labels
        kinds = objects(graph, subject, nst.TYPE)
        if nst.OBSERVATION in kinds:
            return Step(self._observation(graph, subject))
        if any(kind in GROUNDS for kind in kinds):
            basis = value(graph, subject, nst.BASIS)
            sections = [word(graph, each) for each in objects(graph, subject, nst.DERIVED_FROM)]
            source = source_text(labels, word(graph, basis) if basis else "", sections)
            numbers = [
                text(key, self.teller.language, count=self.teller.named(number))
                for key, predicate in NUMBERS
                for number in objects(graph, subject, predicate)
            ]
            told = [
                capitalised(labels.label(subject)),
                *(f"({number})" for number in numbers),
            ]
            return Step(" ".join([*told, source]))
        return None

    def _observation(self, graph: Graph, subject: Term) -> str:
        told = {
            key: self.teller.listed(objects(graph, subject, predicate))
            for key, predicate in (
                ("date", nst.OBSERVED_ON),
                ("thing", nst.ABOUT),
                ("value", nst.VALUE),
            )
        }
        sentence = text("observation", self.teller.language, **told)
        for note in objects(graph, subject, nst.NOTE):
            sentence = text(
                "noted", self.teller.language, observation=sentence, note=word(graph, note)
            )
        where = place(graph, Triple(subject, nst.TYPE, nst.OBSERVATION))
        return f"{sentence} ({where})" if where else sentence
