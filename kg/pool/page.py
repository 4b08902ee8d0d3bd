"""Bytes with an end, to write an answer to."""

from io import RawIOBase
from typing import Any

__all__ = ["Page", "PageFullError"]


class PageFullError(OSError):
    """There is more than a page can hold."""


class Page(RawIOBase):
    """Bytes with an end, and how often a mark stands in them."""

    def __init__(self, mark: bytes, most: int, most_marks: int) -> None:
        self.parts: list[bytes] = []
        self.mark, self.most, self.most_marks = mark, most, most_marks
        self.size = self.marks = 0

    def write(self, part: Any) -> int:  # noqa: ANN401 - whatever has bytes
        """Takes some bytes more.

        Raises:
            PageFullError: there is no room for them.
        """
        taken = bytes(part)
        self.parts.append(taken)
        self.size += len(taken)
        self.marks += taken.count(self.mark)
        if self.size > self.most or self.marks > self.most_marks:
            raise PageFullError
        return len(taken)
