"""An answer as the store writes it, if it surely has no more rows than may be given."""

import json
from collections.abc import Mapping
from dataclasses import replace
from typing import IO, cast

import pyoxigraph

from kg.pool.asked import ROW_FORMS, Asked, in_form
from kg.pool.cells import COMPACT, term_of, written
from kg.pool.page import Page, PageFullError
from kg.pool.question import Reply

__all__ = ["most_rows", "shown", "whole", "without"]

# What stands in each row of a form at least once: how often in a row, and how often in a cell.
MARKS = {"json": (b"{", 1, 1), "xml": (b"<", 2, 4), "csv": (b"\n", 1, 0), "tsv": (b"\n", 1, 0)}
ROWS_OF_A_HEAD = 10  # what stands before the first row has no more marks than so many rows


def whole(found: pyoxigraph.QuerySolutions, asked: Asked) -> Reply | None:
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


def shown(
    found: pyoxigraph.QuerySolutions, asked: Asked, hidden: Mapping[str, str]
) -> Reply | None:
    """The same without the columns that are hidden, if they can be taken out.

    Each of them has the same cell in every row, which can stand nowhere else: in a text its
    quotation marks would have a backslash before them.
    """
    question = asked.question
    told = whole(found, replace(asked, question=replace(question, rows_as="json")))
    body = told and without(told.body, {name: term_of(text) for name, text in hidden.items()})
    if not body:
        return None
    return Reply(in_form(body, question.rows_as), question.rows_as, "rows", steady=asked.steady)


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
        cell = f"{json.dumps(name)}:{written(term)}".encode()
        if rows.count(cell) != number:
            return b""
        rows = rows.replace(b"," + cell, b"").replace(cell + b",", b"").replace(cell, b"")
    kept = json.dumps({"vars": names}, separators=COMPACT)
    return f'{{"head":{kept},"results":'.encode() + rows


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
