"""The parts of dates and points in time (SPARQL 1.1, section 17.4.5)."""

from collections.abc import Callable, Mapping
from datetime import datetime
from decimal import Decimal

from kg.reason.functions.signature import Function
from kg.reason.values import EvaluationError, Moment, Number, literal, value
from kg.terms import Term

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


TIMES: Mapping[str, Function] = {
    "YEAR": Function(1, 1, _part(lambda moment: moment.year, days=True)),
    "MONTH": Function(1, 1, _part(lambda moment: moment.month, days=True)),
    "DAY": Function(1, 1, _part(lambda moment: moment.day, days=True)),
    "HOURS": Function(1, 1, _part(lambda moment: moment.hour, days=False)),
    "MINUTES": Function(1, 1, _part(lambda moment: moment.minute, days=False)),
    "SECONDS": Function(1, 1, _part(_seconds, days=False)),
}
