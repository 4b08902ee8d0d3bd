"""How sure the advice is: whether the first card stays first when the weights are varied.

Theory. A card's score is the sum of the weights of its reasons, so that the lead of one card over
another is linear in the weights: those of the reasons that only the first has, less those of the
reasons that only the other has. Each weight may lie anywhere within a spread around what it is,
independently and evenly. The least lead is at a corner of that box. If it is above zero over every
other card, the first stays first whatever the weights; that is exact. Over a single rival the share
is the distribution of a sum of independent even variables, exact by inclusion and exclusion over
the corners. With more rivals it is counted in samples from a fixed seed. A single weight flips the
first place where the lead over some rival is zero: that value is exact, too.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import reduce
from itertools import product
from math import factorial, prod, sqrt
from operator import add, sub

from kg import vocabulary as nst
from kg.graph import Graph, objects, subjects, value
from kg.labels import word
from kg.recommend.model import Card

SAMPLES = 1000
SEED = 20190529
MOST_CORNERS = 10  # so many weights make about a thousand corners
CONFIDENCE = 1.96
Lead = Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Flip:
    """A weight that alone puts another card first: the rule, its weight now, and from which on."""

    rule: str
    weight: int
    at: float
    then: str


@dataclass(frozen=True, slots=True)
class Stability:
    """How sure the first place is.

    Args:
        first: the criteria of the cards in the first place; several if they tie.
        spread: by so many per cent the weights were varied, up and down.
        share: the share of the settings in which the first stays alone in the first place; for a
            tie, in which no other card comes before all of them.
        error: half the width of the interval that holds it 95 times of 100; 0 if it is exact.
        flips: the single weights that would put another card first, the smallest change first.
    """

    first: tuple[str, ...]
    spread: int
    share: float
    error: float
    flips: tuple[Flip, ...]


def stability(graph: Graph, cards: Sequence[Card]) -> Stability | None:
    """How sure the first place is; None if there is nothing to do, or no spread to try.

    Args:
        graph: the knowledge, with the weights and the spread.
        cards: all cards of a recommendation.
    """
    found = value(graph, nst.DEFAULTS, nst.WEIGHTS_VARY_BY)
    spread = int(getattr(found, "lexical", 0))
    first = [card for card in cards if card.rank == 1 and card.reasons]
    others = [card for card in cards if card not in first and card.reasons]
    if not first or not spread:
        return None
    weights = {reason.rule: reason.weight for card in cards for reason in card.reasons}
    share, error = _share(
        [[lead(each, other) for other in others] for each in first], weights, spread
    )
    flips = _flips(first[0], others, all_weights(graph)) if len(first) == 1 else ()
    return Stability(tuple(card.criterion for card in first), spread, share, error, flips)


def all_weights(graph: Graph) -> dict[str, int]:
    """The weights of all reasons, by rule."""
    return {
        word(graph, rule): int(getattr(value(graph, weight, nst.POINTS), "lexical", 0))
        for weight in subjects(graph, nst.TYPE, nst.WEIGHT)
        for rule in objects(graph, weight, nst.WEIGHS)
    }


def lead(card: Card, other: Card) -> dict[str, int]:
    """By which reasons a card leads: 1 for each that only it has, -1 for the other's."""
    own, others = ({reason.rule for reason in each.reasons} for each in (card, other))
    return {rule: (rule in own) - (rule in others) for rule in sorted(own ^ others)}


def _share(
    leads: Sequence[Sequence[Lead]], weights: Mapping[str, int], spread: int
) -> tuple[float, float]:
    """The share of settings in which one of the cards leads over all others, and its error.

    Args:
        leads: for each card in the first place, its leads over the others.
        weights: the weights by rule.
        spread: in per cent.
    """
    if any(all(_least(each, weights, spread) > 0 for each in own) for own in leads):
        return 1.0, 0.0
    if len(leads) == 1:
        open_ = _distinct([each for each in leads[0] if _least(each, weights, spread) <= 0])
        if len(open_) == 1 and len(_moving(open_[0], weights)) <= MOST_CORNERS:
            return share_above(open_[0], weights, spread), 0.0
        return _sampled([open_], weights, spread)
    return _sampled([_distinct(own) for own in leads], weights, spread)


