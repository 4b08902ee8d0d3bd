"""Facts that can be asked only so much."""

from collections.abc import Iterable, Iterator, Sequence

from kg.reason.effort import Effort
from kg.reason.facts import Facts, Walk
from kg.reason.model import Bindings, Move, Pattern
from kg.terms import Term, Triple

__all__ = ["Metered"]


class Metered(Facts):
    """The same facts, each look at one of which takes some effort."""

    def __init__(self, facts: Facts, effort: Effort) -> None:
        super().__init__((), self if facts.base is facts else Metered(facts.base, effort))
        self._facts, self._effort = facts, effort

    def __contains__(self, triple: Triple) -> bool:
        """Whether the triple is one of them."""
        return triple in self._facts

    def matches(self, pattern: Pattern, bindings: Bindings) -> Iterator[tuple[Bindings, Triple]]:
        """Each triple that fits the pattern, with the bindings it adds to those given."""
        self._effort.spend()
        for found in self._facts.matches(pattern, bindings):
            self._effort.spend()
            yield found

    def nodes(self) -> Iterable[Term]:
        """Every term that is a subject or an object."""
        return self._facts.nodes()

    def walks(self, moves: Sequence[Move]) -> dict[tuple[Term, Term], Walk]:
        """Every pair of nodes between which there is a walk by some moves, and the walk."""
        found = {}
        for pair, walk in self._facts.each_walk(moves):
            self._effort.spend(len(walk))
            found[pair] = walk
        return found
