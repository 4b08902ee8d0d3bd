"""The engine for small questions: the same meaning as `kg.reason.naive`, row by row.

Theory. What is known beforehand is a layer of facts that all questions share; the terms that the
rules speak of are numbered on top of it. A question puts its few facts on that, and what it
derives is added to a copy of these. Each rule becomes a chain of steps when it
is first needed, and keeps it. A stratum is run as `kg.reason.engine` runs it, rule after rule until
nothing new comes; a rule runs again only if a fact has come that one of its patterns could match,
and then once for each such pattern, which looks at the new facts alone, or in full if a closure
could walk on the new facts. A row met twice that way counts once. Of a solution only its row is
kept; `kg.reason.rows.ways` makes it into a derivation when somebody asks. Several questions can be
put at once: a rule runs once for all of them, and what they have in common is there once
(`kg.reason.rows.layout`).
"""

from collections.abc import Iterable, Iterator, Sequence
from collections.abc import Set as AbstractSet
from copy import copy
from typing import NamedTuple, TypeAlias

from kg.reason.looks import looks_at
from kg.reason.model import (
    Closure,
    Element,
    Group,
    Inference,
    Nested,
    Node,
    Not,
    Pattern,
    Program,
    Rule,
    Values,
    Variable,
)
from kg.reason.rows.layout import ASKERS, Askers, Look, Told, each_of
from kg.reason.rows.rule import Ready, Solutions
from kg.reason.rows.ways import Derivations, Way
from kg.terms import Iri, Term
from kg.terms.known import PREDICATE, Fact, Known

__all__ = ["Conclusion", "Reasoner"]

Rules: TypeAlias = tuple[list[Ready], list[Ready]]


class Conclusion(NamedTuple):
    """What follows, and all that is known with it."""

    inference: Inference
    known: Known


class Reasoner:
    """A program ready to be run on top of facts known beforehand.

    Args:
        program: rules in strata.
        known: the facts, to which nothing is added from now on.

    Attributes:
        ground: the facts with the terms of the program: what the facts of a question lie on.
        strata: the rules, ready to be run.
    """

    def __init__(self, program: Program, known: Known) -> None:
        self._program = program
        self._towards: dict[frozenset[Iri], Reasoner] = {}
        self.ground = Known(known)
        rules = [rule for each in program for rule in (*each.once, *each.general)]
        for term in _terms(rules):
            self.ground.terms.number(term)
        self.strata: list[Rules] = [
            (
                [Ready(rule, self.ground) for rule in stratum.once],
                [Ready(rule, self.ground) for rule in stratum.general],
            )
            for stratum in program
        ]

    def towards(self, goals: frozenset[Iri]) -> "Reasoner":
        """A reasoner with only the rules that facts with some predicates can rest on.

        What it concludes has the same facts with these predicates.
        """
        if goals not in self._towards:
            names = {rule.name for rule in _needed(self._program, goals)}
            found = self._towards[goals] = copy(self)
            found.strata = [
                (
                    [rule for rule in once if rule.name in names],
                    [rule for rule in general if rule.name in names],
                )
                for once, general in self.strata
            ]
        return self._towards[goals]

    def conclude(self, given: Known, *, proofs: bool = True) -> Conclusion:
        """What follows from the known facts and some more.

        Args:
            given: the facts of this question, a layer on the ``ground``; it stays as it is
                but for its terms, to which new ones are added.
            proofs: whether to keep the derivations; without them each fact has none.
        """
        return self.conclude_each([given], proofs=proofs)[0]

    def conclude_each(self, given: Sequence[Known], *, proofs: bool = True) -> list[Conclusion]:
        """What follows for each of some questions, which costs less than one after the other.

        Args:
            given: the facts of each, layers on the ``ground`` that share their ``terms``.
            proofs: whether to keep the derivations; without them each fact has none.
        """
        if not given:
            return []
        run = _Run(given, proofs=proofs)
        for once, general in self.strata:
            run.stratum(once, general)
        return [
            Conclusion(Inference(found, self._program), found.known) for found in run.derivations()
        ]


def _needed(program: Program, goals: frozenset[Iri]) -> list[Rule]:
    """The rules that facts with some predicates can rest on."""
    rules = [rule for stratum in program for rule in (*stratum.once, *stratum.general)]
    wanted: set[Node] = {*goals}
    size = -1
    while size < len(wanted):
        size = len(wanted)
        needed = [rule for rule in rules if _makes(rule, wanted)]
        wanted.update(each.predicate for rule in needed for each, _ in looks_at(rule))
    return [rule for rule in rules if _makes(rule, wanted)]


