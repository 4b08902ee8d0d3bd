"""The walks that a closure's pairs rest on, found among the facts when somebody asks."""

from collections.abc import Mapping, Sequence

import numpy

from kg.reason.columns.join import Facts
from kg.reason.columns.shape import OBJECT, SUBJECT
from kg.reason.model import Move
from kg.reason.walks import Walks, Way, by_start

__all__ = ["walks"]

Ways = Mapping[int, Sequence[Way[int, int]]]


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
    relation = facts.relation(move.predicate)
    rows = relation.rows.all
    stages = numpy.searchsorted(numpy.array(ends), rows, "right") + 1
    stages[rows < facts.store.given] = 0
    columns = (relation.column(each).tolist() for each in (SUBJECT, OBJECT))
    ones, others = reversed([*columns]) if move.back else columns
    found = zip(ones, map(Way, others, rows.tolist(), stages.tolist()), strict=True)
    return by_start(found, facts.symbols.terms.__getitem__)
