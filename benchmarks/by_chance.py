"""The whole of `nestesteg recommend` on actors invented by chance: it never fails."""

import json
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter

from benchmarks.invented import LAST, Invented, Inventor
from kg import vocabulary as nst
from kg.graph import objects
from kg.labels import Labels
from kg.load import Knowledge, load_knowledge, read_assessment
from kg.load.prefixes import prefixes_of
from kg.load.turtle import write_turtle
from kg.reason import Program
from kg.recommend import (
    Advice,
    Recommendation,
    advise,
    arrange,
    make_request,
    prepare,
    with_changes,
)
from kg.recommend.as_json import as_json
from kg.recommend.as_triples import as_triples
from kg.recommend.outline import Outliner
from kg.recommend.stability import stability
from kg.recommend.writers import as_markdown, as_text
from kg.resources import data_root

SEED = 20111212
STATES = {"met", "renew", "ready", "blocked", "unknown", "not-applicable"}


def by_chance(count: int, seed: int = SEED) -> None:
    """Examines so many, and prints how long it took; what fails names its number and the seed."""
    knowledge = load_knowledge(data_root())
    program = prepare(knowledge)
    start = perf_counter()
    with TemporaryDirectory() as folder:
        for number, invented in enumerate(Inventor(knowledge.known, seed).invent(count)):
            try:
                examine(knowledge, program, invented, Path(folder))
            except Exception as error:
                told = f"number {number} of seed {seed}:\n{invented.choices}\n{invented.table()}"
                raise RuntimeError(told) from error
    seconds = perf_counter() - start
    print(f"{count} by chance (seed {seed}): none failed, {1000 * seconds / count:.1f} ms each")


def examine(
    knowledge: Knowledge, program: Program, invented: Invented, folder: Path
) -> Recommendation:
    """Reads an invented assessment from a file, gives the advice and writes it in every form."""
    path = folder / f"{invented.actor}.csv"
    path.write_text(invented.table(), encoding="utf-8")
    observations = read_assessment(path, knowledge.known, LAST)
    path.unlink()
    actors = frozenset(each.actor for each in observations)
    request = make_request(knowledge.known, actors, invented.as_of, invented.choices)
    advice = advise(knowledge, program, observations, request)
    arranged = arrange(knowledge, advice, invented.language)
    recommendation = with_changes(knowledge, program, advice, arranged)
    _check(advice, recommendation)
    _write(knowledge, advice, recommendation)
    return recommendation


def _check(advice: Advice, recommendation: Recommendation) -> None:
    """What holds of every recommendation."""
    cards = recommendation.cards
    criteria = objects(advice.known, advice.request.model, nst.HAS_CRITERION)
    assert len(cards) == len({card.criterion for card in cards}) == len(criteria)
    assert {card.state for card in cards} <= STATES
    assert all(card.score == sum(each.weight for each in card.reasons) for card in cards)
    ranks = {card.criterion: card.rank for card in cards}
    for card in cards:
        assert (card.state == "blocked") == bool(card.blocked_by)
        assert not card.blocked_by or min(ranks[each] for each in card.blocked_by) <= card.rank
    sections = {nst.individual(each) for each in sources_of(recommendation)}
    assert all(nst.SECTION in objects(advice.known, each, nst.TYPE) for each in sections)


def sources_of(recommendation: Recommendation) -> Iterator[str]:
    """The sections that are shown."""
    for card in recommendation.cards:
        for reason in card.reasons:
            yield from reason.sources
        for action in card.actions:
            yield from action.sources
        for example in card.examples:
            yield from example.sources
    for note in recommendation.notes:
        yield from note.sources


def _write(knowledge: Knowledge, advice: Advice, recommendation: Recommendation) -> None:
    """The recommendation in every form, its text no wider than a terminal."""
    assert stability(knowledge.known, recommendation.cards) or not any(
        card.reasons for card in recommendation.cards
    )
    assert json.loads(as_json(recommendation))["actor"] == recommendation.actor
    blocks = [*Outliner(Labels(advice.known, recommendation.language)).outline(recommendation)]
    text = as_text(blocks)
    assert max(map(len, text.splitlines())) <= 80
    assert "{" not in text + as_markdown(blocks)
    told = as_triples(knowledge, advice, recommendation.language)
    assert write_turtle(told, prefixes_of(knowledge.known))
