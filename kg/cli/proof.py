"""A proof as an indented tree of facts, the rules that made them and what those rest on."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kg.load.prefixes import Prefixes, shortened
from kg.messages import text
from kg.reason.explain import Step
from kg.reason.model import Absent, Derivation, Gathered, Nested, Node, Pattern, Variable
from kg.terms import Triple

if TYPE_CHECKING:
    from networkx import DiGraph


@dataclass(frozen=True, slots=True)
class Tree:
    """Writes a proof; a fact that was shown before is not unfolded again."""

    proof: "DiGraph[Step]"
    prefixes: Prefixes
    language: str

    def lines(self, conclusion: Step) -> Iterator[str]:
        """The conclusion and, further in, what it rests on."""
        waiting = [(0, conclusion)]
        shown: set[Step] = set()
        while waiting:
            depth, step = waiting.pop()
            again = step in shown and self.proof.out_degree(step) > 0
            mark = f" {text('shown-above', self.language)}" if again else ""
            yield f"{'  ' * depth}{self._told(step)}{mark}"
            grounds = [] if again else [*self.proof.successors(step)]
            waiting += [(depth + 1, ground) for ground in reversed(grounds)]
            shown.add(step)

    def _told(self, step: Step) -> str:
        match step:
            case Triple():
                fact = self._spoken(step)
                given = not self.proof.out_degree(step)
                return text("proof-given", self.language, fact=fact) if given else fact
            case Derivation(rule=rule):
                return text("proof-rule", self.language, rule=rule)
            case Absent(elements):
                patterns = (each for each in elements if isinstance(each, Pattern))
                statement = " . ".join(self._spoken(each) for each in patterns)
                return text("absent", self.language, statement=statement)
            case Gathered(row):
                values = ", ".join(f"{variable} = {self._short(term)}" for variable, term in row)
                return f"{text('gathered', self.language)} {values}"

    def _spoken(self, triple: Triple | Pattern) -> str:
        return " ".join(self._short(node) for node in triple)

    def _short(self, node: Node) -> str:
        return str(node) if isinstance(node, Variable | Nested) else shortened(node, self.prefixes)