def _makes(rule: Rule, wanted: AbstractSet[Node]) -> bool:
    """Whether a rule can make a fact with one of the predicates; a variable can be any."""
    made = {pattern.predicate for pattern in rule.head}
    return any(isinstance(each, Variable) for each in (*made, *wanted)) or bool(made & wanted)


def _terms(rules: Iterable[Rule]) -> Iterator[Term]:
    """The terms that patterns and rows of rules hold."""
    for rule in rules:
        yield from _terms_in((*rule.head, *rule.body))


def _terms_in(elements: Iterable[Element]) -> Iterator[Term]:
    for element in elements:
        match element:
            case Pattern():
                yield from (each for each in element if not isinstance(each, Variable | Nested))
            case Closure(subject=one, moves=moves, object=other):
                yield from _terms_in([Pattern(one, move.predicate, other) for move in moves])
            case Not(elements=inner) | Group(elements=inner):
                yield from _terms_in(inner)
            case Values(rows=rows):
                yield from (term for row in rows for term in row if term is not None)


_New: TypeAlias = tuple[int, Fact, Askers]  # which it was, and to whom


class _Run:
    """The facts of all questions so far, when each fact was derived and how."""

    def __init__(self, given: Sequence[Known], *, proofs: bool) -> None:
        self._given, self._proofs = given, proofs
        self._world, self._nothing = _together(given), Known(None, given[0].terms)
        self._all = Look(
            askers=(1 << len(given)) - 1,
            world=self._world,
            given=_together(given),
            new=Told.of(self._nothing, {}),
            terms=given[0].terms,
            groups={},
        )
        self._log: list[tuple[Fact, Askers, int]] = []  # to whom it was new, and when
        self._new: dict[int | None, list[_New]] = {}  # to this stratum, by predicate
        self._ways: dict[Fact, list[Way]] = {}
        self._stage = 0

    def stratum(self, once: Sequence[Ready], general: Sequence[Ready]) -> None:
        """Runs the rules of a stratum until nothing new comes."""
        for rule in once:
            self._apply(rule, rule.solutions(self._all))
        seen: dict[int, int] = {}
        size = -1
        self._new = {}
        while size < len(self._log):
            size = len(self._log)
            for number, rule in enumerate(general):
                before, seen[number] = seen.get(number), len(self._log)
                if before is None:
                    self._apply(rule, rule.solutions(self._all))
                elif holders := self._since(before, rule):
                    new = Told.of(self._nothing.copy(holders), holders)
                    self._apply(rule, rule.news(self._all._replace(new=new)))

    def _apply(self, rule: Ready, solutions: Iterable[Solutions]) -> None:
        """Takes in what a rule makes of its solutions."""
        self._stage += 1
        for body, rows in [*solutions]:
            make = rule.maker(body, self._all.terms)
            for row in rows:
                self._take(make(row), Way(self._stage, rule.name, body, row))

    def _take(self, facts: Iterable[Fact], way: Way) -> None:
        """Takes in facts, and how they were made."""
        for fact in facts:
            new = self._world.add(fact, way.row[ASKERS])
            if new:
                self._log.append((fact, new, self._stage))
                for each in (fact[PREDICATE], None):
                    self._new.setdefault(each, []).append((len(self._log), fact, new))
            if self._proofs and (new or fact in self._ways):
                self._ways.setdefault(fact, []).append(way)

    def _since(self, before: int, rule: Ready) -> dict[Fact, Askers]:
        """The facts that came after some and that a rule looks at, and to whom they were new."""
        holders: dict[Fact, Askers] = {}
        for predicate in rule.looks_at & self._new.keys():
            for number, fact, askers in reversed(self._new[predicate]):
                if number <= before:
                    break
                holders[fact] = holders.get(fact, 0) | askers
        return holders

    def derivations(self) -> Iterator[Derivations]:
        """What was derived for each question, one after the other."""
        askers = each_of(self._all.askers)
        for asker, given in zip(askers, self._given, strict=True):
            stages = {fact: stage for fact, held, stage in self._log if held & asker}
            known = given.copy(stages) if len(askers) > 1 else self._world.known
            yield Derivations(known, stages, self._ways, asker)


def _together(given: Sequence[Known]) -> Told:
    """The facts of some questions in one place."""
    first, *others = given
    found = Told.of(first.copy(), dict.fromkeys(first.own(), 1))
    for number, each in enumerate(others, 1):
        for fact in each.own():
            found.add(fact, 1 << number)
    return found
