"""The search for the ways in which a body nearly holds.

Theory. A depth-first search goes through the elements of the body; its budget is how many of them
may fail. A pattern is either matched by a fact, or counted as missing; then it binds nothing. A
condition, a negation or an assignment is tried as soon as all the values it speaks of are known,
with the variables that come before it in the body and no others, so that it means what it means
when the rule runs. One that speaks of a value which only a missing fact would have cannot be tried:
it is a condition on what is missing. So the order in which patterns are taken does not matter, and
the one with the fewest matches comes next; one without any must fail, and as many of these as the
budget has not room for end a branch. How many matches a pattern has is counted anew only when a
variable of its own gets a value.

An assignment that has a value does not fail, unless that value is not the one asked for.

The search is exponential in the length of the body only, and ends when its effort is spent.
"""

from collections.abc import Iterator, Mapping, Sequence
from itertools import islice
from typing import NamedTuple

from kg.reason.effort import Effort
from kg.reason.elements import bound_by, uses
from kg.reason.expression import EvaluationError, evaluate
from kg.reason.facts import Facts
from kg.reason.lacks import in_the_way, put_into, untrue
from kg.reason.metered import Metered
from kg.reason.model import (
    Assign,
    Bindings,
    Closure,
    Element,
    Filter,
    Group,
    Not,
    Pattern,
    Values,
    Variable,
)
from kg.reason.reach import Reach
from kg.reason.shortfall import Differs, Lack
from kg.reason.solve import Lookup, Solution, lookup, solve

__all__ = ["Body", "Search", "State", "needed"]

# Beyond so many matches it is of no matter which pattern has fewer.
MANY = 20


class Body(NamedTuple):
    """A body that is to hold, and under what.

    Args:
        rule: the name of its rule.
        elements: the body.
        goal: values that it must end with.
        facts: all that is known.
        base_only: whether only given facts count.
        firm: so many of the elements, from the first on, must not fail.
    """

    rule: str
    elements: Sequence[Element]
    goal: Bindings
    facts: Facts
    base_only: bool = False
    firm: int = 0

    @property
    def seen(self) -> Facts:
        """The facts that the body is matched against."""
        return self.facts.base if self.base_only else self.facts


class State(NamedTuple):
    """How far a search has come.

    Args:
        bindings: what has a value.
        left: the elements not yet looked at.
        lacks: the elements that fail; None for a join, whose values may still come.
        budget: so many more may fail.
        counts: how many matches each join that is left has, as far as they are counted.
    """

    bindings: Bindings
    left: tuple[int, ...]
    lacks: dict[int, Lack | None]
    budget: int
    counts: Mapping[int, int]

    def without(self, place: int, bindings: Bindings | None = None) -> "State":
        """The same with an element done, which perhaps bound something."""
        left = tuple(each for each in self.left if each != place)
        found = self.bindings if bindings is None else bindings
        return self._replace(left=left, bindings=found)

    def failing(self, place: int, lack: Lack | None) -> "Iterator[State]":
        """The same with an element failing, if one more may."""
        if self.budget:
            done = self.without(place)
            yield done._replace(lacks={**self.lacks, place: lack}, budget=self.budget - 1)


