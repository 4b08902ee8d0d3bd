"""A set of triples that answers patterns."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from kg.reason.model import Bindings, Pattern, Variable
from kg.terms import Term, Triple

__all__ = ["Facts"]

Shape = tuple[bool, ...]
Index = defaultdict[tuple[Term | None, ...], list[Triple]]


class Facts:
    """Triples, indexed by what questions give: the subject, or subject and predicate, or ...

    An index is made when the first question of its shape comes, and kept up from then on.

    >>> from kg.terms import Iri
    >>> likes, who = Iri("urn:likes"), Variable("who")
    >>> facts = Facts([Triple(Iri("urn:a"), likes, Iri("urn:b"))])
    >>> [str(found[who]) for found, _ in facts.matches(Pattern(who, likes, Iri("urn:b")), {})]
    ['<urn:a>']
    """

    def __init__(self, triples: Iterable[Triple]) -> None:
        self._triples = dict.fromkeys(triples)
        self._indexes: dict[Shape, Index] = {}

    def __contains__(self, triple: Triple) -> bool:
        """Whether the triple is one of them."""
        return triple in self._triples

    def add(self, triple: Triple) -> None:
        """Takes in a triple that is not there yet."""
        self._triples[triple] = None
        for shape, index in self._indexes.items():
            index[_question(triple, shape)].append(triple)

    def matches(self, pattern: Pattern, bindings: Bindings) -> Iterator[tuple[Bindings, Triple]]:
        """Each triple that fits the pattern, with the bindings it adds to those given."""
        given = [bindings.get(node) if isinstance(node, Variable) else node for node in pattern]
        asked = [
            (node, place)
            for place, node in enumerate(pattern)
            if isinstance(node, Variable) and given[place] is None
        ]
        for triple in self._answers(given):
            extended = dict(bindings)
            # A variable that stands twice gets its first value and must find it again.
            if all(
                extended.setdefault(node, triple[place]) == triple[place] for node, place in asked
            ):
                yield extended, triple

    def _answers(self, given: Sequence[Term | None]) -> Sequence[Triple]:
        shape = tuple(term is not None for term in given)
        if shape not in self._indexes:
            self._indexes[shape] = Index(list)
            for triple in self._triples:
                self._indexes[shape][_question(triple, shape)].append(triple)
        return self._indexes[shape].get(tuple(given), ())


def _question(triple: Triple, shape: Shape) -> tuple[Term | None, ...]:
    """The question of a shape that a triple answers."""
    return tuple(term if given else None for term, given in zip(triple, shape, strict=True))
