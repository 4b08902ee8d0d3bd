"""What the checker of derivations knows of closures.

A walk is right if each of its triples can be taken as the move whose turn it is, from where the
one before it ended. Whether it is the shortest is no matter.
"""

from collections.abc import Collection, Iterator, Sequence
from typing import Protocol

from kg.reason.model import Bindings, Closure, Move, Nested, Variable
from kg.reason.nodes import bind
from kg.terms import Iri, Term, Triple

__all__ = ["reached", "taken"]

Ends = tuple[Term, Term]


class _Known(Protocol):
    """The facts as the checker has them."""

    @property
    def facts(self) -> Collection[Triple]: ...

    @property
    def nodes(self) -> Collection[Term]: ...

    def of(self, predicate: Iri) -> Collection[Triple]: ...


def taken(
    closure: Closure, premises: Sequence[object], bindings: Bindings, known: _Known
) -> Iterator[tuple[Bindings, int]]:
    """What a closure binds if it rests on the first premises, and on how many of them."""
    if not closure.least:
        yield from ((each, 0) for each in _still(closure, bindings, known))
    walk: list[Ends] = []
    for number, premise in enumerate(premises):
        move = closure.moves[number % len(closure.moves)]
        if not isinstance(premise, Triple) or premise not in known.facts:
            return
        ends = _ends(premise, move)
        if premise.predicate != move.predicate or (walk and walk[-1][1] != ends[0]):
            return
        walk.append(ends)
        if not len(walk) % len(closure.moves):
            bound = _bound(closure, (walk[0][0], ends[1]), bindings)
            yield from ((each, len(walk)) for each in bound)


def reached(closure: Closure, bindings: Bindings, known: _Known) -> Iterator[Bindings]:
    """What a closure binds, whatever it rests on; each pair of ends once."""
    found = dict.fromkeys(_moved(closure, bindings, known))
    for ends in found:
        if closure.least or ends[0] != ends[1]:
            yield from _bound(closure, ends, bindings)
    if not closure.least:
        yield from _still(closure, bindings, known)


def _bound(closure: Closure, ends: Ends, bindings: Bindings) -> Iterator[Bindings]:
    """The bindings with the ends, if these agree with them."""
    extended = dict(bindings)
    if bind(closure.subject, ends[0], extended) and bind(closure.object, ends[1], extended):
        yield extended


def _still(closure: Closure, bindings: Bindings, known: _Known) -> Iterator[Bindings]:
    """What a closure binds without a move."""
    ends = (closure.subject, closure.object)
    terms = [end for end in ends if not isinstance(end, Variable | Nested)]
    values = [bindings[end] for end in ends if isinstance(end, Variable) and end in bindings]
    nodes = known.nodes if not values else [each for each in values[:1] if each in known.nodes]
    for node in terms[:1] or nodes:
        yield from _bound(closure, (node, node), bindings)


def _moved(closure: Closure, bindings: Bindings, known: _Known) -> Iterator[Ends]:
    first = closure.moves[0]
    starts = dict.fromkeys(_ends(fact, first)[0] for fact in known.of(first.predicate))
    for start in starts:
        if bind(closure.subject, start, dict(bindings)):
            yield from ((start, goal) for goal in _goals(closure.moves, start, known))


def _goals(moves: Sequence[Move], start: Term, known: _Known) -> set[Term]:
    """The nodes that the moves, taken over and over, lead to."""
    found, new = set[Term](), {start}
    while new:
        for move in moves:
            ends = (_ends(fact, move) for fact in known.of(move.predicate))
            new = {goal for one, goal in ends if one in new}
        new -= found
        found |= new
    return found


def _ends(fact: Triple, move: Move) -> Ends:
    """Where a move along a fact begins and ends."""
    return (fact.object, fact.subject) if move.back else (fact.subject, fact.object)
