"""A question and a store -> an answer in a form, cut if it is too long.

Theory. The store writes an answer in any form many times as fast as we can, but writes all of it.
So it writes to a page that has an end: so many bytes, and so many of the characters of which every
row has at least one. If there cannot be more rows on it than are allowed, it is the answer.
Otherwise the rows are taken one by one, and the first of them are written by us.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from io import RawIOBase
from itertools import chain, islice
from typing import IO, Any, cast

import pyoxigraph
from pyoxigraph import QueryResultsFormat, RdfFormat

from kg.errors import Fault, Faults
from kg.pool.limits import Limits
from kg.pool.question import Part, Question, Reply, refuse_too_large
from kg.query.in_xml import graph_in_xml, rows_in_xml

__all__ = ["GRAPH_FORMS", "ROW_FORMS", "answer"]

ROW_FORMS = {
    "json": QueryResultsFormat.JSON,
    "xml": QueryResultsFormat.XML,
    "csv": QueryResultsFormat.CSV,
    "tsv": QueryResultsFormat.TSV,
}
GRAPH_FORMS = {
    "ttl": RdfFormat.TURTLE,
    "nt": RdfFormat.N_TRIPLES,
    "jsonld": RdfFormat.JSON_LD,
    "rdf": RdfFormat.RDF_XML,
}
# What stands in each row of a form at least once: how often in a row, and how often in a cell.
MARKS = {"json": (b"{", 1, 1), "xml": (b"<", 2, 4), "csv": (b"\n", 1, 0), "tsv": (b"\n", 1, 0)}
COMPACT = (",", ":")
ANY_NUMBER = 2**63
ROWS_OF_A_HEAD = 10  # what stands before the first row has no more marks than so many rows


class PageFullError(OSError):
    """There is more than a page can hold."""


class Page(RawIOBase):
    """Bytes with an end, and how often a mark stands in them."""

    def __init__(self, mark: bytes, most: int, most_marks: int) -> None:
        self.parts: list[bytes] = []
        self.mark, self.most, self.most_marks = mark, most, most_marks
        self.size = self.marks = 0

    def write(self, part: Any) -> int:  # noqa: ANN401 - whatever has bytes
        """Takes some bytes more.

        Raises:
            PageFullError: there is no room for them.
        """
        taken = bytes(part)
        self.parts.append(taken)
        self.size += len(taken)
        self.marks += taken.count(self.mark)
        if self.size > self.most or self.marks > self.most_marks:
            raise PageFullError
        return len(taken)


@dataclass(frozen=True, slots=True)
class Asked:
    """A question that was looked at, ready for the store."""

    question: Question
    limits: Limits
    prefixes: Mapping[str, str]
    borrowed: tuple[str, ...]
    steady: bool

    @property
    def most(self) -> Part:
        """How much is given: what is wanted, or all that may be given if that is less."""
        rows, most_bytes = self.limits.rows, self.limits.answer_bytes
        if not (part := self.question.part):
            return Part(rows, ANY_NUMBER, ANY_NUMBER, most_bytes)
        return replace(
            part, rows=min(rows, part.rows), answer_bytes=min(most_bytes, part.answer_bytes)
        )


def answer(store: pyoxigraph.Store, asked: Asked) -> Reply:
    """What a store finds.

    Raises:
        Faults: it is more than an answer may hold, or than its form can.
    """
    reply = _answered(store, asked)
    if reply.form != "xml":
        return reply
    body = rows_in_xml(reply.body)
    refuse_too_large(len(body), asked.most.answer_bytes)
    return replace(reply, body=body)


def _answered(store: pyoxigraph.Store, asked: Asked) -> Reply:
    match found := _found(store, asked):
        case pyoxigraph.QueryBoolean():
            form = asked.question.rows_as
            said = found.serialize(format=ROW_FORMS[form]) or b""
            return Reply(said, form, "truth", steady=asked.steady)
        case pyoxigraph.QueryTriples():
            return _graph(found, asked)
        case pyoxigraph.QuerySolutions():
            hidden = {} if asked.question.shows_given else dict(asked.question.given)
            if asked.question.part:
                return _cut(found, asked, set(hidden))
            whole = _shown(found, asked, hidden) if hidden else _whole(found, asked)
            return whole or _cut(_found(store, asked), asked, set(hidden))
    message = "an answer of an unknown kind"
    raise TypeError(message)


def _found(store: pyoxigraph.Store, asked: Asked) -> Any:  # noqa: ANN401 - one of three kinds
    question = asked.question
    left = () if question.is_put_in else question.given
    given = {pyoxigraph.Variable(name): _term(text) for name, text in left}
    seen: dict[str, Any] = {"use_default_graph_as_union": True}
    if question.default_graphs or question.named_graphs:
        default = [*map(pyoxigraph.NamedNode, question.default_graphs)]
        named = [*map(pyoxigraph.NamedNode, question.named_graphs)]
        seen = {"default_graph": default, "named_graphs": named}
    return store.query(
        question.text,
        prefixes={name: asked.prefixes[name] for name in asked.borrowed},
        substitutions=given,
        **seen,
    )


def _term(text: str) -> Any:  # noqa: ANN401 - a term of any kind
    line = f"<urn:s> <urn:p> {text} ."
    (quad,) = pyoxigraph.parse(line, format=RdfFormat.N_TRIPLES)
    return quad.object


def _shown(
    found: pyoxigraph.QuerySolutions, asked: Asked, hidden: Mapping[str, str]
) -> Reply | None:
    """The same without the columns that are hidden, if they can be taken out.

    Each of them has the same cell in every row, which can stand nowhere else: in a text its
    quotation marks would have a backslash before them.
    """
    question = asked.question
    whole = _whole(found, replace(asked, question=replace(question, rows_as="json")))
    body = whole and without(whole.body, {name: _term(text) for name, text in hidden.items()})
    if not body:
        return None
    if question.rows_as != "json":
        read = pyoxigraph.parse_query_results(body, QueryResultsFormat.JSON)
        body = read.serialize(format=ROW_FORMS[question.rows_as]) or b""
    return Reply(body, question.rows_as, "rows", steady=asked.steady)


def without(body: bytes, hidden: Mapping[str, object]) -> bytes:
    r"""An answer in JSON without the cells of some columns; empty if they are not where expected.

    >>> row = b'{"a":{"type":"uri","value":"urn:x"},"b":{"type":"uri","value":"urn:y"}}'
    >>> body = b'{"head":{"vars":["a","b"]},"results":{"bindings":[' + row + b"]}}"
    >>> without(body, {"b": pyoxigraph.NamedNode("urn:y")})
    b'{"head":{"vars":["a"]},"results":{"bindings":[{"a":{"type":"uri","value":"urn:x"}}]}}'
    """
    head, _, rows = body.partition(b'"results":')
    names = [name for name in json.loads(head + b'"":0}')["head"]["vars"] if name not in hidden]
    number = most_rows("json", body)
    for name, term in hidden.items():
        cell = f"{json.dumps(name)}:{_written(term)}".encode()
        if rows.count(cell) != number:
            return b""
        rows = rows.replace(b"," + cell, b"").replace(cell + b",", b"").replace(cell, b"")
    shown = json.dumps({"vars": names}, separators=COMPACT)
    return f'{{"head":{shown},"results":'.encode() + rows


def _whole(found: pyoxigraph.QuerySolutions, asked: Asked) -> Reply | None:
    """The whole answer, if it surely has no more rows than may be given."""
    form, limits = asked.question.rows_as, asked.limits
    mark, of_row, of_cell = MARKS[form]
    most = (limits.rows + ROWS_OF_A_HEAD) * (of_row + of_cell * len(found.variables))
    page = Page(mark, limits.answer_bytes, most)
    try:
        found.serialize(cast("IO[bytes]", page), format=ROW_FORMS[form])
    except PageFullError:
        return None
    body = b"".join(page.parts)
    if most_rows(form, body) > limits.rows:
        return None
    return Reply(body, form, "rows", steady=asked.steady)


def most_rows(form: str, body: bytes) -> int:
    r"""How many rows an answer has at most; text in cells can only make it more.

    In JSON a quotation mark in a text has a backslash before it, so what looks like the start of a
    cell is one.

    >>> most_rows("csv", b"a,b\r\n1,2\r\n")
    1
    >>> most_rows("json", b'{"head":{},"results":{"bindings":[{},{"a":{"type":"uri"}}]}}')
    2
    """
    match form:
        case "xml":
            return body.count(b"<result>") + body.count(b"<result/>")
        case "json":
            started = body.count(b'{"') - body.count(b'{"type":"') + body.count(b"{}")
            return started - len(("the whole", "its head", "its results"))
    return body.count(b"\n") - 1


def _cut(found: pyoxigraph.QuerySolutions, asked: Asked, hidden: set[str]) -> Reply:
    """The first rows of an answer, without the columns that are hidden."""
    form, most = asked.question.rows_as, asked.most
    names = [each.value for each in found.variables]
    visible = [(place, name) for place, name in enumerate(names) if name not in hidden]
    shown = visible[: most.columns]
    keys = [(place, json.dumps(name)) for place, name in shown]
    most_rows = min(most.rows, max(1, most.cells // max(1, len(keys))))
    rows = (_row(row, keys) for row in islice(found, most_rows))
    said = _fitting(rows, most.answer_bytes) if asked.question.part else [*rows]
    cut = len(said) if next(chain(rows, found), None) is not None else 0
    head = json.dumps({"vars": [name for _, name in shown]}, separators=COMPACT)
    body = f'{{"head":{head},"results":{{"bindings":[{",".join(said)}]}}}}'.encode()
    if form != "json":
        read = pyoxigraph.parse_query_results(body, QueryResultsFormat.JSON)
        body = read.serialize(format=ROW_FORMS[form]) or b""
    refuse_too_large(len(body), most.answer_bytes)
    left_out = len(visible) if len(visible) > len(shown) else 0
    return Reply(body, form, "rows", cut, asked.steady, left_out)


def _fitting(rows: Iterator[str], most_letters: int) -> list[str]:
    """Rows until they are half as long as they may be: then the next one fits, or none would."""
    said: list[str] = []
    most_letters //= 2
    while most_letters > 0 and (row := next(rows, None)) is not None:
        said.append(row)
        most_letters -= len(row)
    return said


def _row(row: pyoxigraph.QuerySolution, keys: list[tuple[int, str]]) -> str:
    cells = ((key, row[place]) for place, key in keys)
    return "{" + ",".join(f"{key}:{_written(term)}" for key, term in cells if term) + "}"


@lru_cache(maxsize=10_000)
def _written(term: object) -> str:
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


def _graph(found: pyoxigraph.QueryTriples, asked: Asked) -> Reply:
    """The triples of an answer, each once, the first of them if they are too many."""
    form, most = asked.question.graph_as, asked.most
    taken, cut = _once_each(found, most.rows)
    if form == "jsonld" and any(isinstance(each.object, pyoxigraph.Triple) for each in taken):
        raise Faults([Fault("form-too-old", form=form, allowed=("ttl", "nt"))])
    page = Page(b"\n", most.answer_bytes, most.answer_bytes)
    prefixes = dict(asked.prefixes) if form in {"ttl", "jsonld"} else None
    try:
        written = cast("IO[bytes]", page)
        pyoxigraph.serialize(taken, written, format=GRAPH_FORMS[form], prefixes=prefixes)
    except PageFullError:
        refuse_too_large(page.size, most.answer_bytes)
    body = b"".join(page.parts)
    body = graph_in_xml(body, taken) if form == "rdf" else body
    return Reply(body, form, "graph", cut, asked.steady)


def _once_each(
    found: pyoxigraph.QueryTriples, most: int
) -> tuple[dict[pyoxigraph.Triple, None], int]:
    """The first triples, each once, and how many they are if there are more."""
    taken = dict.fromkeys(islice(found, most))
    for each in found:
        if each not in taken and len(taken) == most:
            return taken, most
        taken[each] = None
    return taken, 0
