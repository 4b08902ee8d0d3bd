"""The nearest that a body comes to holding: the fewest of its elements that fail.

Theory. A depth-first search goes through the elements of the body; its budget is how many of them
may fail, first none, then one, and so on. A pattern is either matched by a fact, or counted as
missing; then it binds nothing. A condition, a negation or an assignment is tried as soon as all
the values it speaks of are known, with the variables that come before it in the body and no
others, so that it means what it means when the rule runs. One that speaks of a value which only a
missing fact would have cannot be tried: it is a condition on what is missing. So the order in which
patterns are taken does not matter, and the one with the fewest matches comes next; one without any
must fail, and as many of these as the budget has not room for end a branch.

An assignment that has a value does not fail, unless that value is not the one asked for.

The search is exponential in the length of the body only, and gives up after `MOST` steps.
"""

from collections.abc import Callable, Iterator, Sequence
from itertools import islice
from typing import NamedTuple

from kg.reason.columns.plan import bound_by, uses
from kg.reason.expression import EvaluationError, evaluate
from kg.reason.facts import Facts
from kg.reason.lacks import in_the_way, put_into, unmatched, untried, untrue
from kg.reason.model import Assign, Bindings, Element, Filter, Group, Not, Values, Variable
from kg.reason.shortfall import Differs, Lack, Way
from kg.reason.solve import named, solve

__all__ = ["Body", "Nearest", "holds_together", "nearest_ways", "needed"]

# So many steps a search may take.
MOST = 50_000
# Beyond so many matches it is of no matter which pattern has fewer.
MANY = 50


class Body(NamedTuple):
    """A body that is to hold, and under what.

    Args:
        rule: the name of its rule.
        elements: the body.
        goal: values that it must end with.
        facts: all that is known.
        base_only: whether only given facts count.
    """

    rule: str
    elements: Sequence[Element]
    goal: Bindings
    facts: Facts
    base_only: bool = False

    @property
    def seen(self) -> Facts:
        """The facts that the body is matched against."""
        return self.facts.base if self.base_only else self.facts


class Nearest(NamedTuple):
    """The ways with the fewest lacks, and whether everything was tried."""

    ways: tuple[Way, ...]
    whole: bool


Allowed = Callable[[Way, Bindings], bool]


def nearest_ways(body: Body, allowed: Allowed, most: int = MOST) -> Nearest:
    """Every way in which the fewest elements fail, the one that gets farthest first.

    Args:
        body: what is to hold.
        allowed: whether a way, with all its bindings, counts.
        most: so many steps the search may take.
    """
    search = _Search(body, most)
    found: dict[Way, int] = {}
    try:
        for budget in range(len(body.elements) + 1):
            for state in search.states(budget):
                way = search.way(state)
                if allowed(way, state.bindings):
                    held = min(state.lacks, default=len(body.elements))
                    found[way] = max(held, found.get(way, 0))
            if found:
                break
    except _TooLongError:
        return Nearest(_farthest_first(found), whole=False)
    return Nearest(_farthest_first(found), whole=True)


def holds_together(body: Body, most: int = MOST) -> bool:
    """Whether a body holds; no if that takes too many steps to say."""
    try:
        return any(True for _ in _Search(body, most).states(0))
    except _TooLongError:
        return False


def _farthest_first(found: dict[Way, int]) -> tuple[Way, ...]:
    return tuple(sorted(found, key=lambda way: (-found[way], repr(way))))


class _TooLongError(Exception):
    """The search has taken all the steps it may."""


class _State(NamedTuple):
    """How far a search has come.

    Args:
        bindings: what has a value.
        left: the elements not yet looked at.
        lacks: the elements that fail; None for a join, whose values may still come.
        budget: so many more may fail.
    """

    bindings: Bindings
    left: tuple[int, ...]
    lacks: dict[int, Lack | None]
    budget: int

    def without(self, place: int, bindings: Bindings | None = None) -> "_State":
        """The same with an element done, which perhaps bound something."""
        left = tuple(each for each in self.left if each != place)
        found = self.bindings if bindings is None else bindings
        return self._replace(left=left, bindings=found)

    def failing(self, place: int, lack: Lack | None) -> "Iterator[_State]":
        """The same with an element failing, if one more may."""
        if self.budget:
            done = self.without(place)
            yield done._replace(lacks={**self.lacks, place: lack}, budget=self.budget - 1)


