"""Datalog over the engine: programs of datalog-conformance as rules about triples.

A value is an IRI that tells its type. An atom of one or two arguments is a triple; a longer one
holds the rest of its arguments in triple terms: ``p(a, b, c)`` is ``a p <<( b and c )>>``. A rule
whose head builds a term runs once, so the rest of a recursive relation is a node instead, made
beforehand for each pair of values: ``a p n``, where ``n first b ; second c``.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import count, product
from urllib.parse import quote, unquote

import networkx as nx
from conformance.datalog_text import Atom, Clause, Comparison, clause
from datalog_conformance import Program
from reason.graphs import graph_of
from reason.proved import prove_all

from kg.errors import Fault, Faults
from kg.reason import Rule, check, infer, stratify
from kg.reason.model import Assign, Call, Element, Expression, Filter, Node, Not, Pattern, Variable
from kg.reason.nodes import nested
from kg.terms import XSD, Iri, Literal, Term, Triple, TripleTerm

__all__ = ["Refusal", "evaluate"]

Scalar = str | int
Model = dict[str, set[tuple[Scalar, ...]]]

_AND, _FIRST, _SECOND = Iri("urn:and"), Iri("urn:first"), Iri("urn:second")
_NUMBER, _RELATION, _PAIR = "urn:int:", "urn:relation:", "urn:pair:"
_SUM = re.compile(r"\s*([+-])\s*")
# Three programs have over a hundred thousand derivations each, all others fewer than this.
MOST = 2_000
# Arguments that a triple has room for.
_SHORT = 2
_REFUSALS = {
    "not-stratified": "cyclic_negation",
    "unbound-head-variable": "unbound_variable",
    "unsafe-variable": "unbound_variable",
}


class Refusal(Exception):
    """A program that is refused; the text is what the suite calls the reason."""


def evaluate(program: Program) -> Model:
    """Everything that holds by a program, and is proved."""
    clauses = [clause(text) for text in program.rules]
    _compare_arities(program, clauses)
    recursive = _recursive(clauses)
    given = list(_given(program, recursive))
    pairs = _pairs(program, clauses) if recursive else []
    rules = [_Translation(recursive).rule(each, f"r{n}") for n, each in enumerate(clauses)]
    try:
        strata = stratify(check(rules))
    except Faults as refusal:
        raise Refusal(_reason(refusal.each()[0])) from refusal
    inference = prove_all(infer(strata, graph_of([*given, *pairs])), [*given, *pairs], MOST)
    return _model([*given, *inference.facts], pairs)


def _reason(fault: Fault) -> str:
    """What the suite calls a fault."""
    anonymous = fault.values.get("name", "").startswith("?.")
    return "safety_violations" if anonymous else _REFUSALS[fault.key]


def _compare_arities(program: Program, clauses: Iterable[Clause]) -> None:
    """Refuses a predicate that is given now more and now fewer arguments."""
    atoms = [(atom.predicate, len(atom.arguments)) for each in clauses for atom in _atoms(each)]
    rows = [(name, len(row)) for name, rows in program.facts.items() for row in rows]
    arities = {*atoms, *rows}
    if len({name for name, _ in arities}) < len(arities):
        reason = "arity_mismatch"
        raise Refusal(reason)


def _atoms(found: Clause) -> list[Atom]:
    return [found.head, *(part for part in found.body if isinstance(part, Atom))]


def _recursive(clauses: Iterable[Clause]) -> frozenset[str]:
    """The predicates of many arguments that depend on themselves."""
    graph: nx.DiGraph[str] = nx.DiGraph()
    for found in clauses:
        head, *body = _atoms(found)
        graph.add_edges_from((head.predicate, atom.predicate) for atom in body)
    in_cycles = {name for cycle in nx.simple_cycles(graph) for name in cycle}
    long = {each.head.predicate for each in clauses if len(each.head.arguments) > _SHORT}
    return frozenset(in_cycles & long)


# Values and atoms as terms and triples, and back


def _iri(value: object) -> Iri:
    assert isinstance(value, str | int)
    return Iri(f"urn:{type(value).__name__}:{quote(str(value), safe='')}")


def _scalar(iri: Iri) -> Scalar:
    _, kind, written = iri.value.split(":", 2)
    return int(written) if kind == "int" else unquote(written)


def _relation(predicate: str) -> Iri:
    return Iri(_RELATION + predicate)


def _given(program: Program, recursive: frozenset[str]) -> Iterator[Triple]:
    for predicate, rows in program.facts.items():
        for row in rows:
            yield _fact(predicate, [_iri(value) for value in row], paired=predicate in recursive)


def _fact(predicate: str, values: Sequence[Iri], *, paired: bool) -> Triple:
    relation = _relation(predicate)
    match values:
        case []:
            return Triple(relation, relation, relation)
        case [only]:
            return Triple(only, relation, relation)
    return Triple(values[0], relation, _tail(values[1:], paired=paired))


def _tail(values: Sequence[Iri], *, paired: bool) -> Term:
    first, *rest = values
    if not rest:
        return first
    tail = _tail(rest, paired=paired)
    return _pair(first, tail) if paired else TripleTerm(first, _AND, tail)


def _pair(first: Term, second: Term) -> Iri:
    return Iri(_PAIR + quote(f"{first}{second}", safe=""))


def _pairs(program: Program, clauses: Iterable[Clause]) -> list[Triple]:
    """What is said of each node that stands for values: for two, for three ..."""
    written = [term for each in clauses for atom in _atoms(each) for term in atom.arguments]
    constants = [_iri(_constant(term)) for term in written if _is_constant(term)]
    rows = (row for rows in program.facts.values() for row in rows)
    domain = {*constants, *(_iri(value) for row in rows for value in row)}
    longest = max(len(each.head.arguments) for each in clauses)
    made: dict[Iri, tuple[Iri, Iri]] = {}
    tails = set(domain)
    for _ in range(longest - _SHORT):
        new = {_pair(*both): both for both in product(domain, tails)}
        tails, made = set(new), made | new
    return [
        Triple(node, predicate, part)
        for node, parts in made.items()
        for predicate, part in zip((_FIRST, _SECOND), parts, strict=True)
    ]


def _model(facts: Iterable[Triple], pairs: Iterable[Triple]) -> Model:
    parts = {(triple.subject, triple.predicate): triple.object for triple in pairs}
    model: Model = {}
    for subject, relation, target in facts:
        terms = [subject, *_flat(target, parts)]
        row = tuple(_scalar(each) for each in terms if isinstance(each, Iri) and each != relation)
        model.setdefault(relation.value.removeprefix(_RELATION), set()).add(row)
    return model


def _flat(term: Term, parts: dict[tuple[Term, Iri], Term]) -> list[Term]:
    """The values that a term stands for."""
    match term:
        case TripleTerm(first, _, second):
            return [first, *_flat(second, parts)]
        case Iri(value) if value.startswith(_PAIR):
            return [parts[term, _FIRST], *_flat(parts[term, _SECOND], parts)]
    return [term]


# Clauses as rules


def _is_constant(term: str) -> bool:
    return term.startswith('"') or term.lstrip("-").isdigit()


def _constant(term: str) -> Scalar:
    return term.strip('"') if term.startswith('"') else int(term)


@dataclass(frozen=True)
class _Translation:
    """The translation of one clause."""

    recursive: frozenset[str]
    _numbers: "count[int]" = field(default_factory=count)

    def rule(self, found: Clause, name: str) -> Rule:
        """The rule; what is denied comes last, for Datalog knows no order."""
        parts = sorted(found.body, key=lambda part: isinstance(part, Atom) and part.denied)
        body = [element for part in parts for element in self._part(part)]
        nodes, made = self._nodes(found.head, head=True)
        pattern, lookups = self._pattern(found.head.predicate, nodes)
        return Rule(name, (pattern,), (*body, *made, *lookups))

    def _part(self, part: Atom | Comparison) -> list[Element]:
        if isinstance(part, Comparison):
            values = _number(part.left), _number(part.right)
            return [Filter(Call(part.operator, values))]
        nodes, conditions = self._nodes(part, head=False)
        pattern, lookups = self._pattern(part.predicate, nodes)
        found = [pattern, *lookups, *conditions]
        if not part.denied:
            return found
        return [Not(tuple(each for each in found if isinstance(each, Pattern | Filter)))]

    def _nodes(self, atom: Atom, *, head: bool) -> tuple[list[Node], list[Element]]:
        """The arguments, and what gives a calculated one its value or compares it."""
        nodes: list[Node] = []
        elements: list[Element] = []
        for term in atom.arguments:
            if len(_SUM.split(term)) > 1 and not _is_constant(term):
                hidden, value = self._fresh(), _as_iri(_sum(term))
                elements.append(
                    Assign(hidden, value) if head else Filter(Call("SAMETERM", (hidden, value)))
                )
                nodes.append(hidden)
            else:
                nodes.append(self._node(term))
        return nodes, elements

    def _node(self, term: str) -> Node:
        if _is_constant(term):
            return _iri(_constant(term))
        return self._fresh() if term == "_" else Variable(term)

    def _fresh(self) -> Variable:
        return Variable(f".{next(self._numbers)}")

    def _pattern(self, predicate: str, nodes: Sequence[Node]) -> tuple[Pattern, list[Pattern]]:
        """The pattern of an atom, and those that take its nodes for pairs apart."""
        relation = _relation(predicate)
        match nodes:
            case []:
                return Pattern(relation, relation, relation), []
            case [only]:
                return Pattern(only, relation, relation), []
        tail, lookups = self._tail(nodes[1:], paired=predicate in self.recursive)
        return Pattern(nodes[0], relation, tail), lookups

    def _tail(self, nodes: Sequence[Node], *, paired: bool) -> tuple[Node, list[Pattern]]:
        first, *rest = nodes
        if not rest:
            return first, []
        second, lookups = self._tail(rest, paired=paired)
        if not paired:
            return nested(first, _AND, second), lookups
        pair = self._fresh()
        said = [Pattern(pair, _FIRST, first), Pattern(pair, _SECOND, second)]
        return pair, said + lookups


def _as_iri(value: Expression) -> Expression:
    """The IRI of a number."""
    return Call("IRI", (Call("CONCAT", (Literal(_NUMBER), Call("STR", (value,)))),))


def _sum(text: str) -> Expression:
    """The value of a sum, from left to right."""
    first, *rest = _SUM.split(text)
    value = _number(first)
    for operator, term in zip(rest[::2], rest[1::2], strict=True):
        value = Call(operator, (value, _number(term)))
    return value


def _number(term: str) -> Expression:
    if _is_constant(term):
        return Literal(term, XSD + "integer")
    digits = Call("STRAFTER", (Call("STR", (Variable(term),)), Literal(_NUMBER)))
    return Call(XSD + "integer", (digits,))
