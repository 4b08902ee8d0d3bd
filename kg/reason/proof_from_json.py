"""The graph of a proof from the JSON that `kg.reason.proof_json` wrote of it."""

from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING

import networkx as nx

from kg.reason import json_terms as read
from kg.reason.json_terms import Json
from kg.reason.model import (
    Absent,
    Condition,
    Derivation,
    Filter,
    Gathered,
    Nested,
    Values,
    Variable,
)
from kg.reason.shortfall import (
    Attempt,
    DeadEnd,
    Differs,
    Further,
    Gap,
    InTheWay,
    Missing,
    NoRow,
    Row,
    Ungathered,
    Unreached,
    Untrue,
    Way,
)
from kg.terms import Term, Triple

if TYPE_CHECKING:
    from kg.reason.explain import Step

__all__ = ["from_json"]


def from_json(data: Json) -> "nx.DiGraph[Step]":
    """The graph of a proof, equal to the one that was written."""
    reader = _Reader({node["id"]: node for node in data["nodes"]})
    proof: nx.DiGraph[Step] = nx.DiGraph()
    proof.add_nodes_from(reader.step(node["id"]) for node in data["nodes"])
    proof.add_edges_from(
        (reader.step(node["id"]), reader.step(ground))
        for node in data["nodes"]
        for ground in node["because"]
    )
    return proof


class _Reader:
    """Makes each step once; a step may hold other steps, but none holds itself."""

    def __init__(self, nodes: Mapping[int, Json]) -> None:
        self._nodes = nodes
        self._made: dict[int, Step] = {}

    def step(self, number: int) -> "Step":
        """The step with an id."""
        if number not in self._made:
            data = self._nodes[number]
            self._made[number] = _READERS[data["kind"]](data, self)
        return self._made[number]

    def steps(self, numbers: Iterable[int]) -> tuple["Step", ...]:
        """The steps with some ids."""
        return tuple(map(self.step, numbers))


def _fact(data: Json, _: _Reader) -> Triple:
    return Triple(*read.read_pattern(data["triple"]))  # type: ignore[arg-type]


def _derivation(data: Json, reader: _Reader) -> Derivation:
    premises = reader.steps(data["premises"])
    return Derivation(data["rule"], read.read_bindings(data["bindings"]), premises)  # type: ignore[arg-type]


def _absence(data: Json, _: _Reader) -> Absent:
    elements = map(read.read_element, data["elements"])
    kept = tuple(each for each in elements if isinstance(each, Condition))
    return Absent(kept, data["baseOnly"])


def _gathering(data: Json, reader: _Reader) -> Gathered:
    members = tuple(map(reader.steps, data["contributors"]))
    return Gathered(read.read_bindings(data["row"]), members)  # type: ignore[arg-type]


def _missing(data: Json, _: _Reader) -> Missing:
    return Missing(read.read_pattern(data["pattern"]), data["baseOnly"])


def _unreached(data: Json, _: _Reader) -> Unreached:
    return Unreached(read.read_closure(data["path"]), data["baseOnly"])


def _dead_end(data: Json, _: _Reader) -> DeadEnd:
    return DeadEnd(read.read_pattern(data["pattern"]), data["baseOnly"], data["circular"])


def _attempt(data: Json, reader: _Reader) -> Attempt:
    wanted = data["wanted"] and read.read_pattern(data["wanted"])
    ways = reader.steps(data["ways"])
    counts = data["reached"], data["length"]
    return Attempt(data["rule"], wanted, *counts, ways, data["more"], data["whole"])  # type: ignore[arg-type]


def _way(data: Json, reader: _Reader) -> Way:
    conditions = tuple(map(read.read_element, data["conditions"]))
    bindings, lacks = read.read_bindings(data["bindings"]), reader.steps(data["lacks"])
    return Way(data["rule"], bindings, lacks, conditions)  # type: ignore[arg-type]


def _in_the_way(data: Json, reader: _Reader) -> InTheWay:
    return InTheWay(_absence(data, reader), reader.steps(data["facts"]))  # type: ignore[arg-type]


def _untrue(data: Json, _: _Reader) -> Untrue:
    return Untrue(Filter(read.read_expression(data["condition"])), data["error"])


def _differs(data: Json, _: _Reader) -> Differs:
    expression = read.read_expression(data["expression"])
    terms = _term(data["value"]), _term(data["wanted"])
    return Differs(Variable(data["variable"]), expression, *terms)


def _no_row(data: Json, _: _Reader) -> NoRow:
    rows = tuple(tuple(map(_term, row)) for row in data["rows"])
    values = Values(tuple(map(Variable, data["variables"])), rows)
    return NoRow(values, read.read_bindings(data["known"]))


def _term(data: Json | None) -> Term | None:
    found = None if data is None else read.read_node(data)
    assert not isinstance(found, Variable | Nested)  # noqa: S101 - here stand values only
    return found


def _ungathered(data: Json, reader: _Reader) -> Ungathered:
    rows, known = reader.steps(data["rows"]), read.read_bindings(data["known"])
    return Ungathered(known, rows, _optional(data["further"], reader), data["whole"])  # type: ignore[arg-type]


def _row(data: Json, reader: _Reader) -> Row:
    having = (
        (Filter(read.read_expression(each["condition"])), bool(each["holds"]))
        for each in data["having"]
    )
    counted = tuple(map(reader.steps, data["contributors"]))
    more = data["more"], _optional(data["further"], reader)
    return Row(read.read_bindings(data["values"]), tuple(having), counted, *more)  # type: ignore[arg-type]


def _optional(number: int | None, reader: _Reader) -> Further | None:
    return None if number is None else reader.step(number)  # type: ignore[return-value]


def _further(data: Json, reader: _Reader) -> Further:
    return Further(reader.steps(data["ways"]), data["more"], data["whole"])  # type: ignore[arg-type]


def _gap(data: Json, reader: _Reader) -> Gap:
    end = data["more"], data["whole"]
    return Gap(reader.steps(data["missing"]), data["together"], *end)  # type: ignore[arg-type]


_READERS: "Mapping[str, Callable[[Json, _Reader], Step]]" = {
    "fact": _fact,
    "derivation": _derivation,
    "absence": _absence,
    "gathering": _gathering,
    "missing": _missing,
    "unreached": _unreached,
    "deadEnd": _dead_end,
    "attempt": _attempt,
    "way": _way,
    "inTheWay": _in_the_way,
    "untrue": _untrue,
    "differs": _differs,
    "noRow": _no_row,
    "ungathered": _ungathered,
    "row": _row,
    "further": _further,
    "gap": _gap,
}