class _Search:
    """The search through one body."""

    def __init__(self, body: Body, most: int) -> None:
        self._body, self._most, self._steps = body, most, 0
        self._joins = {
            place: _as_values(element, body.seen) if isinstance(element, Group) else element
            for place, element in enumerate(body.elements)
            if not isinstance(element, Filter | Not | Assign)
        }
        self._needed = [needed(body.elements, place) for place in range(len(body.elements))]

    def states(self, budget: int) -> Iterator[_State]:
        """Every way in which the body holds but for as many elements as the budget says."""
        everything = tuple(range(len(self._body.elements)))
        yield from self._from(_State(dict(self._body.goal), everything, {}, budget))

    def _from(self, state: _State) -> Iterator[_State]:
        self._steps += 1
        if self._steps > self._most:
            raise _TooLongError
        for following in self._following(state):
            yield from self._from(following)
        if not any(self._is_next(place, state) for place in state.left):
            yield state

    def _is_next(self, place: int, state: _State) -> bool:
        """Whether an element can be looked at now."""
        if place in self._joins:
            return True
        without = self._needed[place] - state.bindings.keys()
        return not without or without.isdisjoint(self._open(state))

    def _open(self, state: _State) -> set[Variable]:
        """The variables that an element would bind which fails or was not looked at yet."""
        places = [*state.lacks, *state.left]
        return {name for place in places for name in bound_by(self._body.elements[place])}

    def _following(self, state: _State) -> Iterator[_State]:
        ready = [place for place in state.left if self._is_next(place, state)]
        for place in ready:
            if place not in self._joins:
                yield from self._tried(place, state)
                return
        if ready:
            yield from self._joined(ready, state)

    def _joined(self, places: Sequence[int], state: _State) -> Iterator[_State]:
        """The join with the fewest matches, by each of these or failing."""
        counts = {place: len(list(islice(self._matches(place, state), MANY))) for place in places}
        if sum(not count for count in counts.values()) > state.budget:
            return
        place = min(places, key=lambda each: (counts[each], each))
        for bindings in self._matches(place, state):
            yield state.without(place, bindings)
        yield from state.failing(place, None)

    def _matches(self, place: int, state: _State) -> Iterator[Bindings]:
        found = solve([self._joins[place]], self._body.seen, state.bindings)
        return (solution.bindings for solution in found)

    def _tried(self, place: int, state: _State) -> Iterator[_State]:
        """What can be decided now: it holds, or fails."""
        needed = self._needed[place]
        known = {name: term for name, term in state.bindings.items() if name in needed}
        lack: Lack | None = None
        match self._body.elements[place]:
            case Assign() as assignment:
                yield from self._assigned(place, assignment, state)
                return
            case Filter() as condition:
                lack = untrue(condition, known)
            case Not() as negation:
                lack = in_the_way(negation, known, self._body.seen)
        yield from state.failing(place, lack) if lack else [state.without(place)]

    def _assigned(self, place: int, assignment: Assign, state: _State) -> Iterator[_State]:
        variable, expression = assignment.variable, assignment.expression
        wanted = state.bindings.get(variable)
        known = put_into(expression, state.bindings)
        try:
            value = evaluate(expression, state.bindings)
        except EvaluationError:
            yield from state.failing(place, Differs(variable, known, None, wanted))
            return
        if wanted in {None, value}:
            yield state.without(place, {**state.bindings, variable: value})
        elif variable in self._body.goal:
            yield from state.failing(place, Differs(variable, known, value, wanted))

    def way(self, state: _State) -> Way:
        """What a search came to."""
        elements, seen = self._body.elements, self._body.seen
        lacks = [
            lack or unmatched(elements[place], state.bindings, seen, base_only=self._body.base_only)
            for place, lack in sorted(state.lacks.items())
        ]
        conditions = [
            untried(elements[place], self._needed[place], state.bindings) for place in state.left
        ]
        bindings = tuple(named(state.bindings))
        return Way(self._body.rule, bindings, tuple(dict.fromkeys(lacks)), tuple(conditions))


def _as_values(group: Group, facts: Facts) -> Values:
    """The rows of a group, worked out once."""
    found = [solution.bindings for solution in solve([group], facts)]
    names = tuple(dict.fromkeys(name for row in found for name in row))
    return Values(names, tuple(tuple(row.get(name) for name in names) for row in found))


def needed(body: Sequence[Element], place: int) -> frozenset[Variable]:
    """The variables that an element speaks of and that have a value when the rule comes to it."""
    match body[place]:
        case Filter() | Assign() as element:
            return uses(element)
        case Not() as element:
            return uses(element) & _bound(body[:place])
    return frozenset()


def _bound(elements: Sequence[Element]) -> frozenset[Variable]:
    return frozenset(name for element in elements for name in bound_by(element))
