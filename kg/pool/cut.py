"""The first rows of an answer, one by one."""

import json
from collections.abc import Iterator
from itertools import chain, islice

import pyoxigraph

from kg.pool.asked import Asked, in_form
from kg.pool.cells import COMPACT, row_of
from kg.pool.question import Reply, refuse_too_large

__all__ = ["cut"]


def cut(found: pyoxigraph.QuerySolutions, asked: Asked, hidden: set[str]) -> Reply:
    """The first rows of an answer, without the columns that are hidden."""
    form, most = asked.question.rows_as, asked.most
    names = [each.value for each in found.variables]
    visible = [(place, name) for place, name in enumerate(names) if name not in hidden]
    shown = visible[: most.columns]
    keys = [(place, json.dumps(name)) for place, name in shown]
    most_rows = min(most.rows, max(1, most.cells // max(1, len(keys))))
    rows = (row_of(row, keys) for row in islice(found, most_rows))
    said = _fitting(rows, most.answer_bytes) if asked.question.part else [*rows]
    given = len(said) if next(chain(rows, found), None) is not None else 0
    head = json.dumps({"vars": [name for _, name in shown]}, separators=COMPACT)
    body = f'{{"head":{head},"results":{{"bindings":[{",".join(said)}]}}}}'.encode()
    body = in_form(body, form)
    refuse_too_large(len(body), most.answer_bytes)
    left_out = len(visible) if len(visible) > len(shown) else 0
    return Reply(body, form, "rows", given, asked.steady, left_out)


def _fitting(rows: Iterator[str], most_letters: int) -> list[str]:
    """Rows until they are half as long as they may be: then the next one fits, or none would."""
    said: list[str] = []
    most_letters //= 2
    while most_letters > 0 and (row := next(rows, None)) is not None:
        said.append(row)
        most_letters -= len(row)
    return said
