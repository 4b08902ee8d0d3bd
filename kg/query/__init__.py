"""Saved questions and one's own, asked of a store.

A saved query names its parameters in its header and projects each of them, and ``?lang`` where it
has words to give: that is what lets a store put terms in their place (SEP-0007) instead of text in
the query. What was put in is no column of the answer.
"""

from kg.query.inspect import inspect
from kg.query.run import run
from kg.query.saved import Query, by_folder, by_theme, find_query, own_query, saved_queries
from kg.query.write import write

__all__ = [
    "Query",
    "by_folder",
    "by_theme",
    "find_query",
    "inspect",
    "own_query",
    "run",
    "saved_queries",
    "write",
]
