"""Rules as a text of SPARQL 1.2 RL."""

import re
from collections.abc import Iterable, Mapping, Sequence

from kg.errors import Fault
from kg.reason.expression import calls
from kg.reason.model import (
    Assign,
    Closure,
    Element,
    Expression,
    Filter,
    Group,
    Not,
    Pattern,
    Rule,
    Values,
)
from kg.reason.nodes import variables_in
from kg.reason.write_terms import Terms
from kg.terms import Iri

__all__ = ["as_rl"]

_ABSOLUTE = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")
_NAMES = {Values: "VALUES", Group: "GROUP BY"}
_NOT_IN_RL = frozenset({"BOUND", "COALESCE"})


def as_rl(rules: Iterable[Rule], prefixes: Mapping[str, str] | None = None) -> str:
    """The text, which read again gives the same rules; names that are no IRIs are left out.

    >>> from kg.reason.model import Variable
    >>> x, p = Variable("x"), Iri("urn:p")
    >>> print(as_rl([Rule("urn:r", (Pattern(x, p, x),), (Pattern(x, p, p),))]))
    RULE <urn:r> {
      ?x <urn:p> ?x .
    }
    WHERE {
      ?x <urn:p> <urn:p> .
    }

    Raises:
        Fault: if a rule has something that RL has not: a path that repeats, VALUES, a group,
            BOUND or COALESCE.
    """
    terms = Terms(prefixes or {})
    texts = [_rule(rule, terms, first=not place) for place, rule in enumerate(rules)]
    return "\n\n".join(["\n".join(each) for each in [terms.declarations(), *texts] if each])


def _rule(rule: Rule, terms: Terms, *, first: bool) -> list[str]:
    head = terms.patterns(rule.head)
    if first and _is_data(rule):
        return _block("DATA {", head)
    name = f"{terms.iri(Iri(rule.name))} " if _has_iri(rule) else ""
    body = [line for element in rule.body for line in _element(element, rule, terms)]
    data = " DATA" if rule.base_only else ""
    return [*_block(f"RULE {name}{{", head), *_block(f"WHERE{data} {{", body)]


def _block(opening: str, lines: Sequence[str]) -> list[str]:
    return [opening, *(f"  {line}" for line in lines), "}"]


def _is_data(rule: Rule) -> bool:
    """Whether a rule can be written as facts; the reader puts these first."""
    nodes = [node for pattern in rule.head for node in pattern]
    plain = not (rule.body or rule.base_only or _has_iri(rule))
    return plain and bool(nodes) and not any(variables_in(*nodes))


def _has_iri(rule: Rule) -> bool:
    return bool(_ABSOLUTE.match(rule.name)) and rule.name != str(rule.place)


def _element(element: Element, rule: Rule, terms: Terms) -> list[str]:
    match element:
        case Pattern():
            return [terms.pattern(element)]
        case Filter(expression):
            _expressible(expression, rule)
            return [terms.condition(element)]
        case Not(elements=inner, base_only=base_only):
            lines = [line for each in inner for line in _element(each, rule, terms)]
            return _block("NOT DATA {" if base_only else "NOT {", lines)
        case Assign(variable, expression):
            _expressible(expression, rule)
            return [f"SET({variable} := {terms.outermost(expression)})"]
        case Closure(least=least):
            raise _refusal("+" if least else "*", rule)
        case Values() | Group():
            raise _refusal(_NAMES[type(element)], rule)


def _expressible(expression: Expression, rule: Rule) -> None:
    for call in calls(expression):
        if call.function in _NOT_IN_RL:
            raise _refusal(call.function, rule)


def _refusal(name: str, rule: Rule) -> Fault:
    return Fault("not-expressible", rule.place, name=name, language="RL")
