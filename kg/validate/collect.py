"""Faults that are raised, turned into faults that are told."""

from collections.abc import Callable

from kg.errors import Fault, Faults


def told(check: Callable[[], object]) -> list[Fault]:
    """The faults a check raises; none if it ends well."""
    try:
        check()
    except Faults as group:
        return group.each()
    return []
