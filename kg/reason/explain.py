"""Proofs, and why there is none: graphs from a conclusion to what it rests on, or fails by."""

from collections.abc import Callable, Iterator
from heapq import heappop, heappush
from itertools import count

import networkx as nx

from kg.reason.alternatives import standing
from kg.reason.asker import Asker, known_facts
from kg.reason.given import Given
from kg.reason.model import Absent, Derivation, Gathered, Inference, Pattern
from kg.reason.shortfall import (
    Attempt,
    Further,
    Gap,
    InTheWay,
    Missing,
    Reason,
    Row,
    Ungathered,
    Unreached,
    Way,
)
from kg.terms import Triple

__all__ = ["Step", "prove", "why_not"]

Late = Callable[[], bool]
Step = Triple | Derivation | Absent | Gathered | Reason


def prove(  # noqa: PLR0913 - how deep, how wide and how long are asked apart
    inference: Inference,
    fact: Triple,
    given: Given | None = None,
    *,
    depth: int = 1,
    alternatives: bool = False,
    late: Late | None = None,
) -> "nx.DiGraph[Step]":
    """The proof of a fact: a graph, each edge from a conclusion to what it rests on.

    A derived fact rests on its first derivation, a derivation on its premises, a gathered row on
    every premise that counted. Facts that nothing was derived for are the given ones: the leaves.
    An absence is a leaf too, unless the given facts are there to be asked why: then it rests on
    what is missing and on the rules that could have made that, as in `why_not`.

    There are no cycles, but perhaps among alternatives: those of a fact are all its derivations
    but for such as cannot stand without the fact itself. Of two facts each may then have a
    derivation by the other, beside one that needs neither.

    Args:
        inference: what was derived.
        fact: what is to be proved.
        given: the facts that the inference was made from.
        depth: how far absences are explained: 0 for not at all, 1 for the rules that could have
            made what is missing, 2 for what these lack as well, and so on.
        alternatives: whether to take all derivations of a fact, not only the first.
        late: whether time is up, so that no more is looked for: `Attempt.whole` says so.
    """
    asker = None if given is None else Asker(inference.program, known_facts(inference, given), late)
    growth = _Growth(inference, asker, standing(inference, fact) if alternatives else None)
    return growth.grown(fact, depth)


def why_not(
    inference: Inference,
    given: Given,
    wanted: Pattern | Triple,
    depth: int = 1,
    *,
    late: Late | None = None,
) -> "nx.DiGraph[Step]":
    """Why nothing matches a pattern: a graph without cycles that begins with what is `Missing`.

    What is missing rests on an `Attempt` for each rule whose head could be it, or on a `DeadEnd`;
    an attempt on its `Way` s, a way on its `Lack` s. Facts that stand in the way of a negation
    come with their proofs. Of something that is there, nothing is asked: it stands alone. A path
    that leads nowhere rests on a `Gap`, a group on its `Row` s and on what it lacks for one more.

    Args:
        inference: what was derived.
        given: the facts that the inference was made from.
        wanted: a triple that may hold variables.
        depth: 1 for the rules that could have made it, 2 for what these lack as well, and so on.
        late: whether time is up, so that no more is looked for: `Attempt.whole` says so.
    """
    asker = Asker(inference.program, known_facts(inference, given), late)
    growth = _Growth(inference, asker, None)
    return growth.grown(Missing(Pattern(*wanted)), depth)


class _Growth:
    """A proof while it grows, what is explained deepest first, so that nothing is cut short."""

    def __init__(
        self,
        inference: Inference,
        asker: Asker | None,
        ways: dict[Triple, tuple[Derivation, ...]] | None,
    ) -> None:
        self._inference, self._ways = inference, ways
        self._asker = asker
        self._proof: nx.DiGraph[Step] = nx.DiGraph()
        self._waiting: list[tuple[int, bool, int, Step]] = []
        self._numbers = count()

    def grown(self, step: Step, depth: int) -> "nx.DiGraph[Step]":
        """The proof of a step."""
        self._proof.add_node(step)
        self._wait_for(step, depth)
        while self._waiting:
            negative, _, _, above = heappop(self._waiting)
            for ground, left in self._grounds(above, -negative):
                if ground not in self._proof:  # an edge brings it in
                    self._wait_for(ground, left)
                elif isinstance(above, Absent) and nx.has_path(self._proof, ground, above):
                    continue  # what is missing there is being explained by this very absence
                self._proof.add_edge(above, ground)
        return self._proof

    def _wait_for(self, step: Step, depth: int) -> None:
        # What is missing comes last of its depth: then all that it is a reason for is above it.
        late = isinstance(step, Absent | Missing)
        heappush(self._waiting, (-depth, late, next(self._numbers), step))

    def _grounds(self, step: Step, depth: int) -> Iterator[tuple[Step, int]]:
        """What a step rests on, each with how far absences below it are explained."""
        match step:
            case Triple():
                yield from ((each, depth) for each in self._derivations(step))
            case Derivation(premises=premises):
                yield from ((each, depth) for each in premises)
            case Gathered(contributors=contributors):
                yield from ((each, depth) for member in contributors for each in member)
            case Attempt(ways=ways):
                yield from ((each, depth) for each in ways)
            case InTheWay(facts=facts):
                yield from ((each, depth) for each in facts)
            case Way(lacks=lacks):
                yield from ((each, depth - 1) for each in lacks)
            case _:
                yield from self._shortfall(step, depth)

    def _shortfall(self, step: Step, depth: int) -> Iterator[tuple[Step, int]]:
        """The same of what is not there."""
        match step:
            case Absent() | Missing() if depth > 0 and self._asker:
                reasons = self._asker.reasons(step, self._above(step))
                yield from ((each, depth) for each in reasons)
            case Unreached() if self._asker:
                gap = self._asker.gap(step, self._above(step))
                yield from [(gap, depth)] if gap else []
            case Gap(missing=missing):
                yield from ((each, depth) for each in missing)
            case Ungathered(rows=rows, further=further):
                yield from ((each, depth) for each in (*rows, further) if each)
            case Row(contributors=contributors, further=further):
                counted = (each for member in contributors for each in member)
                yield from ((each, depth) for each in (*counted, further) if each)
            case Further(ways=ways):
                yield from ((each, depth) for each in ways)

    def _derivations(self, fact: Triple) -> tuple[Derivation, ...]:
        if self._ways is not None and fact in self._ways:
            return self._ways[fact]
        return self._inference.derivations.get(fact, ())[:1]

    def _above(self, step: Absent | Missing | Unreached) -> Iterator[Missing]:
        """All that is missing on the way to a step, itself included."""
        for each in (step, *nx.ancestors(self._proof, step)):
            if isinstance(each, Missing):
                yield each
