"""The obvious engine: run all rules until nothing new comes.

Theory. The strata are run in order, so that whatever a negation or a group looks at is complete
before it is looked at. In a stratum the rules that assign run once; the others run in rounds,
each against all facts there are, until a round brings nothing. A rule is left out of a round if
no fact that came in the round before could match one of its patterns, for it would find what it
found before.

Every solution of a body is one derivation of each triple of the head. All are kept: a rule runs
again after the last fact its patterns could match has come, and then meets every solution. What a
fact's first derivation rests on was there before the fact, so following first derivations goes
back in time and ends in the graph that was given.

This engine is the one the others are compared with. It is to be read, not to be fast.
"""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from kg.reason.facts import Facts
from kg.reason.fresh import renewed
from kg.reason.model import (
    Derivation,
    Inference,
    Pattern,
    Program,
    Rule,
    Stratum,
)
from kg.reason.solve import instance, named, solve
from kg.terms import Blank, Iri, Literal, Term, Triple, TripleTerm, order

if TYPE_CHECKING:
    import networkx as nx

__all__ = ["infer"]

Found = dict[Triple, dict[Derivation, None]]


def infer(program: Program, graph: "nx.MultiDiGraph[Term]") -> Inference:
    """What follows from a graph by a program; the graph stays as it is.

    Args:
        program: rules in strata.
        graph: facts: an edge from subject to object whose key is the predicate.
    """
    given = _triples(graph)
    facts, found = Facts(given, Facts(given)), Found()
    for stratum in program:
        _run(stratum, facts, found)
    return Inference({fact: tuple(ways) for fact, ways in found.items()}, program)


def _triples(graph: "nx.MultiDiGraph[Term]") -> list[Triple]:
    """The facts of a graph in a fixed order, so that the same facts give the same proofs."""
    triples = (Triple(subject, key, target) for subject, target, key in graph.edges(keys=True))
    return sorted(triples, key=lambda triple: [order(term) for term in triple])


def _run(stratum: Stratum, facts: Facts, found: Found) -> None:
    for rule in stratum.once:
        _apply(rule, facts, found)
    waiting: Sequence[Rule] = stratum.general
    while waiting:
        new = [fact for rule in waiting for fact in _apply(rule, facts, found)]
        predicates = {fact.predicate for fact in new}
        waiting = [rule for rule in stratum.general if _concerned(rule, predicates)]


def _concerned(rule: Rule, predicates: set[Iri]) -> bool:
    """Whether facts with these predicates could match a pattern of a rule."""
    wanted = (element.predicate for element in rule.body if isinstance(element, Pattern))
    return bool(predicates) and any(
        not isinstance(predicate, Iri) or predicate in predicates for predicate in wanted
    )


def _apply(rule: Rule, facts: Facts, found: Found) -> list[Triple]:
    """Runs a rule once and gives the facts that were not there before."""
    new = []
    for fact, derivation in list(_derivations(rule, facts)):
        if fact not in facts:
            facts.add(fact)
            found[fact] = {}
            new.append(fact)
        if fact in found:
            found[fact][derivation] = None
    return new


def _derivations(rule: Rule, facts: Facts) -> Iterator[tuple[Triple, Derivation]]:
    for bindings, premises in solve(rule.body, facts.base if rule.base_only else facts):
        derivation = Derivation(rule.name, tuple(named(bindings)), premises)
        for pattern in renewed(rule, bindings):
            subject, predicate, target = instance(pattern, bindings)
            # A literal as subject, or anything but an IRI as predicate, makes no RDF triple.
            match subject, predicate, target:
                case [Iri() | Blank(), Iri(), Iri() | Blank() | Literal() | TripleTerm()]:
                    yield Triple(subject, predicate, target), derivation
