"""Derived facts as sentences: a rule's own template with the names of its bindings put in."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from kg.graph import value
from kg.header import RuleHeader
from kg.labels import Labels
from kg.messages import text
from kg.reason.model import Applied, Derivation, Inference
from kg.terms import Literal, Term, Triple
from kg.vocabulary import ABOUT, CRITERION, DATE, OBSERVED_ON


@dataclass(frozen=True, slots=True)
class Narrator:
    """Tells derived facts in one language; what it has named once, it keeps in ``names``."""

    labels: Labels
    headers: Mapping[str, RuleHeader]
    inference: Inference
    names: dict[Term, str] = field(default_factory=dict, repr=False, compare=False)

    @property
    def language(self) -> str:
        """The language it tells in."""
        return self.labels.language

    def header(self, fact: Triple) -> RuleHeader:
        """The header of the rule that made a fact first."""
        return self.headers[self.inference.applied(fact)[0].rule]

    def sentence(self, fact: Triple) -> str:
        """A derived fact in words; what its derivations by one rule share is said once."""
        header = self.header(fact)
        same = [each for each in self.inference.applied(fact) if each.rule == header.id]
        return self._filled(header, same)

    def step(self, derivation: Derivation) -> str:
        """One derivation in words."""
        return self._filled(self.headers[derivation.rule], [derivation])

    def _filled(self, header: RuleHeader, applied: Iterable[Applied | Derivation]) -> str:
        values: dict[str, set[Term]] = {}
        for each in applied:
            for variable, term in each.bindings:
                values.setdefault(variable.name, set()).add(term)
        return capitalised(header.sentence[self.language].format_map(_Listed(self, values)))

    def listed(self, terms: Iterable[Term]) -> str:
        """Terms in a row, as `in_a_row` writes them."""
        return in_a_row(
            [self.named(term) for term in sorted(terms, key=self._place)], self.language
        )

    def _place(self, term: Term) -> str:
        """What names are put in order by: dates and numbers by value, others by name."""
        return term.lexical if isinstance(term, Literal) else self.named(term)

    def named(self, term: Term) -> str:
        """What a term is called; a card goes by its criterion, an observation by thing and date."""
        found = self.names.get(term)
        if found is None:
            found = self.names[term] = self._name(term)
        return found

    def _name(self, term: Term) -> str:
        if isinstance(term, Literal):
            is_date = term.datatype == DATE
            day = date.fromisoformat(term.lexical) if is_date else None
            return written_date(day, self.language) if day else term.lexical
        graph = self.labels.graph
        thing, day_seen = value(graph, term, ABOUT), value(graph, term, OBSERVED_ON)
        if thing and day_seen:
            names = {"thing": self.named(thing), "date": self.named(day_seen)}
            return text("the-observation", self.language, **names)
        return self.labels.label(value(graph, term, CRITERION) or term)


@dataclass(frozen=True, slots=True)
class _Listed:
    """What the variables of a rule are called, as far as its sentence asks for them."""

    teller: Narrator
    values: Mapping[str, Iterable[Term]]

    def __getitem__(self, name: str) -> str:
        """What stands for a variable, in a row."""
        return self.teller.listed(self.values[name])


def written_date(day: date, language: str) -> str:
    """A date as one writes it in a letter.

    >>> written_date(date(2026, 3, 1), "nn")
    '1. mars 2026'
    """
    month = text("months", language).split()[day.month - 1]
    return text("date", language, day=day.day, month=month, year=day.year)


def in_a_row(names: Sequence[str], language: str) -> str:
    """Names in a row; a comma sets off names that hold the word for *and* themselves.

    >>> in_a_row(["a", "b", "c"], "en"), in_a_row(["a and b", "c"], "en")
    ('a, b and c', 'a and b, and c')
    """
    *first, last = names
    joint = f" {text('and', language)} "
    comma = "," if any(joint in name for name in names) else ""
    return f"{', '.join(first)}{comma}{joint}{last}" if first else last


def capitalised(sentence: str) -> str:
    """The text with a capital first letter, the rest untouched.

    >>> capitalised("økonomi i Bodø")
    'Økonomi i Bodø'
    """
    return sentence[:1].upper() + sentence[1:]
