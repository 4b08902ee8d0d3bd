"""The nodes of one class in a Turtle file -> rows of texts, or what is wrong with each of them.

A node has to hold every part it needs, each once, and nothing that we do not know: what is only
partly understood is not read. Other nodes of the file are left alone, unless they say something
that only a node of the class can say.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from kg import vocabulary as nst
from kg.errors import Fault, Place, nearest
from kg.graph import Graph
from kg.labels import word
from kg.load.files import read_bytes
from kg.load.rows import Found, Row
from kg.terms import XSD, Iri, Literal, Term, Triple, local_name

MOST_BYTES = 5_000_000
STRING = XSD + "string"
RESOURCE = "iri"  # beside the datatypes, what a part can be
NOT_OF_KIND = {
    RESOURCE: "node-part-not-iri",
    nst.DATE: "node-part-not-date",
    STRING: "node-part-not-text",
}

Statement = tuple[Triple, Place]


@dataclass(frozen=True, slots=True)
class Part:
    """A predicate of a node, the column its object goes into, and of what kind that is."""

    predicate: Iri
    column: str
    kind: str
    needed: bool = True


@dataclass(frozen=True, slots=True)
class Form:
    """A class of nodes, what each has to say, and the predicates no other node has."""

    type: Iri
    parts: tuple[Part, ...]
    own: frozenset[Iri]

    @property
    def names(self) -> list[str]:
        """The parts as a reader writes them."""
        return [_short(part.predicate) for part in self.parts]


def read_nodes(path: Path, form: Form, graph: Graph) -> Found:
    """The nodes of a form that a file holds, and what is wrong with others.

    Raises:
        Faults: there is no such file, it is too large, or it is not Turtle.
    """
    from kg.load.turtle import parsed_by_line

    nodes: dict[Term, list[Statement]] = {}
    for triple, place in parsed_by_line(read_bytes(path, str(path), most=MOST_BYTES), str(path)):
        nodes.setdefault(triple.subject, []).append((triple, place))
    rows, faults = [], []
    for statements in nodes.values():
        if _is_of(form, statements):
            wrong = [*_wrong(form, statements)]
            faults += wrong
            rows += [] if wrong else [_row(form, statements, graph)]
        else:
            faults += _astray(form, statements)
    return Found(rows, faults)


def _is_of(form: Form, statements: list[Statement]) -> bool:
    return any(each.predicate == nst.TYPE and each.object == form.type for each, _ in statements)


def _astray(form: Form, statements: list[Statement]) -> Iterator[Fault]:
    for each, place in statements:
        if each.predicate in form.own:
            names = {"name": _short(each.predicate), "kind": _short(form.type)}
            yield Fault("node-untyped", place, **names)


def _wrong(form: Form, statements: list[Statement]) -> Iterator[Fault]:
    known = {part.predicate: part for part in form.parts}
    seen: set[Iri] = set()
    for each, place in statements:
        part, name = known.get(each.predicate), _short(each.predicate)
        if each.predicate == nst.TYPE:
            continue
        if not part:
            near = nearest(name, form.names)
            yield Fault("node-part-unknown", place, name=name, near=near, allowed=form.names)
        elif each.predicate in seen:
            yield Fault("node-part-doubled", place, name=name)
        elif not _fits(each.object, part):
            yield Fault(NOT_OF_KIND[part.kind], place, name=name)
        seen.add(each.predicate)
    for part in form.parts:
        if part.needed and part.predicate not in seen:
            yield Fault("node-part-missing", statements[0][1], name=_short(part.predicate))


def _fits(target: Term, part: Part) -> bool:
    if part.kind == RESOURCE:
        return isinstance(target, Iri)
    return isinstance(target, Literal) and target.datatype == part.kind


def _row(form: Form, statements: list[Statement], graph: Graph) -> Row:
    columns = {part.predicate: part.column for part in form.parts}
    found = {
        columns[each.predicate]: (each, place)
        for each, place in statements
        if each.predicate in columns
    }
    cells = {part.column: "" for part in form.parts}
    cells |= {column: _text(each, graph) for column, (each, _) in found.items()}
    places: Mapping[str, Place] = {column: place for column, (_, place) in found.items()}
    return Row(cells, min(places.values()), places)


def _text(statement: Triple, graph: Graph) -> str:
    """What a table would say: the id of what is known, and of an actor that nobody need know."""
    target = statement.object
    if not isinstance(target, Iri):
        return getattr(target, "lexical", str(target)).strip()
    if target in graph:
        return word(graph, target)
    own = target.value.startswith(nst.ID)
    name = target.value.removeprefix(nst.ID)
    return name if own and statement.predicate == nst.ACTOR else f"id:{name}" if own else name


def _short(term: Iri) -> str:
    return f"nst:{local_name(term)}" if term.value.startswith(nst.NST) else f"<{term.value}>"
