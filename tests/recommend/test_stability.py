"""How sure the first place is: beside chance, and beside the engine with other weights."""

from collections.abc import Callable
from random import Random

import pytest
from foreseen import EXAMPLES, FEW, drawn, example
from hypothesis import given
from hypothesis import strategies as st
from situations import advised

from kg import vocabulary as nst
from kg.graph import known_of, place, subjects
from kg.labels import Labels
from kg.load import Knowledge
from kg.messages import LANGUAGES
from kg.reason import Program
from kg.recommend import Advice, arrange
from kg.recommend.stability import Flip, Stability, all_weights, lead, share_above, stability
from kg.recommend.stability_text import stability_text
from kg.terms import Literal, Triple

Golden = Callable[[str, str], None]
SPREAD = 50


def _found(knowledge: Knowledge, advice: Advice) -> Stability | None:
    return stability(knowledge.known, arrange(knowledge, advice, "nb").cards)


def test_how_sure_the_examples_are(knowledge: Knowledge, program: Program, golden: Golden) -> None:
    """Every example says how sure its advice is, in every language."""
    told = []
    for name in EXAMPLES:
        found = _found(knowledge, example(name, knowledge, program))
        assert found
        told += [stability_text(Labels(knowledge.known, each), found) for each in LANGUAGES]

    golden("stability.txt", "\n".join([*told, *_others(knowledge)]) + "\n")


def _others(knowledge: Knowledge) -> list[str]:
    """What no example has: a tie, a weight that has to grow, samples that all agree."""
    names = ("strategy", "competence")
    flips = (Flip("core-three", 1, 3, "resources"),)
    found = [
        Stability(names, SPREAD, 0.5, 0.02, ()),
        Stability(names[:1], SPREAD, 0.62, 0, flips),
        Stability(names[:1], SPREAD, 1.0, 0.001, flips),
    ]
    return [
        stability_text(Labels(knowledge.known, each), one) for one in found for each in LANGUAGES
    ]


@FEW
@given(st.data())
def test_the_share_is_that_of_many_settings(
    knowledge: Knowledge, program: Program, data: st.DataObject
) -> None:
    """Many settings drawn otherwise give the share, as near as chance allows."""
    cards = arrange(knowledge, advised(knowledge, program, drawn(data, knowledge)), "nb").cards
    found = stability(knowledge.known, cards)
    if found is None:
        return
    weights, chance, count = all_weights(knowledge.known), Random(1), 3000  # noqa: S311 - the same each time
    first = [card for card in cards if card.criterion in found.first]
    stays = 0
    for _ in range(count):
        drawn_weights = {rule: each * chance.uniform(0.5, 1.5) for rule, each in weights.items()}
        scores = {
            card.criterion: sum(drawn_weights[reason.rule] for reason in card.reasons)
            for card in cards
        }
        best = max(scores[card.criterion] for card in first)
        stays += all(
            best > scores[card.criterion] for card in cards if card not in first and card.reasons
        )

    assert abs(stays / count - found.share) < 0.06
    assert found.error < 0.035


@given(st.lists(st.tuples(st.integers(1, 4), st.sampled_from([1, -1])), min_size=1, max_size=5))
def test_the_exact_share_is_that_of_a_fine_grid(parts: list[tuple[int, int]]) -> None:
    """What inclusion and exclusion give is what a sum over many points gives."""
    chance = Random(2)  # noqa: S311 - the same each time
    reasons = {str(number): sign for number, (_, sign) in enumerate(parts)}
    weights = {str(number): weight for number, (weight, _) in enumerate(parts)}
    count = 4000
    above = sum(
        sum(sign * weights[rule] * chance.uniform(0.5, 1.5) for rule, sign in reasons.items()) > 0
        for _ in range(count)
    )

    assert abs(share_above(reasons, weights, SPREAD) - above / count) < 0.04


def _weighed(knowledge: Knowledge, rule: str, points: int) -> Knowledge:
    """The knowledge with another weight."""
    (weight,) = subjects(knowledge.known, nst.WEIGHS, nst.individual(rule))
    integer = Literal(str(points), nst.DATE.replace("date", "integer"))
    triples = (
        Triple(weight, nst.POINTS, integer)
        if (each.subject, each.predicate) == (weight, nst.POINTS)
        else each
        for each in knowledge.known.triples()
    )
    told = ((each, place(knowledge.known, each)) for each in triples)
    return Knowledge(known_of(told), knowledge.rules)


@pytest.mark.parametrize("name", ["langnes", "storfoss", "planes"])
def test_a_flip_is_one_when_the_engine_runs_with_that_weight(
    name: str, knowledge: Knowledge, program: Program
) -> None:
    """At the value both cards tie in the first place; a point beyond, the other leads alone."""
    found = _found(knowledge, example(name, knowledge, program))
    assert found
    assert found.flips

    for flip in found.flips:
        beyond = 1 if flip.at > flip.weight else -1
        for points, expected in (
            (int(flip.at), {found.first[0], flip.then}),
            (int(flip.at) + beyond, {flip.then}),
        ):
            other = _weighed(knowledge, flip.rule, points)
            cards = arrange(other, example(name, other, program), "nb").cards
            first = {card.criterion for card in cards if card.rank == 1}
            assert expected <= first
            assert points == flip.at or found.first[0] not in first


def test_leads_are_what_the_scores_differ_by(knowledge: Knowledge, program: Program) -> None:
    """The lead in weights as they are is the difference of the scores."""
    cards = arrange(knowledge, example("fjordvik", knowledge, program), "nb").cards
    weights = all_weights(knowledge.known)

    for card in cards:
        for other in cards:
            ahead = sum(sign * weights[rule] for rule, sign in lead(card, other).items())
            assert ahead == card.score - other.score
