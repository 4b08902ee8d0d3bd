"""The rows of a group.

A group often adds up what was known beforehand, and nothing that a question brings matters to it.
Its rows are then the same each time, and are kept for as long as the ground is.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from kg.reason.aggregates import gather
from kg.reason.elements import variants
from kg.reason.expression import EvaluationError, holds, variables
from kg.reason.model import Aggregate, Bindings, Element, Filter, Group, Nested, Pattern, Variable
from kg.reason.rows.layout import ALL, ASKERS, Askers, Look, Row, chosen, each_of, terms_of
from kg.reason.solve import named
from kg.terms import Term
from kg.terms.known import PREDICATE, Key, Known
from kg.terms.numbered import Terms

if TYPE_CHECKING:
    from kg.reason.rows.body import Body

__all__ = ["Gatherer", "Gathering"]

Member: TypeAlias = "tuple[Body, Row]"


@dataclass(frozen=True, slots=True, eq=False)
class Gathering:
    """A row that a group gives to some questions, and the rows of bodies that counted."""

    askers: Askers
    numbers: tuple[int, ...]
    row: tuple[tuple[Variable, Term], ...]
    members: Sequence[Member]


class Gatherer:
    """Makes the rows of a group, or finds those it made.

    Args:
        group: what is to be added up.
        part: makes a body of elements.
        ground: the facts known beforehand.

    Attributes:
        shown: the variables of a row.
    """

    def __init__(
        self, group: Group, part: Callable[[Sequence[Element]], "Body"], ground: Known
    ) -> None:
        self._group, self._ground = group, ground
        self._bodies = [part(elements) for elements in variants(group.elements)]
        self._slots = {body: _counted(group.aggregates, body) for body in self._bodies}
        names = [*group.by, *(each.variable for each in group.aggregates)]
        self.shown = sorted({name for name in names if not name.name.startswith(".")}, key=_by_name)
        self._rests_on = [*_rests_on(group, ground)] if _is_plain(group) else None
        self._kept: list[Gathering] | None = None

    def gather(self, look: Look) -> list[Gathering]:
        """The rows."""
        if not self._is_as_before(look.world.known):
            return [*self._gathered(look)]
        if self._kept is None:
            self._kept = [replace(each, askers=ALL) for each in self._gathered(look)]
        below = len(self._ground.terms)
        return [
            each if max(each.numbers, default=0) < below else _numbered(each, look.terms)
            for each in self._kept
        ]

    def _is_as_before(self, known: Known) -> bool:
        """Whether no fact has come that the group rests on; none ever goes."""
        fitting = self._rests_on
        return fitting is not None and all(_count(known, each) == each.number for each in fitting)

    def _gathered(self, look: Look) -> Iterator[Gathering]:
        for key, every in self._members(look).items():
            by = dict(zip(self._group.by, map(look.terms.term, key), strict=True))
            for members, askers in _shared(every, look.askers):
                terms = {**by, **self._aggregated(members, look.terms)}
                if (members or not by) and self._is_shown(terms):
                    numbers = tuple([look.terms.number(terms[name]) for name in self.shown])
                    yield Gathering(askers, numbers, tuple(named(terms)), members)

    def _members(self, look: Look) -> Mapping[Row, list[Member]]:
        """The rows that count, by the values they are grouped by."""
        found: dict[Row, list[Member]] = {} if self._group.by else {(): []}
        for body in self._bodies:
            key_of = chosen([body.layout.slots[name] for name in self._group.by])
            for row in body.solve(look):
                found.setdefault(key_of(row), []).append((body, row))
        return found

    def _is_shown(self, terms: Bindings) -> bool:
        """Whether all that was named has a value, and the conditions hold."""
        return all(name in terms for name in self.shown) and all(
            holds(condition.expression, terms) for condition in self._group.having
        )

    def _aggregated(self, rows: Iterable[Member], terms: Terms) -> Bindings:
        """The aggregates that have a value."""
        members = [terms_of(row, self._slots[body], terms) for body, row in rows]
        found = {}
        for aggregate in self._group.aggregates:
            try:
                found[aggregate.variable] = gather(aggregate, members)
            except EvaluationError:
                continue
        return found


def _shared(members: Sequence[Member], askers: Askers) -> Iterator[tuple[list[Member], Askers]]:
    """The members that count to the same questions, and these."""
    if askers == 1:
        yield [*members], askers
        return
    found: dict[tuple[int, ...], Askers] = {}
    for asker in each_of(askers):
        counted = tuple([at for at, (_, row) in enumerate(members) if row[ASKERS] & asker])
        found[counted] = found.get(counted, 0) | asker
    for counted, own in found.items():
        yield [members[at] for at in counted], own


def _by_name(variable: Variable) -> str:
    return variable.name


def _counted(aggregates: Iterable[Aggregate], body: "Body") -> Mapping[Variable, int]:
    """Where the variables stand that aggregates speak of; one without an expression, of all."""
    slots = body.layout.slots
    used: set[Variable] = set()
    for each in aggregates:
        used.update(slots if each.expression is None else variables(each.expression))
    return {name: slot for name, slot in slots.items() if name in used}


class _Fitting(NamedTuple):
    """What fits a pattern: by which predicate, with what at which positions, and how many do."""

    predicate: int | None
    positions: tuple[int, ...]
    key: Key
    number: int


def _is_plain(group: Group) -> bool:
    """Whether the numbers in its rows are those of facts."""
    return all(isinstance(each, Pattern | Filter) for each in group.elements)


def _rests_on(group: Group, ground: Known) -> Iterator[_Fitting]:
    """What fits the patterns of a group beforehand."""
    for pattern in group.elements:
        if isinstance(pattern, Pattern):
            fixed = {
                at: ground.terms.known(node)
                for at, node in enumerate(pattern)
                if not isinstance(node, Variable | Nested)
            }
            predicate = fixed.pop(PREDICATE, None)
            values = tuple(each for each in fixed.values() if each is not None)
            asked = _Fitting(predicate, tuple(fixed), values[0] if len(values) == 1 else values, 0)
            yield asked._replace(number=_count(ground, asked))


def _count(known: Known, asked: _Fitting) -> int:
    tables = known.tables(asked.predicate, asked.positions)
    return sum([len(table.get(asked.key, ())) for table in tables])


def _numbered(gathering: Gathering, terms: Terms) -> Gathering:
    """The same with the numbers that some terms have here."""
    numbers = tuple([terms.number(term) for _, term in gathering.row])
    return replace(gathering, numbers=numbers)
