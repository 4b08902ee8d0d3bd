"""A pattern as a step: each row with each fact that fits, and the variables that it binds."""

from collections.abc import Callable, Iterator, Sequence
from operator import attrgetter, itemgetter
from typing import TYPE_CHECKING, TypeAlias

from kg.reason.model import Nested, Pattern, Variable
from kg.reason.nodes import bind, variables_in
from kg.reason.rows.layout import Layout, Look, Numbering, Row, Step, Told
from kg.terms.known import PREDICATE, Fact, Key, Known, Table
from kg.terms.numbered import Terms

if TYPE_CHECKING:
    from kg.terms import Term

__all__ = ["matched"]

Part: TypeAlias = tuple[bool, int]  # whether it is a slot of the row, or else a number


def matched(
    pattern: Pattern,
    place: int,
    layout: Layout,
    number: Numbering,
    source: tuple[str, Known | None],
) -> Step:
    """The step of a pattern.

    Args:
        pattern: what is to be matched.
        place: where it stands in its body.
        layout: the rows before it; those after it hold the fact and each new variable as well.
        number: the number of a term.
        source: the facts to look at: a field of `Look`, and what they lie on, if they do.
    """
    parts = {at: _part(node, layout, number) for at, node in enumerate(pattern)}
    asked = {at: part for at, part in parts.items() if part is not None}
    predicate = None
    if not isinstance(pattern.predicate, Variable | Nested):
        _, predicate = asked.pop(PREDICATE)
    layout.mark(place)
    mark = layout.marks[place]
    key, opened = _key([*asked.values()]), [at for at, part in parts.items() if part is None]
    if any(isinstance(pattern[at], Nested) for at in opened):
        taken = _opener(pattern, opened, layout, key)
    else:
        taken = _taker([(at, pattern[at]) for at in opened], layout, key)  # type: ignore[misc]
    name, ground = source
    below = ground.tables(predicate, tuple(asked)) if ground else []
    return _step(predicate, tuple(asked), below, taken, (name, mark))


def _part(node: object, layout: Layout, number: Numbering) -> Part | None:
    """Where a position has its number from, if it is known before the match."""
    match node:
        case Variable():
            return (True, layout.slots[node]) if node in layout.slots else None
        case Nested():
            return None
    return False, number(node)  # type: ignore[arg-type]


def _key(parts: Sequence[Part]) -> Callable[[Row], Key]:
    """What to look up for a row."""
    slots = [value for is_slot, value in parts if is_slot]
    if len(slots) == len(parts) and slots:
        return itemgetter(*slots)
    if not slots:
        values = tuple(value for _, value in parts)
        fixed: Key = values[0] if len(values) == 1 else values
        return lambda _: fixed
    match parts:
        case [(True, slot), (_, number)]:
            return lambda row: (row[slot], number)
        case [(_, number), (True, slot)]:
            return lambda row: (number, row[slot])
    return lambda row: tuple([row[value] if is_slot else value for is_slot, value in parts])


Asked: TypeAlias = Callable[[Row], Key]
Facts: TypeAlias = Sequence[Fact]
Find: TypeAlias = Callable[[Key, Facts], Facts]  # the facts with a key; without any, the second
Taker: TypeAlias = Callable[[list[Row], Find, Terms], list[Row]]


def _step(
    predicate: int | None,
    positions: tuple[int, ...],
    below: Sequence[Table],
    taken: Taker,
    found: tuple[str, int],
) -> Step:
    name, mark = found
    beneath, facts = _finder(below), attrgetter(name)

    def step(rows: list[Row], look: Look) -> list[Row]:
        told: Told = facts(look)
        if predicate not in told.there:  # as most patterns speak of what is known beforehand
            return taken(rows, beneath, look.terms)
        own = told.known.table(predicate, positions)
        found = taken(rows, _finder([*below, own] if own else below), look.terms)
        return found if look.askers == 1 else told.held(found, mark)

    return step


def _finder(tables: Sequence[Table]) -> Find:
    """What finds facts in tables: of what is known beforehand, of questions, or of both."""
    match tables:
        case [table]:
            return table.get
        case [one, other]:
            return lambda key, nothing: _both(one.get(key), other.get(key)) or nothing
    return lambda key, _: [fact for table in tables for fact in table.get(key, ())]


def _both(some: list[Fact] | None, more: list[Fact] | None) -> list[Fact] | None:
    return some + more if some and more else some or more


def _taker(opened: Sequence[tuple[int, Variable]], layout: Layout, key: Asked) -> Taker:
    """The row with each fact and the new variables; a variable that stands twice must agree.

    Most of a question's time is spent here: a sum of tuples takes half as long as a new one.
    """
    places: dict[Variable, list[int]] = {}
    for at, name in opened:
        places.setdefault(name, []).append(at)
    for name in places:
        layout.bind(name)
    same = [each for each in places.values() if len(each) > 1]
    first = [each[0] for each in places.values()]
    if same:
        return lambda rows, find, _: [
            (*row, fact, *[fact[at] for at in first])
            for row in rows
            for fact in find(key(row), ())
            if all(len({fact[at] for at in each}) == 1 for each in same)
        ]
    if not first:
        return lambda rows, find, _: [
            row + (fact,)  # noqa: RUF005
            for row in rows
            for fact in find(key(row), ())
        ]
    if len(first) == 1:
        (only,) = first
        return lambda rows, find, _: [
            row + (fact, fact[only])  # noqa: RUF005
            for row in rows
            for fact in find(key(row), ())
        ]
    return lambda rows, find, _: [
        (*row, fact, *[fact[at] for at in first]) for row in rows for fact in find(key(row), ())
    ]


def _opener(pattern: Pattern, opened: Sequence[int], layout: Layout, key: Asked) -> Taker:
    """The same where triple terms are looked into."""
    before = dict(layout.slots)
    new = dict.fromkeys(variables_in(*(pattern[at] for at in opened)))
    added = [name for name in new if name not in before]
    held = [(name, before[name]) for name in new if name in before]
    for name in added:
        layout.bind(name)

    def opened_(row: Row, fact: Fact, terms: Terms) -> Iterator[Row]:
        bindings: dict[Variable, Term] = {name: terms.term(row[slot]) for name, slot in held}
        if all(bind(pattern[at], terms.term(fact[at]), bindings) for at in opened):
            yield (*row, fact, *[terms.number(bindings[name]) for name in added])

    return lambda rows, find, terms: [
        found for row in rows for fact in find(key(row), ()) for found in opened_(row, fact, terms)
    ]
