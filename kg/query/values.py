"""What stands on the right of ``--param NAME=VALUE`` -> a term."""

from collections.abc import Mapping

from kg.errors import Fault, Faults, nearest
from kg.load.prefixes import read_statement
from kg.store import SparqlStore
from kg.terms import Iri, Literal, Term, local_name
from kg.vocabulary import NOTATION, NST, PREF_LABEL, TYPE, individual


def choices(store: SparqlStore, default: str) -> dict[str, Iri]:
    """What may stand in a default's place: the things of its kind, by the word that names them."""
    kinds = [each.object for each in store.match(TYPE, subject=individual(default))]
    found = {
        triple.subject
        for kind in kinds
        if isinstance(kind, Iri) and kind.value.startswith(NST)
        for triple in store.match(TYPE, target=kind)
    }
    named = {_word(store, thing): thing for thing in found if isinstance(thing, Iri)}
    return dict(sorted(named.items()))


def _word(store: SparqlStore, thing: Iri) -> str:
    for triple in store.match(NOTATION, subject=thing):
        if isinstance(triple.object, Literal):
            return triple.object.lexical
    return local_name(thing)


def choose(store: SparqlStore, name: str, text: str, default: str) -> Iri:
    """The value of a saved query's parameter, by its word or id.

    Raises:
        Faults: it names nothing of the default's kind.
    """
    named = choices(store, default)
    by_id = {local_name(thing): thing for thing in named.values()}
    found = named.get(text) or by_id.get(text.removeprefix("id:"))
    if found:
        return found
    near = nearest(text, named)
    raise Faults([Fault("parameter-value", name=name, value=text, near=near, allowed=[*named])])


def read_value(store: SparqlStore, name: str, text: str) -> Term:
    """The value of a parameter of one's own query: an id, or a term as Turtle writes it.

    Raises:
        Faults: it is neither.
    """
    if store.match(TYPE, subject=individual(text)) if text.replace("-", "").isalnum() else ():
        return individual(text)
    try:
        return read_statement(f"[] a {text}", store.prefixes).object
    except Faults as error:
        labelled = store.match(PREF_LABEL)
        known = {local_name(each.subject) for each in labelled if isinstance(each.subject, Iri)}
        near = nearest(text, known)
        raise Faults([Fault("parameter-not-a-term", name=name, value=text, near=near)]) from error


def read_pairs(words: list[str]) -> Mapping[str, str]:
    """Words of the form ``NAME=VALUE`` as names and values.

    Raises:
        Faults: a word has another form.
    """
    for word in words:
        if not word.partition("=")[2]:
            raise Faults([Fault("parameter-malformed", name=word)])
    return {name: value for name, _, value in (word.partition("=") for word in words)}
