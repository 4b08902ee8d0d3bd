"""How far a server elsewhere is followed; it may be anything, and may mean us ill."""

from dataclasses import dataclass
from math import inf
from time import monotonic

MEGABYTE = 1_000_000


@dataclass(frozen=True, slots=True)
class Bounds:
    """What a reply may take.

    Args:
        seconds: how long one request may take altogether, whatever trickles in meanwhile.
        most_bytes: how long a reply may be.
        most_rows: how many rows, or triples, it may have.
        until: when all requests together have to be done, on the monotonic clock.
    """

    seconds: float = 60.0
    most_bytes: int = 200 * MEGABYTE
    most_rows: int = 1_000_000
    until: float = inf

    @classmethod
    def altogether(cls, seconds: float) -> "Bounds":
        """So many seconds from now for all that is asked."""
        return cls(seconds=seconds, until=monotonic() + seconds)

    def left(self) -> float:
        """The seconds that are left for a request that begins now; none if it is too late."""
        return max(0.0, min(self.seconds, self.until - monotonic()))
