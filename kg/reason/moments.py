"""Points in time and days, as XML Schema writes them (https://www.w3.org/TR/xmlschema-2/#dateTime).

A day is kept as the moment it begins. Years have four digits, and a second is told to its
millionth: a form that says more is not known here, rather than taken for another moment.
"""

import re
from dataclasses import dataclass
from datetime import datetime, timedelta

__all__ = ["Moment", "at", "earlier", "on"]

_ZONE = r"(?:Z|[+-](?:(?:0[0-9]|1[0-3]):[0-5][0-9]|14:00))?"
_DATE = re.compile(r"([0-9]{4}-[0-9]{2}-[0-9]{2})(" + _ZONE + ")")
_DATE_TIME = re.compile(
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(?:\.[0-9]{1,6}0*)?" + _ZONE
)
_FARTHEST_ZONE = timedelta(hours=14)


@dataclass(frozen=True, slots=True)
class Moment:
    """A point in time, or the day that begins there."""

    start: datetime
    day: bool = False

    def __str__(self) -> str:
        """The moment as XML Schema writes it."""
        written = self.start.isoformat()
        if "." in written:
            written = re.sub(r"(\.\d*?)0+(?=$|[+-])", r"\1", written)
        written = written.replace("+00:00", "Z")
        return written.replace("T00:00:00", "") if self.day else written


def at(lexical: str) -> Moment:
    """The moment that a dateTime names.

    Raises:
        ValueError: it names none.
    """
    if not _DATE_TIME.fullmatch(lexical):
        raise ValueError(lexical)
    return Moment(datetime.fromisoformat(lexical))


def on(lexical: str) -> Moment:
    """The day that a date names.

    Raises:
        ValueError: it names none.
    """
    found = _DATE.fullmatch(lexical)
    if not found:
        raise ValueError(lexical)
    return Moment(datetime.fromisoformat(f"{found[1]}T00:00:00{found[2]}"), day=True)


def earlier(one: Moment, other: Moment) -> bool | None:
    """Whether one comes first; None if that cannot be told.

    Without a zone a moment may be up to fourteen hours off either way.

    >>> earlier(at("0001-01-01T00:00:00"), at("0001-01-01T14:00:01Z"))
    True
    """
    here, there = _since_the_first(one.start), _since_the_first(other.start)
    if (one.start.tzinfo is None) == (other.start.tzinfo is None):
        return here < there
    outcomes = {here + shift < there for shift in (_FARTHEST_ZONE, -_FARTHEST_ZONE)}
    return outcomes.pop() if len(outcomes) == 1 else None


def _since_the_first(moment: datetime) -> timedelta:
    """How long after the first moment of the calendar, which a zone may put it before."""
    written = moment.replace(tzinfo=None)
    return written - datetime(1, 1, 1) - (moment.utcoffset() or timedelta())  # noqa: DTZ001 - of no zone
