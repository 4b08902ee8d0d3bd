"""The walks that a closure's pairs rest on, found among the facts when somebody asks."""

from collections import defaultdict
from collections.abc import Sequence

import numpy

from kg.reason.columns.join import Facts
from kg.reason.columns.store import OBJECT, SUBJECT
from kg.reason.model import Move
from kg.reason.walks import Walks, Way
from kg.terms import order

__all__ = ["walks"]

Ways = dict[int, list[Way[int, int]]]


def walks(moves: Sequence[Move], facts: Facts, ends: Sequence[int]) -> Walks[int, int]:
    """The walks by some moves: from node to node, by rows of facts.

    Args:
        moves: the moves of one series.
        facts: the terms and facts.
        ends: how many facts there were after each stage.
    """
    return Walks([_ways(move, facts, ends) for move in moves])


def _ways(move: Move, facts: Facts, ends: Sequence[int]) -> Ways:
    """The ways that a move can take, by the node they start from."""
    rows = facts.relation(move.predicate).rows.all
    stages = numpy.searchsorted(numpy.array(ends), rows, "right") + 1
    stages[rows < facts.store.given] = 0
    columns = (facts.store.columns[each].all[rows].tolist() for each in (SUBJECT, OBJECT))
    ones, others = reversed([*columns]) if move.back else columns
    found: Ways = defaultdict(list)
    for one, other, row, stage in zip(ones, others, rows.tolist(), stages.tolist(), strict=True):
        found[one].append(Way(other, row, stage))
    ranks = {each: order(facts.symbols.terms[each]) for each in set(others)}
    return {node: sorted(ways, key=lambda way: ranks[way.to]) for node, ways in found.items()}
