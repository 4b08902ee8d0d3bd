"""A SPARQL 1.1 server as a store: the same questions, asked over HTTP.

Servers differ (SPARQL 1.1 Protocol leaves room, and some take more): of some the default graph is
empty, of others it is all graphs together, so every request names the graphs it is about. A reply
with status 200 may still be no result; then it is refused.
"""

from collections.abc import Iterable
from urllib.parse import urlencode

from kg.errors import Fault, Faults
from kg.load.prefixes import Prefixes
from kg.load.turtle import node
from kg.query.escapes import in_one_reading
from kg.query.put_in import TOKEN, put_in
from kg.remote.bounds import Bounds
from kg.remote.exchange import BOUNDS, Address, exchange
from kg.remote.results import GRAPHS, RESULTS, read
from kg.store import NOTHING, Answer, Given, Table
from kg.terms import Iri, Term, Triple
from kg.vocabulary import GRAPH

KINDS = {"SELECT", "ASK", "CONSTRUCT", "DESCRIBE"}
SENT = "application/x-www-form-urlencoded"
OURS = f"""
SELECT DISTINCT ?graph
WHERE {{ GRAPH ?graph {{ ?s ?p ?o }} FILTER(STRSTARTS(STR(?graph), "{GRAPH}")) }}
"""


class RemoteStore:
    """A server that holds our graphs.

    Args:
        where: the address for queries.
        prefixes: those that need no declaration in a query.
        view: the names of the graphs that are asked.
        bounds: how far it is followed.
    """

    def __init__(
        self, where: Address, prefixes: Prefixes, view: tuple[Iri, ...], bounds: Bounds = BOUNDS
    ) -> None:
        self._where = where
        self._bounds = bounds
        self.prefixes = prefixes
        self.view = view

    @classmethod
    def open(cls, where: Address, prefixes: Prefixes, bounds: Bounds = BOUNDS) -> "RemoteStore":
        """A server with all our graphs in view.

        Raises:
            Faults: it cannot be asked, or holds none of our graphs.
        """
        found = cls(where, prefixes, (), bounds).select(OURS)
        names = [cell for row in found.rows for cell in row if isinstance(cell, Iri)]
        if not names:
            raise Faults([Fault("store-empty", name=str(where))])
        return cls(where, prefixes, tuple(sorted(names, key=str)), bounds)

    def graphs(self) -> tuple[Iri, ...]:
        """The names of the graphs in view, in order."""
        return self.view

    def seeing(self, names: Iterable[Iri]) -> "RemoteStore":
        """The same server with only some of its graphs in view."""
        view = tuple(sorted(names, key=str))
        return type(self)(self._where, self.prefixes, view, self._bounds)

    def as_chosen(self) -> "RemoteStore":
        """The same for a query that says in FROM which of the graphs in view it is about."""
        return type(self)(self._where, self.prefixes, (), self._bounds)

    def answer(self, query: str, given: Given = NOTHING) -> Answer:
        """What a query finds; see `kg.store.Store.answer`.

        Raises:
            Faults: the server cannot be asked, or its reply is no result.
        """
        declared = "".join(f"PREFIX {name}: <{iri}>\n" for name, iri in self.prefixes.items())
        return self._ask(declared + put_in(query, given))

    def select(self, query: str, given: Given = NOTHING) -> Table:
        """What a SELECT finds; another form of query is a TypeError."""
        match self.answer(query, given):
            case Table() as table:
                return table
        message = "not a SELECT"
        raise TypeError(message)

    def match(
        self, predicate: Iri, *, subject: Term | None = None, target: Term | None = None
    ) -> tuple[Triple, ...]:
        """The triples with a predicate and, if one is given, a subject or an object, in order."""
        start = "?s" if subject is None else in_one_reading(str(node(subject)))
        end = "?o" if target is None else in_one_reading(str(node(target)))
        pattern = f"{{ {start} {predicate} {end} }}"
        found = self._ask(f"CONSTRUCT {pattern} WHERE {pattern}")
        return found if isinstance(found, tuple) else ()

    def _ask(self, query: str) -> Answer:
        names = [each.value for each in self.view]
        fields = [
            ("query", query),
            *(("default-graph-uri", name) for name in names),
            *(("named-graph-uri", name) for name in names),
        ]
        accepted = ", ".join(GRAPHS if _finds_triples(query) else RESULTS)
        headers = {"Content-Type": SENT, "Accept": accepted}
        body = urlencode(fields).encode()
        reply = exchange(self._where, "POST", body, headers, self._bounds)
        return read(reply, self._where, self._bounds)


def _finds_triples(query: str) -> bool:
    """Whether the answer to a query is triples, by the first word that says what it is."""
    words = ((token["word"] or "").upper() for token in TOKEN.finditer(query))
    return next((word for word in words if word in KINDS), "") in {"CONSTRUCT", "DESCRIBE"}
