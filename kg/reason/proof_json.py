"""A proof, or a *why not*, as JSON, and back to the same graph.

``{"conclusion": id, "nodes": [...]}``. Each node has an ``id``, a ``kind`` and, in ``because``, the
ids of what it rests on: the edges. The rest depends on the kind; what names other nodes does so by
their ids.

| kind | more |
|---|---|
| fact | ``triple`` |
| derivation | ``rule``, ``bindings``, ``premises`` in the order of the body |
| absence | ``elements``, ``baseOnly`` |
| gathering | ``row``; ``contributors``: for each solution that counted, its premises |
| missing | ``pattern``, ``baseOnly`` |
| deadEnd | ``pattern``, ``baseOnly``, ``circular`` |
| attempt | ``rule``, ``wanted``, ``reached``, ``length``, ``ways``, ``more``, ``whole`` |
| way | ``rule``, ``bindings``, ``lacks``, ``conditions`` |
| inTheWay | ``elements``, ``baseOnly``, ``facts`` |
| untrue | ``condition``, ``error`` |
| differs | ``variable``, ``expression``, ``value``, ``wanted`` |
| noRow | ``variables``, ``rows``, ``known`` |
| ungathered | ``known``, ``rows``, ``further``, ``whole`` |
| row | ``values``, ``having``, ``contributors``, ``more``, ``further`` |
| further | ``ways``, ``more``, ``whole`` |
| gap | ``missing``, ``together``, ``more``, ``whole`` |

Terms, patterns and conditions are written as `kg.reason.json_terms` says; a value that is not there
is null.
"""

from collections.abc import Callable
from typing import TYPE_CHECKING

from kg.reason import json_terms as write
from kg.reason.json_terms import Json
from kg.reason.model import Absent, Derivation, Gathered
from kg.reason.shortfall import (
    Attempt,
    DeadEnd,
    Differs,
    Further,
    Gap,
    InTheWay,
    Missing,
    NoRow,
    Reason,
    Row,
    Ungathered,
    Unreached,
    Untrue,
    Way,
)
from kg.terms import Triple

if TYPE_CHECKING:
    import networkx as nx

    from kg.reason.explain import Step

__all__ = ["as_json"]

Id = Callable[["Step"], int]


def as_json(proof: "nx.DiGraph[Step]", conclusion: "Step") -> Json:
    """The proof of a conclusion, ready for ``json.dumps``.

    >>> import networkx as nx
    >>> from kg.terms import Iri
    >>> fact = Triple(Iri("urn:a"), Iri("urn:p"), Iri("urn:b"))
    >>> proof = nx.DiGraph()
    >>> proof.add_node(fact)
    >>> [node["kind"] for node in as_json(proof, fact)["nodes"]]
    ['fact']
    """
    ids = {step: number for number, step in enumerate(proof)}
    nodes = [
        {
            "id": ids[step],
            **_node(step, ids.__getitem__),
            "because": [ids[ground] for ground in proof.successors(step)],
        }
        for step in proof
    ]
    return {"conclusion": ids[conclusion], "nodes": nodes}


def _node(step: "Step", number: Id) -> Json:
    match step:
        case Triple():
            return {"kind": "fact", "triple": write.pattern(step)}
        case Derivation(rule, bindings, premises):
            told = {"rule": rule, "bindings": write.bindings(bindings)}
            return {"kind": "derivation", **told, "premises": [*map(number, premises)]}
        case Absent():
            return {"kind": "absence", **_absent(step)}
        case Gathered(row, contributors):
            members = [[*map(number, member)] for member in contributors]
            return {"kind": "gathering", "row": write.bindings(row), "contributors": members}
    return _failed(step, number)


def _failed(step: Reason, number: Id) -> Json:
    match step:
        case Attempt() | Way() | DeadEnd():
            return _attempted(step, number)
        case Missing() | Unreached() | InTheWay() | NoRow():
            return _looked_for(step, number)
        case Ungathered() | Row() | Further() | Gap():
            return _lacking(step, number)
    return _worked_out(step)


def _absent(absent: Absent) -> Json:
    return {"elements": [*map(write.element, absent.elements)], "baseOnly": absent.base_only}


def _attempted(step: Attempt | Way | DeadEnd, number: Id) -> Json:
    match step:
        case Attempt(rule, wanted, reached, length, ways, more, whole):
            head = None if wanted is None else write.pattern(wanted)
            counts = {"reached": reached, "length": length, "ways": [*map(number, ways)]}
            end = {"more": more, "whole": whole}
            return {"kind": "attempt", "rule": rule, "wanted": head, **counts, **end}
        case Way(rule, bindings, lacks, conditions):
            told = {"rule": rule, "bindings": write.bindings(bindings)}
            untried = [*map(write.element, conditions)]
            return {"kind": "way", **told, "lacks": [*map(number, lacks)], "conditions": untried}
        case DeadEnd(pattern, base_only, circular):
            end = {"baseOnly": base_only, "circular": circular}
            return {"kind": "deadEnd", "pattern": write.pattern(pattern), **end}


def _looked_for(step: Missing | Unreached | InTheWay | NoRow, number: Id) -> Json:
    match step:
        case Unreached(closure, base_only):
            return {"kind": "unreached", "path": write.closure(closure), "baseOnly": base_only}
        case Missing(pattern, base_only):
            return {"kind": "missing", "pattern": write.pattern(pattern), "baseOnly": base_only}
        case InTheWay(absent, facts):
            return {"kind": "inTheWay", **_absent(absent), "facts": [*map(number, facts)]}
        case NoRow(values, known):
            rows = [[term and write.node(term) for term in row] for row in values.rows]
            names = [each.name for each in values.variables]
            told = {"variables": names, "rows": rows}
            return {"kind": "noRow", **told, "known": write.bindings(known)}


def _worked_out(step: Untrue | Differs) -> Json:
    match step:
        case Untrue(condition, error):
            return {
                "kind": "untrue",
                "condition": write.expression(condition.expression),
                "error": error,
            }
        case Differs(variable, expression, value, wanted):
            terms = {"value": value and write.node(value), "wanted": wanted and write.node(wanted)}
            told = {"variable": variable.name, "expression": write.expression(expression)}
            return {"kind": "differs", **told, **terms}


def _lacking(step: Ungathered | Row | Further | Gap, number: Id) -> Json:
    match step:
        case Ungathered(known, rows, further, whole):
            told = {"rows": [*map(number, rows)], "further": further and number(further)}
            return {"kind": "ungathered", "known": write.bindings(known), **told, "whole": whole}
        case Row():
            return {"kind": "row", **_row(step, number)}
        case Further(ways, more, whole):
            return {"kind": "further", "ways": [*map(number, ways)], "more": more, "whole": whole}
        case Gap(missing, together, more, whole):
            told = {"missing": [*map(number, missing)], "together": together}
            return {"kind": "gap", **told, "more": more, "whole": whole}


def _row(row: Row, number: Id) -> Json:
    having = [
        {"condition": write.expression(each.expression), "holds": holds}
        for each, holds in row.having
    ]
    counted = [[*map(number, member)] for member in row.contributors]
    more = {"more": row.more, "further": row.further and number(row.further)}
    return {"values": write.bindings(row.values), "having": having, "contributors": counted, **more}
