"""Runs a query with terms put in for its parameters."""

from collections.abc import Collection, Mapping
from typing import TypeVar

import pyoxigraph

from kg.errors import Fault, Faults, nearest, refuse
from kg.query.found import Text
from kg.query.inspect import Form, inspect, look, unanswered
from kg.query.saved import Query
from kg.query.values import choose, read_value
from kg.store import Answer, SparqlStore, Store, Table, answer_of
from kg.terms import Literal, Term, Triple

LANGUAGE = "lang"
Asked = TypeVar("Asked", bound=SparqlStore)


def run(store: SparqlStore, query: Query, given: Mapping[str, str], language: str) -> Answer:
    """What a query finds.

    Args:
        store: what is asked.
        query: the question.
        given: parameters by name; those of a saved query have defaults.
        language: of the words in the answer to a saved query.

    Raises:
        Faults: the query may not run, or a parameter is unknown or has an impossible value.
    """
    form = _form(store, query)
    terms = _terms(store, query, given, language, form)
    try:
        found = _about(store, form).answer(query.text, terms)
    except (SyntaxError, RuntimeError) as error:
        raise unanswered(query, error) from error
    saved = query.header is not None
    return found.without(terms) if saved and isinstance(found, Table) else found


def run_to_text(
    store: Store, query: Query, given: Mapping[str, str], language: str
) -> Text | bool | tuple[Triple, ...]:
    """The same of our own store, with rows that are read when somebody wants them; see `run`."""
    form = _form(store, query)
    terms = _terms(store, query, given, language, form)
    try:
        borrowed = {name: store.prefixes[name] for name in form.borrowed}
        found = _about(store, form).found(query.text, terms, borrowed)
        if isinstance(found, pyoxigraph.QuerySolutions):
            return Text.of(found, terms if query.header else ())
        answer = answer_of(found)
    except (SyntaxError, RuntimeError) as error:
        raise unanswered(query, error) from error
    if isinstance(answer, Table):
        raise TypeError(answer)
    return answer


def terms_for(
    store: SparqlStore,
    query: Query,
    given: Mapping[str, str],
    language: str,
    graphs: Collection[str] = (),
) -> dict[str, Term]:
    """The terms that variables of a query stand for; see `run`, and `inspect` for the graphs.

    Raises:
        Faults: the query may not run, or a parameter is unknown or has an impossible value.
    """
    return _terms(store, query, given, language, _form(store, query, graphs))


def _form(store: SparqlStore, query: Query, graphs: Collection[str] = ()) -> Form:
    """What a query is; our own store says itself what means nothing."""
    if not graphs and "from" in query.text.casefold():
        graphs = [each.value for each in store.graphs()]
    looked = look if isinstance(store, Store) else inspect
    return looked(query, store.prefixes, graphs)


def _about(store: Asked, form: Form) -> Asked:
    """The store with the graphs that the query says it is about."""
    return store.as_chosen() if form.default_graphs or form.named_graphs else store


def _terms(
    store: SparqlStore, query: Query, given: Mapping[str, str], language: str, form: Form
) -> dict[str, Term]:
    if query.header is None:
        return _own_terms(store, given, form.variables)
    terms = _saved_terms(store, query.header.parameters, given)
    if LANGUAGE in form.variables:
        terms[LANGUAGE] = Literal(language)
    return terms


def _saved_terms(
    store: SparqlStore, defaults: Mapping[str, str], given: Mapping[str, str]
) -> dict[str, Term]:
    refuse(_unknown(given, defaults))
    terms: dict[str, Term] = {}
    faults: list[Fault] = []
    for name, default in defaults.items():
        try:
            chosen = choose(store, name, given.get(name, default), default)
        except Faults as group:
            faults += group.each()
        else:
            terms |= {name: chosen} if chosen else {}
    refuse(faults)
    return terms


def _own_terms(
    store: SparqlStore, given: Mapping[str, str], variables: frozenset[str]
) -> dict[str, Term]:
    refuse(_unknown(given, variables))
    return {name: read_value(store, name, value) for name, value in given.items()}


def _unknown(given: Mapping[str, str], known: Mapping[str, str] | frozenset[str]) -> list[Fault]:
    return [
        Fault("parameter-unknown", name=name, near=nearest(name, known), allowed=sorted(known))
        for name in given
        if name not in known
    ]
