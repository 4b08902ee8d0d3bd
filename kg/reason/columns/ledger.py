"""How each fact was made: kept as row numbers, told as derivations when somebody asks.

The derivations of a fact come in the order in which they were found: by the application of a rule
that found them, within one by what they rest on, given facts before derived ones, equals by their
text. That depends on neither the order of the facts given nor that of the joins.
"""

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

import numpy

from kg.reason.columns.arrays import Ints
from kg.reason.columns.closing import pair
from kg.reason.columns.join import Facts
from kg.reason.columns.solutions import Solutions
from kg.reason.columns.walking import walks
from kg.reason.model import (
    Absent,
    Assign,
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
from kg.reason.nodes import bind
from kg.reason.solve import ground, named
from kg.terms import Term, Triple, order

if TYPE_CHECKING:
    from kg.reason.walks import Walks

__all__ = ["Derivations", "Entry"]

Key = tuple[object, ...]


class Entry(NamedTuple):
    """Solutions of a rule, and for each triple of its head the facts made, or -1."""

    stage: int
    rule: str
    solutions: Solutions
    heads: Sequence[Ints]


class Derivations(Mapping[Triple, tuple[Derivation, ...]]):
    """The derivations of each derived fact, made when they are asked for.

    Args:
        facts: the terms and all facts.
        entries: what the rules found, in order.
        ends: how many facts there were after each application of a rule.
    """

    def __init__(self, facts: Facts, entries: Sequence[Entry], ends: Sequence[int]) -> None:
        self._facts, self._entries, self._ends = facts, entries, ends
        self._triples: dict[int, Triple] = {}
        self._rows: dict[Triple, int] = {}
        self._keys: dict[int, Key] = {}
        self._walks: dict[tuple[Move, ...], Walks[int, int]] = {}
        self._told: dict[int, tuple[Derivation, ...]] = {}

    def __len__(self) -> int:
        """How many facts were derived."""
        return len(self._facts.store) - self._facts.store.given

    def __iter__(self) -> Iterator[Triple]:
        """The derived facts, in the order in which they were found."""
        return map(self._triple, self._found)

    def __contains__(self, fact: object) -> bool:
        """Whether a fact was derived."""
        return self._row(fact) is not None

    def __getitem__(self, fact: Triple) -> tuple[Derivation, ...]:
        """Every derivation of a fact, the first of them well-founded."""
        row = self._row(fact)
        if row is None:
            raise KeyError(fact)
        if row not in self._told:
            self._told[row] = tuple(dict.fromkeys(self._derivations(row)))
        return self._told[row]

    def _row(self, fact: object) -> int | None:
        if not isinstance(fact, Triple):
            return None
        row = self._rows.get(fact)
        if row is None:
            row = self._looked_up(fact)
        return row if row is not None and row >= self._facts.store.given else None

    def _looked_up(self, fact: Triple) -> int | None:
        subject, predicate, target = (self._facts.symbols.known(term) for term in fact)
        if subject is None or predicate is None or target is None:
            return None
        return self._facts.store.row(subject, predicate, target)

    @cached_property
    def _found(self) -> list[int]:
        """The rows of the derived facts in order: by stage, then by their terms."""
        given = self._facts.store.given
        rows = numpy.arange(given, len(self._facts.store))
        stages = numpy.searchsorted(numpy.array(self._ends), rows, "right")
        columns = [column[given:] for column in self._columns]
        ranks = self._ranks(columns)
        subjects, predicates, objects = (ranks[column] for column in columns)
        found: list[int] = rows[numpy.lexsort((objects, predicates, subjects, stages))].tolist()
        return found

    def _ranks(self, columns: Sequence[Ints]) -> Ints:
        """For each term in the columns, its place among them all."""
        terms = self._facts.symbols.terms
        numbers = numpy.unique(numpy.concatenate(columns)).tolist()
        ranks = numpy.zeros(len(terms), numpy.int64)
        ranks[sorted(numbers, key=lambda number: order(terms[number]))] = numpy.arange(len(numbers))
        return ranks

    def _triple(self, row: int) -> Triple:
        found = self._triples.get(row)
        if found is None:
            terms, (subjects, predicates, objects) = self._facts.symbols.terms, self._columns
            found = Triple(terms[subjects[row]], terms[predicates[row]], terms[objects[row]])
            self._triples[row] = found
            self._rows[found] = row
        return found

    @cached_property
    def _columns(self) -> tuple[Ints, Ints, Ints]:
        """All facts: nothing comes to them any more."""
        subjects, predicates, objects = (column.all for column in self._facts.store.columns)
        return subjects, predicates, objects

    @cached_property
    def _places(self) -> tuple[Ints, Ints, Ints]:
        """The derived facts in the order of their rows, each with an entry and a line that made it.

        A fact stands here once for each of its derivations.
        """
        found = [numpy.empty((3, 0), numpy.int64)]
        for number, entry in enumerate(self._entries):
            for made in entry.heads:
                lines = (made >= self._facts.store.given).nonzero()[0]
                found.append(numpy.stack([made[lines], numpy.full(len(lines), number), lines]))
        facts, entries, lines = numpy.concatenate(found, axis=1)
        order_ = facts.argsort(kind="stable")
        return facts[order_], entries[order_], lines[order_]

    def _derivations(self, row: int) -> list[Derivation]:
        facts, entries, lines = self._places
        start, end = facts.searchsorted([row, row + 1])
        ways = [
            (self._entries[entry], line)
            for entry, line in zip(
                entries[start:end].tolist(), lines[start:end].tolist(), strict=True
            )
        ]
        if len(ways) > 1:
            ways.sort(key=lambda way: (way[0].stage, self._line_key(way[0].solutions, way[1])))
        return [self._derivation(entry, line) for entry, line in ways]

    def _derivation(self, entry: Entry, line: int) -> Derivation:
        bindings, premises = self._told_of(entry.solutions, line)
        return Derivation(entry.rule, tuple(named(bindings)), premises)

    def _told_of(self, solutions: Solutions, line: int) -> tuple[Bindings, tuple[Premise, ...]]:
        """The bindings of a solution and what it rests on, from the row numbers kept of it."""
        bindings: dict[Variable, Term] = {}
        premises: list[Premise] = []
        for place, element in enumerate(solutions.body):
            marks = solutions.marks.get(place)
            mark = -1 if marks is None else int(marks[line])
            premises += self._premise(element, mark, bindings, solutions, place)
        return bindings, tuple(premises)

    def _premise(
        self,
        element: Element,
        mark: int,
        bindings: dict[Variable, Term],
        solutions: Solutions,
        place: int,
    ) -> Iterable[Premise]:
        """What a solution rests on at an element, whose values are added to the bindings."""
        match element:
            case Pattern():
                triple = self._triple(mark)
                for node, term in zip(element, triple, strict=True):
                    bind(node, term, bindings)
                return [triple]
            case Closure():
                return self._walked(element, mark, bindings)
            case Not(elements=inner, base_only=base_only):
                known = tuple(ground(each, bindings) for each in inner)
                return [Absent(known, base_only=base_only)]
            case Group():
                gathered = self._gathered(solutions, place, mark)
                bindings.update(gathered.row)
                return [gathered]
            case Assign(variable=variable):
                bindings[variable] = self._facts.symbols.terms[mark]
            case Values(variables=names, rows=rows):
                given = zip(names, rows[mark], strict=True)
                bindings.update({name: term for name, term in given if term})
        return []

    def _walked(self, closure: Closure, mark: int, bindings: dict[Variable, Term]) -> list[Triple]:
        """The facts on the walk between a pair of nodes; from a node to itself none, if allowed."""
        one, other = pair(mark)
        bind(closure.subject, self._facts.symbols.terms[one], bindings)
        bind(closure.object, self._facts.symbols.terms[other], bindings)
        if one == other and not closure.least:
            return []
        if closure.moves not in self._walks:
            self._walks[closure.moves] = walks(closure.moves, self._facts, self._ends)
        return [self._triple(row) for row in self._walks[closure.moves].between(one, other) or ()]

    def _gathered(self, solutions: Solutions, place: int, row: int) -> Gathered:
        """A row of a group and its contributors, in a fixed order."""
        gathering = solutions.groups[place]
        values = gathering.groups.table.values
        terms = {name: self._facts.symbols.terms[column[row]] for name, column in values.items()}
        members = [gathering.member(number) for number in gathering.groups.of(row)]
        members.sort(key=lambda member: self._line_key(*member))
        contributors = tuple(self._told_of(*member)[1] for member in members)
        return Gathered(tuple(named(terms)), contributors)

    def _line_key(self, solutions: Solutions, line: int) -> Key:
        """What a solution is sorted by: what it rests on, element by element."""
        key: list[object] = []
        for place, element in enumerate(solutions.body):
            match element:
                case Pattern():
                    key.append(self._fact_key(int(solutions.marks[place][line])))
                case Closure():
                    ends = pair(int(solutions.marks[place][line]))
                    key.append(tuple(order(self._facts.symbols.terms[end]) for end in ends))
                case Values():
                    key.append(int(solutions.marks[place][line]))
                case Group():
                    row = int(solutions.marks[place][line])
                    columns = solutions.groups[place].groups.table.values
                    terms = named(
                        {
                            name: self._facts.symbols.terms[column[row]]
                            for name, column in columns.items()
                        }
                    )
                    key.append(tuple(order(term) for _, term in terms))
        return tuple(key)

    def _fact_key(self, row: int) -> Key:
        found = self._keys.get(row)
        if found is None:
            stage = 0 if row < self._facts.store.given else 1 + bisect_right(self._ends, row)
            found = self._keys[row] = (stage, *(order(term) for term in self._triple(row)))
        return found
