"""The steps from here to a target profile, in an order that can be carried out.

Theory. What has to come first, and what had better, the rules say (``nst:comesAfter`` and
``nst:betterAfter``). A step is a criterion that is not yet what the target asks. Steps stand in
stages, the topological generations of both relations: what stands in one stage can be done side by
side. What has to come first is never given up; what had better come first is, where it goes round.
"""

from collections.abc import Iterable, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kg import vocabulary as nst
from kg.graph import Graph, objects, value
from kg.labels import word
from kg.recommend.advise import Advice
from kg.recommend.cards import by_criterion
from kg.recommend.learning_space import (
    count_orders,
    feasible_states,
    inner_fringe,
    is_feasible,
    outer_fringe,
)
from kg.terms import Iri, Term, Triple

if TYPE_CHECKING:
    import networkx

Target = Mapping[Iri, Iri]
BUILD, RENEW, FIND_OUT = "build", "renew", "find-out"
Before = Mapping["Step", frozenset["Step"]]


@dataclass(frozen=True, slots=True)
class Step:
    """Something to do: build a criterion up, renew it, or find out how it stands.

    Args:
        criterion: the criterion.
        kind: ``build``, ``renew`` or ``find-out``.
        standing: how it stands.
        target: how it is to stand.
        after: the steps that have to come first, as derived facts.
        better_after: those that had better come first.
        unlocks: the steps that have to wait for this one.
    """

    criterion: Iri
    kind: str
    standing: Iri
    target: Iri
    after: tuple[Triple, ...]
    better_after: tuple[Triple, ...]
    unlocks: tuple[Iri, ...]


@dataclass(frozen=True, slots=True)
class LearningSpace:
    """The criteria of the model as a learning space, and where the actor is in it."""

    states: tuple[frozenset[Iri], ...]
    state: frozenset[Iri]
    feasible: bool
    inner: tuple[Iri, ...]
    outer: tuple[Iri, ...]


@dataclass(frozen=True, slots=True)
class Plan:
    """Steps by stage, the criteria that need none, and in how many orders it can be done.

    Args:
        stages: the steps; those of a stage can be done side by side.
        done: the criteria that already are what the target asks, or of which it asks nothing.
        orders: so many orders keep what has to come first.
        best_orders: so many of them keep what had better come first, too.
        space: the learning space.
    """

    stages: tuple[tuple[Step, ...], ...]
    done: tuple[Iri, ...]
    orders: int
    best_orders: int
    space: LearningSpace


def make_plan(advice: Advice, target: Target | None = None) -> Plan:
    """The plan from what was observed to a target; without one, to all that is green."""
    graph = advice.known
    cards = by_criterion(graph, advice.request.actor)
    wanted = dict.fromkeys(cards, nst.GREEN) if target is None else target
    steps = _steps(graph, cards, wanted)
    hard = {each: _first(each, steps, each.after) for each in steps}
    soft = {each: _first(each, steps, each.better_after) for each in steps}
    both = _together(hard, soft)
    stages = tuple(
        tuple(sorted(stage, key=lambda each: _place(graph, cards, each.criterion)))
        for stage in stages_of(both)
    )
    open_ = {each.criterion for each in steps}
    done = sorted(cards.keys() - open_, key=lambda each: _place(graph, cards, each))
    space = _space(graph, advice, cards)
    return Plan(stages, tuple(done), count_orders(hard), count_orders(both), space)


def _steps(graph: Graph, cards: Mapping[Iri, Iri], wanted: Target) -> list[Step]:
    """The steps; what is unknown is found out in a step of its own, for which nothing waits."""
    open_ = _open(graph, cards, wanted)
    steps = []
    for criterion in sorted(open_, key=str):
        card = cards[criterion]
        standing, state = value(graph, card, nst.STANDING), value(graph, card, nst.STATE)
        after = _facts(graph, card, nst.COMES_AFTER, open_)
        better = _facts(graph, card, nst.BETTER_AFTER, open_)
        first = {fact.object for fact in after}
        better = tuple(fact for fact in better if fact.object not in first)
        unlocks = tuple(
            each
            for each in sorted(open_, key=str)
            if criterion in objects(graph, cards[each], nst.COMES_AFTER)
        )
        ends = standing, wanted.get(criterion, nst.GREEN)
        if state == nst.STATE_UNKNOWN:
            steps.append(Step(criterion, FIND_OUT, *ends, (), (), ()))  # type: ignore[arg-type]
        kind = RENEW if state == nst.RENEW else BUILD
        steps.append(Step(criterion, kind, *ends, after, better, unlocks))  # type: ignore[arg-type]
    return steps


