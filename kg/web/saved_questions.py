"""What a request wants of a saved query, and the question that is put for it."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from kg.errors import Faults
from kg.pool import Question
from kg.query import Query, inspect
from kg.query.put_in import put_in
from kg.query.run import terms_for
from kg.store import Store
from kg.terms import Term
from kg.web.answers import FOR_A_PAGE
from kg.web.forms import GRAPHS, PAGE, PICTURE, ROWS

__all__ = ["Questions", "Wanted"]

MOST_REMEMBERED = 2000


@dataclass(frozen=True, slots=True)
class Wanted:
    """A saved query, what was given for its parameters, the language, the form of the answer."""

    query: Query
    given: Mapping[str, str]
    language: str
    form: str

    @property
    def key(self) -> tuple[object, ...]:
        """The same for what is the same."""
        return (self.query.saved.id, *sorted(self.given.items()), self.language, self.form)

    @property
    def rows_as(self) -> str:
        """The form in which rows are asked for; pages and pictures are made of JSON."""
        if self.form in ROWS:
            return self.form
        return "json" if self.form in {*PAGE, *PICTURE} else ""

    @property
    def graph_as(self) -> str:
        """The form in which triples are asked for."""
        if self.form in GRAPHS:
            return self.form
        return "nt" if self.form in PAGE else ""


@dataclass
class Questions:
    """The questions that are put for saved queries; the same is worked out once."""

    store: Store
    _known: dict[tuple[object, ...], Question] = field(default_factory=dict)
    _writable: dict[tuple[str, ...], bool] = field(default_factory=dict)

    def put(self, wanted: Wanted) -> Question:
        """What is asked.

        Raises:
            Faults: a parameter is unknown or has an impossible value.
        """
        if wanted.key not in self._known:
            if len(self._known) >= MOST_REMEMBERED:
                self._known.clear()
            self._known[wanted.key] = self._made(wanted)
        return self._known[wanted.key]

    def _made(self, wanted: Wanted) -> Question:
        query = wanted.query
        terms = terms_for(self.store, query, wanted.given, wanted.language)
        text = self._written(query, terms)
        return Question(
            text or query.text,
            query.file,
            rows_as=wanted.rows_as,
            graph_as=wanted.graph_as,
            given=tuple((name, str(term)) for name, term in terms.items()),
            is_put_in=bool(text),
            part=FOR_A_PAGE if wanted.form in PAGE else None,
        )

    def _written(self, query: Query, terms: Mapping[str, Term]) -> str:
        """The text with terms in it, which the store plans better than if it is given them beside.

        Empty if such a text means nothing, for example because it gives one of them a value.
        """
        key = (query.saved.id, *terms)
        text = put_in(query.text, terms)
        if key not in self._writable:
            self._writable[key] = self._means_something(Query(text, query.file))
        return text if self._writable[key] else ""

    def _means_something(self, query: Query) -> bool:
        try:
            inspect(query, self.store.prefixes)
        except Faults:
            return False
        return True
