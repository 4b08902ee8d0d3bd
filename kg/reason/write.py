"""Rules as texts: CONSTRUCT queries, RL, and SHACL rules in Turtle.

A query or an RL text read again gives the rule it was written from. The order in which rules must
run is no part of a rule's text: `queries` and `as_shacl` keep it, as lists and as ``sh:order``.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from kg.reason.model import Program, Rule, Stratum
from kg.reason.rename import renamed, unused
from kg.reason.write_construct import as_construct
from kg.reason.write_rl import as_rl
from kg.terms import Literal

__all__ = ["Queries", "as_construct", "as_rl", "as_shacl", "queries"]

# https://www.w3.org/TR/shacl-af/#SPARQLRule, https://www.w3.org/TR/shacl/#pre-binding
_BEFOREHAND = frozenset({"this", "shapesGraph", "currentShape"})
_SHACL = "http://www.w3.org/ns/shacl#"


@dataclass(frozen=True, slots=True)
class Queries:
    """The queries of a stratum by rule name: each of `once` a single time, `general` over and over.

    What a query constructs goes into the graph; `general` is done when nothing new comes.
    """

    once: Mapping[str, str]
    general: Mapping[str, str]


def queries(program: Program) -> tuple[Queries, ...]:
    """The strata as CONSTRUCT queries, in the order in which they must run.

    Raises:
        Fault: if a rule cannot be said in SPARQL.
    """
    return tuple(Queries(_texts(stratum.once), _texts(stratum.general)) for stratum in program)


def _texts(rules: tuple[Rule, ...]) -> dict[str, str]:
    return {rule.name: as_construct(rule) for rule in rules}


def as_shacl(program: Program, shape: str) -> str:
    """The rules as SHACL-AF rules of one shape, in Turtle.

    A processor carries rules out by ``sh:order``; where rules feed each other it must iterate.
    SHACL runs a rule for each target of its shape, so the shape has itself as its only target. A
    variable that SHACL would give a value of its own, as ``?this``, goes by another name.

    Args:
        program: rules in strata.
        shape: the IRI of the shape.

    Raises:
        Fault: if a rule cannot be said in SPARQL.
    """
    strata = [
        Stratum(tuple(map(_unbound, each.once)), tuple(map(_unbound, each.general)))
        for each in program
    ]
    steps = [
        texts for each in queries(tuple(strata)) for texts in (each.once, each.general) if texts
    ]
    rules = [
        f"  sh:rule [ a sh:SPARQLRule ; sh:order {order} ; sh:construct {Literal(text)} ]"
        for order, texts in enumerate(steps)
        for text in texts.values()
    ]
    lines = ["  a sh:NodeShape", f"  sh:targetNode <{shape}>", *rules]
    return f"@prefix sh: <{_SHACL}> .\n\n<{shape}>\n" + " ;\n".join(lines) + " .\n"


def _unbound(rule: Rule) -> Rule:
    """The rule with other names for the variables that SHACL has bound beforehand."""
    other = unused(rule)
    return renamed(rule, lambda each: other(each) if each.name in _BEFOREHAND else each)
