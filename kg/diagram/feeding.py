"""Which rule feeds which: the rules of a program, where they stand, and what passes between them."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import PurePath
from typing import TYPE_CHECKING, NamedTuple

from kg.reason.looks import looks_at
from kg.reason.model import Pattern, Program, Rule
from kg.reason.strata import dependencies, unify
from kg.terms import Iri, Term

if TYPE_CHECKING:
    import networkx

__all__ = ["Box", "Feed", "boxes_of", "feeds_between", "placed"]


class Placed(NamedTuple):
    """A rule, its stratum from 1, and the folder its file lies in."""

    rule: Rule
    stratum: int
    folder: str


class Box(NamedTuple):
    """Rules that are drawn as one: a single rule, or those of a folder in one stratum."""

    stratum: int
    folder: str
    rules: tuple[Rule, ...]


@dataclass(frozen=True, slots=True)
class Feed:
    """What passes from one box to another.

    Args:
        start: the box that makes facts.
        end: the box that reads them.
        predicates: those of the facts; none stands for any.
        whole: whether all of them must be there before one is read.
        implied: whether the order follows from other feeds.
    """

    start: Box
    end: Box
    predicates: tuple[Term, ...]
    whole: bool
    implied: bool


def placed(program: Program) -> list[Placed]:
    """The rules of a program by stratum, then by folder and name."""
    found = [
        Placed(rule, number, _folder(rule))
        for number, stratum in enumerate(program, 1)
        for rule in (*stratum.once, *stratum.general)
    ]
    return sorted(found, key=lambda each: (each.stratum, each.folder, each.rule.name))


def _folder(rule: Rule) -> str:
    return PurePath(rule.place.file).parent.name if rule.place else ""


def boxes_of(rules: Iterable[Placed], *, one_by_one: bool) -> list[Box]:
    """The rules one by one, or those of a folder and stratum together."""
    if one_by_one:
        return [Box(each.stratum, each.folder, (each.rule,)) for each in rules]
    found: dict[tuple[int, str], list[Rule]] = {}
    for each in rules:
        found.setdefault((each.stratum, each.folder), []).append(each.rule)
    return [Box(*place, tuple(together)) for place, together in found.items()]


def feeds_between(boxes: Iterable[Box]) -> list[Feed]:
    """What passes between boxes, in their order; not what passes inside one."""
    listed = list(boxes)
    home = {rule.name: box for box in listed for rule in box.rules}
    rules = {rule.name: rule for box in listed for rule in box.rules}
    passing: dict[tuple[Box, Box], list[tuple[Rule, Rule, bool]]] = {}
    for user, maker, closed in dependencies([*rules.values()]).edges(data="closed"):
        pair = home[maker], home[user]
        passing.setdefault(pair, []).append((rules[maker], rules[user], closed))
    place = {box: number for number, box in enumerate(listed)}
    pairs = sorted(
        (pair for pair in passing if pair[0] != pair[1]),
        key=lambda pair: (place[pair[0]], place[pair[1]]),
    )
    kept = _kept(pairs)
    return [
        Feed(
            *pair,
            predicates=_predicates(passing[pair]),
            whole=any(closed for *_, closed in passing[pair]),
            implied=pair not in kept,
        )
        for pair in pairs
    ]


def _kept(pairs: list[tuple[Box, Box]]) -> set[tuple[Box, Box]]:
    """What transitive reduction leaves; everything, if some feed each other in a circle."""
    import networkx

    graph: networkx.DiGraph[Box] = networkx.DiGraph(pairs)
    if not networkx.is_directed_acyclic_graph(graph):
        return {*pairs}
    return {*networkx.transitive_reduction(graph).edges}


def _predicates(passing: Iterable[tuple[Rule, Rule, bool]]) -> tuple[Term, ...]:
    """The predicates of what some rules make and others read, in order; none if it is any."""
    found: set[Term] = set()
    for maker, user, _ in passing:
        for wanted, _ in looks_at(user):
            found |= {predicate for made in maker.head for predicate in _shared(wanted, made)}
    return tuple(sorted(found, key=str))


def _shared(wanted: Pattern, made: Pattern) -> Iterator[Iri]:
    """The predicate of the triples that are an instance of both patterns, if it is known."""
    if unify(wanted, made):
        for predicate in (made.predicate, wanted.predicate):
            if isinstance(predicate, Iri):
                yield predicate
                return
