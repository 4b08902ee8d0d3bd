"""A reply as a table, a truth or triples, for a page to show."""

import pyoxigraph
from pyoxigraph import QueryResultsFormat, RdfFormat

from kg.load.turtle import newest_term, newest_triple
from kg.pool.question import Reply
from kg.store import Answer, Table


def answer_of(reply: Reply) -> Answer:
    """What a reply in JSON or N-Triples says."""
    if reply.kind == "graph":
        read = pyoxigraph.parse(reply.body, format=RdfFormat.N_TRIPLES)
        return tuple(newest_triple(each.triple) for each in read)
    found = pyoxigraph.parse_query_results(reply.body, QueryResultsFormat.JSON)
    if isinstance(found, pyoxigraph.QueryBoolean):
        return bool(found)
    rows = tuple(tuple(cell and newest_term(cell) for cell in row) for row in found)
    return Table(tuple(each.value for each in found.variables), rows)
