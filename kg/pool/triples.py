"""The triples of an answer, each once."""

from itertools import islice
from typing import IO, cast

import pyoxigraph

from kg.errors import Fault, Faults
from kg.pool.asked import GRAPH_FORMS, Asked
from kg.pool.page import Page, PageFullError
from kg.pool.question import Reply, refuse_too_large
from kg.query.in_xml import graph_in_xml

__all__ = ["graph"]


def graph(found: pyoxigraph.QueryTriples, asked: Asked) -> Reply:
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
