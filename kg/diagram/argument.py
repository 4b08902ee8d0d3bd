"""A proof as a graph: what is proved, the rules that were applied, and what they rest on.

Theory. A fact that was derived is drawn as the rule application that made it first, for one
sentence tells both. So the nodes are rule applications, things that were told or that the report
says, our own choices, absences and groups that were added up. A node that several rest on is there
once. The graph is walked level by level, so that a depth cuts no short way to a node.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kg import vocabulary as nst
from kg.graph import objects
from kg.reason.model import Absent, Derivation, Gathered, Premise
from kg.recommend.why import PROVED, UNSAID, Prover
from kg.terms import Term, Triple

if TYPE_CHECKING:
    import networkx

__all__ = ["MOST", "Argument", "Ground", "argued"]

Ground = Term | Derivation | Absent | Gathered
MOST = 12


@dataclass(frozen=True, slots=True)
class Argument:
    """A proof as far as it is drawn.

    Args:
        graph: from each node to those it rests on, in the order of their levels.
        left_out: how many of its own grounds each node lacks.
        deeper: how many nodes are not drawn, for they are too far away or too many.
    """

    graph: "networkx.DiGraph[Ground]"
    left_out: dict[Ground, int]
    deeper: int


@dataclass(frozen=True, slots=True)
class Grounds:
    """What the nodes of proofs rest on."""

    prover: Prover

    def of(self, node: Ground) -> list[Ground]:
        """What a node rests on, each once, in the order of the rule."""
        match node:
            case Derivation(premises=premises):
                return [*dict.fromkeys(self._said(premises))]
            case Gathered(contributors=contributors):
                return [*dict.fromkeys(self._said(each for row in contributors for each in row))]
            case Absent():
                return []
        return [*dict.fromkeys(self._said(self._proved(node)))]

    def _proved(self, node: Term) -> Iterator[Triple]:
        """What is to be proved of a card; nothing of anything else."""
        known = self.prover.advice.known
        if nst.CARD in objects(known, node, nst.TYPE):
            for predicate in PROVED:
                yield from (
                    Triple(node, predicate, each) for each in objects(known, node, predicate)
                )

    def _said(self, premises: Iterable[Premise]) -> Iterator[Ground]:
        """The premises that say something, facts as what made them or as what they are about."""
        made = self.prover.advice.inference.derivations
        for premise in premises:
            match premise:
                case Triple() if premise not in made:
                    if self.prover.ground(premise.subject):
                        yield premise.subject
                case Triple():
                    if premise.predicate not in UNSAID:
                        yield made[premise][0]
                case _:
                    yield premise


def argued(prover: Prover, conclusion: Ground, depth: int) -> Argument:
    """The proof of a card or of one derivation, down to a depth."""
    import networkx

    grounds = Grounds(prover)
    graph: networkx.DiGraph[Ground] = networkx.DiGraph()
    graph.add_node(conclusion)
    left_out: dict[Ground, int] = {}
    level: list[Ground] = [conclusion]
    for far in range(depth + 1):
        following: dict[Ground, None] = {}
        for node in level:
            below = grounds.of(node)
            near = below[:MOST] if isinstance(node, Gathered) else below
            shown = [each for each in near if far < depth or each in graph]
            following |= dict.fromkeys(each for each in shown if each not in graph)
            graph.add_edges_from((node, each) for each in shown)
            left_out[node] = len(below) - len(shown)
        level = [*following]
    return Argument(graph, left_out, _beyond(grounds, graph))


def _beyond(grounds: Grounds, graph: "networkx.DiGraph[Ground]") -> int:
    """How many nodes there are that the graph does not have."""
    seen, waiting = {*graph}, [*graph]
    while waiting:
        new = [each for each in grounds.of(waiting.pop()) if each not in seen]
        seen.update(new)
        waiting += new
    return len(seen) - len(graph)
