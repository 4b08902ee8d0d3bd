"""The nearest that a body comes to holding: the fewest of its elements that fail.

`kg.reason.search` looks through a body with so many elements failing, first none, then one, and so
on, until something is found or the effort is spent. Then what was found is told; and if that is
nothing at all, the first way that comes up when as many may fail as like, so that there is always
something to say.

Of a group that fails two things are asked: which solutions it counted, and what one more lacks.
"""

from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import NamedTuple

from kg.reason.contributors import more_would_help, rows_near
from kg.reason.effort import Effort, SpentError
from kg.reason.lacks import known_key, unmatched, untried
from kg.reason.metered import Metered
from kg.reason.model import Bindings, Group
from kg.reason.search import Body, Search, State
from kg.reason.shortfall import Further, Lack, Row, Ungathered, Way
from kg.reason.solve import named

__all__ = ["LIMIT", "MOST", "Allowed", "Nearest", "holds_together", "nearest_ways"]

# So much work a search may do, and as much to find anything at all when that was not enough.
MOST = 100_000
# So many ways are told.
LIMIT = 10


class Nearest(NamedTuple):
    """The ways with the fewest lacks, how many are not told, and whether everything was tried."""

    ways: tuple[Way, ...]
    more: int
    whole: bool


class Allowed(NamedTuple):
    """Which ways count.

    Args:
        fits: whether bindings give what is asked for.
        barred: whether something that fails must not be given as a reason.
    """

    fits: Callable[[Bindings], bool] = lambda _: True
    barred: Callable[[Lack], bool] = lambda _: False

    def way(self, way: Way, bindings: Bindings) -> bool:
        """Whether a way counts, with all its bindings."""
        return self.fits(bindings) and not any(map(self.barred, way.lacks))


def nearest_ways(
    body: Body, allowed: Allowed | None = None, effort: Effort | None = None
) -> Nearest:
    """The ways in which the fewest elements fail, the one that gets farthest first.

    Args:
        body: what is to hold.
        allowed: which ways count.
        effort: what the search may take.
    """
    whole = Effort(MOST) if effort is None else effort
    return _Nearing(body, allowed or Allowed(), whole).nearest()


def holds_together(body: Body, effort: Effort) -> bool:
    """Whether a body holds; no if that takes too much work to say."""
    try:
        return any(True for _ in Search(body, effort).states(0))
    except SpentError:
        return False


class _Nearing:
    """Comes as near as it can to a body that holds.

    Args:
        body: the body.
        allowed: which ways count.
        effort: all there is.
        least: so many elements must fail at least.
    """

    def __init__(self, body: Body, allowed: Allowed, effort: Effort, least: int = 0) -> None:
        self._body, self._allowed, self._effort, self._least = body, allowed, effort, least
        self._found: dict[Way, tuple[int, Search, State]] = {}

    def nearest(self) -> Nearest:
        """The nearest ways."""
        whole = self._searched()
        ordered = sorted(self._found, key=lambda way: (-self._found[way][0], repr(way)))
        ways = tuple(self._told(way) for way in ordered[:LIMIT])
        return Nearest(tuple(dict.fromkeys(ways)), max(0, len(ordered) - LIMIT), whole)

    def _searched(self) -> bool:
        """Takes note of the nearest ways, and says whether everything was tried."""
        most = len(self._body.elements)
        try:
            search = Search(self._body, self._effort.part(MOST))
            for budget in range(self._least, most + 1):
                self._take(search, search.states(budget))
                if self._found:
                    break
        except SpentError:
            if not self._found:
                self._take_any(most)
            return False
        return True

    def _take_any(self, most: int) -> None:
        """The first way that comes up."""
        try:
            search = Search(self._body, self._effort.part(MOST))
            for state in search.states(most):
                self._take(search, [state])
                if self._found:
                    break
        except SpentError:
            return

    def _take(self, search: Search, states: Iterable[State]) -> None:
        for state in states:
            if not self._serves(search, state):
                continue
            way = _way(search, state)
            if self._allowed.way(way, state.bindings):
                held = min(state.lacks, default=len(self._body.elements))
                kept = self._found.get(way)
                if kept is None or kept[0] < held:
                    self._found[way] = (held, search, state)

    def _serves(self, search: Search, state: State) -> bool:
        """Whether what fails does fail: where some must, one that matches may have been left."""
        if not self._least:
            return True
        left = [place for place, lack in state.lacks.items() if lack is None]
        return bool(state.lacks) and not any(
            search.matched(place, state.bindings) for place in left
        )

    def _told(self, way: Way) -> Way:
        """The way with what there is to say of groups."""
        _, search, state = self._found[way]
        groups = {
            lack: element
            for place, element in enumerate(search.body.elements)
            if isinstance(element, Group) and place in state.lacks
            for lack in [_lack(search, place, state)]
        }
        lacks = (
            self._group(search, groups[lack], lack, state.bindings)
            if isinstance(lack, Ungathered)
            else lack
            for lack in way.lacks
        )
        return replace(way, lacks=tuple(dict.fromkeys(lacks)))

    def _group(
        self, search: Search, group: Group, lack: Ungathered, bindings: Bindings
    ) -> Ungathered:
        """A group with its rows and what one more solution lacks, as far as the effort goes."""
        key, wanted = known_key(group, bindings), dict(lack.known)
        rows, effort = list[Row](), self._effort.part(MOST)
        try:
            for row, found in rows_near(group, key, Metered(search.body.seen, effort)):
                helps = more_would_help(group, row, wanted)
                own = {name: row[name] for name in group.by}
                rows.append(replace(found, further=self._further(group, own) if helps else None))
        except SpentError:
            return replace(lack, rows=tuple(rows), whole=False)
        further = None if rows else self._further(group, key)
        return replace(lack, rows=tuple(rows), further=further)

    def _further(self, group: Group, key: Bindings) -> Further | None:
        """What one more solution of a group lacks."""
        body = self._body._replace(elements=group.elements, goal=key, firm=0, rule="")
        barred = Allowed(barred=self._allowed.barred)
        found = _Nearing(body, barred, self._effort.part(MOST), least=1).nearest()
        return Further(*found) if found.ways else None


def _way(search: Search, state: State) -> Way:
    """What a search came to."""
    elements = search.body.elements
    lacks = [_lack(search, place, state) for place in sorted(state.lacks)]
    conditions = [
        untried(elements[place], search.needed[place], state.bindings) for place in state.left
    ]
    bindings = tuple(named(state.bindings))
    return Way(search.body.rule, bindings, tuple(dict.fromkeys(lacks)), tuple(conditions))


def _lack(search: Search, place: int, state: State) -> Lack:
    element, base_only = search.body.elements[place], search.body.base_only
    return state.lacks[place] or unmatched(element, state.bindings, base_only=base_only)
