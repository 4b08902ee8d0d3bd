"""The store that answers SPARQL, behind a Protocol; nothing else imports pyoxigraph's store.

A store may hold several graphs, each under a name. A query that names none sees all that are in
view as one (SPARQL 1.1, section 13); ``GRAPH ?name { ... }`` tells them apart.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING, Protocol, Self, TypedDict, TypeVar

import pyoxigraph

from kg.graph import Graph
from kg.graph import triples as triples_of
from kg.load.prefixes import Prefixes, prefixes_of
from kg.load.turtle import newest_term, newest_triple, node, statement, triple
from kg.terms import Iri, Term, Triple, order

if TYPE_CHECKING:
    import rdflib
    from rdflib.graph import Dataset

    Seen = TypeVar("Seen", bound=rdflib.Graph)

Given = Mapping[str, Term]
Graphs = Mapping[Iri, Iterable[Triple]]
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

    def renamed(self, names: Mapping[str, str]) -> "Table":
        """The table with other names for some of its columns.

        >>> Table(("a", "b"), ()).renamed({"a": "first"}).variables
        ('first', 'b')
        """
        return Table(tuple(names.get(name, name) for name in self.variables), self.rows)


Substitute = pyoxigraph.NamedNode | pyoxigraph.BlankNode | pyoxigraph.Literal | pyoxigraph.Triple
Found = pyoxigraph.QuerySolutions | pyoxigraph.QueryBoolean | pyoxigraph.QueryTriples
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

    def graphs(self) -> tuple[Iri, ...]:
        """The names of the graphs in view, in order."""

    def seeing(self, names: Iterable[Iri]) -> Self:
        """The same with only some of its graphs in view."""

    def as_chosen(self) -> Self:
        """The same for a query that says in FROM which of the graphs in view it is about."""


class Store:
    """A store in memory, or a view of some of its graphs.

    Args:
        store: where the facts are.
        prefixes: those that need no declaration in a query.
        view: the names of the graphs that can be seen; None for all, and what has no name too.
        is_chosen: whether queries say in FROM which of them they are about.
    """

    def __init__(
        self,
        store: pyoxigraph.Store,
        prefixes: Prefixes,
        view: tuple[Iri, ...] | None = None,
        *,
        is_chosen: bool = False,
    ) -> None:
        self._store = store
        self.prefixes = prefixes
        self.view = view
        self._is_chosen = is_chosen

    @classmethod
    def of(cls, graph: Graph) -> "Store":
        """A store of all that a graph holds, with the prefixes it declares."""
        store = pyoxigraph.Store()
        written = (statement(each) for each in triples_of(graph))
        store.extend(pyoxigraph.Quad(each.subject, each.predicate, each.object) for each in written)
        return cls(store, prefixes_of(graph))

    @classmethod
    def of_graphs(cls, graphs: Graphs, prefixes: Prefixes) -> "Store":
        """A store of facts in named graphs."""
        store = cls(pyoxigraph.Store(), prefixes)
        for name, facts in graphs.items():
            store.put(name, facts)
        return store

    def put(self, name: Iri, facts: Iterable[Triple]) -> None:
        """Adds facts to a named graph."""
        graph = pyoxigraph.NamedNode(name.value)
        written = map(statement, facts)
        self._store.extend(
            pyoxigraph.Quad(each.subject, each.predicate, each.object, graph) for each in written
        )

    @classmethod
    def of_quads(cls, written: bytes, prefixes: Prefixes) -> "Store":
        """A store of what `quads` gave."""
        store = pyoxigraph.Store()
        store.bulk_load(written, pyoxigraph.RdfFormat.N_QUADS)
        return cls(store, prefixes)

    def quads(self) -> bytes:
        """All that is in the store as N-Quads, whatever is in view."""
        return self._store.dump(format=pyoxigraph.RdfFormat.N_QUADS) or b""

    def graphs(self) -> tuple[Iri, ...]:
        """The names of the graphs in view, in order."""
        if self.view is not None:
            return self.view
        return tuple(sorted((_name(each) for each in self._store.named_graphs()), key=order))

    def facts(self, name: Iri) -> Iterable[Triple]:
        """What stands in a named graph."""
        graph = pyoxigraph.NamedNode(name.value)
        return map(triple, self._store.quads_for_pattern(None, None, None, graph))

    def seeing(self, names: Iterable[Iri]) -> Self:
        """The same store with only some of its graphs in view."""
        return type(self)(self._store, self.prefixes, tuple(sorted(names, key=order)))

    def as_chosen(self) -> Self:
        """The same for a query that says in FROM which of the graphs in view it is about."""
        return type(self)(self._store, self.prefixes, self.view, is_chosen=True)

    def answer(self, query: str, given: Given = NOTHING) -> Answer:
        """What a query finds.

        Args:
            query: SPARQL; its syntax is looked at by the caller.
            given: variables that stand for a term. A SELECT has to project them.

        Raises:
            SyntaxError: the text is not a query.
        """
        return answer_of(self.found(query, given))

    def found(self, query: str, given: Given = NOTHING, prefixes: Prefixes | None = None) -> Found:
        """The same as the store under this one has it, sooner with only the prefixes it needs."""
        put_in: dict[pyoxigraph.Variable, Substitute] = {
            pyoxigraph.Variable(name): node(value) for name, value in given.items()
        }
        return self._store.query(
            query,
            prefixes=dict(self.prefixes if prefixes is None else prefixes),
            substitutions=put_in,
            **self._seen(),
        )

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
        return in_order({triple(quad) for quad in quads if self._is_seen(quad.graph_name)})

    def _seen(self) -> "_Seen":
        """What pyoxigraph is told of the graphs in view."""
        if self._is_chosen:
            return {}
        if self.view is None:
            return {"use_default_graph_as_union": True}
        names = [pyoxigraph.NamedNode(name.value) for name in self.view]
        return {"default_graph": [*names], "named_graphs": [*names]}

    def _is_seen(self, name: object) -> bool:
        return self.view is None or (
            isinstance(name, pyoxigraph.NamedNode) and Iri(name.value) in self.view
        )

    def rdflib(self) -> "rdflib.Graph":
        """What has no graph name, as an rdflib graph."""
        import rdflib
        from oxrdflib import OxigraphStore
        from rdflib.graph import DATASET_DEFAULT_GRAPH_ID

        # Without this name rdflib would read and write a graph of its own beside the default one.
        seen = rdflib.Graph(
            OxigraphStore(store=self._store), DATASET_DEFAULT_GRAPH_ID, bind_namespaces="none"
        )
        return self._with_prefixes(seen)

    def rdflib_dataset(self) -> "Dataset":
        """The whole store, whatever is in view, as an rdflib dataset that also is one graph."""
        from oxrdflib import OxigraphStore
        from rdflib.graph import Dataset

        seen = Dataset(OxigraphStore(store=self._store), default_union=True)
        return self._with_prefixes(seen)

    def _with_prefixes(self, seen: "Seen") -> "Seen":
        for prefix, namespace in self.prefixes.items():
            seen.bind(prefix, namespace)
        return seen


def answer_of(found: Found) -> Answer:
    """What pyoxigraph found, as the rest of us has it."""
    match found:
        case pyoxigraph.QuerySolutions():
            rows = tuple(tuple(cell and newest_term(cell) for cell in row) for row in found)
            return Table(tuple(variable.value for variable in found.variables), rows)
        case pyoxigraph.QueryBoolean():
            return bool(found)
    return in_order(newest_triple(each) for each in found)


class _Seen(TypedDict, total=False):
    """Arguments of a query that say what it sees."""

    use_default_graph_as_union: bool
    default_graph: list[pyoxigraph.NamedNode | pyoxigraph.BlankNode | pyoxigraph.DefaultGraph]
    named_graphs: list[pyoxigraph.NamedNode | pyoxigraph.BlankNode]


def _name(found: pyoxigraph.NamedNode | pyoxigraph.BlankNode) -> Iri:
    """The name of a graph; none of ours is anonymous."""
    return Iri(found.value)


def in_order(triples: Iterable[Triple]) -> tuple[Triple, ...]:
    """Triples by their terms: the same however they were found."""
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
