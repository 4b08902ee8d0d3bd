"""How much a run may take, and the watch that is kept over it.

A limit ends a run before it does harm: facts are counted after each application of a rule, and
memory before it is taken, as soon as the number of rows that a join will have is known. Time is
looked at between the elements of a body; where it is limited, long columns are worked on in slices,
with a look before each, and so is each evaluation of an expression. One evaluation may still take
long, as a pattern that is tried in every way: a caller who has a timer raises TimeoutError out of
it, which ends the run in the same way. What nothing interrupts is one call of numpy.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from time import monotonic
from typing import NamedTuple, NoReturn, TypeVar

from kg.errors import Fault, Faults
from kg.reason.model import Rule

__all__ = ["FACT", "Clock", "Limits", "Watch"]

# Seconds from some moment on.
Clock = Callable[[], float]

FACT = 8  # numbers kept for a fact: three columns, its places in two lists, and in indexes
_WORD = 8  # bytes of a number in a column
_SLICE = 2**20  # rows between two looks at the clock

_Item = TypeVar("_Item")


@dataclass(frozen=True, slots=True)
class Limits:
    """How much a run may take; None is as much as it likes.

    Args:
        facts: new facts.
        seconds: time, as a clock on the wall measures it.
        bytes: memory, as an estimate of the columns in use; the given terms are not counted.
    """

    facts: int | None = None
    seconds: float | None = None
    bytes: int | None = None


class _Work(NamedTuple):
    """What is being done: a rule, in one stratum of so many."""

    rule: Rule
    stratum: int
    strata: int


class Watch:
    """A run as far as it has come, and what it may still take.

    >>> watch = Watch(Limits(bytes=100))
    >>> watch.make(rows=4, columns=3)
    >>> watch.make(rows=5, columns=3)
    Traceback (most recent call last):
    kg.errors.Faults: input refused (1 sub-exception)
    """

    def __init__(self, limits: Limits | None = None, clock: Clock = monotonic) -> None:
        self._limits, self._clock = limits or Limits(), clock
        self._started = clock() if self._limits.seconds is not None else 0.0
        self._work: _Work | None = None
        self._facts = 0
        self._kept = 0

    def begin(self, rule: Rule, stratum: int, strata: int) -> None:
        """Takes note of the rule at work; strata are counted from 1."""
        self._work = _Work(rule, stratum, strata)

    def find(self, facts: int) -> None:
        """Takes note of new facts."""
        self._facts += facts
        most = self._limits.facts
        if most is not None and self._facts > most:
            self._stop("too-many-facts", most)

    def keep(self, numbers: int) -> None:
        """Takes note of numbers that are kept for proofs."""
        self._kept += numbers * _WORD

    def look(self) -> None:
        """Looks at the clock."""
        most = self._limits.seconds
        if most is not None and self._clock() - self._started > most:
            self._stop("too-long", most)

    def late(self) -> None:
        """Ends the run, as a look at the clock would, when somebody else's timer went off."""
        if self._limits.seconds is not None:
            self._stop("too-long", self._limits.seconds)

    def along(self, items: Iterable[_Item]) -> Iterable[_Item]:
        """The items, with a look at the clock before each."""
        return items if self._limits.seconds is None else self._looking(items)

    def _looking(self, items: Iterable[_Item]) -> Iterator[_Item]:
        for item in items:
            self.look()
            yield item

    def slices(self, size: int, count: int) -> Iterable[tuple[int, int]]:
        """Where to cut so many rows, of which so many others will come; no cut without a clock.

        >>> [*Watch(Limits(seconds=9)).slices(3, 2**21)]
        [(0, 1), (1, 2), (2, 3)]
        >>> Watch().slices(3, 2**21)
        [(0, 3)]
        """
        if self._limits.seconds is None or count <= _SLICE:
            return [(0, size)]
        step = max(1, size * _SLICE // count)
        return self.along((start, min(start + step, size)) for start in range(0, size, step))

    @property
    def hurries(self) -> bool:
        """Whether time is limited, so that long work is done in slices."""
        return self._limits.seconds is not None

    @property
    def weighs(self) -> bool:
        """Whether memory is limited, so that sizes are worth working out beforehand."""
        return self._limits.bytes is not None

    def make(self, rows: int, columns: int) -> None:
        """Asks whether so many rows may be made."""
        most = self._limits.bytes
        needed = self._kept + (self._facts * FACT + rows * columns) * _WORD
        if most is not None and needed > most:
            self._stop("too-large", most, needed=needed)

    def _stop(self, key: str, limit: float, **more: object) -> NoReturn:
        """Ends the run at a limit, and says how far it got."""
        work = {"rule": "-", "stratum": 0, "strata": 0}
        place = None
        if self._work:
            rule, stratum, strata = self._work
            work, place = {"rule": rule.name, "stratum": stratum, "strata": strata}, rule.place
        raise Faults([Fault(key, place, limit=limit, facts=self._facts, **work, **more)])  # type: ignore[arg-type]
