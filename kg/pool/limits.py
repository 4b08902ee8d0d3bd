"""How far a question may go."""

from dataclasses import dataclass

MEGABYTE = 1_000_000


@dataclass(frozen=True, slots=True)
class Limits:
    """What a question may take.

    Args:
        seconds: how long until it is stopped.
        rows: how many rows, or triples, are given; what comes after them is cut.
        answer_bytes: how long an answer may be.
        memory_bytes: what a worker may take beyond what it needs to be there.
        query_bytes: how long a question may be.
        depth: how many brackets may stand inside each other in it.
    """

    seconds: float = 10.0
    rows: int = 10_000
    answer_bytes: int = 50 * MEGABYTE
    memory_bytes: int = 500 * MEGABYTE
    query_bytes: int = 100_000
    depth: int = 50
