"""A rule as a SPARQL CONSTRUCT query.

A rule read from SPARQL is written as it is. One read from RL is first put into a form in which
SPARQL's way of reading gives the same facts:

- In a negation, a variable that gets its value only later in the body is another variable.
- An error in SET drops the solution; BIND needs a FILTER for that. And where RL goes on to look up
  the new value among the facts, SPARQL binds a second variable and compares.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from kg.errors import Fault
from kg.reason.model import (
    Aggregate,
    Assign,
    Call,
    Closure,
    Element,
    Filter,
    Group,
    Node,
    Not,
    Pattern,
    Rule,
    Values,
    Variable,
)
from kg.reason.nodes import variables_in
from kg.reason.rename import Rename, renamed_elements, unused
from kg.reason.survive import survivals
from kg.reason.write_terms import Terms
from kg.terms import Term

__all__ = ["as_construct", "in_sparql"]


def as_construct(rule: Rule, prefixes: Mapping[str, str] | None = None) -> str:
    """The query.

    >>> from kg.terms import Iri
    >>> x, p = Variable("x"), Iri("urn:p")
    >>> print(as_construct(Rule("r", (Pattern(x, p, x),), (Pattern(x, p, p),))))
    CONSTRUCT {
      ?x <urn:p> ?x .
    }
    WHERE {
      ?x <urn:p> <urn:p> .
    }

    Raises:
        Fault: if the rule asks for the given graph alone, for which SPARQL has no word.
    """
    found = in_sparql(rule)
    writer = _Writer(Terms(prefixes or {}, _split(found)))
    head = writer.terms.patterns(found.head)
    lines = [*writer.terms.declarations(), *_block("CONSTRUCT {", head)]
    return "\n".join([*lines, *_block("WHERE {", writer.elements(found.body))])


def _block(opening: str, lines: Sequence[str]) -> list[str]:
    return [opening, *(f"  {line}" for line in lines), "}"]


class _Writer:
    """Writes the elements of one body."""

    def __init__(self, terms: Terms) -> None:
        self.terms = terms

    def elements(self, elements: Sequence[Element]) -> list[str]:
        """The lines of some elements."""
        return [line for element in elements for line in self._element(element)]

    def _element(self, element: Element) -> list[str]:  # noqa: PLR0911 - one a form
        match element:
            case Pattern():
                return [self.terms.joined(element)]
            case Closure():
                return [self.terms.closure(element)]
            case Filter():
                return [self.terms.condition(element)]
            case Not(elements=inner):
                return _block("FILTER NOT EXISTS {", self.elements(inner))
            case Assign(variable, expression):
                return [f"BIND({self.terms.outermost(expression)} AS {variable})"]
            case Values(variables, rows):
                names = " ".join(map(str, variables))
                return _block(f"VALUES ({names}) {{", [self._row(row) for row in rows])
            case Group():
                return _block("{", self._group(element))

    def _row(self, row: Sequence[Term | None]) -> str:
        return f"({' '.join(self.terms.term(term) if term else 'UNDEF' for term in row)})"

    def _group(self, group: Group) -> list[str]:
        named = [each for each in group.aggregates if not each.variable.name.startswith(".")]
        selected = [f"({self._aggregate(each)} AS {each.variable})" for each in named]
        names = [str(each) for each in group.by]
        lines = _block(
            f"SELECT {' '.join([*names, *selected])} WHERE {{", self.elements(group.elements)
        )
        if names:
            lines.append(f"GROUP BY {' '.join(names)}")
        inlined = {each.variable: self._aggregate(each) for each in group.aggregates}
        hidden = {name: text for name, text in inlined.items() if name.name.startswith(".")}
        having = replace(self.terms, inlined={**self.terms.inlined, **hidden})
        lines += [f"HAVING ({having.outermost(each.expression)})" for each in group.having]
        return lines

    def _aggregate(self, aggregate: Aggregate) -> str:
        value = aggregate.expression
        written = "*" if value is None else self.terms.outermost(value)
        distinct = "DISTINCT " if aggregate.distinct else ""
        return f"{aggregate.function}({distinct}{written})"


# What SPARQL reads otherwise


def in_sparql(rule: Rule) -> Rule:
    """The rule in the form in which SPARQL means the same; one read from SPARQL has it already."""
    if rule.base_only or any(isinstance(each, Not) and each.base_only for each in rule.body):
        key = "not-expressible"
        raise Fault(key, rule.place, name="DATA", language="SPARQL")
    body = _compared(replace(rule, body=tuple(_closed(rule))))
    failing = {fault.values["name"] for fault in survivals(replace(rule, body=body))}
    assigned = [each.variable for each in body if isinstance(each, Assign)]
    bound = [Filter(Call("BOUND", (each,))) for each in assigned if str(each) in failing]
    return replace(rule, body=tuple(sorted([*body, *bound], key=_phase)))


def _phase(element: Element) -> int:
    return [Filter, Not].index(type(element)) + 1 if isinstance(element, Filter | Not) else 0


def _closed(rule: Rule) -> Iterator[Element]:
    """The elements, with another name for what a negation has before the body binds it."""
    other = unused(rule)
    for place, element in enumerate(rule.body):
        later = _bound(rule.body[place + 1 :]) - _bound(rule.body[:place])
        inside = isinstance(element, Not)
        yield from renamed_elements([element], _others(later, other)) if inside else [element]


def _others(taken: frozenset[Variable], other: Rename) -> Rename:
    """Puts another variable for those that are taken."""
    return lambda variable: other(variable) if variable in taken else variable


def _bound(elements: Sequence[Element]) -> frozenset[Variable]:
    nodes = (node for each in elements for node in _ends(each))
    assigned = (each.variable for each in elements if isinstance(each, Assign))
    return frozenset(variables_in(*nodes)).union(assigned)


def _ends(element: Element) -> tuple[Node, ...]:
    """The nodes that an element joins."""
    match element:
        case Pattern():
            return element
        case Closure(subject=subject, object=target):
            return subject, target
    return ()


def _compared(rule: Rule) -> tuple[Element, ...]:
    """The elements, with a name of its own for what is worked out and then looked up.

    What is worked out from it in turn goes by that name too, for the other has no value yet.
    """
    other, found = unused(rule), list[Element]()
    named: dict[Variable, Variable] = {}
    for place, original in enumerate(rule.body):
        element = original
        if isinstance(original, Assign):
            (element,) = renamed_elements([original], lambda each: named.get(each, each))
        if isinstance(element, Assign) and element.variable in _bound(rule.body[place + 1 :]):
            named[element.variable] = other(element.variable)
            found.append(Assign(named[element.variable], element.expression))
            found.append(Filter(Call("SAMETERM", (named[element.variable], element.variable))))
        else:
            found.append(element)
    return tuple(found)


def _split(rule: Rule) -> dict[Variable, str]:
    """Names for the parser's own variables where a blank node would not reach far enough.

    In SPARQL the label of a blank node counts within one block of triples.
    """
    blocks: list[frozenset[Variable]] = [frozenset()]
    for element in rule.body:
        match element:
            case Pattern() | Closure():
                blocks[-1] |= frozenset(variables_in(*_ends(element)))
            case Not(elements=inner) | Group(elements=inner):
                blocks.insert(0, _bound(inner))
            case Assign() | Values():
                blocks.append(frozenset())
    hidden = [each for block in blocks for each in block if each.name.startswith(".")]
    return {each: f"?v{each.name[1:]}" for each in hidden if hidden.count(each) > 1}
