"""Which rule feeds which: where the rules of a program stand, and what passes between them."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import PurePath
from typing import TYPE_CHECKING, NamedTuple

from kg.reason.looks import looks_at
from kg.reason.model import Pattern, Program, Rule
from kg.reason.strata import dependencies, unify
from kg.terms import Iri, Term

if TYPE_CHECKING:
    import networkx

__all__ = ["Box", "Feed", "Placed", "by_folder", "by_ties", "feeds_between", "one_by_one", "placed"]


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


class _Passing(NamedTuple):
    """A rule that makes facts, one that reads them, and whether it must see all of them."""

    maker: Rule
    user: Rule
    whole: bool


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


def one_by_one(rules: Iterable[Placed]) -> list[Box]:
    """A box for each rule."""
    return [Box(each.stratum, each.folder, (each.rule,)) for each in rules]


def by_folder(rules: Iterable[Placed]) -> list[Box]:
    """A box for the rules of each folder and stratum."""
    return _together(rules, dict.fromkeys(rules))


def by_ties(rules: Sequence[Placed], own: Placed | None = None) -> list[Box]:
    """A box for the rules of a folder and stratum that are tied alike to the others, or to one."""
    graph = dependencies([each.rule for each in rules])
    if own:
        graph = graph.edge_subgraph(
            [edge for edge in graph.edges if own.rule.name in edge and edge[0] != edge[1]]
        )
    ties = {each: _ties(graph, each.rule.name) for each in rules if each.rule.name in graph}
    return _together(ties, ties)


def _ties(graph: "networkx.DiGraph[str]", name: str) -> object:
    """What a rule feeds and is fed by, and how."""
    makers = frozenset((each, graph.edges[name, each]["closed"]) for each in graph.successors(name))
    users = frozenset(
        (each, graph.edges[each, name]["closed"]) for each in graph.predecessors(name)
    )
    return makers, users


def _together(rules: Iterable[Placed], alike: Mapping[Placed, object]) -> list[Box]:
    """Those of a folder and stratum together that are alike."""
    found: dict[tuple[int, str, object], list[Rule]] = {}
    for each in rules:
        found.setdefault((each.stratum, each.folder, alike[each]), []).append(each.rule)
    return [
        Box(stratum, folder, tuple(together)) for (stratum, folder, _), together in found.items()
    ]


def feeds_between(boxes: Iterable[Box]) -> list[Feed]:
    """What passes between boxes, in their order; not what passes inside one."""
    place = {box: number for number, box in enumerate(boxes)}
    passing = _passing(place)
    pairs = sorted(passing, key=lambda pair: (place[pair[0]], place[pair[1]]))
    kept = _kept(pairs)
    return [
        Feed(
            *pair,
            predicates=_predicates(passing[pair]),
            whole=any(each.whole for each in passing[pair]),
            implied=pair not in kept,
        )
        for pair in pairs
    ]


def _passing(boxes: Iterable[Box]) -> dict[tuple[Box, Box], list[_Passing]]:
    """Which rules feed which, by the boxes they are in."""
    home = {rule.name: (box, rule) for box in boxes for rule in box.rules}
    found: dict[tuple[Box, Box], list[_Passing]] = {}
    graph = dependencies([rule for _, rule in home.values()])
    for user, maker in graph.edges:
        (start, made), (end, used) = home[maker], home[user]
        if start != end:
            whole = graph.edges[user, maker]["closed"]
            found.setdefault((start, end), []).append(_Passing(made, used, whole))
    return found


def _kept(pairs: list[tuple[Box, Box]]) -> set[tuple[Box, Box]]:
    """What transitive reduction leaves; everything, if some feed each other in a circle."""
    import networkx

    graph: networkx.DiGraph[Box] = networkx.DiGraph(pairs)
    if not networkx.is_directed_acyclic_graph(graph):
        return {*pairs}
    return {*networkx.transitive_reduction(graph).edges}


def _predicates(passing: Iterable[_Passing]) -> tuple[Term, ...]:
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
