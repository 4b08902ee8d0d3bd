"""Turtle that is hard to read: it is read, or refused with a number."""

import pytest

from kg.errors import Faults
from kg.load.turtle import DEEPEST, parsed


def _nested(depth: int) -> bytes:
    """A statement about a statement about a statement."""
    term = "<urn:z>"
    for _ in range(depth):
        term = f"<<( <urn:s> <urn:p> {term} )>>"
    return f"<urn:a> <urn:p> {term} .".encode()


def test_statements_inside_each_other_are_read_to_a_depth() -> None:
    """And one more is a fault that says what it is about, not a traceback."""
    (found,) = parsed(_nested(DEEPEST), ".ttl", "a.ttl", newest=True)
    assert str(found).count("<<(") == DEEPEST

    for depth in (DEEPEST + 1, 10 * DEEPEST):
        with pytest.raises(Faults) as refusal:
            parsed(_nested(depth), ".ttl", "a.ttl", newest=True)
        (fault,) = refusal.value.each()
        assert (fault.key, fault.values["name"]) == ("rdf-too-deep", "<urn:a>")
