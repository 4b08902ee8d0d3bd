"""The walks that a closure's pairs rest on, found among the facts when somebody asks."""

from collections.abc import Mapping, Sequence

from kg.reason.model import Move
from kg.reason.walks import Walks, Way, by_start
from kg.terms.known import OBJECT, SUBJECT, Fact, Known

__all__ = ["walks"]

Ways = Mapping[int, Sequence[Way[int, Fact]]]


def walks(moves: Sequence[Move], known: Known, stages: Mapping[Fact, int]) -> Walks[int, Fact]:
    """The walks by some moves: from node to node, by facts.

    Args:
        moves: the moves of one series.
        known: the terms and facts.
        stages: for each derived fact, when it was.
    """
    return Walks([_ways(move, known, stages) for move in moves])


def _ways(move: Move, known: Known, stages: Mapping[Fact, int]) -> Ways:
    """The ways that a move can take, by the node they start from."""
    one, other = (OBJECT, SUBJECT) if move.back else (SUBJECT, OBJECT)
    tables = known.tables(known.terms.known(move.predicate), (one,))
    facts = (fact for table in tables for each in table.values() for fact in each)
    found = ((fact[one], Way(fact[other], fact, stages.get(fact, 0))) for fact in facts)
    return by_start(found, known.terms.term)
