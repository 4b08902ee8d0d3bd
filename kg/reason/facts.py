"""A set of triples that answers patterns."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

from kg.reason.model import Bindings, Move, Nested, Pattern, Variable
from kg.reason.nodes import bind, put_in
from kg.reason.walks import Walks, Way, by_start
from kg.terms import Term, Triple

__all__ = ["Facts", "Walk"]

Walk = tuple[Triple, ...]

Shape = tuple[bool, ...]
Index = defaultdict[tuple[Term | None, ...], list[Triple]]


class Facts:
    """Triples, indexed by what questions give: the subject, or subject and predicate, or ...

    An index is made when the first question of its shape comes, and kept up from then on. Triples
    come in stages: those it is made with, and those added after each `turn`.

    Args:
        triples: the first triples; more may be added.
        base: the graph that was given, for what may look at nothing else.

    >>> from kg.terms import Iri
    >>> likes, who = Iri("urn:likes"), Variable("who")
    >>> facts = Facts([Triple(Iri("urn:a"), likes, Iri("urn:b"))])
    >>> [str(found[who]) for found, _ in facts.matches(Pattern(who, likes, Iri("urn:b")), {})]
    ['<urn:a>']
    """

    def __init__(self, triples: Iterable[Triple], base: "Facts | None" = None) -> None:
        self.base = self if base is None else base
        self._triples = dict.fromkeys(triples, 0)
        self._stage = 0
        self._indexes: dict[Shape, Index] = {}

    def __contains__(self, triple: Triple) -> bool:
        """Whether the triple is one of them."""
        return triple in self._triples

    def turn(self) -> None:
        """Begins a new stage."""
        self._stage += 1

    def add(self, triple: Triple) -> None:
        """Takes in a triple that is not there yet."""
        self._triples[triple] = self._stage
        for shape, index in self._indexes.items():
            index[_question(triple, shape)].append(triple)

    def matches(self, pattern: Pattern, bindings: Bindings) -> Iterator[tuple[Bindings, Triple]]:
        """Each triple that fits the pattern, with the bindings it adds to those given."""
        known = [put_in(node, bindings) for node in pattern]
        given = [None if isinstance(node, Variable | Nested) else node for node in known]
        asked = [(node, place) for place, node in enumerate(known) if given[place] is None]
        for triple in self._answers(given):
            extended = dict(bindings)
            if all(bind(node, triple[place], extended) for node, place in asked):
                yield extended, triple

    def nodes(self) -> Iterable[Term]:
        """Every term that is a subject or an object."""
        return dict.fromkeys(node for triple in self._triples for node in (triple[0], triple[2]))

    def walks(self, moves: Sequence[Move]) -> dict[tuple[Term, Term], Walk]:
        """Every pair of nodes between which there is a walk by some moves, and the walk."""
        return dict(self.each_walk(moves))

    def each_walk(self, moves: Sequence[Move]) -> Iterator[tuple[tuple[Term, Term], Walk]]:
        """The same, one after the other."""
        ways = [self._ways(move) for move in moves]
        walks = Walks(ways)
        for start in ways[0]:
            yield from (((start, goal), walk) for goal, walk in walks.starting(start))

    def _ways(self, move: Move) -> Mapping[Term, Sequence[Way[Term, Triple]]]:
        """The ways that a move can take, by the node they start from."""
        found = []
        for triple, stage in self._triples.items():
            if triple.predicate == move.predicate:
                ends = (triple.subject, triple.object)
                one, other = reversed(ends) if move.back else ends
                found.append((one, Way(other, triple, stage)))
        return by_start(found, lambda node: node)

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
