"""What is done to the memory of the process that a run is part of."""

import os
from collections.abc import Iterator

import numpy
import pytest

from kg.reason.columns import arrays


@pytest.fixture(autouse=True)
def _asked_anew() -> Iterator[None]:
    """What the C library is is asked in each test, and after it."""
    arrays.keep_memory.cache_clear()
    yield
    arrays.keep_memory.cache_clear()


@pytest.mark.parametrize(("version", "taken"), [("glibc 2.36", 1), (None, 0), (ValueError, 0)])
def test_only_glibc_is_told_to_keep_memory(
    version: object, taken: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """By a block that is given back at once; elsewhere nothing is done."""

    def said(_: str) -> object:
        if version is ValueError:
            raise ValueError
        return version

    blocks: list[int] = []
    monkeypatch.setattr(os, "confstr", said)
    monkeypatch.setattr(numpy, "empty", lambda size, _: blocks.append(size))
    arrays.keep_memory()

    assert len(blocks) == taken
    assert all(size < 2**25 for size in blocks)


def test_an_array_may_be_read_by_two_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """What was only told is written by the first reader; another may come in the middle of that."""
    numbers, seen, empty = arrays.Growing(), list[list[int]](), numpy.empty

    def interrupted(size: int, kind: type) -> arrays.Ints:
        monkeypatch.undo()
        space: arrays.Ints = empty(size, kind)
        seen.append(numbers.all.tolist())
        space[:] = -1  # whatever was in memory
        return space

    numbers.count(5, 20)
    monkeypatch.setattr(numpy, "empty", interrupted)

    seen.append(numbers.all.tolist())
    assert [*seen, numbers.all.tolist()] == [[*range(5, 25)]] * 3
