"""Terms as SPARQL results in JSON have them (https://www.w3.org/TR/sparql12-results-json/)."""

import json
from functools import lru_cache
from typing import Any

import pyoxigraph
from pyoxigraph import RdfFormat

__all__ = ["COMPACT", "row_of", "term_of", "written"]

COMPACT = (",", ":")


def term_of(text: str) -> Any:  # noqa: ANN401 - a term of any kind
    """The term that N-Triples writes so."""
    line = f"<urn:s> <urn:p> {text} ."
    (quad,) = pyoxigraph.parse(line, format=RdfFormat.N_TRIPLES)
    return quad.object


def row_of(row: pyoxigraph.QuerySolution, keys: list[tuple[int, str]]) -> str:
    """A row in JSON: of the columns at some places, by their names."""
    cells = ((key, row[place]) for place, key in keys)
    return "{" + ",".join(f"{key}:{written(term)}" for key, term in cells if term) + "}"


@lru_cache(maxsize=10_000)
def written(term: object) -> str:
    """A term in JSON; the same ones come again and again."""
    return json.dumps(_cell(term), ensure_ascii=False, separators=COMPACT)


def _cell(term: object) -> dict[str, object]:
    """A term as SPARQL results in JSON have it."""
    match term:
        case pyoxigraph.NamedNode():
            return {"type": "uri", "value": term.value}
        case pyoxigraph.BlankNode():
            return {"type": "bnode", "value": term.value}
        case pyoxigraph.Triple():
            parts = {"subject": term.subject, "predicate": term.predicate, "object": term.object}
            return {"type": "triple", "value": {name: _cell(part) for name, part in parts.items()}}
        case pyoxigraph.Literal():
            return _literal(term)
    message = "a term of an unknown kind"
    raise TypeError(message)


def _literal(term: pyoxigraph.Literal) -> dict[str, object]:
    cell: dict[str, object] = {"type": "literal", "value": term.value}
    if term.language:
        cell["xml:lang"] = term.language
        if term.direction:
            cell["its:dir"] = term.direction.value
    elif not term.datatype.value.endswith("XMLSchema#string"):
        cell["datatype"] = term.datatype.value
    return cell
