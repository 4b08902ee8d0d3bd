"""How much work a search may do, and when it has to stop.

A piece of work is a fact that is looked at, or a step that is taken. What is counted does not
depend on the machine, so that the same question ends at the same place everywhere, unless a run has
a limit of time too.
"""

from collections.abc import Callable
from math import inf

__all__ = ["Effort", "SpentError"]

# The clock is looked at so often.
_EVERY = 500


class SpentError(Exception):
    """A search has done all the work it may."""


class Effort:
    """The work that may still be done.

    Args:
        most: so many pieces.
        late: whether time is up; None if that is of no matter.
        whole: what this is a part of, which is spent too.

    >>> effort = Effort(3)
    >>> effort.part(10).spend(2)
    >>> effort.spend(2)
    Traceback (most recent call last):
    kg.reason.effort.SpentError
    """

    def __init__(
        self,
        most: float = inf,
        late: Callable[[], bool] | None = None,
        whole: "Effort | None" = None,
    ) -> None:
        self._left, self._late, self._whole = most, late, whole
        self._until = 0.0

    def part(self, most: float) -> "Effort":
        """So much of it, or as much as is left."""
        return Effort(most, whole=self)

    def spend(self, pieces: float = 1) -> None:
        """Takes note of work.

        Raises:
            SpentError: there is none left, or time is up.
        """
        self._left -= pieces
        if self._whole is not None:
            self._whole.spend(pieces)
        if self._left < 0 or (self._late is not None and self._is_late(pieces)):
            raise SpentError

    def _is_late(self, pieces: float) -> bool:
        """Whether time is up, asked now and then; once it is, it stays so."""
        self._until -= pieces
        if self._until > 0 or self._late is None:
            return False
        late = self._late()
        self._until = 0.0 if late else _EVERY
        return late
