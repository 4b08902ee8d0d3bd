"""What an expression gives under bindings (SPARQL 1.1, section 17).

An operator or function that meets an error gives an error, but for the few that stand here: they
look at their arguments one by one and may find the answer without the one that fails.
"""

from collections.abc import Callable, Iterable, Mapping

from kg.reason.functions import ANY, FUNCTIONS
from kg.reason.model import Bindings, Call, Expression, Variable
from kg.reason.values import FALSE, TRUE, EvaluationError, literal, same, truth
from kg.terms import Term

__all__ = ["ARITIES", "EvaluationError", "calls", "evaluate", "holds", "variables"]

Arguments = tuple[Expression, ...]


def evaluate(expression: Expression, bindings: Bindings) -> Term:
    """The term that an expression gives.

    >>> from kg.terms import XSD, Literal
    >>> two = Literal("2", XSD + "integer")
    >>> evaluate(Call("*", (two, Variable("x"))), {Variable("x"): two}).lexical
    '4'

    Raises:
        EvaluationError: if it has no value.
    """
    match expression:
        case Call(function=name, arguments=arguments):
            if special := _SPECIAL.get(name):
                return special[2](arguments, bindings)
            return _applied(name, [evaluate(each, bindings) for each in arguments])
        case Variable():
            if expression not in bindings:
                raise EvaluationError(expression)
            return bindings[expression]
    return expression


def _applied(name: str, terms: Iterable[Term]) -> Term:
    """What a function gives; a number too large to be held is an error."""
    try:
        return FUNCTIONS[name].apply(*terms)
    except (ArithmeticError, ValueError) as error:
        raise EvaluationError(name) from error


def holds(expression: Expression, bindings: Bindings) -> bool:
    """Whether a condition is true; an error counts as false.

    >>> holds(Variable("x"), {})
    False
    """
    try:
        return truth(evaluate(expression, bindings))
    except EvaluationError:
        return False


def calls(expression: Expression) -> Iterable[Call]:
    """The calls in an expression, in reading order."""
    match expression:
        case Call(arguments=arguments):
            yield expression
            for argument in arguments:
                yield from calls(argument)


def variables(expression: Expression) -> Iterable[Variable]:
    """The variables in an expression, in reading order."""
    match expression:
        case Variable():
            yield expression
        case Call(arguments=arguments):
            for argument in arguments:
                yield from variables(argument)


def _decided(arguments: Arguments, bindings: Bindings, *, by: bool) -> Term:
    """A connective: one argument may decide it, even if another is an error."""
    error = None
    for argument in arguments:
        try:
            if truth(evaluate(argument, bindings)) is by:
                return literal(by)
        except EvaluationError as found:
            error = found
    if error:
        raise error
    return literal(not by)


def _or(arguments: Arguments, bindings: Bindings) -> Term:
    return _decided(arguments, bindings, by=True)


def _and(arguments: Arguments, bindings: Bindings) -> Term:
    return _decided(arguments, bindings, by=False)


def _in(arguments: Arguments, bindings: Bindings) -> Term:
    wanted, *listed = arguments
    found = evaluate(wanted, bindings)
    error = None
    for each in listed:
        try:
            if same(found, evaluate(each, bindings)):
                return TRUE
        except EvaluationError as raised:
            error = raised
    if error:
        raise error
    return FALSE


def _not_in(arguments: Arguments, bindings: Bindings) -> Term:
    return literal(not truth(_in(arguments, bindings)))


def _if(arguments: Arguments, bindings: Bindings) -> Term:
    condition, then, otherwise = arguments
    return evaluate(then if truth(evaluate(condition, bindings)) else otherwise, bindings)


def _coalesce(arguments: Arguments, bindings: Bindings) -> Term:
    for argument in arguments:
        try:
            return evaluate(argument, bindings)
        except EvaluationError:
            continue
    raise EvaluationError(arguments)


def _bound(arguments: Arguments, bindings: Bindings) -> Term:
    """Whether a variable has a value; a term put in its place is one."""
    (argument,) = arguments
    return literal(not isinstance(argument, Variable) or argument in bindings)


_Special = Callable[[Arguments, Bindings], Term]
_SPECIAL: Mapping[str, tuple[int, int, _Special]] = {
    "||": (2, 2, _or),
    "&&": (2, 2, _and),
    "in": (1, ANY, _in),
    "not in": (1, ANY, _not_in),
    "IF": (3, 3, _if),
    "COALESCE": (1, ANY, _coalesce),
    "BOUND": (1, 1, _bound),
}

# How many arguments each operator and function takes: at least and at most.
ARITIES: Mapping[str, tuple[int, int]] = {
    **{name: (function.least, function.most) for name, function in FUNCTIONS.items()},
    **{name: (least, most) for name, (least, most, _) in _SPECIAL.items()},
}
