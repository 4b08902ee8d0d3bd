"""Facts as numbers, in layers: much that is known beforehand, and a little on top of it.

Theory. A term has a number and a fact is three of them, so that looking up facts compares integers
and makes no terms. A layer holds facts of its own and stands on another, which does not change
from then on and may carry many: what one asker adds is seen by nobody else. Within a layer facts
lie by predicate, and are indexed by subject, by object or by both when somebody first asks; so a
small question about much that is known touches little of it. A term stands in a plain form, of
text and tuples only, until somebody wants to see it; `Known.plain` gives a whole layer in that
form, which can be written and read faster than anything else.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import combinations
from operator import itemgetter
from types import MappingProxyType
from typing import TypeAlias, TypeVar

from kg.terms import Iri, Term, Triple, order
from kg.terms.numbered import Plain, Terms

__all__ = ["Fact", "Key", "Known", "Table"]

Fact: TypeAlias = tuple[int, int, int]
Key: TypeAlias = int | tuple[int, ...]
Table: TypeAlias = dict[Key, list[Fact]]
Layer: TypeAlias = tuple[list[Plain], dict[int, dict[Fact, object]]]
Made = TypeVar("Made")

Asked: TypeAlias = tuple[str, int, str | Term]  # a predicate, a position and what stands there
NOTHING: Mapping[tuple[int, ...], Table] = MappingProxyType({})
NONE: Mapping[Key, list[Fact]] = MappingProxyType({})

SUBJECT, PREDICATE, OBJECT = range(3)
# By positions, in order: what stands there, a tuple if there are several or none.
KEYS: Mapping[tuple[int, ...], Callable[[Fact], Key]] = {
    (): lambda _: (),
    **{
        positions: itemgetter(*positions)
        for count in (1, 2, 3)
        for positions in combinations(range(3), count)
    },
}


class Known:
    """Facts, perhaps on top of others, which must not change from then on.

    Args:
        below: the other facts.
        terms: numbers of terms that layers side by side share, on top of those of the facts below.

    >>> a, b = Iri("urn:a"), Iri("urn:b")
    >>> below = Known()
    >>> below.tell(Triple(a, a, b))
    True
    >>> above = Known(below)
    >>> above.tell(Triple(a, a, b)), above.tell(Triple(a, a, a))
    (False, True)
    >>> len(below), len(above), above.objects(a, a) == [a, b]
    (1, 2, True)
    """

    def __init__(self, below: "Known | None" = None, terms: Terms | None = None) -> None:
        own = None if below is None else below.terms
        self.terms: Terms = Terms(own) if terms is None else terms
        self._ground = below
        self._below = [] if below is None else [each for each in below._layers if each._facts]
        self._layers: list[Known] = [*self._below, self]
        self._facts: dict[int, dict[Fact, object]] = {}
        self._tables: dict[int | None, dict[tuple[int, ...], Table]] = {}
        self._beneath: dict[tuple[int | None, tuple[int, ...]], list[Table]] = {}
        self._nodes: tuple[int, frozenset[int]] = (0, frozenset())
        self._above: tuple[int, frozenset[str]] = (-1, frozenset())
        self._answers: dict[Asked, list[Term]] = {}
        self._memory: dict[int, tuple[object, object]] = {}

    @property
    def plain(self) -> Layer:
        """The lowest layer as text, numbers and what they are made of."""
        return self.terms.plain, self._facts

    @classmethod
    def of(cls, layer: Layer) -> "Known":
        """A lowest layer from its plain form."""
        found = cls()
        plain, found._facts = layer
        found.terms = Terms(None, plain)
        return found

    def __reduce__(self) -> tuple[Callable[[Layer], "Known"], tuple[Layer]]:
        """How a lowest layer is kept."""
        if self._ground is not None:
            raise TypeError(self)
        return Known.of, (self.plain,)

    def copy(self, more: Iterable[Fact] = ()) -> "Known":
        """A layer on the same ground with the same facts, to which others can be added.

        Args:
            more: facts that it has besides, none of which is there yet.
        """
        found = Known(self._ground, self.terms)
        found._facts = {predicate: dict(facts) for predicate, facts in self._facts.items()}
        for fact in more:
            found._facts.setdefault(fact[PREDICATE], {})[fact] = None
        return found

    def __len__(self) -> int:
        """How many facts there are."""
        return sum(len(facts) for layer in self._layers for facts in layer._facts.values())

    def __contains__(self, term: Term) -> bool:
        """Whether a term is the subject or the object of a fact."""
        size = len(self)
        if self._nodes[0] != size:
            facts = (
                each for layer in self._layers for own in layer._facts.values() for each in own
            )
            ends = (number for one, _, other in facts for number in (one, other))
            self._nodes = size, frozenset(ends)
        return self.terms.known(term) in self._nodes[1]

    def tell(self, triple: Triple, place: object = None) -> bool:
        """Takes in a fact, and says whether it is new."""
        subject, predicate, target = map(self.terms.number, triple)
        return self.add((subject, predicate, target), place)

    def add(self, fact: Fact, place: object = None) -> bool:
        """The same for a fact in numbers."""
        predicate = fact[PREDICATE]
        for layer in self._below:
            if predicate in layer._facts and fact in layer._facts[predicate]:
                return False
        own = self._facts.setdefault(predicate, {})
        is_new = fact not in own
        own[fact] = place
        if is_new and self._answers:
            self._answers = {}
        if is_new and self._tables:
            for each in (predicate, None):
                for positions, table in self._tables.get(each, NOTHING).items():
                    table.setdefault(KEYS[positions](fact), []).append(fact)
        return is_new

    @property
    def predicates(self) -> Iterable[int]:
        """The predicates of the facts of this layer alone."""
        return self._facts.keys()

    def add_all(self, facts: Iterable[tuple[Fact, object]]) -> None:
        """Takes in facts in numbers, each with its place."""
        for fact, place in facts:
            self.add(fact, place)

    def has(self, predicate: int | None) -> bool:
        """Whether there are facts with a predicate; without one, any."""
        return self._has(predicate) or any(layer._has(predicate) for layer in self._below)

    def count(self, predicate: int | None) -> int:
        """How many facts there are with a predicate; without one, how many at all."""
        if predicate is None:
            return len(self)
        return sum(
            [len(layer._facts[predicate]) for layer in self._layers if predicate in layer._facts]
        )

    def tables(self, predicate: int | None, positions: tuple[int, ...]) -> list[Table]:
        """The facts with a predicate, or all, by what stands at some positions; by layer.

        The key is the number at the position, a tuple if there are several or none. A layer that
        has no such fact has no table.
        """
        asked = predicate, positions
        found = self._beneath.get(asked)
        if found is None:
            below = self._below
            found = self._beneath[asked] = below[-1].tables(predicate, positions) if below else []
        own = self.table(predicate, positions)
        return found if own is None else [*found, own]

    def table(self, predicate: int | None, positions: tuple[int, ...]) -> Table | None:
        """The same for the facts of this layer alone, if it has any."""
        found = self._tables.get(predicate, NOTHING).get(positions)
        if found is None and self._has(predicate):
            found = self._tables.setdefault(predicate, {})[positions] = {}
            key = KEYS[positions]
            for fact in self.own(predicate):
                found.setdefault(key(fact), []).append(fact)
        return found

    def _has(self, predicate: int | None) -> bool:
        """Whether this layer alone has facts with a predicate, or any."""
        return predicate in self._facts or (predicate is None and bool(self._facts))

    def own(self, predicate: int | None = None) -> Iterable[Fact]:
        """The facts of this layer alone with a predicate, or all."""
        if predicate is None:
            return [fact for facts in self._facts.values() for fact in facts]
        return self._facts.get(predicate, ())

    def find(self, predicate: int | None, position: int, number: int) -> Iterator[Fact]:
        """The facts with a number at a position."""
        for table in self.tables(predicate, (position,)):
            yield from table.get(number, ())

    def triple(self, fact: Fact) -> Triple:
        """A fact as terms."""
        return Triple(*map(self.terms.term, fact))  # type: ignore[arg-type]

    def triples(self) -> Iterator[Triple]:
        """Every fact as terms."""
        for layer in self._layers:
            yield from map(self.triple, layer.own())

    def having(self, predicate: Iri) -> Iterator[Triple]:
        """Every fact with a predicate as terms."""
        verb = self.terms.known(predicate)
        for layer in self._layers if verb is not None else ():
            yield from map(self.triple, layer.own(verb))

    def place(self, triple: Triple) -> object:
        """Where a fact was read from, if somebody said."""
        subject, predicate, target = map(self.terms.known, triple)
        if subject is None or predicate is None or target is None:
            return None
        fact = subject, predicate, target
        told = (layer._facts[predicate] for layer in self._layers if predicate in layer._facts)
        return next((facts[fact] for facts in told if fact in facts), None)

    def objects(self, subject: Term, predicate: Iri) -> list[Term]:
        """The objects of a subject and a predicate, in order."""
        return [*self._others(predicate, SUBJECT, subject)]

    def value(self, subject: Term, predicate: Iri) -> Term | None:
        """The first object of a subject and a predicate, if there is one."""
        found = self._others(predicate, SUBJECT, subject)
        return found[0] if found else None

    def subjects(self, predicate: Iri, target: Term) -> list[Term]:
        """The subjects of a predicate and an object, in order."""
        return [*self._others(predicate, OBJECT, target)]

    def about(self, subject: Term) -> Iterator[Triple]:
        """The facts that a term is the subject of."""
        number = self.terms.known(subject)
        if number is not None:
            yield from map(self.triple, self.find(None, SUBJECT, number))

    def _others(self, predicate: Iri, position: int, term: Term) -> list[Term]:
        """What stands at the other end of a term's facts with a predicate.

        People's texts ask for the same over and over; what was known beforehand is found once for
        everybody, and is the answer unless a layer above it has facts with the predicate.
        """
        asked = predicate.value, position, term.value if type(term) is Iri else term
        found = self._answers.get(asked)
        if found is None:
            found = self._layers[0]._answers.get(asked)
            if found is None or predicate.value in self._said_above:
                found = self._answer(asked, self.terms.known(predicate), self.terms.known(term))
        return found

    @property
    def _said_above(self) -> frozenset[str]:
        """The predicates of the facts above the lowest layer."""
        size = len(self._facts)
        if self._above[0] != size:
            said = (self.terms.term(verb) for layer in self._layers[1:] for verb in layer._facts)
            self._above = size, frozenset(each.value for each in said if isinstance(each, Iri))
        return self._above[1]

    def _answer(self, asked: Asked, verb: int | None, number: int | None) -> list[Term]:
        """The same in numbers, from all layers."""
        if number is None or verb is None:
            return []
        lowest, *upper = self._layers
        found = lowest._answers.get(asked)
        if found is None:
            found = lowest._among(verb, asked[1], number)
            if number < len(lowest.terms):
                lowest._answers[asked] = found
        for layer in upper:
            if verb in layer._facts and (more := layer._among(verb, asked[1], number)):
                found = sorted([*found, *more], key=order) if found else more
        self._answers[asked] = found
        return found

    def _among(self, verb: int, position: int, number: int) -> list[Term]:
        """The same from this layer alone."""
        term, other = self.terms.term, OBJECT - position
        facts = (self.table(verb, (position,)) or NONE).get(number, ())
        found = [term(fact[other]) for fact in facts]
        return sorted(found, key=order) if len(found) > 1 else found

    def remember(self, about: object, make: Callable[[], Made]) -> Made:
        """What was made of these facts and some object before, or what is made now."""
        found = self._memory.get(id(about))
        if found is None:
            found = self._memory[id(about)] = (about, make())
        return found[1]  # type: ignore[return-value]
