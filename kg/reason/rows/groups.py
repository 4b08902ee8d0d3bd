"""A sub-query with GROUP BY as a step: its rows are made once a run, and joined.

A group often adds up what was known beforehand, and nothing that a question brings matters to it.
Its rows are then the same each time, and are kept for as long as the ground is.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from kg.reason.aggregates import gather
from kg.reason.columns.plan import variants
from kg.reason.expression import EvaluationError, holds
from kg.reason.model import Aggregate, Bindings, Element, Filter, Group, Nested, Pattern, Variable
from kg.reason.rows.layout import ASKER, Layout, Look, Row, Step, terms_of
from kg.reason.solve import named
from kg.terms import Term
from kg.terms.known import PREDICATE, Key, Known
from kg.terms.numbered import Terms

if TYPE_CHECKING:
    from kg.reason.rows.body import Body

    Part: TypeAlias = Callable[[Sequence[Element]], Body]

__all__ = ["Gathering", "gathering"]


@dataclass(frozen=True, slots=True, eq=False)
class Gathering:
    """A row that a group gives, and the rows of bodies that counted."""

    numbers: tuple[int, ...]
    row: tuple[tuple[Variable, Term], ...]
    members: Sequence[tuple["Body", Row]]


def gathering(group: Group, place: int, layout: Layout, part: "Part", ground: Known) -> Step:
    """The step of a group.

    Args:
        group: what is to be added up.
        place: where it stands in its body.
        layout: the rows before it; those after it hold what was gathered and its variables as well.
        part: makes a body of elements.
        ground: the facts known beforehand.
    """
    gatherer = _Gatherer(group, part, ground)
    same, new = layout.joined(gatherer.shown, place)

    def step(rows: list[Row], look: Look) -> list[Row]:
        if id(group) not in look.groups:
            look.groups[id(group)] = gatherer.gather(look)
        found = look.groups[id(group)]
        return [
            (*row, each, *[each.numbers[at] for at in new])
            for row in rows
            for each in found[row[ASKER]]
            if all([row[slot] == each.numbers[at] for at, slot in same])
        ]

    return step


class _Gatherer:
    """Makes the rows of a group, or finds those it made."""

    def __init__(self, group: Group, part: "Part", ground: Known) -> None:
        self._group = group
        self._bodies = [part(elements) for elements in variants(group.elements)]
        names = [*group.by, *(each.variable for each in group.aggregates)]
        self.shown = sorted({name for name in names if not name.name.startswith(".")}, key=_by_name)
        self._rests_on = [*_rests_on(group, ground)] if _is_plain(group) else None
        self._kept: list[Gathering] | None = None

    def gather(self, look: Look) -> list[list[Gathering]]:
        """The rows, by question."""
        if self._rests_on is None or not all(
            _has_no_more(each, self._rests_on) for each in look.world
        ):
            return self._gathered(look, look.asked)
        if self._kept is None:
            self._kept = self._gathered(look, look.asked[:1])[0]
        return [[_numbered(each, look.terms) for each in self._kept]] * len(look.world)

    def _gathered(self, look: Look, asked: list[Row]) -> list[list[Gathering]]:
        """The rows, by question, of some questions."""
        found: list[list[Gathering]] = [[] for _ in asked]
        for number, each in _gatherings(self._group, self._bodies, self.shown, look, asked):
            found[number].append(each)
        return found


class _Fitting(NamedTuple):
    """What fits a pattern: by which predicate, with what at which positions, and how many do."""

    predicate: int | None
    positions: tuple[int, ...]
    key: Key
    count: int


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
            values = tuple(fixed.values())
            asked = _Fitting(predicate, tuple(fixed), values[0] if len(values) == 1 else values, 0)
            yield asked._replace(count=_count(ground, asked))


def _count(known: Known, asked: _Fitting) -> int:
    tables = known.tables(asked.predicate, asked.positions)
    return sum([len(table.get(asked.key, ())) for table in tables])


def _has_no_more(known: Known, fitting: Sequence[_Fitting]) -> bool:
    """Whether no fact has come that fits; none ever goes."""
    return all(_count(known, each) == each.count for each in fitting)


def _numbered(gathering: Gathering, terms: Terms) -> Gathering:
    """The same with the numbers that some terms have here."""
    numbers = tuple([terms.number(term) for _, term in gathering.row])
    return Gathering(numbers, gathering.row, gathering.members)


def _by_name(variable: Variable) -> str:
    return variable.name


def _gatherings(
    group: Group,
    bodies: Iterable["Body"],
    shown: Sequence[Variable],
    look: Look,
    asked: list[Row],
) -> Iterator[tuple[int, Gathering]]:
    """The rows that a group gives, each with the number of its question."""
    members: dict[Row, list[tuple[Body, Row]]] = {}
    if not group.by:
        members.update((row, []) for row in asked)
    for body in bodies:
        slots = [ASKER, *(body.layout.slots[name] for name in group.by)]
        for row in body.solve(look, asked):
            members.setdefault(tuple([row[slot] for slot in slots]), []).append((body, row))
    for (number, *key), rows in members.items():
        terms = {
            **dict(zip(group.by, map(look.terms.term, key), strict=True)),
            **_aggregated(group.aggregates, rows, look),
        }
        if all(name in terms for name in shown) and all(
            holds(condition.expression, terms) for condition in group.having
        ):
            numbers = tuple(look.terms.number(terms[name]) for name in shown)
            yield number, Gathering(numbers, tuple(named(terms)), rows)


def _aggregated(
    aggregates: Iterable[Aggregate], rows: Iterable[tuple["Body", Row]], look: Look
) -> Bindings:
    """The aggregates that have a value."""
    members = [terms_of(row, body.layout.slots, look.terms) for body, row in rows]
    found = {}
    for aggregate in aggregates:
        try:
            found[aggregate.variable] = gather(aggregate, members)
        except EvaluationError:
            continue
    return found
