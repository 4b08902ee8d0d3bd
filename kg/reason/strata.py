"""Which rules may run together, and in which order.

Theory. A rule depends on another if one of its patterns could match a triple that the other's
head could make: if the two unify, variables renamed apart. The dependency is *closed* if the
first rule must see all that the other will ever make before it runs, because it draws a
conclusion from what is not there (a pattern inside NOT), from a whole group (a pattern inside a
sub-SELECT), or because it runs only once (a rule that assigns, or whose head has a blank node or
builds a triple term, makes new terms, and would not end if it fed itself). Other dependencies are
*open*: matching more later does no harm. What is matched against the given graph alone depends on
no rule.

A cycle through a closed dependency has no defined outcome and is refused. Without one, every rule
gets a level: at least that of what it depends on, one more where the dependency is closed. A
level can be run to its end when all below it are done, and the order inside it does not matter.
That is the stratification of SPARQL 1.2 RL (https://www.w3.org/TR/2026/WD-sparql12-rl-20260825/),
with groups added.
"""

from collections.abc import Iterable, Iterator, Sequence
from itertools import product

import networkx as nx

from kg.errors import Fault, refuse
from kg.reason.fresh import blanks_in
from kg.reason.looks import looks_at
from kg.reason.model import (
    Assign,
    Nested,
    Node,
    Pattern,
    Program,
    Rule,
    Stratum,
    Variable,
)
from kg.terms import Iri, TripleTerm

__all__ = ["dependencies", "stratify", "unify"]


def stratify(rules: Iterable[Rule]) -> Program:
    """The rules in strata, each to be run when those before it are done; by name within one.

    Raises:
        Faults: naming, for each knot of rules that cannot be ordered, a cycle in it.
    """
    ordered = sorted(rules, key=lambda rule: rule.name)
    graph = dependencies(ordered)
    refuse(_cycles(graph, {rule.name: rule for rule in ordered}))
    levels = _levels(graph)
    return tuple(
        _stratum([rule for rule in ordered if levels[rule.name] == level])
        for level in sorted(set(levels.values()))
    )


def dependencies(rules: Sequence[Rule]) -> "nx.DiGraph[str]":
    """The graph of rule names: an edge from each rule to one it depends on, ``closed`` or not."""
    graph: nx.DiGraph[str] = nx.DiGraph()
    graph.add_nodes_from(rule.name for rule in rules)
    for rule, other in product(rules, rules):
        kinds = [closed for pattern, closed in _patterns(rule) if _can_make(other, pattern)]
        if kinds:
            graph.add_edge(rule.name, other.name, closed=any(kinds))
    return graph


def _patterns(rule: Rule) -> Iterator[tuple[Pattern, bool]]:
    """Each pattern that a rule matches, and whether it makes closed dependencies."""
    once = _runs_once(rule)
    return ((pattern, once or closed) for pattern, closed in looks_at(rule))


def _runs_once(rule: Rule) -> bool:
    """Whether a rule may make terms that were not there, so that it must not feed itself."""
    nodes = [node for pattern in rule.head for node in pattern]
    return (
        any(isinstance(element, Assign) for element in rule.body)
        or any(isinstance(node, Nested) for node in nodes)
        or any(blanks_in(*nodes))
    )


def _can_make(rule: Rule, wanted: Pattern) -> bool:
    return any(unify(wanted, made) for made in rule.head)


def unify(wanted: Pattern, made: Pattern) -> bool:
    """Whether some triple is an instance of both patterns, whose variables are not related.

    >>> from kg.terms import Iri
    >>> x, y, a, b = Variable("x"), Variable("y"), Iri("urn:a"), Iri("urn:b")
    >>> unify(Pattern(x, a, x), Pattern(y, a, b)), unify(Pattern(x, a, x), Pattern(a, a, b))
    (True, False)
    """
    verbs = {wanted.predicate, made.predicate}
    if len(verbs) > 1 and all(isinstance(verb, Iri) for verb in verbs):
        return False  # as nearly all pairs do; the rest of the way costs ten times as much
    known: Known = {}
    pairs = zip(wanted, made, strict=True)
    return all(_unify((0, one), (1, other), known) for one, other in pairs)


# A node and the side it stands on, 0 or 1; and what variables stand for so far.
Sided = tuple[int, Node]
Known = dict[Sided, Sided]


def _unify(one: Sided, other: Sided, known: Known) -> bool:
    """Whether the two can be the same; if so, what that takes is added to what is known."""
    left, right = _value(one, known), _value(other, known)
    if left == right:
        return True
    for variable, value in ((left, right), (right, left)):
        if isinstance(variable[1], Variable):
            known[variable] = value
            return not _inside(variable, value, known)
    parts = _parts(left), _parts(right)
    if not all(parts):
        return left[1] == right[1]
    return all(_unify(*pair, known) for pair in zip(*parts, strict=True))


def _value(node: Sided, known: Known) -> Sided:
    """What a node stands for so far."""
    while node in known:
        node = known[node]
    return node


def _parts(node: Sided) -> list[Sided]:
    """The nodes of a triple term; of anything else, none."""
    match node:
        case side, Nested(subject, predicate, target) | TripleTerm(subject, predicate, target):
            return [(side, subject), (side, predicate), (side, target)]
    return []


def _inside(variable: Sided, node: Sided, known: Known) -> bool:
    """Whether a variable stands inside a triple term, which no term could then be."""
    parts = [_value(part, known) for part in _parts(node)]
    return any(part == variable or _inside(variable, part, known) for part in parts)


def _cycles(graph: "nx.DiGraph[str]", rules: dict[str, Rule]) -> Iterator[Fault]:
    """For each knot of rules with a closed dependency in it, one cycle through such a one."""
    for knot in nx.strongly_connected_components(graph):
        inside = graph.subgraph(knot)
        closed = sorted(edge for edge in inside.edges if inside.edges[edge]["closed"])
        if closed:
            rule, other = min(closed, key=lambda edge: (len(_way(inside, *edge)), edge))
            cycle = " -> ".join([rule, *_way(inside, rule, other)])
            yield Fault("not-stratified", rules[rule].place, cycle=cycle)


def _way(graph: "nx.DiGraph[str]", rule: str, other: str) -> list[str]:
    return nx.shortest_path(graph, other, rule)


def _levels(graph: "nx.DiGraph[str]") -> dict[str, int]:
    """Each rule's level: the closed dependencies on the longest way down from it."""
    whole = nx.condensation(graph)
    levels: dict[str, int] = {}
    for knot in reversed(list(nx.topological_sort(whole))):
        members = whole.nodes[knot]["members"]
        edges = [edge for edge in graph.out_edges(members) if edge[1] not in members]
        below = [levels[edge[1]] + graph.edges[edge]["closed"] for edge in edges]
        levels.update(dict.fromkeys(members, max(below, default=0)))
    return levels


def _stratum(rules: Sequence[Rule]) -> Stratum:
    once = tuple(rule for rule in rules if _runs_once(rule))
    return Stratum(once, tuple(rule for rule in rules if rule not in once))
