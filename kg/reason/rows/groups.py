"""A sub-query with GROUP BY as a step: its rows are made once a run, and joined."""

from typing import TYPE_CHECKING, TypeAlias

from kg.reason.model import Group
from kg.reason.rows.gathering import Gatherer, Gathering
from kg.reason.rows.layout import ASKERS, Layout, Look, Row, Step, chosen
from kg.terms.known import Known

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from kg.reason.model import Element
    from kg.reason.rows.body import Body

    Part: TypeAlias = Callable[[Sequence[Element]], Body]

__all__ = ["gathering"]


def gathering(group: Group, place: int, layout: Layout, part: "Part", ground: Known) -> Step:
    """The step of a group.

    Args:
        group: what is to be added up.
        place: where it stands in its body.
        layout: the rows before it; those after it hold what was gathered and its variables as well.
        part: makes a body of elements.
        ground: the facts known beforehand.
    """
    gatherer = Gatherer(group, part, ground)
    same, new = layout.joined(gatherer.shown, place)
    shared, key_of = chosen([at for at, _ in same]), chosen([slot for _, slot in same])

    def step(rows: list[Row], look: Look) -> list[Row]:
        if id(group) not in look.groups:
            look.groups[id(group)] = gatherer.gather(look)
        table: dict[Row, list[Gathering]] = {}
        for each in look.groups[id(group)]:
            table.setdefault(shared(each.numbers), []).append(each)
        return [
            (askers, *row[1:], each, *[each.numbers[at] for at in new])
            for row in rows
            for each in table.get(key_of(row), ())
            if (askers := row[ASKERS] & each.askers)
        ]

    return step
