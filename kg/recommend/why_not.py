"""Why a card does not have a state: which rule would give it, what holds, and what is missing.

Theory. `kg.reason.explain.why_not` says of each rule that could have made a fact in which ways its
body nearly holds. Not every such way is one that a person can do anything about: it may suppose
that the ontology said something else, or that a card were about another criterion. Those that speak
of the case alone (the actor, its cards, what was observed) are told.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from kg import vocabulary as nst
from kg.graph import objects, subjects, value
from kg.messages import text
from kg.reason.model import Element, Group, Nested, Not, Pattern, Rule, Variable
from kg.reason.shortfall import Attempt, InTheWay, Lack, Missing, Untrue, Way
from kg.recommend.sentences import capitalised
from kg.recommend.sources import source_text
from kg.recommend.why import UNSAID, Prover, Step
from kg.terms import Iri, Term, Triple
from kg.terms.known import Known

if TYPE_CHECKING:
    from networkx import DiGraph

    from kg.reason.explain import Step as Node

# Which thing is meant goes without saying; nobody can wish it otherwise.
GIVEN = UNSAID | {nst.ABOUT, nst.AS_OF, nst.NEWEST_ANSWER, nst.OBSERVED_ON}
DEPTH = 3
UNKNOWN = "…"


@dataclass(frozen=True, slots=True)
class Doubt:
    """Tells why something is not so, in the words of a prover."""

    prover: Prover

    def state(self, card: Iri, state: Iri) -> Step:
        """Why a card does not have a state."""
        wanted = Pattern(card, nst.STATE, state)
        proof = self._proof(wanted)
        teller, known = self.prover.teller, self.prover.advice.known
        actual = teller.listed(objects(known, card, nst.STATE))
        values = {"criterion": teller.named(card), "state": teller.named(state), "actual": actual}
        attempts = [each for each in proof.successors(Missing(wanted)) if isinstance(each, Attempt)]
        told = tuple(self._attempt(proof, each) for each in attempts)
        return Step(capitalised(text("not-state", teller.language, **values)), told)

    def because(self, pattern: Pattern) -> tuple[Step, ...]:
        """What it comes from that something is not there."""
        return tuple(self._lacking(self._proof(pattern), Missing(pattern)))

    def _proof(self, wanted: Pattern) -> "DiGraph[Node]":
        from kg.reason.explain import why_not

        advice = self.prover.advice
        derived, heard = advice.inference.derivations, _heard(advice.inference.program)
        triples = (each for each in advice.known.triples() if each not in derived)
        given = [each for each in triples if heard is None or each.predicate in heard]
        return why_not(advice.inference, given, wanted, DEPTH)

    def _attempt(self, proof: "DiGraph[Node]", attempt: Attempt) -> Step:
        """A rule that would give the state: what it would say, what holds, what does not."""
        language = self.prover.teller.language
        ways = [each for each in attempt.ways if self._is_of_the_case(each)]
        lacks = [lack for way in ways for lack in way.lacks]
        missing = tuple(self._told(proof, lacks))
        parts = [("holds", tuple(self._holding(ways[0])) if ways else ()), ("lacks", missing)]
        steps = [Step(text(key, language), told) for key, told in parts if told]
        nearest = next(iter((*ways, *attempt.ways)), Way(attempt.rule, (), ()))
        said = self._would_say(attempt, nearest)
        return Step(said, tuple(steps) or (Step(text("never-here", language)),))

    def _would_say(self, attempt: Attempt, way: Way) -> str:
        """The sentence of a rule, as far as it can be filled."""
        teller = self.prover.teller
        header = teller.headers[attempt.rule]
        names = {variable.name: teller.named(term) for variable, term in self._held(way).items()}
        sentence = header.sentence[teller.language].format_map(_Unfilled(names))
        label = header.label[teller.language]
        source = source_text(teller.labels, header.basis, header.sources)
        said = {"rule": label, "sentence": capitalised(sentence), "source": source}
        return text("would-say", teller.language, **said)

    def _holding(self, way: Way) -> Iterator[Step]:
        """The derived facts that the rule finds, in a sentence each."""
        bindings, derivations = dict(way.bindings), self.prover.advice.inference.derivations
        told = set()
        for pattern in _patterns(self._rule(way.rule).body):
            nodes = _instance(pattern, bindings)
            if not _all_known(*nodes) or nodes[1] in UNSAID:
                continue
            for derivation in derivations.get(Triple(*nodes), ())[:1]:
                if derivation not in told:
                    told.add(derivation)
                    yield Step(self.prover.teller.step(derivation))

    def _held(self, way: Way) -> dict[Variable, Term]:
        """The values of a way that facts tie to the card; others are there by way of example."""
        known, bindings = self.prover.advice.known, dict(way.bindings)
        held: dict[Variable, Term] = {}
        found = {name: term for name, term in bindings.items() if self._is_card(term)}
        patterns = [each for each in self._rule(way.rule).body if isinstance(each, Pattern)]
        while found.keys() - held.keys():
            held |= found
            for pattern in patterns:
                names = [each for each in pattern if isinstance(each, Variable)]
                if held.keys() & {*names} and _holds(known, _instance(pattern, bindings)):
                    found |= {name: bindings[name] for name in names}
        return held

    def _is_card(self, term: Term) -> bool:
        return nst.CARD in objects(self.prover.advice.known, term, nst.TYPE)

    def _rule(self, name: str) -> Rule:
        program = self.prover.advice.inference.program
        rules = (rule for each in program for rule in (*each.once, *each.general))
        return next(rule for rule in rules if rule.name == name)

    def _lacking(self, proof: "DiGraph[Node]", missing: Missing) -> Iterator[Step]:
        """What all rules lack that could have made something."""
        lacks = [
            lack
            for attempt in proof.successors(missing)
            if isinstance(attempt, Attempt)
            for way in attempt.ways
            if self._is_of_the_case(way)
            for lack in way.lacks
        ]
        yield from self._told(proof, lacks)

    def _told(self, proof: "DiGraph[Node]", lacks: Iterable[Lack]) -> Iterator[Step]:
        """What is missing or in the way; what is missing of the same thing in one sentence."""
        missing: dict[tuple[object, object], list[Missing]] = {}
        for lack in dict.fromkeys(lacks):
            match lack:
                case Missing(pattern):
                    missing.setdefault(pattern[:2], []).append(lack)
                case InTheWay(facts=facts):
                    yield from (self._in_the_way(fact) for fact in facts)
        for alike in missing.values():
            yield self._missing(proof, alike)

    def _in_the_way(self, fact: Triple) -> Step:
        if fact in self.prover.advice.inference.derivations:
            return self.prover.fact(fact)
        return Step(" ".join(map(self.prover.teller.named, fact)))

    def _missing(self, proof: "DiGraph[Node]", alike: list[Missing]) -> Step:
        """A thing that does not say this, nor that; what it says instead, and where from."""
        known, language = self.prover.advice.known, self.prover.teller.language
        pattern = alike[0].pattern
        subject, predicate, _ = pattern
        names = sorted(self._named(each.pattern.object) for each in alike)
        sentence = self.prover.not_there(pattern, _either(names, language))
        found = objects(known, subject, predicate) if _all_known(subject, predicate) else []  # type: ignore[arg-type]
        if found:
            instead = text("instead", language, values=self.prover.teller.listed(found))
            sentence = f"{sentence} {instead}"
            alike = []  # no need to go on: what there is has a ground of its own
        below = [step for each in alike for step in self._lacking(proof, each)]
        return Step(sentence, (*below, *self.prover.grounds(self._grounds(subject))))

    def _grounds(self, subject: object) -> list[Term]:
        """The observation that a thing is, or rests on."""
        known = self.prover.advice.known
        if not isinstance(subject, Iri):
            return []
        return [value(known, subject, nst.RESTS_ON) or subject]

    def _named(self, node: object) -> str:
        return UNKNOWN if isinstance(node, Variable | Nested) else self.prover.teller.named(node)  # type: ignore[arg-type]

    def _is_of_the_case(self, way: Way) -> bool:
        """Whether all that is lacking is about the actor, its cards or what was observed."""
        return all(
            isinstance(lack, InTheWay | Untrue)
            or (isinstance(lack, Missing) and self._is_of_actor(lack.pattern))
            for lack in way.lacks
        )

    def _is_of_actor(self, pattern: Pattern) -> bool:
        advice = self.prover.advice
        cards = subjects(advice.known, nst.ACTOR, advice.request.actor)  # and observations
        subject = pattern.subject
        rests = isinstance(subject, Iri) and objects(advice.known, subject, nst.RESTS_ON)
        if pattern.predicate == nst.RESTS_ON and rests:
            return False  # it could only rest on what is about something else
        return pattern.subject in {advice.request.actor, *cards} and pattern.predicate not in GIVEN


class _Unfilled(dict[str, str]):
    """Names by placeholder; a placeholder without a name stays open."""

    def __missing__(self, _: str) -> str:
        return UNKNOWN


def _instance(pattern: Pattern, bindings: Mapping[Variable, Term]) -> list[Any]:
    """The nodes of a pattern, its variables replaced as far as they have values."""
    return [bindings.get(node, node) if isinstance(node, Variable) else node for node in pattern]


def _holds(known: Known, nodes: list[Any]) -> bool:
    return _all_known(*nodes) and nodes[2] in objects(known, nodes[0], nodes[1])


def _all_known(*nodes: object) -> bool:
    return not any(isinstance(node, Variable | Nested) for node in nodes)


def _either(names: list[str], language: str) -> str:
    """A name, or several in a row: ``“a”, “b” or “c”``."""
    if len(names) == 1:
        return names[0]
    *first, last = [text("quoted", language, name=name) for name in names]
    return f"{', '.join(first)} {text('or', language)} {last}"


def _heard(program: Iterable[object]) -> frozenset[object] | None:
    """The predicates that the rules look at; None if one looks at any."""
    found = {pattern.predicate for rule in _rules(program) for pattern in _patterns(rule.body)}
    return None if any(isinstance(each, Variable) for each in found) else frozenset(found)


def _rules(program: Iterable[object]) -> Iterator[Rule]:
    for stratum in program:
        yield from (*stratum.once, *stratum.general)  # type: ignore[attr-defined]


def _patterns(elements: Iterable[Element]) -> Iterator[Pattern]:
    """The patterns of a body, those inside negations and groups too."""
    for element in elements:
        match element:
            case Pattern():
                yield element
            case Not(elements=inner) | Group(elements=inner):
                yield from _patterns(inner)
