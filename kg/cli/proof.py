"""A proof, or a *why not*, as an indented tree: conclusions, rules, and what these rest on."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
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

# So far in, a conclusion is unfolded no more, but gets a number.
DEEPEST = 20


def no_sentence(_: Derivation) -> str:
    """What there is to say of a rule without a sentence of its own."""
    return ""


@dataclass(frozen=True, slots=True)
class _Page:
    """What has been written.

    Args:
        shown: the steps that are unfolded already.
        later: those that are unfolded after the others, each with its number, from 1.
        steps: the same in order.
    """

    shown: set[Step] = field(default_factory=set)
    later: dict[Step, int] = field(default_factory=dict)
    steps: list[Step] = field(default_factory=list)

    def number(self, step: Step) -> int:
        """The number of a step that is unfolded later."""
        if step not in self.later:
            self.steps.append(step)
            self.later[step] = len(self.steps)
        return self.later[step]


@dataclass(frozen=True, slots=True)
class Tree:
    """Writes a proof; what was shown before is not unfolded again.

    What would stand too far in is numbered and unfolded below, so that a text is as long as the
    proof, however deep that is.

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
        """The conclusion and, further in, what it rests on; what stands too far in comes after."""
        page, done = _Page(), 0
        yield from self._unfolded(conclusion, page)
        while done < len(page.later):
            done += 1
            yield ""
            yield from self._unfolded(page.steps[done - 1], page)

    def _unfolded(self, top: Step, page: "_Page") -> Iterator[str]:
        waiting: list[tuple[int, Step | str]] = [(0, top)]
        while waiting:
            depth, step = waiting.pop()
            if isinstance(step, str):
                yield f"{'  ' * depth}{step}"
                continue
            below = self._below(step)
            unfolds = depth and self.proof.out_degree(step)
            mark = self._mark(step, page, deep=depth >= DEEPEST) if unfolds else ""
            yield f"{'  ' * depth}{self._heading(step, page, top=not depth)}{mark}"
            if not mark:
                waiting += [(depth + 1, ground) for ground in reversed(below)]
                page.shown.add(step)

    def _mark(self, step: Step, page: "_Page", *, deep: bool) -> str:
        """Where a step is unfolded, if that is not here."""
        if step in page.shown and step not in page.later:
            return f" {text('shown-above', self.language)}"
        if step in page.later or (deep and isinstance(step, Triple | Absent | Missing)):
            return f" {text('shown-in-step', self.language, number=page.number(step))}"
        return ""

    def _heading(self, step: Step, page: "_Page", *, top: bool) -> str:
        """A step in words, with its number if it has one and stands at the top."""
        if top and step in page.later:
            number = page.number(step)
            return text("step-numbered", self.language, number=number, step=self._told(step))
        return self._told(step)

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
