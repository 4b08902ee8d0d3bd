"""What a query found -> text, in the form asked for."""

import json
from collections.abc import Iterable
from typing import TYPE_CHECKING

from kg.errors import Fault, Faults
from kg.load.prefixes import Prefixes, shortened
from kg.load.turtle import write_turtle
from kg.messages import harmless, text
from kg.query.in_xml import rows_in_xml
from kg.store import Answer, Table
from kg.terms import RDF, XSD, Blank, Iri, Literal, Term, Triple, TripleTerm
from kg.vocabulary import BOOLEAN, ID, LANG_STRING

if TYPE_CHECKING:
    import rdflib

ROW_FORMATS = ("table", "csv", "tsv", "json", "xml")
GRAPH_FORMATS = ("ttl", "nt", "jsonld")
IMPLIED = (XSD + "string", LANG_STRING, RDF + "dirLangString")


def write(answer: Answer, form: str, prefixes: Prefixes, language: str, width: int = 80) -> str:
    """An answer as text.

    Args:
        answer: rows, a truth or triples; triples are rows of three columns, but in Turtle.
        form: one of `ROW_FORMATS` or, for triples only, of `GRAPH_FORMATS`.
        prefixes: for short names in tables and Turtle.
        language: of the few words around an answer.
        width: columns a table may take.

    Raises:
        Faults: what was found are no triples, and the form is one for triples; or the form cannot
            hold what was found.
    """
    if form in GRAPH_FORMATS:
        return _graph(answer, form, prefixes)
    if isinstance(answer, bool):
        if form == "table":
            return text("yes" if answer else "no", language) + "\n"
        return _converted({"head": {}, "boolean": answer}, form)
    table = answer if isinstance(answer, Table) else table_of(answer)
    if form == "table":
        return as_table(table, prefixes, language, width)
    return _converted(as_json(table), form)


def table_of(triples: Iterable[Triple]) -> Table:
    """Triples as rows."""
    return Table(("subject", "predicate", "object"), tuple(map(tuple, triples)))


def as_json(table: Table) -> dict[str, object]:
    """Rows as SPARQL 1.2 Query Results JSON has them (https://www.w3.org/TR/sparql12-results-json/)."""
    bindings = [
        {name: _cell(term) for name, term in zip(table.variables, row, strict=True) if term}
        for row in table.rows
    ]
    return {"head": {"vars": list(table.variables)}, "results": {"bindings": bindings}}


def _cell(term: Term) -> dict[str, object]:
    match term:
        case Iri(value):
            return {"type": "uri", "value": value}
        case Blank(label):
            return {"type": "bnode", "value": label}
        case TripleTerm(subject, predicate, target):
            parts = {"subject": subject, "predicate": predicate, "object": target}
            return {"type": "triple", "value": {name: _cell(part) for name, part in parts.items()}}
        case Literal(lexical, datatype, language, direction):
            cell: dict[str, object] = {"type": "literal", "value": lexical}
            if language:
                cell["xml:lang"] = language
            if direction:
                cell["its:dir"] = direction
            return cell if datatype in IMPLIED else {**cell, "datatype": datatype}


def _converted(results: dict[str, object], form: str) -> str:
    """SPARQL JSON as itself, or as one of the other standard forms."""
    if form == "json":
        return json.dumps(results, ensure_ascii=False, indent=2) + "\n"
    from pyoxigraph import QueryResultsFormat, parse_query_results

    found = parse_query_results(json.dumps(results).encode(), QueryResultsFormat.JSON)
    made = found.serialize(format=getattr(QueryResultsFormat, form.upper())) or b""
    return f"{rows_in_xml(made).decode()}\n" if form == "xml" else made.decode()


def as_table(table: Table, prefixes: Prefixes, language: str, width: int) -> str:
    """Rows as a table for the eye, no wider than the width."""
    from io import StringIO

    from rich import box
    from rich.console import Console
    from rich.table import Table as Shown
    from rich.text import Text

    if not table.rows:
        return text("no-rows-found", language) + "\n"
    shown = Shown(box=box.SIMPLE_HEAD, pad_edge=False, show_edge=False)
    for name in table.variables:
        shown.add_column(Text(name), overflow="fold")
    for row in table.rows:
        shown.add_row(*(Text(harmless(in_words(term, prefixes, language))) for term in row))
    page = StringIO()
    Console(file=page, width=width, color_system=None, legacy_windows=False).print(shown)
    return "".join(f"{line.rstrip()}\n" for line in page.getvalue().splitlines())


def plain(term: Term, prefixes: Prefixes) -> str:
    """A term for the eye: the text of a literal, our own ids bare, other IRIs with their prefix.

    >>> plain(Iri(ID + "bridge"), {})
    'bridge'
    """
    if isinstance(term, Literal):
        return term.lexical
    own = isinstance(term, Iri) and term.value.startswith(ID)
    return str(term)[len(ID) + 1 : -1] if own else shortened(term, prefixes)


def in_words(term: Term | None, prefixes: Prefixes, language: str) -> str:
    """A cell for the eye: a truth as yes or no, nothing as nothing, else `plain`.

    >>> in_words(Literal("true", BOOLEAN), {}, "nb"), in_words(None, {}, "nb")
    ('ja', '')
    """
    if isinstance(term, Literal) and term.datatype == BOOLEAN:
        return text("yes" if term.lexical in {"true", "1"} else "no", language)
    return plain(term, prefixes) if term else ""


def _graph(answer: Answer, form: str, prefixes: Prefixes) -> str:
    if not isinstance(answer, tuple):
        raise Faults([Fault("rows-are-not-turtle", form=form, allowed=ROW_FORMATS)])
    if form == "nt":
        return "".join(f"{each}\n" for each in answer)
    if form == "ttl":
        return write_turtle(answer, prefixes)
    if any(
        isinstance(part, TripleTerm) or _has_direction(part) for each in answer for part in each
    ):
        raise Faults([Fault("form-too-old", form=form, allowed=("ttl", "nt"))])
    from kg.load.canonical import in_rdflib

    return _linked(in_rdflib(answer), prefixes)


def _has_direction(term: Term) -> bool:
    return isinstance(term, Literal) and bool(term.direction)


def _linked(graph: "rdflib.Graph", prefixes: Prefixes) -> str:
    """A graph as JSON-LD, with those of the prefixes that are used."""
    written = graph.serialize(format="json-ld", context={**prefixes}, sort_keys=True, indent=2)
    document = json.loads(written)
    if nodes := document.get("@graph"):
        document["@graph"] = sorted(nodes, key=lambda node: str(node["@id"]))
    told = json.dumps({**document, "@context": {}})
    document["@context"] = {
        name: namespace for name, namespace in prefixes.items() if f'"{name}:' in told
    }
    return json.dumps(document, ensure_ascii=False, indent=2) + "\n"
