"""Whom to learn from: who is alike and has the very criterion in place."""

import json
from collections.abc import Callable, Iterable

import pytest
from foreseen import FEW, drawn
from hypothesis import given
from hypothesis import strategies as st
from situations import AS_OF, told

from kg import vocabulary as nst
from kg.errors import Faults
from kg.graph import Statement
from kg.labels import Labels
from kg.load import Knowledge
from kg.messages import LANGUAGES
from kg.reason import Program
from kg.recommend import Advice, Recommendation, advise, arrange, make_request
from kg.recommend.as_json import as_json
from kg.recommend.learn import compared
from kg.recommend.outline import Outliner
from kg.recommend.writers import as_text
from kg.terms import XSD, Iri, Literal, Term, Triple

Golden = Callable[[str, str], None]
ASKS = "nordby"  # of these nothing is known beforehand
NAMES = ("austby", "midtby", "sørby", "vestby")
OTHERS = [
    "austby 2026-06-01 strategy green",
    "midtby 2026-06-01 strategy green",
    "sørby 2026-06-01 strategy green",
    "sørby 2026-06-01 involvement green",
    "vestby 2026-06-01 strategy green",
    "vestby 2022-06-01 involvement green",
]


def _like(names: Iterable[str], population: int = 2000) -> list[Statement]:
    """Facts by which invented actors are alike: nobody's real ones."""
    pairs: list[tuple[str, Term]] = [
        ("centrality", nst.individual("centrality-6")),
        ("kostraGroup", nst.individual("kostra-ekg06")),
        ("languageForm", nst.individual("language-form-nynorsk")),
        ("population", Literal(str(population), XSD + "integer")),
    ]
    return [
        (Triple(nst.individual(name), Iri(nst.NST + verb), target), None)
        for name in names
        for verb, target in pairs
    ]


def _advised(
    knowledge: Knowledge,
    program: Program,
    lines: Iterable[str],
    others: Iterable[str],
    facts: Iterable[Statement],
) -> Advice:
    observations = [told(knowledge, line, ASKS) for line in lines]
    request = make_request(knowledge.known, frozenset({nst.individual(ASKS)}), AS_OF, {})
    seen = [
        told(knowledge, line, actor) for each in others for actor, line in [each.split(maxsplit=1)]
    ]
    beside = [*facts, *compared(knowledge, program, request, seen)]
    return advise(knowledge, program, observations, request, beside=beside)


def _text(knowledge: Knowledge, advice: Advice, language: str) -> tuple[str, Recommendation]:
    cards = arrange(knowledge, advice, language)
    return as_text(Outliner(Labels(advice.known, language)).outline(cards)), cards


@pytest.mark.parametrize("language", LANGUAGES)
def test_whom_to_learn_from_in_words(
    language: str, knowledge: Knowledge, program: Program, golden: Golden
) -> None:
    """At most three on a card, each with what they share; what has gone stale teaches nothing."""
    facts = [*_like([ASKS, "midtby", "sørby", "vestby"]), *_like(["austby"], 3500)]
    advice = _advised(knowledge, program, ["anchoring red", "strategy red"], OTHERS, facts)

    text, cards = _text(knowledge, advice, language)

    peers = [peer for card in cards.cards for peer in card.learn_from]
    assert all(" ".join(peer.text.split()) in " ".join(text.split()) for peer in peers)
    golden(f"learn/nordby.{language}.txt", "".join(f"{peer.text}\n" for peer in peers))
    learned = json.loads(as_json(cards))["learnFrom"]
    assert [(each["criterion"], each["actor"]) for each in learned] == [
        ("involvement", "sørby"),
        ("strategy", "austby"),
        ("strategy", "midtby"),
        ("strategy", "sørby"),
    ]


def test_nobody_alike_is_said(knowledge: Knowledge, program: Program) -> None:
    """Those of whom nothing is known are like nobody; without others nothing is said."""
    advice = _advised(knowledge, program, ["strategy red"], OTHERS, _like([ASKS]))
    alone = _advised(knowledge, program, ["strategy red"], [], _like([ASKS]))

    text, cards = _text(knowledge, advice, "en")
    assert "None of the actors that nordby was compared with" in text
    assert json.loads(as_json(cards))["learnFrom"] == []
    text, cards = _text(knowledge, alone, "en")
    assert "compared with" not in text
    assert "learnFrom" not in json.loads(as_json(cards))


@FEW
@given(st.data())
def test_comparing_changes_no_card_but_by_whom_to_learn_from(
    knowledge: Knowledge, program: Program, data: st.DataObject
) -> None:
    """Others never move a card; whoever is named is given, alike, and has it in place."""
    lines = drawn(data, knowledge)
    others = [f"{name} {line}" for name in NAMES for line in drawn(data, knowledge, most=2)]
    alike = data.draw(st.sets(st.sampled_from(NAMES)))
    advice = _advised(knowledge, program, lines, others, _like([ASKS, *alike]))
    alone = _advised(knowledge, program, lines, [], _like([ASKS, *alike]))

    with_others = arrange(knowledge, advice, "nb").cards
    for card, own in zip(with_others, arrange(knowledge, alone, "nb").cards, strict=True):
        assert (card.rank, card.state, card.reasons) == (own.rank, own.state, own.reasons)
        assert len(card.learn_from) <= 3
        for peer in card.learn_from:
            assert peer.actor in alike
            assert card.state != "met"
            fresh = f"{peer.actor} 2026-06-01 {card.criterion} green"
            sure = {
                fresh,
                fresh.replace("2026-06-01", "2026-11-23"),
                fresh.replace("2026-06-01", "2025-12-01"),
            }
            assert sure & {*others}


def test_what_two_files_tell_otherwise_is_refused(knowledge: Knowledge, program: Program) -> None:
    """The same day and thing with two values is nobody's to guess; the same value is told once."""
    same = ["vestby 2026-06-01 strategy green", "vestby 2026-06-01 strategy green"]
    assert _advised(knowledge, program, ["strategy red"], same, [])

    with pytest.raises(Faults):
        _advised(knowledge, program, [], [*same, "vestby 2026-06-01 strategy red"], [])
