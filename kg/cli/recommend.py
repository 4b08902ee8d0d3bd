"""``nestesteg recommend``: what each actor should work on now, and why."""

from argparse import Namespace
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from kg.cli.arguments import Parser, number
from kg.cli.batch import Batch, read_batch
from kg.cli.consult import declare_choices
from kg.cli.output import save, say
from kg.cli.progress import watched
from kg.errors import Fault
from kg.messages import LANGUAGES, harmless, text

if TYPE_CHECKING:
    from kg.recommend import Advice, Card, Recommendation, Request

ENDINGS = {"text": ".txt", "json": ".json", "md": ".md", "ttl": ".ttl"}
WIDTH = 80


def declare(parser: Parser) -> None:
    """The command's arguments."""
    parser.positional("assessment", Path, several=True)
    declare_choices(parser)
    parser.choice("--format", (*ENDINGS,))
    parser.option("--top", number, metavar="N")
    parser.several("--compare", Path, "FILE")
    parser.option("--output", Path, metavar="FOLDER")
    parser.set_defaults(lang=None)  # the actor's own, unless one is chosen
    parser.check(_looks_like_a_file)


def _looks_like_a_file(arguments: Namespace) -> Iterator[Fault]:
    folder = arguments.output
    if folder and folder.suffix in ENDINGS.values() and not folder.is_dir():
        yield Fault("output-is-a-folder", name=folder)


def run(arguments: Namespace) -> int:
    """Prints the recommendations, or writes a file for each."""
    batch = read_batch(arguments)
    if arguments.output:
        _save(batch, arguments)
    else:
        say(_written(batch, batch.requests, arguments))
    return 0


def _save(batch: Batch, arguments: Namespace) -> None:
    """Writes a file for each actor into the folder, and says how many."""
    from kg.cli.file_names import file_names, make_folder
    from kg.terms import local_name

    folder, ending = arguments.output, ENDINGS[arguments.format]
    make_folder(folder)
    single = replace(batch, alone=True)
    names = file_names([local_name(request.actor) for request in batch.requests])
    for number_, request in enumerate(_watched(batch.requests, arguments)):
        written = _written(single, [request], arguments)
        save(folder / f"{names[number_]}{ending}", written.encode())
    told = text("written-in-folder", _spoken(arguments), count=len(names), folder=folder)
    say(harmless(told) + "\n")


def _spoken(arguments: Namespace) -> str:
    """The language of what is said to whoever runs the command."""
    return str(arguments.lang or LANGUAGES[0])


def _watched(requests: "Sequence[Request]", arguments: Namespace) -> "Iterator[Request]":
    return watched(requests, text("recommending", _spoken(arguments)))


def _written(batch: Batch, requests: "Sequence[Request]", arguments: Namespace) -> str:
    """The recommendations as one text."""
    asked = _watched(requests, arguments)
    if arguments.format == "ttl":
        return _as_turtle(batch, (batch.advice(request) for request in asked), arguments)
    parts = [_part(batch, batch.advice(request), arguments) for request in asked]
    if arguments.format == "json":
        return parts[0] + "\n" if batch.alone else "[\n" + ",\n".join(parts) + "\n]\n"
    line = f"\n\n{'-' * WIDTH}\n\n"
    return line.join(part.rstrip("\n") for part in parts) + "\n"


def _part(batch: Batch, advice: "Advice", arguments: Namespace) -> str:
    """The recommendation for one actor."""
    from kg.labels import Labels
    from kg.recommend.as_json import as_json
    from kg.recommend.handout import Handout
    from kg.recommend.outline import Outliner
    from kg.recommend.request import language_for
    from kg.recommend.writers import as_markdown, as_text

    language = arguments.lang or language_for(advice.known, advice.request.actor)
    recommendation = recommended(batch, advice, language, arguments.top)
    if arguments.format == "json":
        return as_json(recommendation)
    labels = Labels(advice.known, language)
    if arguments.format == "md":
        return as_markdown(Handout(labels).outline(recommendation))
    return as_text(Outliner(labels).outline(recommendation))


def recommended(batch: Batch, advice: "Advice", language: str, top: int | None) -> "Recommendation":
    """The whole recommendation in a language: how sure it is, what would change it, the answers."""
    from kg.recommend import arrange, with_changes, with_responses
    from kg.recommend.stability import stability

    knowledge = batch.knowledge
    arranged = arrange(knowledge, advice, language)
    sure = stability(knowledge.known, arranged.cards)
    shown = replace(arranged, cards=first_cards(arranged.cards, top), stability=sure)
    changed = with_changes(knowledge, batch.program, advice, shown)
    return with_responses(knowledge.known, changed, batch.responses)


def _as_turtle(batch: Batch, advices: "Iterator[Advice]", arguments: Namespace) -> str:
    """All advice as one graph."""
    from kg.load.prefixes import prefixes_of
    from kg.load.turtle import write_turtle
    from kg.recommend.as_triples import as_triples
    from kg.recommend.request import language_for

    told = (
        triple
        for advice in advices
        for language in [arguments.lang or language_for(advice.known, advice.request.actor)]
        for triple in as_triples(batch.knowledge, advice, language, batch.responses)
    )
    return write_turtle(told, prefixes_of(batch.knowledge.known))


def first_cards(cards: "tuple[Card, ...]", count: int | None) -> "tuple[Card, ...]":
    """The first cards, as many as asked for; those that tie with the last of them come along."""
    if count is None or count >= len(cards):
        return cards
    return tuple(card for card in cards if card.rank <= cards[count - 1].rank)
