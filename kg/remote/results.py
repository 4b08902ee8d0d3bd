"""A reply of a server -> rows, a truth or triples, within bounds.

What reads the forms is made for friends: a term inside a term inside a term, deep enough, ends the
whole process. So what lies too deep is refused before it is read. We have no use for it: our terms
are those of RDF 1.1, of which none stands in another.
"""

import re
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import TypeVar

import pyoxigraph

from kg.errors import Fault, Faults
from kg.load.turtle import term, triple
from kg.remote.bounds import Bounds
from kg.remote.exchange import Address, Reply, silent
from kg.store import Answer, Table, in_order
from kg.terms import XSD, Literal, Term

RESULTS = {
    "application/sparql-results+json": pyoxigraph.QueryResultsFormat.JSON,
    "application/json": pyoxigraph.QueryResultsFormat.JSON,
    "application/sparql-results+xml": pyoxigraph.QueryResultsFormat.XML,
}
GRAPHS = {
    "application/n-triples": pyoxigraph.RdfFormat.N_TRIPLES,
    "text/turtle": pyoxigraph.RdfFormat.TURTLE,
}
BOOLEAN = f"{XSD}boolean"
TRUTHS = {"0": "false", "1": "true"}
DEEPEST = 50
NESTING = re.compile(rb"triple|\\u|<<")  # the signs of a term in a term; an escape may hide one
TEXT = re.compile(rb'"[^"\\]*+(?:\\.[^"\\]*+)*+"', re.DOTALL)
OFTEN = 1_000  # rows after which we look at the clock
Found = TypeVar("Found")

__all__ = ["GRAPHS", "RESULTS", "read"]


def read(reply: Reply, where: Address, bounds: Bounds) -> Answer:
    """What a reply says.

    Raises:
        Faults: it is no result, or is too much.
    """
    try:
        if _is_deep(reply):
            raise Faults([Fault("store-no-result", name=str(where))])
        return _answer(reply, _Counted(where, bounds))
    except (SyntaxError, ValueError, KeyError, TypeError) as error:
        if isinstance(error, Faults):
            raise
        raise Faults([Fault("store-no-result", name=str(where))]) from error


def _answer(reply: Reply, counted: "_Counted") -> Answer:
    if reply.form in GRAPHS:
        parsed = pyoxigraph.parse(reply.body, GRAPHS[reply.form])
        return in_order(triple(each) for each in counted.taken(parsed))
    found = pyoxigraph.parse_query_results(reply.body, RESULTS[reply.form])
    if isinstance(found, pyoxigraph.QueryBoolean):
        return bool(found)
    rows = tuple(tuple(cell and _plain(term(cell)) for cell in row) for row in counted.taken(found))
    return Table(tuple(variable.value for variable in found.variables), rows)


class _Counted:
    """Takes one after the other, no more and no longer than the bounds allow."""

    def __init__(self, where: Address, bounds: Bounds) -> None:
        self.where, self.bounds = where, bounds

    def taken(self, found: Iterable[Found]) -> Iterator[Found]:
        """All that is found.

        Raises:
            Faults: it is too much, or takes too long.
        """
        rest, most = iter(found), self.bounds.most_rows
        for done in range(0, most, OFTEN):
            yield from islice(rest, min(OFTEN, most - done))
            if not self.bounds.left():
                raise Faults([silent(self.where, self.bounds)])
        if next(rest, None) is not None:
            raise Faults([Fault("store-too-many", name=str(self.where), most=most)])


def _is_deep(reply: Reply) -> bool:
    """Whether terms may stand in terms too deep."""
    if not NESTING.search(reply.body):
        return False
    if RESULTS.get(reply.form) == pyoxigraph.QueryResultsFormat.JSON:
        return _depth(TEXT.sub(b"", reply.body)) > DEEPEST
    if reply.form == "application/n-triples":
        lines = TEXT.sub(b"", reply.body).splitlines()
        return any(line.count(b"<<") > DEEPEST for line in lines)
    return reply.body.count(b"<<") > DEEPEST or reply.body.count(b"triple") > OFTEN


def _depth(text: bytes) -> int:
    """How many brackets stand in each other, counted as far as it matters.

    >>> _depth(b"{a[b]}{}"), _depth(b"[" * 100 + b"]" * 100) > DEEPEST
    (2, True)
    """
    brackets = text.translate(None, bytes({*range(256)} - {*b"[]{}"}))
    for depth in range(DEEPEST + 1):
        if not brackets:
            return depth
        brackets = brackets.replace(b"{}", b"").replace(b"[]", b"")
    return DEEPEST + 1


def _plain(found: Term) -> Term:
    """A truth value in its usual form: some servers write 1 for true."""
    match found:
        case Literal(lexical, datatype) if datatype == BOOLEAN and lexical in TRUTHS:
            return Literal(TRUTHS[lexical], BOOLEAN)
    return found
