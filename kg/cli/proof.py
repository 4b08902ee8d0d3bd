"""A proof, or a *why not*, as an indented tree: conclusions, rules, and what these rest on."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kg.cli.reasons import Teller
from kg.load.prefixes import Prefixes
from kg.messages import text
from kg.reason.explain import Step
from kg.reason.model import Absent, Derivation, Gathered
from kg.reason.shortfall import Missing
from kg.terms import Triple

if TYPE_CHECKING:
    from networkx import DiGraph

Sentence = Callable[[Derivation], str]


def no_sentence(_: Derivation) -> str:
    """What there is to say of a rule without a sentence of its own."""
    return ""


@dataclass(frozen=True, slots=True)
class Tree:
    """Writes a proof; what was shown before is not unfolded again.

    Args:
        proof: the graph.
        prefixes: for short names.
        language: one of ours.
        sentence: a derivation in its rule's own words, empty if it has none.
    """

    proof: "DiGraph[Step]"
    prefixes: Prefixes
    language: str
    sentence: Sentence = no_sentence

    def lines(self, conclusion: Step) -> Iterator[str]:
        """The conclusion and, further in, what it rests on."""
        waiting: list[tuple[int, Step | str]] = [(0, conclusion)]
        shown: set[Step] = set()
        while waiting:
            depth, step = waiting.pop()
            if isinstance(step, str):
                yield f"{'  ' * depth}{step}"
                continue
            again = step in shown and self.proof.out_degree(step) > 0
            mark = f" {text('shown-above', self.language)}" if again else ""
            yield f"{'  ' * depth}{self._told(step)}{mark}"
            below = [] if again else self._below(step)
            waiting += [(depth + 1, ground) for ground in reversed(below)]
            shown.add(step)

    def _below(self, step: Step) -> list[Step | str]:
        """What stands under a step: what it rests on, then what else there is to say."""
        grounds = [*self.proof.successors(step)]
        match step, grounds:
            case Absent(), [Missing() as missing]:  # which would say the same once more
                return self._below(missing)
        return [*grounds, *self._teller.further(step)]

    @property
    def _teller(self) -> Teller:
        return Teller(self.prefixes, self.language)

    def _told(self, step: Step) -> str:
        tell = self._teller
        match step:
            case Triple():
                given = not self.proof.out_degree(step)
                fact = tell.spoken(step)
                return text("proof-given", self.language, fact=fact) if given else fact
            case Derivation(rule=rule):
                sentence = self.sentence(step)
                key = "proof-sentence" if sentence else "proof-rule"
                return text(key, self.language, rule=rule, sentence=sentence)
            case Absent(elements):
                return text("absent", self.language, statement=tell.body(elements))
            case Gathered(row):
                return f"{text('gathered', self.language)} {tell.values(row)}"
        return tell.reason(step)
