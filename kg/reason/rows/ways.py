"""How each fact was made: kept as rows, told as derivations when somebody asks.

The order of facts and of derivations is that of `kg.reason.columns.ledger`.
"""

from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from kg.reason.model import (
    Absent,
    Applied,
    Bindings,
    Closure,
    Derivation,
    Element,
    Gathered,
    Group,
    Move,
    Not,
    Pattern,
    Premise,
    Values,
    Variable,
)
from kg.reason.rows.body import Body
from kg.reason.rows.gathering import Gathering
from kg.reason.rows.layout import ASKERS, Askers, Row, terms_of
from kg.reason.rows.walking import walks
from kg.reason.solve import ground, named
from kg.terms import Term, Triple, order
from kg.terms.known import Fact, Known

if TYPE_CHECKING:
    from kg.reason.walks import Walks

__all__ = ["Derivations", "Way"]

Key: TypeAlias = tuple[object, ...]


class Way(NamedTuple):
    """A row of a body from which a rule made a fact, and in which of its runs."""

    stage: int
    rule: str
    body: Body
    row: Row


class Derivations(Mapping[Triple, tuple[Derivation, ...]]):
    """The derivations of each derived fact, made when they are asked for.

    Args:
        known: all facts.
        stages: for each derived fact, when it was.
        ways: for each, how it was made, by whomever.
        asker: the question that the facts are about.
    """

    def __init__(
        self,
        known: Known,
        stages: Mapping[Fact, int],
        ways: Mapping[Fact, list[Way]],
        asker: Askers,
    ) -> None:
        self.known, self._stages, self._ways, self._asker = known, stages, ways, asker
        self._triples: dict[Fact, Triple] = {}
        self._walks: dict[tuple[Move, ...], Walks[int, Fact]] = {}
        self._told: dict[Fact, tuple[Derivation, ...]] = {}
        self._applied: dict[Fact, list[Applied]] = {}

    def __len__(self) -> int:
        """How many facts were derived."""
        return len(self._stages)

    def __iter__(self) -> Iterator[Triple]:
        """The derived facts, in the order in which they were found."""
        return iter(self._found)

    def __contains__(self, fact: object) -> bool:
        """Whether a fact was derived."""
        return self._fact(fact) in self._stages

    def __getitem__(self, triple: Triple) -> tuple[Derivation, ...]:
        """Every derivation of a fact, the first of them well-founded."""
        fact = self._derived(triple)
        if fact not in self._told:
            told = tuple(self._derivations(fact))
            self._told[fact] = told if len(told) == 1 else tuple(dict.fromkeys(told))
        return self._told[fact]

    def applied(self, triple: Triple) -> list[Applied]:
        """The rules and bindings of a fact's derivations, in their order; some may come twice."""
        fact = self._derived(triple)
        if fact not in self._applied:
            self._applied[fact] = [
                Applied(way.rule, tuple(named(self._bindings(way.body, way.row))))
                for way in self._ordered(fact)
            ]
        return self._applied[fact]

    def bound(self, triple: Triple, variable: Variable) -> set[Term]:
        """All that a variable stands for in the derivations of a fact."""
        ways = self._made(self._derived(triple))
        slots = ((way.row, way.body.layout.slots.get(variable)) for way in ways)
        term = self.known.terms.term
        return {term(row[slot]) for row, slot in slots if slot is not None}

    @cached_property
    def _found(self) -> list[Triple]:
        return [self._triple(fact) for fact in sorted(self._stages, key=self._fact_key)]

    def _fact(self, triple: object) -> Fact | None:
        if not isinstance(triple, Triple):
            return None
        subject, predicate, target = map(self.known.terms.known, triple)
        if subject is None or predicate is None or target is None:
            return None
        return subject, predicate, target

    def _triple(self, fact: Fact) -> Triple:
        found = self._triples.get(fact)
        if found is None:
            found = self._triples[fact] = self.known.triple(fact)
        return found

    def _derived(self, triple: Triple) -> Fact:
        fact = self._fact(triple)
        if fact is None or fact not in self._stages:
            raise KeyError(triple)
        return fact

    def _made(self, fact: Fact) -> list[Way]:
        """How a fact was made."""
        return [way for way in self._ways.get(fact, ()) if way.row[ASKERS] & self._asker]

    def _ordered(self, fact: Fact) -> list[Way]:
        """The same in the order of its derivations."""
        ways = self._made(fact)
        if len(ways) == 1:
            return ways
        return sorted(ways, key=lambda way: (way.stage, self._line_key(way.body, way.row)))

    def _bindings(self, body: Body, row: Row) -> Bindings:
        return terms_of(row, body.layout.slots, self.known.terms)

    def _derivations(self, fact: Fact) -> Iterator[Derivation]:
        for way in self._ordered(fact):
            bindings, premises = self._told_of(way.body, way.row)
            yield Derivation(way.rule, tuple(named(bindings)), premises)

    def _told_of(self, body: Body, row: Row) -> tuple[Bindings, tuple[Premise, ...]]:
        """The bindings of a row and what it rests on."""
        bindings = self._bindings(body, row)
        premises: list[Premise] = []
        for place, element in enumerate(body.elements):
            if isinstance(element, Not):
                seen = {name: bindings[name] for name in body.sees[place]}
                known = tuple([ground(each, seen) for each in element.elements])
                premises.append(Absent(known, element.base_only))
            elif place in body.layout.marks:
                premises += self._premise(element, row[body.layout.marks[place]])
        return bindings, tuple(premises)

    def _premise(self, element: Element, mark: object) -> Iterable[Premise]:
        """What a row rests on at an element."""
        match element, mark:
            case Pattern(), tuple():
                return [self._triple(mark)]
            case Closure(), (int(one), int(other)):
                return self._walked(element, one, other)
            case Group(), Gathering():
                return [self._gathered(mark)]
        return []

    def _walked(self, closure: Closure, one: int, other: int) -> list[Triple]:
        """The facts on the walk between two nodes; from a node to itself none, if allowed."""
        if one == other and not closure.least:
            return []
        if closure.moves not in self._walks:
            self._walks[closure.moves] = walks(closure.moves, self.known, self._stages)
        return [*map(self._triple, self._walks[closure.moves].between(one, other) or ())]

    def _gathered(self, gathering: Gathering) -> Gathered:
        """A row of a group and its contributors, in a fixed order."""
        members = sorted(gathering.members, key=lambda member: self._line_key(*member))
        return Gathered(gathering.row, tuple(self._told_of(*member)[1] for member in members))

    def _line_key(self, body: Body, row: Row) -> Key:
        """What a row is sorted by: what it rests on, element by element."""
        key: list[object] = []
        for place, element in enumerate(body.elements):
            mark = row[body.layout.marks[place]] if place in body.layout.marks else None
            match element, mark:
                case Pattern(), tuple():
                    key.append(self._fact_key(mark))
                case Closure(), (int(one), int(other)):
                    key.append(tuple(order(self.known.terms.term(end)) for end in (one, other)))
                case Values(), int():
                    key.append(mark)
                case Group(), Gathering():
                    key.append(tuple(order(term) for _, term in mark.row))
        return tuple(key)

    def _fact_key(self, fact: Fact) -> Key:
        """When a fact came, then its text; given facts come first."""
        return self._stages.get(fact, -1), *(order(term) for term in self._triple(fact))
