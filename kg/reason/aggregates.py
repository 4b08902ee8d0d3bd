"""What an aggregate gives of the values of a group (SPARQL 1.1, section 18.5.1)."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import reduce

from kg.reason.expression import evaluate
from kg.reason.functions import FUNCTIONS
from kg.reason.model import Aggregate, Bindings, Expression
from kg.reason.values import EvaluationError, less, literal, number, quotient
from kg.terms import Iri, Term, order

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
    """Whether one comes first: IRIs by their text, values by ``<``."""
    if isinstance(one, Iri) and isinstance(other, Iri):
        return one.value < other.value
    return less(one, other)


_FUNCTIONS: Mapping[str, Callable[[Sequence[Term]], Term]] = {
    "COUNT": _count,
    "SUM": _sum,
    "AVG": _average,
    "MIN": _least,
    "MAX": _greatest,
}
