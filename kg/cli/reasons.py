"""What a rule fails by, in words."""

from collections.abc import Iterable
from dataclasses import dataclass

from kg.load.prefixes import Prefixes, shortened
from kg.messages import text
from kg.reason.model import (
    Absent,
    Assign,
    Condition,
    Derivation,
    Filter,
    Gathered,
    Node,
    Not,
    Pattern,
    Variable,
)
from kg.reason.shortfall import (
    Attempt,
    DeadEnd,
    Differs,
    Further,
    Gap,
    InTheWay,
    Lack,
    Missing,
    NoRow,
    Reason,
    Row,
    Ungathered,
    Unreached,
    Untrue,
    Way,
)
from kg.reason.write_terms import Terms
from kg.terms import Blank, Iri, Term, Triple

Named = Iterable[tuple[Variable, Term]]


@dataclass(frozen=True, slots=True)
class Teller:
    """Tells the steps of a proof in one language, with short names."""

    prefixes: Prefixes
    language: str

    def reason(self, step: Reason) -> str:  # noqa: PLR0911 - one a form
        """A step of a *why not* in a line."""
        match step:
            case DeadEnd():
                return self._text(_end(step))
            case Attempt():
                key = "attempt" if step.rule else "attempt-together"
                return self._text(key, rule=step.rule, reached=step.reached, length=step.length)
            case Way(bindings=bindings):
                key = "way-with" if bindings else "way"
                return self._text(key, values=self.values(bindings))
            case Gap(missing, together):
                several = "gap-all" if together else "gap-any"
                return self._text(several if len(missing) > 1 else "gap-one")
            case Row():
                return self._row(step)
            case Further():
                return self._text("further")
        return self._lack(step)

    def _lack(self, lack: Lack) -> str:
        """What fails, of the things one looks for; then of those one works out."""
        match lack:
            case Missing(pattern, base_only):
                key = "missing-given" if base_only else "missing"
                return self._text(key, statement=self.spoken(pattern))
            case Unreached(closure=closure):
                return self._text("unreached", statement=self.body([closure]))
            case InTheWay(absent=absent):
                return self._text("in-the-way", statement=self.body(absent.elements))
            case NoRow(known=known):
                return self._text("no-row", values=self.values(known))
            case Ungathered(known, rows):
                key = "gathered-otherwise" if rows else "not-gathered"
                return self._text(key, values=self.values(known))
        return self._failed(lack)

    def _failed(self, lack: Untrue | Differs) -> str:
        if isinstance(lack, Differs):
            return self._differs(lack)
        key = "not-worked-out" if lack.error else "untrue"
        return self._text(key, condition=self._expressions.outermost(lack.condition.expression))

    def further(self, step: Reason | Triple | Derivation | Absent | Gathered) -> list[str]:
        """What else there is to say of a step, in lines of their own."""
        match step:
            case Way(conditions=conditions):
                told = (self._condition(each) for each in conditions)
                return [self._text("condition-too", condition=each) for each in told]
            case Attempt(more=more, whole=whole) | Further(more=more, whole=whole):
                return [*self._more("more-ways", more), *self._untried(whole=whole)]
            case Gap(more=more, whole=whole):
                return [*self._more("more-gaps", more), *self._untried(whole=whole)]
            case Row(more=more):
                return self._more("more-counted", more)
            case Ungathered(whole=whole):
                return self._untried(whole=whole)
        return []

    def _more(self, key: str, count: int) -> list[str]:
        return [self._text(key, count=count)] if count else []

    def _untried(self, *, whole: bool) -> list[str]:
        return [] if whole else [self._text("not-all-tried")]

    def body(self, elements: Iterable[Condition]) -> str:
        """The elements of a negation."""
        return " . ".join(
            self.spoken(each)
            if isinstance(each, Pattern)
            else self._expressions.element(each).removesuffix(" .")
            for each in elements
        )

    def values(self, named: Named) -> str:
        """Variables and what they stand for."""
        return ", ".join(f"{variable} = {self._short(term)}" for variable, term in named)

    def spoken(self, triple: Triple | Pattern) -> str:
        """A triple, perhaps with variables."""
        return " ".join(self._short(node) for node in triple)

    def _text(self, key: str, **values: object) -> str:
        return text(key, self.language, **values)

    @property
    def _expressions(self) -> Terms:
        return Terms(self.prefixes)

    def _short(self, node: Node) -> str:
        if isinstance(node, Variable):
            return "?…" if node.name.startswith(".") else str(node)
        if isinstance(node, Iri | Blank):
            return shortened(node, self.prefixes)
        return self._expressions.node(node)

    def _differs(self, lack: Differs) -> str:
        expression = self._expressions.outermost(lack.expression)
        if lack.value is None:
            return self._text("not-worked-out", condition=f"{lack.variable} := {expression}")
        wanted = "…" if lack.wanted is None else self._short(lack.wanted)
        values = {"value": self._short(lack.value), "wanted": wanted}
        return self._text("differs", variable=lack.variable, expression=expression, **values)

    def _condition(self, condition: Filter | Not | Assign) -> str:
        match condition:
            case Filter():
                return self._expressions.condition(condition)
            case Not(elements=elements):
                return f"NOT {{ {self.body(elements)} }}"
            case Assign(variable, expression):
                return f"{variable} := {self._expressions.outermost(expression)}"

    def _row(self, row: Row) -> str:
        having = [
            f"HAVING ({self._expressions.outermost(condition.expression)}): "
            + self._text("yes" if holds else "no")
            for condition, holds in row.having
        ]
        return "; ".join([self.values(row.values), *having])


def _end(end: DeadEnd) -> str:
    if end.base_only:
        return "dead-end-given"
    return "dead-end-circular" if end.circular else "dead-end"
