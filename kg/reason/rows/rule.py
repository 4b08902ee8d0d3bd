"""A rule ready to be run: its bodies as steps, and what it makes of their rows."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from operator import itemgetter
from typing import TypeAlias

from kg.reason.closures import walked
from kg.reason.elements import variants
from kg.reason.fresh import is_new, renewed
from kg.reason.model import Closure, Element, Nested, Node, Pattern, Rule, Variable
from kg.reason.rows.body import Body
from kg.reason.rows.layout import ASKERS, Askers, Layout, Look, Row, left_to, terms_of
from kg.reason.solve import instance
from kg.terms import Blank, Iri, Literal, TripleTerm
from kg.terms.known import Fact, Known
from kg.terms.numbered import Terms

__all__ = ["Ready", "Solutions"]

Solutions: TypeAlias = tuple[Body, list[Row]]
Maker: TypeAlias = Callable[[Row], list[Fact]]


class Ready:
    """A rule on some ground. Its steps are made when a run first needs them.

    Args:
        rule: the rule.
        ground: the facts known beforehand; they number the terms of the rule.
    """

    def __init__(self, rule: Rule, ground: Known) -> None:
        self.name = rule.name
        self._rule, self._ground = rule, ground
        self._variants = [*variants(rule.body)]
        self._needed = [[*self._predicates(each)] for each in self._variants]
        self._walked = {*self._followed(rule.body)}
        self.looks_at = self._walked | {verb for each in self._needed for _, verb in each}
        self._awaited = [
            frozenset(verb for _, verb in each if not ground.has(verb)) for each in self._needed
        ]
        self._singly = any(is_new(node) for pattern in rule.head for node in pattern)
        self._is_sound = all(_is_sound(pattern, rule.body) for pattern in rule.head)
        self._bodies: dict[tuple[int, int | None], Body] = {}
        self._makers: dict[Body, Maker] = {}

    def _predicates(self, body: Sequence[Element]) -> Iterator[tuple[int, int | None]]:
        """The patterns of a body, each with the number of its predicate if that is given."""
        for place, element in enumerate(body):
            match element:
                case Pattern(predicate=Variable() | Nested()):
                    yield place, None
                case Pattern(predicate=predicate):
                    yield place, self._ground.terms.known(predicate)  # type: ignore[arg-type]

    def _followed(self, body: Sequence[Element]) -> Iterator[int | None]:
        """The predicates of the facts that a closure may rest on; None if all do."""
        for element in body:
            if isinstance(element, Closure):
                found = walked(element, body)
                yield from (number for _, number in self._predicates([*found]))

    def solutions(self, look: Look) -> Iterator[Solutions]:
        """Every way in which the rule holds, body by body."""
        for number, awaited in enumerate(self._awaited):
            if awaited <= look.world.there:
                body = self._body(number, None)
                yield body, body.solve(look)

    def news(self, look: Look) -> Iterator[Solutions]:
        """Every way that rests on a fact that is new to the rule, and perhaps others.

        With new facts to walk on, every way counts: a new walk may go by many facts, old and new.
        """
        if self._rule.base_only:
            return
        if self._walked & look.new.there:
            yield from self.solutions(look)
            return
        for number, needed in enumerate(self._needed):
            met: dict[object, Askers] = {}
            for place, predicate in needed:
                if predicate in look.new.there:
                    body = self._body(number, place)
                    yield body, [*_unmet(body, body.solve(look), met)]

    def _body(self, number: int, first: int | None) -> Body:
        if (number, first) not in self._bodies:
            self._bodies[number, first] = Body(
                self._variants[number],
                self._ground,
                base_only=self._rule.base_only,
                first=first,
            )
        return self._bodies[number, first]

    def maker(self, body: Body, terms: Terms) -> Maker:
        """What makes facts of a row of a body."""
        if self._singly:
            return lambda row: [*self._one_by_one(body, row, terms)]
        if body not in self._makers:
            self._makers[body] = self._maker(body.layout)
        made = self._makers[body]
        if self._is_sound:
            return made
        return lambda row: [fact for fact in made(row) if _is_valid(fact, terms)]

    def _maker(self, layout: Layout) -> Maker:
        """What puts the head together; of a triple with a variable without a value, nothing."""
        made = [
            pattern
            for pattern in self._rule.head
            if all(node in layout.slots for node in pattern if isinstance(node, Variable))
        ]
        fixed = [node for pattern in made for node in pattern if not isinstance(node, Variable)]
        numbers = tuple([self._number(node) for node in fixed])
        places = {node: layout.width + at for at, node in enumerate(fixed)} | layout.slots
        takers = [itemgetter(*[places[node] for node in pattern]) for pattern in made]
        return lambda row: [taken(row + numbers) for taken in takers]

    def _number(self, node: Node) -> int:
        found = None if isinstance(node, Nested) else self._ground.terms.known(node)  # type: ignore[arg-type]
        if found is None:
            raise KeyError(node)
        return found

    def _one_by_one(self, body: Body, row: Row, terms: Terms) -> Iterator[Fact]:
        """The same where each solution makes new terms."""
        bindings = terms_of(row, body.layout.slots, terms)
        for pattern in renewed(self._rule, bindings):
            subject, predicate, target = instance(pattern, bindings)
            match subject, predicate, target:
                case [Iri() | Blank(), Iri(), Iri() | Blank() | Literal() | TripleTerm()]:
                    number = terms.number
                    yield number(subject), number(predicate), number(target)


def _unmet(body: Body, rows: Iterable[Row], met: dict[object, Askers]) -> Iterator[Row]:
    """The rows for those who have not met their premises, which they now have."""
    for row in rows:
        premises = body.premises(row)
        before = met.get(premises, 0)
        if askers := row[ASKERS] & ~before:
            met[premises] = before | askers
            yield left_to(row, askers)


def _is_sound(made: Pattern, body: Sequence[Element]) -> bool:
    """Whether what is made is always a fact, as its subject is one of a fact that was there."""
    there = {each.subject for each in body if isinstance(each, Pattern)}
    is_node = made.subject in there or isinstance(made.subject, Iri)
    return is_node and isinstance(made.predicate, Iri)


def _is_valid(fact: Fact, terms: Terms) -> bool:
    """Whether a fact is one of RDF; a literal as subject makes none."""
    subject, predicate, _ = fact
    return isinstance(terms.term(subject), Iri | Blank) and isinstance(terms.term(predicate), Iri)
