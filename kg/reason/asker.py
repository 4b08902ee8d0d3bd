"""Why nothing matches a pattern: each rule that could have made it, and what that rule lacked."""

from collections.abc import Iterable, Iterator

from kg.reason.facts import Facts
from kg.reason.fresh import blanks_in, relabelled
from kg.reason.given import Given, in_order, triples
from kg.reason.model import (
    Absent,
    Bindings,
    Element,
    Inference,
    Nested,
    Pattern,
    Program,
    Rule,
    Variable,
)
from kg.reason.near import Body, holds_together, nearest_ways
from kg.reason.nodes import bind
from kg.reason.rename import renamed_elements
from kg.reason.shortfall import Attempt, DeadEnd, Missing, Way
from kg.reason.solve import instance
from kg.reason.strata import unify
from kg.terms import Blank, Term

__all__ = ["LIMIT", "Asker", "known_facts"]

NotBy = frozenset[tuple[Element, ...]]

# So many ways of a rule are told.
LIMIT = 10


def known_facts(inference: Inference, given: Given) -> Facts:
    """All facts there are in the end, in an order that does not depend on theirs."""
    base = in_order({*triples(given)})
    return Facts([*base, *in_order(inference.facts)], Facts(base))


class Asker:
    """Asks rules why they did not make something.

    Args:
        program: the rules.
        facts: all facts there are in the end.
    """

    def __init__(self, program: Program, facts: Facts) -> None:
        self._facts = facts
        self._rules = [rule for each in program for rule in (*each.once, *each.general)]

    def reasons(
        self, step: Absent | Missing, above: Iterable[Missing]
    ) -> Iterator[Missing | Attempt | DeadEnd]:
        """What an absence, or something missing, fails by.

        Args:
            step: what is explained.
            above: what must not count as a reason, for it is explained by this one.
        """
        not_by = frozenset(_anonymous(each.pattern) for each in above)
        match step:
            case Absent(elements=[Pattern() as pattern], base_only=base_only):
                yield Missing(pattern, base_only)
            case Absent(elements, base_only):
                yield self._attempt(Body("", elements, {}, self._facts, base_only), None, not_by)
            case Missing(pattern, base_only) if not self._there(pattern, base_only=base_only):
                attempts = () if base_only else tuple(self._attempts(pattern, not_by))
                yield from attempts
                if not attempts:
                    circular = not base_only and any(self._makers(pattern))
                    yield DeadEnd(pattern, base_only, circular)

    def _there(self, pattern: Pattern, *, base_only: bool) -> bool:
        """Whether something matches after all: it is missing with conditions only."""
        where = self._facts.base if base_only else self._facts
        return any(where.matches(pattern, {}))

    def _makers(self, wanted: Pattern) -> Iterator[tuple[Rule, Pattern]]:
        """The rules that could make such a fact, each with the triple of its head that is it."""
        for rule in self._rules:
            for made in dict.fromkeys(_with_new(pattern) for pattern in rule.head):
                if unify(wanted, made):
                    yield rule, made

    def _attempts(self, wanted: Pattern, not_by: NotBy) -> Iterator[Attempt]:
        for rule, made in self._makers(wanted):
            goal = _goal(made, wanted)
            body = Body(rule.name, rule.body, goal, self._facts, rule.base_only)
            attempt = self._attempt(body, (made, wanted), not_by)
            if attempt.ways or not attempt.whole:
                yield attempt

    def _attempt(self, body: Body, head: tuple[Pattern, Pattern] | None, not_by: NotBy) -> Attempt:
        def allowed(way: Way, bindings: Bindings) -> bool:
            fits = head is None or unify(head[1], instance(head[0], bindings))
            return fits and not any(
                isinstance(lack, Missing) and _anonymous(lack.pattern) in not_by
                for lack in way.lacks
            )

        ways, whole = nearest_ways(body, allowed)
        more = max(0, len(ways) - LIMIT)
        wanted = head[1] if head else None
        length = len(body.elements)
        return Attempt(body.rule, wanted, _reached(body), length, ways[:LIMIT], more, whole)


def _reached(body: Body) -> int:
    """How many elements of a body, from the first on, hold together."""
    lengths = range(len(body.elements), 0, -1)
    parts = ((each, body._replace(elements=body.elements[:each])) for each in lengths)
    return next((length for length, part in parts if holds_together(part)), 0)


def _goal(made: Pattern, wanted: Pattern) -> Bindings:
    """The values that a head must have to be what is wanted."""
    goal: dict[Variable, Term] = {}
    for node, other in zip(made, wanted, strict=True):
        if not isinstance(other, Variable | Nested):
            bind(node, other, goal)
    return goal


def _with_new(pattern: Pattern) -> Pattern:
    """A triple of a head, its new nodes named as no other node is: they are none that is given."""
    blanks = dict.fromkeys(blanks_in(*pattern))
    return relabelled([pattern], {each: Blank(f".{each.label}") for each in blanks})[0]


def _anonymous(pattern: Pattern) -> tuple[Element, ...]:
    """The pattern with its variables named by the order in which they come."""
    names: dict[Variable, Variable] = {}

    def rename(variable: Variable) -> Variable:
        return names.setdefault(variable, Variable(f".{len(names)}"))

    return renamed_elements([pattern], rename)
