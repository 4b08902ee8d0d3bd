"""Answers as files for programs that work with tables, made beside everything else."""

from dataclasses import replace

import anyio.to_thread
from starlette.requests import Request
from starlette.responses import Response

from kg.load.prefixes import Prefixes
from kg.pool import Part, Question, Reply
from kg.pool.apart import made_apart
from kg.pool.limits import MEGABYTE
from kg.pool.read import answer_of
from kg.query import Query
from kg.query.columns import with_heads
from kg.query.tables import write_tables
from kg.web.forms import TABLES, media_type
from kg.web.headers import is_known, tag_of
from kg.web.service import Service, headers_of, spoken

__all__ = ["FOR_A_FILE", "file_response"]

FOR_A_FILE = Part(rows=1_000_000, columns=500, cells=200_000, answer_bytes=40 * MEGABYTE)


async def file_response(
    service: Service, request: Request, question: Question, form: str, query: Query | None = None
) -> Response:
    """An answer as a workbook or a Parquet file.

    Args:
        service: what answers.
        request: who asks.
        question: what is asked, in any form.
        form: of the file.
        query: the saved query, whose columns have heads in a workbook.

    Raises:
        Faults: there is no answer, it is no table, or what writes the file is not installed.
    """
    wanted = replace(question, rows_as="json", graph_as="nt", part=FOR_A_FILE)
    reply, tag = await service.answer(request, wanted)
    language = spoken(request)
    known = tag_of([tag, form, language]) if tag else ""
    headers = headers_of(known, reply.cut)
    if is_known(known, request.headers.get("if-none-match", "")):
        return Response(None, 304, headers)
    given = (reply, form, dict(service.store.prefixes), language, query)
    async with service.desk.place(request, is_own=True):
        made = await anyio.to_thread.run_sync(made_apart, _written, given, service.limits)
    name = f"{query.saved.id if query else 'answer'}.{form}"
    headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return Response(made, headers=headers, media_type=media_type(form, TABLES))


def _written(
    reply: Reply, form: str, prefixes: Prefixes, language: str, query: Query | None
) -> bytes:
    """The file; in a workbook, which people read, columns have heads."""
    answer = answer_of(reply)
    shown = with_heads(answer, query, language) if query and form == "xlsx" else answer
    return write_tables(shown, form, prefixes, language)
