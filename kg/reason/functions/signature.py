"""What a function is to the engine."""

from collections.abc import Callable
from dataclasses import dataclass

from kg.terms import Term

__all__ = ["ANY", "Function"]

# As many arguments as one likes.
ANY = 1_000_000


@dataclass(frozen=True, slots=True)
class Function:
    """A function and how many arguments it takes.

    It gets terms and gives a term, or raises `kg.reason.values.EvaluationError`.
    """

    least: int
    most: int
    apply: Callable[..., Term]
