"""Terms as numbers, in layers, and in a plain form until somebody wants to see them."""

from collections.abc import Iterable
from typing import TypeAlias

from kg.terms import Blank, Iri, Literal, Term, TripleTerm

__all__ = ["Plain", "Terms"]

Plain: TypeAlias = str | tuple["str | Plain", ...]


def _plain(term: Term) -> Plain:
    """A term as text and tuples; the length of the tuple says which kind it is."""
    match term:
        case Iri(value):
            return value
        case Literal(lexical, datatype, language, direction):
            return lexical, datatype, language, direction
        case TripleTerm(subject, predicate, target):
            return _plain(subject), _plain(predicate), _plain(target)
        case Blank(label):
            return (label,)


def _term(plain: Plain) -> Term:
    """The term of a plain form."""
    match plain:
        case str():
            return Iri(plain)
        case (str(lexical), str(datatype), str(language), str(direction)):
            return Literal(lexical, datatype, language, direction)
        case (str(label),):
            return Blank(label)
        case (subject, predicate, target):
            one, verb, other = _term(subject), _term(predicate), _term(target)
            if isinstance(one, Iri | Blank) and isinstance(verb, Iri):
                return TripleTerm(one, verb, other)
    raise ValueError(plain)


class Terms:
    """Numbers for terms, perhaps on top of those of another layer.

    >>> below = Terms()
    >>> a, b = below.number(Iri("urn:a")), Terms(below).number(Blank("b"))
    >>> (a, b), Terms(below).known(Blank("b"))
    ((0, 1), None)
    """

    def __init__(self, below: "Terms | None" = None, plain: Iterable[Plain] = ()) -> None:
        self._layers: list[Terms] = [self, *([] if below is None else below._layers)]
        self._start = 0 if below is None else len(below)
        self.plain: list[Plain] = [*plain]
        self._numbers = dict(zip(self.plain, range(self._start, len(self)), strict=True))
        self._terms: dict[int, Term] = {}
        self._places = [each._numbers for each in reversed(self._layers)]

    def __len__(self) -> int:
        """How many there are, all layers together."""
        return self._start + len(self.plain)

    def number(self, term: Term) -> int:
        """The number of a term, perhaps a new one."""
        found = self.known(term)
        if found is None:
            plain = _plain(term)
            found = self._numbers[plain] = len(self)
            self.plain.append(plain)
            self._terms[found] = term
        return found

    def known(self, term: Term) -> int | None:
        """The number of a term, if it has one."""
        plain = term.value if type(term) is Iri else _plain(term)
        for numbers in self._places:
            if plain in numbers:
                return numbers[plain]
        return None

    def term(self, number: int) -> Term:
        """The term of a number, made once."""
        found = self._terms.get(number)
        if found is not None:
            return found
        for layer in self._layers:
            if number >= layer._start:
                made = layer._terms.get(number) or _term(layer.plain[number - layer._start])
                layer._terms[number] = self._terms[number] = made
                return made
        raise IndexError(number)