def _distinct(leads: Sequence[Lead]) -> list[Lead]:
    return [dict(each) for each in dict.fromkeys(tuple(one.items()) for one in leads)]


def _least(lead: Lead, weights: Mapping[str, int], spread: int) -> float:
    """The least lead there can be."""
    return sum(sign * weights[rule] - weights[rule] * spread / 100 for rule, sign in lead.items())


def _moving(lead: Lead, weights: Mapping[str, int]) -> list[str]:
    return [rule for rule in lead if weights[rule]]


def share_above(lead: Lead, weights: Mapping[str, int], spread: int) -> float:
    """The share of settings in which a lead is above zero, exactly.

    With the widths w of the n weights and the least lead l, P(l + sum of w*u > 0) for even u in
    0..1 is 1 - (sum over corners c of (-1)^|c| * max(0, -l - w*c)^n) / (n! * product of widths).
    """
    widths = [2 * weights[rule] * spread / 100 for rule in _moving(lead, weights)]
    least, count = _least(lead, weights, spread), len(widths)
    if not count:
        return float(least > 0)
    below: float = sum(
        (-1) ** (sum(corner) % 2)
        * max(0.0, -least - sum(w for w, c in zip(widths, corner, strict=True) if c)) ** count
        for corner in product((0, 1), repeat=count)
    )
    return 1 - below / (factorial(count) * prod(widths))


def _sampled(
    leads: Sequence[Sequence[Lead]], weights: Mapping[str, int], spread: int
) -> tuple[float, float]:
    """The share in samples from a fixed seed, weight by weight, which is quicker."""
    rules = sorted({rule for own in leads for each in own for rule in _moving(each, weights)})
    draws = _Draws(SEED)
    columns = {
        rule: [weights[rule] * (1 + spread / 100 * (2 * each - 1)) for each in draws.take(SAMPLES)]
        for rule in rules
    }
    stays = [False] * SAMPLES
    for own in leads:
        least = [1.0] * SAMPLES
        for each in own:
            least = [*map(min, least, _leads(each, columns))]
        stays = [one or other > 0 for one, other in zip(stays, least, strict=True)]
    share = sum(stays) / SAMPLES
    return share, CONFIDENCE * sqrt(max(share * (1 - share), 1 / SAMPLES) / SAMPLES)


def _leads(lead: Lead, columns: Mapping[str, Sequence[float]]) -> list[float]:
    """A lead in every sample."""
    own = (columns[rule] for rule, sign in lead.items() if sign > 0 and rule in columns)
    others = (columns[rule] for rule, sign in lead.items() if sign < 0 and rule in columns)
    return [*map(sub, _added(own), _added(others))]


def _added(columns: Iterable[Sequence[float]]) -> Sequence[float]:
    """The sums of columns, sample by sample."""
    none: Sequence[float] = [0.0] * SAMPLES
    return reduce(lambda one, other: [*map(add, one, other)], columns, none)


class _Draws:
    """Even numbers from 0 to 1, the same each time (Lehmer's generator; `random` loads slowly)."""

    def __init__(self, seed: int) -> None:
        self._seed = seed

    def take(self, count: int) -> list[float]:
        """The next numbers."""
        found, state, modulus = [], self._seed, 2**31 - 1
        for _ in range(count):
            state = state * 48271 % modulus
            found.append(state / modulus)
        self._seed = state
        return found


def _flips(first: Card, others: Sequence[Card], weights: Mapping[str, int]) -> tuple[Flip, ...]:
    """Each weight that alone puts another card first, at the value nearest to what it is."""
    found: dict[str, Flip] = {}
    for other in others:
        margin = first.score - other.score
        for rule, sign in lead(first, other).items():
            at = weights[rule] - sign * margin
            nearest = found.get(rule)
            closer = nearest is None or margin < abs(nearest.at - nearest.weight)
            if (at > 0 or sign < 0) and closer:
                found[rule] = Flip(rule, weights[rule], at, other.criterion)
    return tuple(sorted(found.values(), key=_change))


def _change(flip: Flip) -> tuple[float, str]:
    """By how much the weight changes in proportion; one of nothing changes beyond all measure."""
    change = abs(flip.at - flip.weight)
    return (change / flip.weight if flip.weight else float("inf")), flip.rule
