"""Why nothing matches a pattern: each rule that could have made it, and what that rule lacked."""

from collections.abc import Callable, Iterable, Iterator

from kg.reason.bridges import Bridges, head_goal, makers
from kg.reason.effort import Effort, SpentError
from kg.reason.facts import Facts
from kg.reason.given import Given, in_order, triples
from kg.reason.model import (
    Absent,
    Bindings,
    Element,
    Inference,
    Pattern,
    Program,
    Variable,
)
from kg.reason.near import MOST, Allowed, holds_together, nearest_ways
from kg.reason.rename import renamed_elements
from kg.reason.search import Body
from kg.reason.shortfall import Attempt, DeadEnd, Gap, Lack, Missing, Unreached
from kg.reason.solve import instance
from kg.reason.strata import unify

__all__ = ["Asker", "known_facts"]

NotBy = frozenset[tuple[Element, ...]]

# So much work may be done for one question.
WORK = 20 * MOST


def known_facts(inference: Inference, given: Given) -> Facts:
    """All facts there are in the end, in an order that does not depend on theirs."""
    base = in_order({*triples(given)})
    return Facts([*base, *in_order(inference.facts)], Facts(base))


class Asker:
    """Asks rules why they did not make something.

    Args:
        program: the rules.
        facts: all facts there are in the end.
        late: whether time is up.
    """

    def __init__(
        self, program: Program, facts: Facts, late: Callable[[], bool] | None = None
    ) -> None:
        self._facts, self._effort = facts, Effort(WORK, late)
        self._rules = [rule for each in program for rule in (*each.once, *each.general)]

    def reasons(
        self, step: Absent | Missing, above: Iterable[Missing]
    ) -> Iterator[Missing | Attempt | DeadEnd]:
        """What an absence, or something missing, fails by.

        Args:
            step: what is explained.
            above: what must not count as a reason, for it is explained by this one.
        """
        not_by = _not_by(above)
        match step:
            case Absent(elements=[Pattern() as pattern], base_only=base_only):
                yield Missing(pattern, base_only)
            case Absent(elements, base_only):
                yield self._attempt(Body("", elements, {}, self._facts, base_only), None, not_by)
            case Missing(pattern, base_only) if not self._there(pattern, base_only=base_only):
                attempts = () if base_only else tuple(self._attempts(pattern, not_by))
                yield from attempts
                if not attempts:
                    circular = not base_only and any(makers(self._rules, pattern))
                    yield DeadEnd(pattern, base_only, circular)

    def gap(self, step: Unreached, above: Iterable[Missing]) -> Gap | None:
        """What would make a walk lead from one end to the other.

        Args:
            step: the path that does not.
            above: what must not count as a reason, for it is explained by this one.
        """
        not_by = _not_by(above)
        rules = () if step.base_only else self._rules
        bridges = Bridges(step, rules, self._facts, Allowed(barred=_barring(not_by)))
        try:
            return bridges.gap(self._effort.part(MOST))
        except SpentError:
            return None

    def _there(self, pattern: Pattern, *, base_only: bool) -> bool:
        """Whether something matches after all: it is missing with conditions only."""
        where = self._facts.base if base_only else self._facts
        return any(where.matches(pattern, {}))

    def _attempts(self, wanted: Pattern, not_by: NotBy) -> Iterator[Attempt]:
        for rule, made in makers(self._rules, wanted):
            goal = head_goal(made, wanted)
            body = Body(rule.name, rule.body, goal, self._facts, rule.base_only)
            attempt = self._attempt(body, (made, wanted), not_by)
            if attempt.ways or not attempt.whole:
                yield attempt

    def _attempt(self, body: Body, head: tuple[Pattern, Pattern] | None, not_by: NotBy) -> Attempt:
        def fits(bindings: Bindings) -> bool:
            return head is None or unify(head[1], instance(head[0], bindings))

        ways, more, whole = nearest_ways(body, Allowed(fits, _barring(not_by)), self._effort)
        wanted = head[1] if head else None
        reached = _reached(body, self._effort)
        return Attempt(body.rule, wanted, reached, len(body.elements), ways, more, whole)


def _not_by(above: Iterable[Missing]) -> NotBy:
    return frozenset(_anonymous(each.pattern) for each in above)


def _barring(not_by: NotBy) -> Callable[[Lack], bool]:
    """Whether something that fails is what is being explained."""
    return lambda lack: isinstance(lack, Missing) and _anonymous(lack.pattern) in not_by


def _reached(body: Body, effort: Effort) -> int:
    """How many elements of a body, from the first on, hold together; halved until it is known."""
    held, beyond = 0, len(body.elements) + 1
    while beyond - held > 1:
        middle = (held + beyond) // 2
        part = body._replace(elements=body.elements[:middle])
        held, beyond = (
            (middle, beyond) if holds_together(part, effort.part(MOST // 2)) else (held, middle)
        )
    return held


def _anonymous(pattern: Pattern) -> tuple[Element, ...]:
    """The pattern with its variables named by the order in which they come."""
    names: dict[Variable, Variable] = {}

    def rename(variable: Variable) -> Variable:
        return names.setdefault(variable, Variable(f".{len(names)}"))

    return renamed_elements([pattern], rename)
