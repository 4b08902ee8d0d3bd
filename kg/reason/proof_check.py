"""A checker of derivations that shares no step with the engines that make them.

It knows the rules, the facts that were given and those that were derived, and reads every
condition off the model: it walks the body of the rule along the premises, in their order, and what
it has in the end must be the bindings and the fact that the derivation claims. What a derivation
says is absent, or is a whole group, is looked for among all facts by trying every one.

It says of one step that it is right. That steps rest on one another without a circle is a property
of a whole proof.
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import NamedTuple

import networkx as nx

from kg.reason.aggregates import gather
from kg.reason.expression import EvaluationError, evaluate, holds
from kg.reason.fresh import renewed
from kg.reason.model import (
    Absent,
    Assign,
    Bindings,
    Closure,
    Derivation,
    Element,
    Expression,
    Filter,
    Gathered,
    Group,
    Not,
    Pattern,
    Premise,
    Rule,
    Values,
    Variable,
)
from kg.reason.nodes import bind, put_in
from kg.reason.proof_closure import reached, taken
from kg.reason.solve import ground
from kg.terms import Iri, Term, Triple

__all__ = ["Known", "is_right"]

Solution = tuple[Bindings, tuple[Premise, ...]]


class _Row(NamedTuple):
    """A row of a group, and its members."""

    gathered: Gathered
    members: tuple[Bindings, ...]


class Known:
    """Facts, told apart into given and derived ones."""

    def __init__(self, given: Iterable[Triple], derived: Iterable[Triple] = ()) -> None:
        self.facts = {*given}
        self.base = self
        if derived := tuple(derived):
            self.base = Known(self.facts)
            self.facts = {*self.facts, *derived}
        self._by_predicate: dict[Iri, list[Triple]] = defaultdict(list)
        for fact in self.facts:
            self._by_predicate[fact.predicate].append(fact)
        self._rows: dict[Group, list[_Row]] = {}

    @cached_property
    def nodes(self) -> frozenset[Term]:
        """The subjects and objects of the facts."""
        return frozenset(node for fact in self.facts for node in (fact.subject, fact.object))

    def of(self, predicate: Iri) -> Collection[Triple]:
        """The facts that have a predicate."""
        return self._by_predicate.get(predicate, ())

    def candidates(self, pattern: Pattern) -> Iterable[Triple]:
        """The facts that have the predicate of a pattern."""
        return self.of(pattern.predicate) if isinstance(pattern.predicate, Iri) else self.facts

    def rows(self, group: Group) -> "list[_Row]":
        """The rows of a group, each with all that counted."""
        if group not in self._rows:
            self._rows[group] = list(_rows(group, self))
        return self._rows[group]


def is_right(fact: Triple, derivation: Derivation, rules: Mapping[str, Rule], known: Known) -> bool:
    """Whether a fact follows as a derivation says.

    Args:
        fact: what is said to follow.
        derivation: how.
        rules: all rules, by name.
        known: all facts there are in the end.
    """
    rule = rules[derivation.rule]
    where = known.base if rule.base_only else known
    return any(
        _named(bindings) == dict(derivation.bindings)
        and any(tuple(fact) == _instance(pattern, bindings) for pattern in renewed(rule, bindings))
        for bindings in _walked(rule.body, derivation.premises, {}, where)
    )


def _named(bindings: Bindings) -> Bindings:
    return {name: term for name, term in bindings.items() if not name.name.startswith(".")}


def _instance(pattern: Pattern, bindings: Bindings) -> tuple[object, ...]:
    return tuple(put_in(node, bindings) for node in pattern)


def _walked(
    elements: Sequence[Element], premises: Sequence[Premise], bindings: Bindings, known: Known
) -> Iterator[Bindings]:
    """What is bound after a body whose premises are the given ones, all of them, in this order."""
    if not elements:
        yield from [] if premises else [bindings]
        return
    for extended, used in _steps(elements[0], premises, bindings, known):
        yield from _walked(elements[1:], premises[len(used) :], extended, known)


def _steps(
    element: Element, premises: Sequence[Premise], bindings: Bindings, known: Known
) -> Iterator[Solution]:
    """The ways in which one element holds by the next premises, or by none if it needs none."""
    match element, premises:
        case Pattern(), [Triple() as fact, *_] if fact in known.facts:
            yield from _matched(element, [fact], bindings)
        case Closure(), _:
            found = taken(element, premises, bindings, known)
            yield from ((extended, tuple(premises[:count])) for extended, count in found)
        case Group(), [Gathered() as gathered, *_]:
            rows = (row for row in known.rows(element) if _same(row, gathered, element, known))
            yield from _joined([dict(row.gathered.row) for row in rows], bindings, (gathered,))
        case Not(), [Absent() as absent, *_]:
            yield from (each for each in _absent(element, bindings, known) if each[1] == (absent,))
        case ((Filter() | Assign() | Values()), _):
            yield from _holding(element, bindings, known)


def _holding(element: Element, bindings: Bindings, known: Known) -> Iterator[Solution]:
    """The ways in which one element holds, whatever the premise."""
    match element:
        case Pattern():
            yield from _matched(element, known.candidates(element), bindings)
        case Closure():
            yield from ((each, ()) for each in reached(element, bindings, known))
        case Filter(expression):
            yield from [(bindings, ())] if holds(expression, bindings) else []
        case Not():
            yield from _absent(element, bindings, known)
        case Assign(variable, expression):
            yield from _assigned(variable, expression, bindings)
        case Values(names, rows):
            pairs = (zip(names, row, strict=True) for row in rows)
            given = [{name: term for name, term in row if term is not None} for row in pairs]
            yield from _joined(given, bindings, ())
        case Group():
            for row in known.rows(element):
                yield from _joined([dict(row.gathered.row)], bindings, (row.gathered,))


def _matched(pattern: Pattern, facts: Iterable[Triple], bindings: Bindings) -> Iterator[Solution]:
    for fact in facts:
        extended = dict(bindings)
        if all(bind(node, term, extended) for node, term in zip(pattern, fact, strict=True)):
            yield extended, (fact,)


def _absent(negation: Not, bindings: Bindings, known: Known) -> Iterator[Solution]:
    where = known.base if negation.base_only else known
    elements = tuple(ground(each, bindings) for each in negation.elements)
    if next(_solutions(elements, {}, where), None) is None:
        yield bindings, (Absent(elements, negation.base_only),)


def _assigned(variable: Variable, expression: Expression, bindings: Bindings) -> Iterator[Solution]:
    try:
        yield {**bindings, variable: evaluate(expression, bindings)}, ()
    except EvaluationError:
        return


def _joined(
    rows: Iterable[Bindings], bindings: Bindings, premises: tuple[Premise, ...]
) -> Iterator[Solution]:
    for row in rows:
        if all(bindings.get(name, term) == term for name, term in row.items()):
            yield {**bindings, **row}, premises


def _solutions(elements: Sequence[Element], bindings: Bindings, known: Known) -> Iterator[Solution]:
    """All the ways in which a body holds."""
    if not elements:
        yield bindings, ()
        return
    for extended, premises in _holding(elements[0], bindings, known):
        for found, others in _solutions(elements[1:], extended, known):
            yield found, premises + others


def _rows(group: Group, known: Known) -> Iterator[_Row]:
    members: dict[tuple[Term, ...], list[Solution]] = {} if group.by else {(): []}
    for bindings, premises in _solutions(group.elements, {}, known):
        members.setdefault(tuple(bindings[name] for name in group.by), []).append(
            (bindings, premises)
        )
    for key, solutions in members.items():
        inside = tuple(bindings for bindings, _ in solutions)
        row = _row(group, key, inside)
        if row is not None:
            contributors = tuple(premises for _, premises in solutions)
            yield _Row(Gathered(tuple(row.items()), contributors), inside)


def _row(group: Group, key: Sequence[Term], members: Sequence[Bindings]) -> Bindings | None:
    """What a group gives, if HAVING lets it through and each aggregate asked for has a value."""
    row = dict(zip(group.by, key, strict=True))
    for aggregate in group.aggregates:
        try:
            row[aggregate.variable] = gather(aggregate, members)
        except EvaluationError:
            if not aggregate.variable.name.startswith("."):
                return None
    passed = all(holds(condition.expression, row) for condition in group.having)
    return _named(row) if passed else None


def _same(row: _Row, claimed: Gathered, group: Group, known: Known) -> bool:
    """Whether two rows are the same and rest on the same solutions, in whatever order."""
    if dict(row.gathered.row) != dict(claimed.row):
        return False
    if _has_walks(group):
        return _paired(row.members, claimed.contributors, group, known)
    return Counter(row.gathered.contributors) == Counter(claimed.contributors)


def _has_walks(group: Group) -> bool:
    """Whether a solution of the group may rest on one walk as well as on another."""
    inner = (each for each in group.elements if isinstance(each, Group))
    return any(isinstance(each, Closure) for each in group.elements) or any(map(_has_walks, inner))


def _paired(
    members: Sequence[Bindings],
    contributors: Sequence[tuple[Premise, ...]],
    group: Group,
    known: Known,
) -> bool:
    """Whether each member is one of the contributors, and each of these one of the members."""
    meant: nx.Graph[tuple[str, int]] = nx.Graph()
    meant.add_nodes_from(("member", each) for each in range(len(members)))
    for place, premises in enumerate(contributors):
        found = list(_walked(group.elements, premises, {}, known))
        fits = (each for each, bindings in enumerate(members) if bindings in found)
        meant.add_edges_from((("member", each), ("claimed", place)) for each in fits)
    top = [node for node in meant if node[0] == "member"]
    matching = nx.bipartite.maximum_matching(meant, top_nodes=top)
    return len(matching) == 2 * len(members) and len(contributors) == len(members)
