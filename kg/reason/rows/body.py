"""A body as a chain of steps, each from rows to rows, in the order of a plan."""

from collections.abc import Callable, Sequence
from operator import itemgetter

from kg.reason.columns.plan import Step as Planned
from kg.reason.columns.plan import plan
from kg.reason.elements import Known as Names
from kg.reason.expression import EvaluationError, evaluate, holds
from kg.reason.model import (
    Assign,
    Closure,
    Element,
    Filter,
    Group,
    Nested,
    Not,
    Pattern,
    Values,
    Variable,
)
from kg.reason.rows.closing import closed
from kg.reason.rows.groups import gathering
from kg.reason.rows.layout import (
    ASKERS,
    Askers,
    Layout,
    Look,
    Row,
    Step,
    chosen,
    left_to,
    remembered,
    terms_of,
)
from kg.reason.rows.pattern import matched
from kg.terms.known import Known

__all__ = ["Body"]

NOBODY: Names = frozenset()
WALKS = 4  # pairs for each fact, as a guess
# Facts that only questions have, as a guess. Were it much less, every two things of an actor would
# be paired before what ties them.
DERIVED = 60


class Body:
    """A body, made into steps once and run on any facts that stand on the same ground.

    Args:
        elements: the body, in which every column of VALUES is defined.
        ground: the facts known beforehand; they number the terms of the body.
        base_only: whether to look at the given facts alone.
        start: the variables that have a value before the body.
        first: the pattern that is to match new facts only, if one is.

    Attributes:
        sees: the variables of an element, by its place, that those before it give a value.
    """

    def __init__(
        self,
        elements: Sequence[Element],
        ground: Known,
        *,
        base_only: bool = False,
        start: Sequence[Variable] = (),
        first: int | None = None,
    ) -> None:
        self.elements = elements
        self._ground, self._base_only, self._first = ground, base_only, first
        self.layout = Layout.of(start)
        steps = plan(tuple(elements), self.layout.fixed, NOBODY, self._size, first)
        self._steps = [self._step(step) for step in steps]
        self.sees = {step.place: step.sees for step in steps}
        marks = [self.layout.marks[place] for place in sorted(self.layout.marks)]
        self.premises: Callable[[Row], object] = itemgetter(*(marks or [ASKERS]))

    def solve(self, look: Look, start: list[Row] | None = None) -> list[Row]:
        """The rows in which the body holds, from some on, or from one that all questions share."""
        rows = [(look.askers,)] if start is None else start
        for step in self._steps:
            rows = step(rows, look)
            if not rows:
                break
        return rows

    def _number(self, node: object) -> int:
        found = self._ground.terms.known(node)  # type: ignore[arg-type]
        if found is None:
            raise KeyError(node)
        return found

    def _size(self, element: Element) -> int:
        """How many rows an element has to offer."""
        match element:
            case Pattern(predicate=Variable() | Nested()) | Group():
                return len(self._ground)
            case Pattern(predicate=predicate):
                return self._ground.count(self._number(predicate)) or DERIVED
            case Closure(moves=moves):
                counts = (self._ground.count(self._number(each.predicate)) for each in moves)
                return WALKS * sum(counts)
            case Values(rows=rows):
                return len(rows)
        return 0

    def _step(self, step: Planned) -> Step:  # noqa: PLR0911 - one a form
        match step.element:
            case Pattern():
                return matched(
                    step.element, step.place, self.layout, self._number, self._source(step)
                )
            case Closure():
                return closed(step.element, step.place, self.layout, self._number, self._at(step))
            case Filter():
                return self._filter(step.element, step.sees)
            case Not():
                return self._not(step.element, step.sees)
            case Assign():
                return self._assign(step.element, step.place, step.sees)
            case Values():
                return self._values(step.element, step.place)
            case Group():
                return gathering(step.element, step.place, self.layout, self._part, self._ground)

    def _source(self, step: Planned) -> tuple[str, Known | None]:
        """The same, and what these facts lie on."""
        name = self._at(step)
        return name, None if name == "new" else self._ground

    def _at(self, step: Planned) -> str:
        """Which facts a pattern looks at."""
        if step.place == self._first:
            return "new"
        return "given" if self._base_only else "world"

    def _part(self, elements: Sequence[Element]) -> "Body":
        """A body of its own inside this one."""
        return Body(elements, self._ground, base_only=self._base_only)

    def _slots(self, sees: Names) -> dict[Variable, int]:
        return {name: self.layout.slots[name] for name in sees}

    def _filter(self, condition: Filter, sees: Names) -> Step:
        expression, slots = condition.expression, self._slots(sees)
        key = chosen([*slots.values()])

        def step(rows: list[Row], look: Look) -> list[Row]:
            def answer(row: Row) -> bool:
                return holds(expression, terms_of(row, slots, look.terms))

            return [row for row, true in remembered(rows, key, answer) if true]

        return step

    def _not(self, negation: Not, sees: Names) -> Step:
        names = sorted(sees, key=lambda name: name.name)
        base_only = self._base_only or negation.base_only
        body = Body(negation.elements, self._ground, base_only=base_only, start=names)
        key_of = chosen([ASKERS, *(self.layout.slots[name] for name in names)])
        width = len(names) + 1

        def step(rows: list[Row], look: Look) -> list[Row]:
            keys = [*map(key_of, rows)]
            found: dict[Row, Askers] = {}
            for asked in body.solve(look, [*dict.fromkeys(keys)]):
                key = asked[1:width]
                found[key] = found.get(key, 0) | asked[ASKERS]
            if not found:
                return rows
            return [
                left_to(row, askers)
                for row, key in zip(rows, keys, strict=True)
                if (askers := row[ASKERS] & ~found.get(key[1:], 0))
            ]

        return step

    def _assign(self, assignment: Assign, place: int, sees: Names) -> Step:
        expression, slots = assignment.expression, self._slots(sees)
        key = chosen([*slots.values()])
        self.layout.mark(place)
        self.layout.bind(assignment.variable)

        def step(rows: list[Row], look: Look) -> list[Row]:
            def answer(row: Row) -> int | None:
                try:
                    term = evaluate(expression, terms_of(row, slots, look.terms))
                except EvaluationError:
                    return None
                return look.terms.number(term)

            told = remembered(rows, key, answer)
            return [(*row, number, number) for row, number in told if number is not None]

        return step

    def _values(self, values: Values, place: int) -> Step:
        given = [tuple(self._number(term) for term in row) for row in values.rows]
        same, new = self.layout.joined(values.variables, place)
        return lambda rows, _: [
            (*row, number, *[each[at] for at in new])
            for row in rows
            for number, each in enumerate(given)
            if all(row[slot] == each[at] for at, slot in same)
        ]
