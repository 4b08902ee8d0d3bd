"""The fields of the form for the parameters of a saved query."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from kg.alphabet import alphabetical
from kg.header import QueryHeader
from kg.query.values import choices, choose, is_class, plain_value
from kg.store import Store
from kg.terms import Iri
from kg.vocabulary import DATE
from kg.web.names import name_of
from kg.web.saved_page import Choice, Field

__all__ = ["Fields"]


@dataclass
class Fields:
    """Fields with what a parameter may be, which is looked up once."""

    store: Store

    def __post_init__(self) -> None:
        """Nothing is looked up yet."""
        self._allowed = lru_cache(maxsize=None)(self._looked_up)

    def of(self, header: QueryHeader, given: Mapping[str, str], language: str) -> tuple[Field, ...]:
        """A field for each parameter of a query, with what was given for it."""
        return tuple(
            self._field(name, default, given.get(name, default), language)
            for name, default in header.parameters.items()
        )

    def _field(self, name: str, default: str, told: str, language: str) -> Field:
        if plain := plain_value(default):
            return Field(name, "date" if plain.datatype == DATE else "number", told)
        chosen = choose(self.store, name, told, default)
        found = tuple(
            Choice(word, label, thing == chosen)
            for word, label, thing in self._allowed(default, language)
        )
        return Field(name, choices=found, may_be_open=is_class(default))

    def _looked_up(self, default: str, language: str) -> tuple[tuple[str, str, Iri], ...]:
        """What may stand in a default's place: its word, its name, itself, in order of the name."""
        found = choices(self.store, default).items()
        named = [(word, self._name(thing, word, language), thing) for word, thing in found]
        return tuple(sorted(named, key=lambda each: alphabetical(each[1])))

    def _name(self, thing: Iri, word: str, language: str) -> str:
        name = name_of(self.store, thing, language) or word
        return f"{name} ({word})" if word.isdecimal() else name
