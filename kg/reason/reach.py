"""What is reached from a node, and from where a node is reached, by moves taken over and over.

`kg.reason.walks` finds the one walk that a proof tells of; here only the ends matter, and what
would join them. A place is a node and the number of moves taken since the whole series last began.
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import TypeGuard

from kg.reason.facts import Facts
from kg.reason.model import Bindings, Closure, Move, Nested, Node, Pattern, Variable
from kg.reason.nodes import bind, put_in
from kg.terms import Term

__all__ = ["Place", "Reach", "along", "chain"]

Place = tuple[Node, int]

_ONE, _OTHER = Variable(".one"), Variable(".other")


class Reach:
    """Where some moves lead.

    Args:
        moves: one series of them.
        facts: what they are taken along.
    """

    def __init__(self, moves: Sequence[Move], facts: Facts) -> None:
        self._moves, self._facts = moves, facts
        self._known: dict[tuple[Term, bool], tuple[tuple[Term, int], ...]] = {}
        self._nodes: frozenset[Term] | None = None

    def matches(self, closure: Closure, bindings: Bindings) -> Iterator[Bindings]:
        """The bindings, each with a pair of ends that a closure of these moves joins."""
        for one, other in self._pairs(closure, bindings):
            extended = dict(bindings)
            if bind(closure.subject, one, extended) and bind(closure.object, other, extended):
                yield extended

    def places(self, end: Node, *, back: bool = False) -> list[Place]:
        """An end itself and the places reached from it; or, back, those it is reached from."""
        return [(end, 0), *(self._places(end, back=back) if _is_term(end) else ())]

    def _pairs(self, closure: Closure, bindings: Bindings) -> Iterator[tuple[Term, Term]]:
        one, other = put_in(closure.subject, bindings), put_in(closure.object, bindings)
        anywhere = _is_term(closure.subject) or _is_term(closure.object)
        for start, goal in self._walked(one, other):
            if closure.least or start != goal:
                yield start, goal
        if not closure.least:
            still = [end for end in (one, other) if _is_term(end)][:1] or self._all_nodes()
            yield from ((each, each) for each in still if anywhere or each in self._all_nodes())

    def _walked(self, one: Node, other: Node) -> Iterator[tuple[Term, Term]]:
        if _is_term(one):
            yield from ((one, goal) for goal in self._ends(one, back=False))
        elif _is_term(other):
            yield from ((start, other) for start in self._ends(other, back=True))
        else:
            for start in self._starts():
                yield from ((start, goal) for goal in self._ends(start, back=False))

    def _starts(self) -> Iterable[Term]:
        found = self._facts.matches(self._pattern(0, _ONE, _OTHER), {})
        return dict.fromkeys(bindings[_ONE] for bindings, _ in found)

    def _ends(self, end: Term, *, back: bool) -> Iterator[Term]:
        """The nodes at the other end of whole series."""
        return (node for node, move in self._places(end, back=back) if not move)

    def _places(self, end: Term, *, back: bool) -> tuple[tuple[Term, int], ...]:
        if (end, back) not in self._known:
            found: dict[tuple[Term, int], None] = {}
            waiting = [(end, 0)]
            for place in waiting:
                new = [each for each in self._next(*place, back=back) if each not in found]
                found.update(dict.fromkeys(new))
                waiting += new
            self._known[end, back] = tuple(found)
        return self._known[end, back]

    def _next(self, node: Term, move: int, *, back: bool) -> list[tuple[Term, int]]:
        count = len(self._moves)
        taken = (move - 1) % count if back else move
        ends = (_ONE, node) if back else (node, _ONE)
        found = self._facts.matches(self._pattern(taken, *ends), {})
        to = taken if back else (move + 1) % count
        return [*dict.fromkeys((bindings[_ONE], to) for bindings, _ in found)]

    def _pattern(self, move: int, one: Node, other: Node) -> Pattern:
        return along(self._moves[move], one, other)

    def _all_nodes(self) -> frozenset[Term]:
        if self._nodes is None:
            self._nodes = frozenset(self._facts.nodes())
        return self._nodes


def along(move: Move, one: Node, other: Node) -> Pattern:
    """The triple along which a move leads from one node to another."""
    ends = (other, one) if move.back else (one, other)
    return Pattern(ends[0], move.predicate, ends[1])


def chain(moves: Sequence[Move], one: Place, other: Place) -> tuple[Pattern, ...]:
    """The fewest triples that lead from one place to another by way of nodes not known.

    >>> from kg.terms import Iri
    >>> p, a = Move(Iri("urn:p")), Iri("urn:a")
    >>> [str(node) for node in chain([p, p], (a, 0), (a, 0))[0]]
    ['<urn:a>', '<urn:p>', '?.step0']
    """
    count = (other[1] - one[1] - 1) % len(moves) + 1
    between = [Variable(f".step{number}") for number in range(count - 1)]
    nodes = [one[0], *between, other[0]]
    taken = [moves[(one[1] + number) % len(moves)] for number in range(count)]
    return tuple(along(move, *nodes[place : place + 2]) for place, move in enumerate(taken))


def _is_term(node: Node) -> TypeGuard[Term]:
    return not isinstance(node, Variable | Nested)
