"""Turns: numbers for rules that are carried out one after the other, then perhaps all over again.

Theory. A rule that comes after all it depends on sees all that these make, at its first turn: so it
is with every rule of a program without recursion, and to go over it again changes nothing. Rules
that feed themselves need more rounds. Whatever comes after them is carried out in every round, also
in the first, when they are not done. That does no harm to a rule that only looks for facts; but one
that asks what is not there, or adds up, or makes nodes, would do so too early.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

import networkx as nx

from kg.errors import Fault, refuse
from kg.reason.fresh import blanks_in
from kg.reason.looks import looks_at
from kg.reason.model import Rule
from kg.reason.strata import dependencies, unify

__all__ = ["Turns", "turns"]


class Turns(NamedTuple):
    """The number of each rule by its name, from 0, and the rules that feed themselves."""

    order: Mapping[str, int]
    feeding: tuple[str, ...]


def turns(rules: Sequence[Rule]) -> Turns:
    """The turns of rules.

    Raises:
        Faults: for each rule that would be carried out too early.
    """
    graph = dependencies(rules)
    knots: nx.DiGraph[int] = nx.condensation(graph)
    order: dict[str, int] = {}
    for knot in reversed([*nx.topological_sort(knots)]):
        below = (order[other] for each in knots.successors(knot) for other in _members(knots, each))
        turn = max(below, default=-1) + 1
        order |= dict.fromkeys(_members(knots, knot), turn)
    feeding = {
        name
        for knot in knots
        for name in _members(knots, knot)
        if len(_members(knots, knot)) > 1 or graph.has_edge(name, name)
    }
    refuse(_too_early(rules, graph, feeding))
    return Turns(order, tuple(sorted(feeding)))


def _members(knots: "nx.DiGraph[int]", knot: int) -> set[str]:
    found: set[str] = knots.nodes[knot]["members"]
    return found


def _too_early(
    rules: Sequence[Rule], graph: "nx.DiGraph[str]", feeding: set[str]
) -> Iterator[Fault]:
    """A fault for each rule that must see all that rules make which feed themselves."""
    for rule in rules:
        waits = {other for other in graph.successors(rule.name) if _must_wait(rule, other, rules)}
        below = waits.union(*(nx.descendants(graph, each) for each in waits))
        if unfinished := sorted(below & feeding):
            names = ", ".join(unfinished)
            yield Fault("needs-all-at-once", rule.place, name=rule.name, others=names)


def _must_wait(rule: Rule, other: str, rules: Sequence[Rule]) -> bool:
    """Whether a rule draws conclusions from all that another makes."""
    (maker,) = (each for each in rules if each.name == other)
    makes_nodes = any(True for pattern in rule.head for _ in blanks_in(*pattern))
    asked = (pattern for pattern, closed in looks_at(rule) if closed or makes_nodes)
    return any(unify(pattern, made) for pattern in asked for made in maker.head)
