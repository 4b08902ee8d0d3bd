"""A sub-query with GROUP BY as a step: its rows are made once a run, and joined."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

from kg.reason.aggregates import gather
from kg.reason.columns.plan import variants
from kg.reason.expression import EvaluationError, holds
from kg.reason.model import Aggregate, Bindings, Element, Group, Variable
from kg.reason.rows.layout import ASKER, Layout, Look, Row, Step, terms_of
from kg.reason.solve import named
from kg.terms import Term

if TYPE_CHECKING:
    from kg.reason.rows.body import Body

    Part: TypeAlias = Callable[[Sequence[Element]], Body]

__all__ = ["Gathering", "gathering"]


@dataclass(frozen=True, slots=True, eq=False)
class Gathering:
    """A row that a group gives, and the rows of bodies that counted; made once a run."""

    numbers: tuple[int, ...]
    row: tuple[tuple[Variable, Term], ...]
    members: Sequence[tuple["Body", Row]]


def gathering(group: Group, place: int, layout: Layout, part: "Part") -> Step:
    """The step of a group."""
    bodies = [part(elements) for elements in variants(group.elements)]
    names = [*group.by, *(each.variable for each in group.aggregates)]
    shown = sorted({name for name in names if not name.name.startswith(".")}, key=_by_name)
    same, new = layout.joined(shown, place)

    def step(rows: list[Row], look: Look) -> list[Row]:
        if id(group) not in look.groups:
            found: list[list[Gathering]] = [[] for _ in look.world]
            for number, each in _gatherings(group, bodies, shown, look):
                found[number].append(each)
            look.groups[id(group)] = found
        return [
            (*row, each, *[each.numbers[at] for at in new])
            for row in rows
            for each in look.groups[id(group)][row[ASKER]]
            if all([row[slot] == each.numbers[at] for at, slot in same])
        ]

    return step


def _by_name(variable: Variable) -> str:
    return variable.name


def _gatherings(
    group: Group, bodies: Iterable["Body"], shown: Sequence[Variable], look: Look
) -> Iterator[tuple[int, Gathering]]:
    """The rows that a group gives, each with the number of its question."""
    members: dict[Row, list[tuple[Body, Row]]] = {}
    if not group.by:
        members.update((row, []) for row in look.asked)
    for body in bodies:
        slots = [ASKER, *(body.layout.slots[name] for name in group.by)]
        for row in body.solve(look):
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
