"""Posets as knowledge space theory sees them: feasible states, fringes, and how many orders.

Theory. Items and what each requires are a partial order. A set of items is a feasible state if it
holds, with each item, all that this one requires: a down-set. The feasible states are closed under
union and intersection, and each is reached by learning one item at a time: a learning space
(Doignon and Falmagne, *Learning Spaces*, 2011). An order in which all can be learned is a walk from
the empty state to the full one, so that orders are counted by adding up, state by state, the walks
that lead there.
"""

from collections.abc import Hashable, Mapping
from collections.abc import Set as AbstractSet
from typing import TypeVar

Item = TypeVar("Item", bound=Hashable)
Requires = Mapping[Item, AbstractSet[Item]]


def feasible_states(requires: Requires[Item]) -> list[frozenset[Item]]:
    """All feasible states, the smallest first.

    >>> [sorted(state) for state in feasible_states({"a": set(), "b": {"a"}})]
    [[], ['a'], ['a', 'b']]
    """
    return [*_walks(requires)]


def count_orders(requires: Requires[Item]) -> int:
    """In how many orders all items can be learned; 0 if they require one another in a circle.

    >>> count_orders({"a": set(), "b": {"a"}, "c": {"a"}})
    2
    """
    return _walks(requires).get(frozenset(requires), 0)


def _walks(requires: Requires[Item]) -> dict[frozenset[Item], int]:
    """Each feasible state and the number of walks that lead there, by size."""
    walks: dict[frozenset[Item], int] = {}
    layer: dict[frozenset[Item], int] = {frozenset(): 1}
    while layer:
        walks |= layer
        following: dict[frozenset[Item], int] = {}
        for state, count in layer.items():
            for item in outer_fringe(requires, state):
                above = state | {item}
                following[above] = following.get(above, 0) + count
        layer = following
    return walks


def is_feasible(requires: Requires[Item], state: AbstractSet[Item]) -> bool:
    """Whether a set holds, with each item, all that this one requires."""
    return all(requires[item] <= state for item in state)


def outer_fringe(requires: Requires[Item], state: AbstractSet[Item]) -> list[Item]:
    """The items that can be learned next: not in the state, with all they require in it."""
    return [item for item in requires if item not in state and requires[item] <= state]


def inner_fringe(requires: Requires[Item], state: AbstractSet[Item]) -> list[Item]:
    """The items that can have been learned last: in the state, required by no other in it."""
    return [
        item
        for item in requires
        if item in state and not any(item in requires[other] for other in state - {item})
    ]
