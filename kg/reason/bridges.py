"""What a walk lacks: the triples that would join the places reached to those that lead on.

Theory. Where one move alone is lacking, it leads from any place that is reached from the start to
any place from which the goal is reached. All such are equally short, and the nearest is the one
that the rules come nearest to making: their bodies are searched with both ends among those places.
Where no rule makes such triples, the one counts that begins where one gets farthest. Where more
moves are lacking in a row, the nodes between them may be any. (In a series of three moves and more
there may be facts between two such moves that would save one; these are not looked for.)
"""

from collections.abc import Iterator, Sequence
from itertools import islice, product

from kg.reason.effort import Effort
from kg.reason.facts import Facts
from kg.reason.fresh import blanks_in, relabelled
from kg.reason.metered import Metered
from kg.reason.model import Bindings, Element, Nested, Node, Pattern, Rule, Values, Variable
from kg.reason.near import LIMIT, Allowed, nearest_ways
from kg.reason.nodes import bind
from kg.reason.reach import Place, Reach, along, chain
from kg.reason.search import Body
from kg.reason.shortfall import Gap, Missing, Unreached
from kg.reason.solve import instance
from kg.reason.strata import unify
from kg.terms import Blank, Literal, Term, TripleTerm

__all__ = ["Bridges", "head_goal", "makers"]

_FROM, _TO = Variable(".from"), Variable(".to")
# A path to or from so many places is not looked at further.
_PLACES = 10_000


class Bridges:
    """What would join the ends of a path.

    Args:
        step: the path.
        rules: those that may make what is missing.
        facts: all there are.
        allowed: which triples may be named.
    """

    def __init__(
        self, step: Unreached, rules: Sequence[Rule], facts: Facts, allowed: Allowed
    ) -> None:
        self._path, self._base_only = step.closure, step.base_only
        self._rules, self._facts, self._allowed = rules, facts, allowed

    def gap(self, effort: Effort) -> Gap | None:
        """What is missing; None if nothing may be named.

        Raises:
            SpentError: the places alone take too much effort.
        """
        facts = self._facts.base if self._base_only else self._facts
        reach = Reach(self._path.moves, Metered(facts, effort))
        starts = reach.places(self._path.subject)
        goals = reach.places(self._path.object, back=True)
        if self._apart(starts, goals) > 1:
            return self._row_of_moves(starts, goals)
        made, whole = self._by_rules(starts, goals, effort)
        return self._one_of(made or [*self._by_place(starts, goals)], whole=whole)

    def _apart(self, starts: Sequence[Place], goals: Sequence[Place]) -> int:
        """How many moves in a row are lacking at least."""
        ends = product({move for _, move in starts}, {move for _, move in goals})
        return min((goal - start - 1) % len(self._path.moves) + 1 for start, goal in ends)

    def _row_of_moves(self, starts: Sequence[Place], goals: Sequence[Place]) -> Gap | None:
        """The shortest row, from where one gets farthest."""
        chains = (chain(self._path.moves, *ends) for ends in product(reversed(starts), goals))
        allowed = [each for each in islice(chains, _PLACES) if self._may(*each)]
        if not allowed:
            return None
        shortest = min(allowed, key=_length)
        return Gap(tuple(map(self._missing, shortest)), together=True)

    def _one_of(self, patterns: Sequence[Pattern], *, whole: bool) -> Gap | None:
        told = tuple(map(self._missing, patterns[:LIMIT]))
        return Gap(told, more=max(0, len(patterns) - LIMIT), whole=whole) if told else None

    def _missing(self, pattern: Pattern) -> Missing:
        return Missing(pattern, self._base_only)

    def _may(self, *patterns: Pattern) -> bool:
        """Whether triples can be there, and may be named."""
        return all(
            not isinstance(each.subject, Literal | TripleTerm)
            and not self._allowed.barred(self._missing(each))
            for each in patterns
        )

    def _by_place(self, starts: Sequence[Place], goals: Sequence[Place]) -> Iterator[Pattern]:
        """Every move that would do, that from the farthest place first."""
        pairs = (
            along(move, start, goal)
            for start, number in reversed(starts)
            for goal, next_ in goals
            for move in [self._path.moves[number]]
            if next_ == (number + 1) % len(self._path.moves)
        )
        return islice((each for each in pairs if self._may(each)), _PLACES)

    def _by_rules(
        self, starts: Sequence[Place], goals: Sequence[Place], effort: Effort
    ) -> tuple[list[Pattern], bool]:
        """The moves that rules come nearest to making, and whether all was tried."""
        found: dict[Pattern, int] = {}
        whole = True
        for made, body in self._bodies(starts, goals):
            near = nearest_ways(body, self._making(made), effort)
            whole = whole and near.whole
            for way in near.ways:
                move = instance(made, dict(way.bindings))
                found[move] = min(len(way.lacks), found.get(move, len(way.lacks)))
        return _fewest(found), whole

    def _making(self, made: Pattern) -> Allowed:
        """The ways that make a triple which may be named."""
        return self._allowed._replace(fits=lambda found: self._may(instance(made, found)))

    def _bodies(
        self, starts: Sequence[Place], goals: Sequence[Place]
    ) -> Iterator[tuple[Pattern, Body]]:
        """For each rule that could make such a move, its body with the ends it may have."""
        moves = self._path.moves
        for number, move in enumerate(moves):
            one = [node for node, place in starts if place == number]
            other = [node for node, place in goals if place == (number + 1) % len(moves)]
            wanted = along(move, _FROM, _TO)
            for rule, made in makers(self._rules, wanted) if one and other else ():
                ends = dict(zip(wanted, made, strict=True))
                limits = (_among(ends[_FROM], one), _among(ends[_TO], other))
                if None not in limits:
                    firm = [each for limit in limits if limit for each in limit]
                    elements = (*firm, *rule.body)
                    goal = head_goal(made, wanted)
                    body = Body(rule.name, elements, goal, self._facts, rule.base_only, len(firm))
                    yield made, body


def makers(rules: Sequence[Rule], wanted: Pattern) -> Iterator[tuple[Rule, Pattern]]:
    """The rules that could make such a triple, each with the one of its head that is it."""
    for rule in rules:
        for made in dict.fromkeys(_with_new(pattern) for pattern in rule.head):
            if unify(wanted, made):
                yield rule, made


def _among(end: Node, nodes: Sequence[Node]) -> tuple[Element, ...] | None:
    """What says that an end is one of some nodes, nothing if it may be any; None if it is not."""
    terms = [node for node in nodes if not isinstance(node, Variable | Nested)]
    if len(terms) < len(nodes):
        return ()
    match end:
        case Variable():
            return (Values((end,), tuple((term,) for term in terms)),)
        case Nested():
            return None
    return () if end in terms else None


def _fewest(found: dict[Pattern, int]) -> list[Pattern]:
    least = min(found.values(), default=0)
    return [pattern for pattern, count in found.items() if count == least]


def head_goal(made: Pattern, wanted: Pattern) -> Bindings:
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


def _length(patterns: Sequence[Pattern]) -> int:
    return len(patterns)
