"""What an aggregate gives of the values of a group (SPARQL 1.1, section 18.5.1)."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from decimal import Decimal
from functools import reduce

from kg.reason.expression import evaluate
from kg.reason.functions import FUNCTIONS
from kg.reason.model import Aggregate, Bindings, Expression
from kg.reason.moments import Moment
from kg.reason.values import EvaluationError, less, literal, number, quotient, value
from kg.terms import Blank, Iri, Literal, Term, order

__all__ = ["gather"]


def gather(aggregate: Aggregate, members: Sequence[Bindings]) -> Term:
    """The value of an aggregate over the solutions of a group.

    >>> from kg.reason.model import Variable
    >>> gather(Aggregate(Variable("n"), "COUNT", None), [{}, {}]).lexical
    '2'

    Raises:
        EvaluationError: if it has none, as MIN of nothing or SUM of words.
    """
    if aggregate.expression is None:
        return literal(len(_solutions(members) if aggregate.distinct else members))
    found = _values(aggregate.expression, members, errors=aggregate.function != "COUNT")
    try:
        return _FUNCTIONS[aggregate.function](
            list(dict.fromkeys(found)) if aggregate.distinct else found
        )
    except (ArithmeticError, ValueError) as error:  # a number too large to be held
        raise EvaluationError(aggregate) from error


def _solutions(members: Iterable[Bindings]) -> set[frozenset[tuple[str, Term]]]:
    """The different solutions, as the author sees them: without the parser's own variables."""
    return {
        frozenset((each.name, member[each]) for each in member if not each.name.startswith("."))
        for member in members
    }


def _values(expression: Expression, members: Iterable[Bindings], *, errors: bool) -> list[Term]:
    """The expression's value in each solution; one without a value is passed over or an error."""
    found = []
    for member in members:
        try:
            found.append(evaluate(expression, member))
        except EvaluationError:
            if errors:
                raise
    return found


def _count(found: Sequence[Term]) -> Term:
    return literal(len(found))


def _sum(found: Sequence[Term]) -> Term:
    return reduce(FUNCTIONS["+"].apply, [literal(0), *found])


def _average(found: Sequence[Term]) -> Term:
    if not found:
        return literal(0)
    return literal(quotient(number(_sum(found)), len(found)))


def _least(found: Sequence[Term]) -> Term:
    return reduce(lambda one, other: other if _before(other, one) else one, _sorted(found))


def _greatest(found: Sequence[Term]) -> Term:
    return reduce(lambda one, other: other if _before(one, other) else one, _sorted(found))


def _sorted(found: Sequence[Term]) -> list[Term]:
    """The terms in a fixed order, so that of equal values the same one is always taken."""
    if not found:
        raise EvaluationError(found)
    return sorted(found, key=order)


def _before(one: Term, other: Term) -> bool:
    """Whether one comes first, as ORDER BY has it: of what ``<`` cannot tell, in a fixed order."""
    ranks = _rank(one), _rank(other)
    if ranks[0] != ranks[1]:
        return ranks[0] < ranks[1]
    try:
        return less(one, other)
    except EvaluationError:
        return _written(one) < _written(other)


def _written(term: Term) -> tuple[str, str]:
    """The text of a term, and what tells it from others of that text."""
    match term:
        case Iri(value=text) | Literal(lexical=text):
            return text, str(term)
    return str(term), ""


def _rank(term: Term) -> int:
    """Blank nodes before IRIs before literals (SPARQL 1.1, section 15.1), these kind by kind."""
    match term:
        case Blank():
            return 0
        case Iri():
            return 1
        case Literal():
            return 2 + _kind(term)
    return 2 + len(_KINDS) + 1


def _kind(term: Literal) -> int:
    """The place of the kind of a literal's value; one without a value is last."""
    try:
        found = value(term)
    except EvaluationError:
        return len(_KINDS)
    return next(number for number, kind in enumerate(_KINDS) if isinstance(found, kind))


# A truth value is an int to Python, so it comes first.
_KINDS = (bool, int | Decimal | float, str, Moment)
_FUNCTIONS: Mapping[str, Callable[[Sequence[Term]], Term]] = {
    "COUNT": _count,
    "SUM": _sum,
    "AVG": _average,
    "MIN": _least,
    "MAX": _greatest,
}
