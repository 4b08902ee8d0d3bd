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
