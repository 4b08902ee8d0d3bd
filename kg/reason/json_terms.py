"""Terms, patterns and conditions as JSON, and back.

A term is written as SPARQL's query results in JSON write it (https://www.w3.org/TR/sparql12-results-json/):
``{"type": "uri", "value": ...}``, ``bnode``, ``literal`` with ``xml:lang``, ``its:dir`` or
``datatype``, ``triple`` with three parts. Ours beside these is ``{"type": "variable", "value":
name}``. An expression is a node, or ``{"call": name, "arguments": [...]}``. A pattern is an object
of ``subject``, ``predicate`` and ``object``; a path that repeats has ``moves`` in between, each a
``predicate`` and whether it is taken ``back``, and how often they are taken at ``least``. The other
elements are ``{"filter": expression}``, ``{"not": [...], "baseOnly": ...}`` and ``{"assign":
variable, "value": expression}``.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from kg.reason.model import (
    Assign,
    Call,
    Closure,
    Condition,
    Expression,
    Filter,
    Move,
    Nested,
    Node,
    Not,
    Pattern,
    Variable,
)
from kg.reason.nodes import nested
from kg.terms import RDF, XSD, Blank, Iri, Literal, Term, Triple, TripleTerm

__all__ = ["Json", "bindings", "closure", "element", "expression", "node", "pattern"]
__all__ += ["read_bindings", "read_closure", "read_element", "read_expression", "read_node"]
__all__ += ["read_pattern"]

Json = dict[str, Any]
Named = tuple[tuple[Variable, Term], ...]

_IN_LANGUAGE, _WITH_DIRECTION, _STRING = RDF + "langString", RDF + "dirLangString", XSD + "string"
_IMPLIED = (_IN_LANGUAGE, _WITH_DIRECTION, _STRING)


def node(found: Node) -> Json:
    """A node of a pattern, or a term.

    >>> node(Literal("steg", _IN_LANGUAGE, "nb"))
    {'type': 'literal', 'value': 'steg', 'xml:lang': 'nb'}
    """
    match found:
        case Variable(name):
            return {"type": "variable", "value": name}
        case Iri(value):
            return {"type": "uri", "value": value}
        case Blank(label):
            return {"type": "bnode", "value": label}
        case Literal():
            return _literal(found)
        case TripleTerm(subject, predicate, target) | Nested(subject, predicate, target):
            return {"type": "triple", "value": pattern(Pattern(subject, predicate, target))}


def _literal(found: Literal) -> Json:
    datatype = "" if found.datatype in _IMPLIED else found.datatype
    more = {"xml:lang": found.language, "its:dir": found.direction, "datatype": datatype}
    named = {name: value for name, value in more.items() if value}
    return {"type": "literal", "value": found.lexical, **named}


def read_node(data: Json) -> Node:
    """The node that `node` wrote."""
    value = data["value"]
    match data["type"]:
        case "variable":
            return Variable(value)
        case "uri":
            return Iri(value)
        case "bnode":
            return Blank(value)
        case "triple":
            return nested(*read_pattern(value))
    language, direction = data.get("xml:lang", ""), data.get("its:dir", "")
    implied = _WITH_DIRECTION if direction else _IN_LANGUAGE if language else _STRING
    return Literal(value, data.get("datatype", implied), language, direction)


def pattern(found: Pattern | Triple) -> Json:
    """A triple, perhaps with variables."""
    names = ("subject", "predicate", "object")
    return {name: node(each) for name, each in zip(names, found, strict=True)}


def read_pattern(data: Json) -> Pattern:
    """The pattern that `pattern` wrote."""
    return Pattern(*(read_node(data[name]) for name in ("subject", "predicate", "object")))


def expression(found: Expression) -> Json:
    """An expression."""
    if isinstance(found, Call):
        return {"call": found.function, "arguments": [*map(expression, found.arguments)]}
    return node(found)


def read_expression(data: Json) -> Expression:
    """The expression that `expression` wrote."""
    if "call" in data:
        return Call(data["call"], tuple(map(read_expression, data["arguments"])))
    found = read_node(data)
    assert not isinstance(found, Nested)  # noqa: S101 - in expressions such a one is a call
    return found


def closure(found: Closure) -> Json:
    """A path that repeats."""
    moves = [{"predicate": node(each.predicate), "back": each.back} for each in found.moves]
    ends = {"subject": node(found.subject), "object": node(found.object)}
    return {**ends, "moves": moves, "least": found.least}


def read_closure(data: Json) -> Closure:
    """The path that `closure` wrote."""
    moves = (Move(Iri(each["predicate"]["value"]), each["back"]) for each in data["moves"])
    ends = (read_node(data["subject"]), read_node(data["object"]))
    return Closure(ends[0], tuple(moves), ends[1], data["least"])


def element(found: Condition | Not | Assign) -> Json:
    """An element of a body."""
    match found:
        case Pattern():
            return pattern(found)
        case Closure():
            return closure(found)
        case Filter(condition):
            return {"filter": expression(condition)}
        case Not(elements, base_only):
            return {"not": [*map(element, elements)], "baseOnly": base_only}
        case Assign(variable, value):
            return {"assign": variable.name, "value": expression(value)}


def read_element(data: Json) -> Condition | Not | Assign:
    """The element that `element` wrote."""
    if "filter" in data:
        return Filter(read_expression(data["filter"]))
    if "assign" in data:
        return Assign(Variable(data["assign"]), read_expression(data["value"]))
    if "not" in data:
        inner = map(read_element, data["not"])
        conditions = tuple(each for each in inner if isinstance(each, Condition))
        return Not(conditions, data["baseOnly"])
    return read_closure(data) if "moves" in data else read_pattern(data)


def bindings(named: Iterable[tuple[Variable, Term]]) -> Json:
    """What variables stand for, by name."""
    return {variable.name: node(term) for variable, term in named}


def read_bindings(data: Mapping[str, Json]) -> Named:
    """The bindings that `bindings` wrote, in their order."""
    pairs = ((Variable(name), read_node(value)) for name, value in data.items())
    return tuple((name, term) for name, term in pairs if not isinstance(term, Variable | Nested))
