"""What things are called, in the reader's language."""

from collections.abc import Iterable, Mapping

from kg.store import Store
from kg.terms import Iri, Literal, Term
from kg.vocabulary import LABEL, PREF_LABEL

__all__ = ["name_of", "names"]


def names(store: Store, things: Iterable[Term], language: str) -> Mapping[Term, str]:
    """The names of those things that have one, each looked up once."""
    found = {
        thing: name_of(store, thing, language) for thing in {*things} if isinstance(thing, Iri)
    }
    return {thing: name for thing, name in found.items() if name}


def name_of(store: Store, thing: Iri, language: str) -> str:
    """The name of a thing in a language, or in any; empty if it has none."""
    for property_ in (PREF_LABEL, LABEL):
        labels = (each.object for each in store.match(property_, subject=thing))
        said = {each.language: each.lexical for each in labels if isinstance(each, Literal)}
        if said:
            return said.get(language) or next(iter(said.values()))
    return ""
