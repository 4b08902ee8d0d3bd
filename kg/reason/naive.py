"""The obvious engine: run all rules until nothing new comes.

Theory. The strata are run in order, so that whatever a negation or a group looks at is complete
before it is looked at. In a stratum the rules that assign run once; the others run in rounds,
each against all facts there are, until a round brings nothing.

Every solution of a body is one derivation of each triple of the head. All are kept: in the last
round each rule meets every solution. What a fact's first derivation rests on was there before the
fact, so following first derivations goes back in time and ends in the graph that was given.

This engine is the one the others are compared with. It is to be read, not to be fast.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field

from kg.reason.facts import Facts
from kg.reason.fresh import renewed
from kg.reason.given import Given, in_order, triples
from kg.reason.limits import Limits, Watch
from kg.reason.model import (
    Derivation,
    Inference,
    Program,
    Rule,
    Stratum,
)
from kg.reason.solve import instance, named, solve
from kg.terms import Blank, Iri, Literal, Triple, TripleTerm

__all__ = ["infer"]


def infer(program: Program, facts: Given, limits: Limits | None = None) -> Inference:
    """What follows from facts by a program; the facts stay as they are.

    Args:
        program: rules in strata.
        facts: triples, or a graph with an edge from subject to object whose key is the predicate.
        limits: what the run may take; memory is not looked at.
    """
    given = in_order(triples(facts))
    run = _Run(Facts(given, Facts(given)), Watch(limits))
    for number, stratum in enumerate(program, start=1):
        run.stratum(stratum, number, len(program))
    return Inference({fact: tuple(ways) for fact, ways in run.found.items()}, program)


@dataclass(frozen=True)
class _Run:
    """The facts so far, and how they were made."""

    facts: Facts
    watch: Watch
    found: dict[Triple, dict[Derivation, None]] = field(default_factory=dict)

    def stratum(self, stratum: Stratum, number: int, of: int) -> None:
        """Runs the rules of a stratum, one of so many, until nothing new comes."""
        for rule in stratum.once:
            self._apply(rule, number, of)
        while sum(self._apply(rule, number, of) for rule in stratum.general):
            pass

    def _apply(self, rule: Rule, number: int, of: int) -> int:
        """Runs a rule once and says how many facts that made."""
        self.watch.begin(rule, number, of)
        self.watch.look()
        before = len(self.found)
        made = list(_derivations(rule, self.facts))
        self.facts.turn()
        for fact, derivation in made:
            if fact not in self.facts:
                self.facts.add(fact)
                self.found[fact] = {}
            if fact in self.found:
                self.found[fact][derivation] = None
        self.watch.find(len(self.found) - before)
        return len(self.found) - before


def _derivations(rule: Rule, facts: Facts) -> Iterator[tuple[Triple, Derivation]]:
    for bindings, premises in solve(rule.body, facts.base if rule.base_only else facts):
        derivation = Derivation(rule.name, tuple(named(bindings)), premises)
        for pattern in renewed(rule, bindings):
            subject, predicate, target = instance(pattern, bindings)
            # A literal as subject, or anything but an IRI as predicate, makes no RDF triple.
            match subject, predicate, target:
                case [Iri() | Blank(), Iri(), Iri() | Blank() | Literal() | TripleTerm()]:
                    yield Triple(subject, predicate, target), derivation
