"""The parts of dates and points in time (SPARQL 1.1, section 17.4.5)."""

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from decimal import Decimal

from kg.reason.functions.signature import Function
from kg.reason.values import EvaluationError, Moment, Number, literal, value
from kg.terms import XSD, Literal, Term

__all__ = ["TIMES"]


def _part(of: Callable[[datetime], Number], *, days: bool) -> Callable[[Term], Term]:
    """A part of a dateTime; the parts of a calendar day are also those of a date."""

    def apply(term: Term) -> Term:
        found = value(term)
        if not isinstance(found, Moment) or (found.day and not days):
            raise EvaluationError(term)
        return literal(of(found.start))

    return apply


def _seconds(moment: datetime) -> Decimal:
    return moment.second + Decimal(moment.microsecond).scaleb(-6)


def _offset(term: Term) -> tuple[str, int, int] | None:
    """The sign, the hours and the minutes by which a moment's time zone is off; None without one.

    A date may have a time zone too.
    """
    found = value(term)
    if not isinstance(found, Moment):
        raise EvaluationError(term)
    offset = found.start.utcoffset()
    if offset is None:
        return None
    hours, minutes = divmod(abs(offset) // timedelta(minutes=1), 60)
    return "-" if offset < timedelta(0) else "", hours, minutes


def _zone(term: Term) -> Term:
    """The time zone as it is written behind a moment; empty without one."""
    match _offset(term):
        case None:
            return literal("")
        case (_, 0, 0):
            return literal("Z")
        case (sign, hours, minutes):
            return literal(f"{sign or '+'}{hours:02}:{minutes:02}")


def _duration(term: Term) -> Term:
    """The time zone as a duration."""
    match _offset(term):
        case None:
            raise EvaluationError(term)
        case (sign, hours, minutes):
            parts = [f"{count}{unit}" for count, unit in ((hours, "H"), (minutes, "M")) if count]
            return Literal(f"{sign}PT{''.join(parts) or '0S'}", XSD + "dayTimeDuration")


TIMES: Mapping[str, Function] = {
    "YEAR": Function(1, 1, _part(lambda moment: moment.year, days=True)),
    "MONTH": Function(1, 1, _part(lambda moment: moment.month, days=True)),
    "DAY": Function(1, 1, _part(lambda moment: moment.day, days=True)),
    "HOURS": Function(1, 1, _part(lambda moment: moment.hour, days=False)),
    "MINUTES": Function(1, 1, _part(lambda moment: moment.minute, days=False)),
    "SECONDS": Function(1, 1, _part(_seconds, days=False)),
    "TZ": Function(1, 1, _zone),
    "TIMEZONE": Function(1, 1, _duration),
}