def _facts(graph: Graph, card: Iri, predicate: Iri, open_: AbstractSet[Term]) -> tuple[Triple, ...]:
    found = objects(graph, card, predicate)
    return tuple(Triple(card, predicate, each) for each in found if each in open_)


def _first(step: Step, steps: Iterable[Step], facts: Iterable[Triple]) -> frozenset[Step]:
    """The steps that come before one: by the facts, and to find out before one builds."""
    criteria = {fact.object for fact in facts}
    return frozenset(
        each
        for each in steps
        if (each.criterion in criteria and each.kind != FIND_OUT)
        or (each.criterion == step.criterion and FIND_OUT == each.kind != step.kind)
    )


def _open(graph: Graph, cards: Mapping[Iri, Iri], wanted: Target) -> AbstractSet[Iri]:
    """The criteria that are not what the target asks, and all that has to come before these."""
    found = {
        each for each in wanted if each in cards and _falls_short(graph, cards[each], wanted[each])
    }
    waiting = list(found)
    while waiting:
        needed = objects(graph, cards[waiting.pop()], nst.COMES_AFTER)
        new = [
            each for each in needed if isinstance(each, Iri) and each in cards and each not in found
        ]
        found.update(new)
        waiting += new
    return found


def _falls_short(graph: Graph, card: Iri, wanted: Iri) -> bool:
    """Whether a card is below a standing that somebody works for: one that is in place."""
    standing, state = value(graph, card, nst.STANDING), value(graph, card, nst.STATE)
    if nst.STANDING_NOT_APPLICABLE in {wanted, standing} or not _is_in_place(graph, wanted):
        return False
    return state == nst.RENEW or (state != nst.MET and standing != wanted)


def _is_in_place(graph: Graph, standing: Iri) -> bool:
    found = value(graph, standing, nst.IS_IN_PLACE)
    return getattr(found, "lexical", "") == "true"


def _together(hard: Before, soft: Before) -> dict[Step, frozenset[Step]]:
    """Both relations, without what had better come first where that would go round."""
    import networkx

    graph = _graph({each: hard[each] | soft[each] for each in hard})
    knot = {
        each: number
        for number, part in enumerate(networkx.strongly_connected_components(graph))
        for each in part
    }
    return {
        each: hard[each] | {other for other in soft[each] if knot[other] != knot[each]}
        for each in hard
    }


def _graph(before: Before) -> "networkx.DiGraph[Step]":
    import networkx

    graph: networkx.DiGraph[Step] = networkx.DiGraph()
    graph.add_nodes_from(before)
    graph.add_edges_from((other, each) for each in before for other in before[each])
    return graph


def stages_of(before: Before) -> list[list[Step]]:
    """The steps in stages: each as early as what comes before it lets it be."""
    import networkx

    return [*networkx.topological_generations(_graph(before))]


def _place(graph: Graph, cards: Mapping[Iri, Iri], criterion: Iri) -> tuple[int, str]:
    """Where the criterion's card stands among the others."""
    found = value(graph, cards[criterion], nst.PLACE)
    return int(getattr(found, "lexical", 0)), word(graph, criterion)


def _space(graph: Graph, advice: Advice, cards: Mapping[Iri, Iri]) -> LearningSpace:
    """What is in place is what others can build on, as the rules have it."""
    criteria = sorted(cards, key=str)
    requires = {
        each: frozenset(other for other in criteria if other in objects(graph, each, nst.REQUIRES))
        for each in criteria
    }
    there = objects(graph, advice.request.actor, nst.HAS_IN_PLACE)
    state = frozenset(each for each in criteria if each in there)
    return LearningSpace(
        tuple(feasible_states(requires)),
        state,
        is_feasible(requires, state),
        tuple(inner_fringe(requires, state)),
        tuple(outer_fringe(requires, state)),
    )
