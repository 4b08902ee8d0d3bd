"""From which strength a claim blocks, when somebody chooses."""

from itertools import pairwise

import pytest
from situations import advised, criteria

from kg import vocabulary as nst
from kg.errors import Faults
from kg.graph import subjects, value
from kg.labels import word
from kg.load import Knowledge
from kg.reason import Program
from kg.recommend import Advice, arrange
from kg.recommend.plan import make_plan
from kg.terms import Iri


def _advice(knowledge: Knowledge, program: Program, strength: str) -> Advice:
    lines = [f"{name} red" for name in criteria(knowledge)]
    return advised(knowledge, program, lines, {"strength": strength, "model": "extended"})


def _blocked(knowledge: Knowledge, program: Program, strength: str) -> set[str]:
    cards = arrange(knowledge, _advice(knowledge, program, strength), "en").cards
    return {card.criterion for card in cards if card.blocked_by}


@pytest.mark.parametrize("name", ["implied", "strength-implied"])
def test_a_weaker_claim_blocks_when_chosen(
    knowledge: Knowledge, program: Program, name: str
) -> None:
    """With implied claims blocking, involvement waits as well; the prefix may be left out."""
    usual = _blocked(knowledge, program, "one-office")

    assert _blocked(knowledge, program, name) - usual == {"involvement"}


def test_the_weaker_the_claims_that_block_the_more_waits(
    knowledge: Knowledge, program: Program
) -> None:
    """Every strength is a choice; a weaker one frees nothing, and the plan can still be made."""
    known = knowledge.known

    def rank(strength: Iri) -> int:
        return int(getattr(value(known, strength, nst.RANK), "lexical", 0))

    ranked = sorted(subjects(known, nst.TYPE, nst.STRENGTH_CLASS), key=rank, reverse=True)
    blocked = [_blocked(knowledge, program, word(known, each)) for each in ranked]

    assert all(stronger <= weaker for stronger, weaker in pairwise(blocked))
    assert blocked[0] < blocked[-1]
    first, *later = make_plan(_advice(knowledge, program, "proposed")).stages
    assert [word(known, step.criterion) for step in first] == ["context"]
    assert later


def test_an_unknown_strength_is_refused(knowledge: Knowledge, program: Program) -> None:
    """What is no strength is a fault, with what was perhaps meant."""
    with pytest.raises(Faults) as refused:
        _advice(knowledge, program, "strength-impliet")

    (fault,) = refused.value.each()
    assert fault.key == "choice-unknown"
    assert "implied" in fault.near
