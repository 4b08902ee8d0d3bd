"""The saved queries as data, so that they can be found and run by whoever reads the graph.

Each is a ``sh:SPARQLExecutable`` (https://www.w3.org/TR/shacl-af/) with the properties by which
other collections of example queries are read too: ``rdfs:comment``, ``sh:prefixes``, ``sh:select``,
``schema:keywords``, ``schema:target``. That text runs as it is, with the defaults of its
parameters; ``schema:text`` is the one with its parameters open, and each parameter is a node.
"""

from collections.abc import Iterable, Iterator

from kg import vocabulary as nst
from kg.header import MARK
from kg.messages import LANGUAGES
from kg.query.put_in import TOKEN, put_in
from kg.query.run import LANGUAGE
from kg.query.saved import Query, theme_of
from kg.query.values import is_class, kinds, plain_value
from kg.store import SparqlStore
from kg.terms import XSD, Iri, Literal, Term, Triple

KINDS = ("SELECT", "CONSTRUCT", "ASK", "DESCRIBE")
Pairs = Iterator[tuple[Iri, Term]]


def described(
    queries: Iterable[Query], store: SparqlStore, target: str = nst.ENDPOINT
) -> list[Triple]:
    """The saved queries as triples.

    Args:
        queries: the queries.
        store: the knowledge, which says what kind of thing a default is.
        target: the endpoint that answers them.
    """
    return [triple for query in queries for triple in _facts(query, store, target)]


def query_iri(name: str) -> Iri:
    """The IRI of a saved query.

    >>> print(query_iri("bridges"))
    <https://w3id.org/nestesteg/queries/bridges>
    """
    return Iri(f"{nst.QUERY}{name}")


def runnable(query: Query, language: str) -> str:
    """The text of a saved query without its header, with its defaults and a language put in."""
    chosen = {name: _default(default) for name, default in query.saved.parameters.items()}
    given = {name: term for name, term in chosen.items() if term}
    return put_in(body_of(query), {**given, LANGUAGE: Literal(language)})


def _default(default: str) -> Term | None:
    """The term that a default stands for; none if it may be left open."""
    return None if is_class(default) else plain_value(default) or nst.individual(default)


def _kind(query: Query) -> str:
    """The first word that says what a query is, as names of classes have it."""
    words = (token[0].upper() for token in TOKEN.finditer(query.text) if token["word"])
    return next(word for word in words if word in KINDS).capitalize()


def body_of(query: Query) -> str:
    """The text of a saved query without its header."""
    lines = query.text.split("\n")
    return "\n".join(line for line in lines if not line.startswith(MARK)).strip("\n")


def _facts(query: Query, store: SparqlStore, target: str) -> Iterator[Triple]:
    subject = query_iri(query.saved.id)
    for predicate, value in _pairs(query, target):
        yield Triple(subject, predicate, value)
    for name, default in query.saved.parameters.items():
        node = Iri(f"{subject.value}/{name}")
        yield Triple(subject, _shacl("parameter"), node)
        for predicate, value in _parameter(name, default, store):
            yield Triple(node, predicate, value)


def _pairs(query: Query, target: str) -> Pairs:
    header, kind = query.saved, _kind(query)
    yield nst.TYPE, _shacl("SPARQLExecutable")
    yield nst.TYPE, _shacl(f"SPARQL{kind}Executable")
    for language in LANGUAGES:
        yield nst.LABEL, Literal(header.label[language], nst.LANG_STRING, language)
        yield nst.COMMENT, Literal(header.description[language], nst.LANG_STRING, language)
    yield _shacl("prefixes"), nst.ONTOLOGY
    yield _shacl(kind.casefold()), Literal(runnable(query, LANGUAGES[0]))
    yield Iri(f"{nst.SCHEMA}text"), Literal(body_of(query))
    yield Iri(f"{nst.SCHEMA}keywords"), Literal(theme_of(query))
    yield Iri(f"{nst.SCHEMA}target"), Iri(target)


def _parameter(name: str, default: str, store: SparqlStore) -> Pairs:
    """The name of a parameter, what it may be, and what it is unless told."""
    yield nst.TYPE, _shacl("Parameter")
    yield _shacl("path"), Iri(f"{nst.QUERY}parameter/{name}")
    yield _shacl("name"), Literal(name)
    for kind in kinds(store, default):
        yield _shacl("class"), kind
    chosen = _default(default)
    if isinstance(chosen, Literal):
        yield _shacl("datatype"), Iri(chosen.datatype)
    if chosen:
        yield _shacl("defaultValue"), chosen
    optional = "true" if is_class(default) else "false"
    yield _shacl("optional"), Literal(optional, f"{XSD}boolean")


def _shacl(name: str) -> Iri:
    return Iri(nst.SHACL + name)
