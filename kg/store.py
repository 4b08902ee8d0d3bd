"""The store that answers SPARQL, behind a Protocol; nothing else imports pyoxigraph's store."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING, Protocol

import pyoxigraph

from kg.graph import Graph
from kg.graph import triples as triples_of
from kg.load.prefixes import Prefixes, prefixes_of
from kg.load.turtle import node, statement, term, triple
from kg.terms import Iri, Term, Triple, order

if TYPE_CHECKING:
    import rdflib

Given = Mapping[str, Term]
NOTHING: Given = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Table:
    """What a SELECT finds: the names of its variables, and rows of terms, None where unbound."""

    variables: tuple[str, ...]
    rows: tuple[tuple[Term | None, ...], ...]

    def without(self, names: Mapping[str, object]) -> "Table":
        """The table without some of its columns.

        >>> Table(("a", "b"), ((None, Iri("urn:x")),)).without({"a": 1})
        Table(variables=('b',), rows=((Iri(value='urn:x'),),))
        """
        kept = [place for place, name in enumerate(self.variables) if name not in names]
        rows = (tuple(row[place] for place in kept) for row in self.rows)
        return Table(tuple(self.variables[place] for place in kept), tuple(rows))


Substitute = pyoxigraph.NamedNode | pyoxigraph.BlankNode | pyoxigraph.Literal | pyoxigraph.Triple
Answer = Table | bool | tuple[Triple, ...]


class SparqlStore(Protocol):
    """Whatever answers SPARQL."""

    @property
    def prefixes(self) -> Prefixes:
        """The prefixes that need no declaration in a query."""

    def answer(self, query: str, given: Given = ...) -> Answer:
        """What a query finds, whatever its form; given variables stand for their terms."""

    def select(self, query: str, given: Given = ...) -> Table:
        """What a SELECT finds."""

    def match(
        self, predicate: Iri, *, subject: Term | None = ..., target: Term | None = ...
    ) -> tuple[Triple, ...]:
        """The triples with a predicate and, if one is given, a subject or an object, in order."""


class Store:
    """A store in memory."""

    def __init__(self, store: pyoxigraph.Store, prefixes: Prefixes) -> None:
        self._store = store
        self.prefixes = prefixes

    @classmethod
    def of(cls, graph: Graph) -> "Store":
        """A store of all that a graph holds, with the prefixes it declares."""
        store = pyoxigraph.Store()
        written = (statement(each) for each in triples_of(graph))
        store.extend(pyoxigraph.Quad(each.subject, each.predicate, each.object) for each in written)
        return cls(store, prefixes_of(graph))

    def answer(self, query: str, given: Given = NOTHING) -> Answer:
        """What a query finds.

        Args:
            query: SPARQL; its syntax is looked at by the caller.
            given: variables that stand for a term. A SELECT has to project them.

        Raises:
            SyntaxError: the text is not a query.
        """
        put_in: dict[pyoxigraph.Variable, Substitute] = {
            pyoxigraph.Variable(name): node(value) for name, value in given.items()
        }
        found = self._store.query(query, prefixes=dict(self.prefixes), substitutions=put_in)
        match found:
            case pyoxigraph.QuerySolutions():
                rows = tuple(tuple(cell and term(cell) for cell in row) for row in found)
                return Table(tuple(variable.value for variable in found.variables), rows)
            case pyoxigraph.QueryBoolean():
                return bool(found)
        return _in_order(triple(each) for each in found)

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
        # A literal is the subject of nothing.
        source = None if subject is None else node(subject)
        if isinstance(source, pyoxigraph.Literal):
            return ()
        end = None if target is None else node(target)
        key = pyoxigraph.NamedNode(predicate.value)
        quads = self._store.quads_for_pattern(source, key, end, None)
        return _in_order(triple(quad) for quad in quads)

    def rdflib(self) -> "rdflib.Graph":
        """The same store as an rdflib graph."""
        import rdflib
        from oxrdflib import OxigraphStore
        from rdflib.graph import DATASET_DEFAULT_GRAPH_ID

        # Without this name rdflib would read and write a graph of its own beside the default one.
        seen = rdflib.Graph(
            OxigraphStore(store=self._store), DATASET_DEFAULT_GRAPH_ID, bind_namespaces="none"
        )
        for prefix, namespace in self.prefixes.items():
            seen.bind(prefix, namespace)
        return seen


def _in_order(triples: Iterable[Triple]) -> tuple[Triple, ...]:
    return tuple(sorted(triples, key=lambda each: [order(part) for part in each]))


def syntax_error(query: str, prefixes: Prefixes) -> tuple[int, int] | None:
    """Line and column of what the store refuses in a query, if it refuses anything.

    The query runs on an empty store: make sure first that it cannot reach outside.
    """
    try:
        pyoxigraph.Store().query(query, prefixes=dict(prefixes))
    except SyntaxError as error:
        place = re.match(r"error at (\d+):(\d+)", str(error.msg))
        return (int(place[1]), int(place[2])) if place else (1, 1)
    return None
