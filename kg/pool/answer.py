"""A question and a store -> an answer in a form, cut if it is too long.

Theory. The store writes an answer in any form many times as fast as we can, but writes all of it.
So it writes to a page that has an end: so many bytes, and so many of the characters of which every
row has at least one. If there cannot be more rows on it than are allowed, it is the answer.
Otherwise the rows are taken one by one, and the first of them are written by us.
"""

from dataclasses import replace
from typing import Any

import pyoxigraph

from kg.pool.asked import ROW_FORMS, Asked
from kg.pool.cells import term_of
from kg.pool.cut import cut
from kg.pool.question import Reply, refuse_too_large
from kg.pool.triples import graph
from kg.pool.whole import shown, whole
from kg.query.in_xml import rows_in_xml

__all__ = ["answer"]


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
            return graph(found, asked)
        case pyoxigraph.QuerySolutions():
            hidden = {} if asked.question.shows_given else dict(asked.question.given)
            if asked.question.part:
                return cut(found, asked, set(hidden))
            told = shown(found, asked, hidden) if hidden else whole(found, asked)
            return told or cut(_found(store, asked), asked, set(hidden))
    message = "an answer of an unknown kind"
    raise TypeError(message)


def _found(store: pyoxigraph.Store, asked: Asked) -> Any:  # noqa: ANN401 - one of three kinds
    question = asked.question
    left = () if question.is_put_in else question.given
    given = {pyoxigraph.Variable(name): term_of(text) for name, text in left}
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
