"""``nestesteg recommend``: what the actor should work on now, and why."""

from argparse import Namespace
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from kg.cli.arguments import Parser, number
from kg.cli.consult import Consultation, consult, declare_assessment, this_day
from kg.cli.output import say

if TYPE_CHECKING:
    from kg.recommend import Card

FORMATS = ("text", "json", "md", "ttl")


def declare(parser: Parser) -> None:
    """The command's arguments."""
    declare_assessment(parser)
    parser.choice("--format", FORMATS)
    parser.option("--top", number, metavar="N")
    parser.several("--compare", Path, "FILE")
    parser.set_defaults(lang=None)  # the actor's own, unless one is chosen


def run(arguments: Namespace) -> int:
    """Prints the recommendation."""
    say(_written(consult(arguments), arguments).rstrip("\n") + "\n")
    return 0


def _written(consultation: Consultation, arguments: Namespace) -> str:
    from kg.labels import Labels
    from kg.load.responses import answers_beside, read_responses
    from kg.recommend import arrange, with_changes, with_responses
    from kg.recommend.as_json import as_json
    from kg.recommend.handout import Handout
    from kg.recommend.outline import Outliner
    from kg.recommend.request import language_for
    from kg.recommend.stability import stability
    from kg.recommend.writers import as_markdown, as_text

    knowledge, program, advice = consultation
    if arguments.format == "ttl":
        from kg.load.prefixes import prefixes_of
        from kg.load.turtle import write_turtle

        return write_turtle(advice.inference.facts, prefixes_of(knowledge.known))
    language = arguments.lang or language_for(advice.known, advice.request.actor)
    arranged = arrange(knowledge, advice, language)
    sure = stability(knowledge.known, arranged.cards)
    shown = replace(arranged, cards=first_cards(arranged.cards, arguments.top), stability=sure)
    changed = with_changes(knowledge, program, advice, shown)
    responses = read_responses(answers_beside(arguments.assessment), knowledge.known, this_day())
    recommendation = with_responses(knowledge.known, changed, responses)
    if arguments.format == "json":
        return as_json(recommendation)
    labels = Labels(advice.known, language)
    if arguments.format == "md":
        return as_markdown(Handout(labels).outline(recommendation))
    return as_text(Outliner(labels).outline(recommendation))


def first_cards(cards: "tuple[Card, ...]", count: int | None) -> "tuple[Card, ...]":
    """The first cards, as many as asked for; those that tie with the last of them come along."""
    if count is None or count >= len(cards):
        return cards
    return tuple(card for card in cards if card.rank <= cards[count - 1].rank)