class Search:
    """The search through one body, which takes effort from its very making.

    Raises:
        SpentError: all the effort is spent; so do its methods.
    """

    def __init__(self, body: Body, effort: Effort) -> None:
        self.body, self._effort = body, effort
        self.seen = Metered(body.seen, effort)
        self._joins = {
            place: _Join(element, self.seen)
            for place, element in enumerate(body.elements)
            if not isinstance(element, Filter | Not | Assign)
        }
        self.needed = [needed(body.elements, place) for place in range(len(body.elements))]
        self._names = [bound_by(element) for element in body.elements]

    def states(self, budget: int) -> Iterator[State]:
        """Every way in which the body holds but for as many elements as the budget says."""
        everything = tuple(range(len(self.body.elements)))
        waiting = [iter([State(dict(self.body.goal), everything, {}, budget, {})])]
        while waiting:
            state = next(waiting[-1], None)
            if state is None:
                waiting.pop()
                continue
            self._effort.spend(1 + len(state.left) // 200)
            if ready := [place for place in state.left if self._is_next(place, state)]:
                waiting.append(self._following(ready, state))
            else:
                yield state

    def matched(self, place: int, bindings: Bindings) -> bool:
        """Whether a join that has all its values matches."""
        known = self._names[place] <= bindings.keys()
        return known and any(True for _ in self._joins[place].matches(bindings))

    def _is_next(self, place: int, state: State) -> bool:
        """Whether an element can be looked at now."""
        if place in self._joins:
            return True
        without = self.needed[place] - state.bindings.keys()
        return not without or without.isdisjoint(self._open(state))

    def _open(self, state: State) -> set[Variable]:
        """The variables that an element would bind which fails or was not looked at yet."""
        return {name for place in (*state.lacks, *state.left) for name in self._names[place]}

    def _following(self, ready: Sequence[int], state: State) -> Iterator[State]:
        for place in ready:
            if place not in self._joins:
                return self._tried(place, state)
        return self._joined(ready, state)

    def _joined(self, places: Sequence[int], state: State) -> Iterator[State]:
        """The join with the fewest matches, by each of these or failing."""
        counts = {**state.counts}
        for place in places:
            if place not in counts:
                found = self._joins[place].matches(state.bindings)
                counts[place] = sum(1 for _ in islice(found, MANY))
        if sum(not counts[place] for place in places) > state.budget:
            return
        place = min(places, key=lambda each: (counts[each], each))
        for bindings in self._joins[place].matches(state.bindings):
            new = bindings.keys() - state.bindings.keys()
            kept = {each: n for each, n in counts.items() if new.isdisjoint(self._names[each])}
            yield state.without(place, bindings)._replace(counts=kept)
        if place >= self.body.firm:
            yield from state._replace(counts=counts).failing(place, None)

    def _tried(self, place: int, state: State) -> Iterator[State]:
        """What can be decided now: it holds, or fails."""
        wanted = self.needed[place]
        known = {name: term for name, term in state.bindings.items() if name in wanted}
        lack: Lack | None = None
        match self.body.elements[place]:
            case Assign() as assignment:
                yield from self._assigned(place, assignment, state)
                return
            case Filter() as condition:
                lack = untrue(condition, known)
            case Not() as negation:
                lack = in_the_way(negation, known, self.seen)
        yield from state.failing(place, lack) if lack else [state.without(place)]

    def _assigned(self, place: int, assignment: Assign, state: State) -> Iterator[State]:
        variable, expression = assignment.variable, assignment.expression
        wanted = state.bindings.get(variable)
        known = put_into(expression, state.bindings)
        try:
            value = evaluate(expression, state.bindings)
        except EvaluationError:
            yield from state.failing(place, Differs(variable, known, None, wanted))
            return
        if wanted is None:
            kept = {n: m for n, m in state.counts.items() if variable not in self._names[n]}
            bound = state.without(place, {**state.bindings, variable: value})
            yield bound._replace(counts=kept)
        elif wanted == value:
            yield state.without(place)
        elif variable in self.body.goal:
            yield from state.failing(place, Differs(variable, known, value, wanted))


class _Join:
    """An element that joins, and what it matches: the rows of VALUES or a group worked out once."""

    def __init__(self, element: Element, facts: Facts) -> None:
        self._element, self._facts = element, facts
        self._lookups: dict[frozenset[Variable], Lookup] = {}
        self._rows: list[Solution] = []
        match element:
            case Values() | Group():
                self._rows = [Solution(each.bindings, ()) for each in solve([element], facts)]
            case Closure(moves=moves):
                self._reach = Reach(moves, facts)

    def matches(self, bindings: Bindings) -> Iterator[Bindings]:
        """The bindings, each with what a match adds to them."""
        match self._element:
            case Pattern() as pattern:
                return (found for found, _ in self._facts.matches(pattern, bindings))
            case Closure() as closure:
                return self._reach.matches(closure, bindings)
        return self._agreeing(bindings)

    def _agreeing(self, bindings: Bindings) -> Iterator[Bindings]:
        known = frozenset(bindings).intersection(bound_by(self._element))
        if known not in self._lookups:
            self._lookups[known] = lookup(self._rows, known)
        for shared, by_values in self._lookups[known].items():
            for row in by_values.get(tuple(bindings[name] for name in shared), ()):
                yield {**bindings, **row.bindings}


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
