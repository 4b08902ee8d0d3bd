"""A folder of knowledge and files of assessments -> one dataset to ask."""

from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path
from typing import NamedTuple

from kg.errors import refuse
from kg.graph import Graph, triples
from kg.load import Knowledge, Observation, read_assessment
from kg.load.files import each_once
from kg.load.portfolio import assessments_at, collected
from kg.load.prefixes import prefixes_of
from kg.load.responses import Response, answers_beside, read_responses
from kg.program import known, ready
from kg.query import Query
from kg.query.described import described
from kg.reason.model import Program
from kg.recommend.dataset import KNOWLEDGE, QUERIES, graphs_of
from kg.recommend.request import make_request
from kg.store import Store


class Dates(NamedTuple):
    """The date for which conclusions are drawn, and today: no observation can be later."""

    as_of: date
    today: date


def gather(
    root: Path,
    queries: Mapping[str, Query],
    files: Iterable[Path],
    when: Dates,
    model: str | None = None,
) -> Store:
    """A store of what a folder knows and files tell, and of what follows.

    Args:
        root: the folder with ``ontology/`` and ``rules/``.
        queries: the saved queries, which become data too.
        files: assessments and folders of them; the answers beside each come along.
        when: the dates that count.
        model: the id of a model; None for the default one.

    Raises:
        Faults: everything that is wrong with any file.
    """
    named = [*files]
    if not named:
        return known_store(known(root), queries)
    knowledge, program = ready(root)
    return told_store(knowledge, program, queries, named, when, model)


def told_store(  # noqa: PLR0913, PLR0917 - the last is seldom given
    knowledge: Knowledge,
    program: Program,
    queries: Mapping[str, Query],
    files: Iterable[Path],
    when: Dates,
    model: str | None = None,
) -> Store:
    """The same for knowledge and rules that were read before."""
    graph = knowledge.known
    observations, responses = _read(files, graph, when.today)
    anybody = frozenset(each.actor for each in observations[:1])
    request = make_request(graph, anybody, when.as_of, {"model": model})
    store = known_store(knowledge, queries)
    added = graphs_of(knowledge, program, observations, request, responses)
    for name, facts in added.items():
        store.put(name, facts)
    return store


def known_store(knowledge: Knowledge, queries: Mapping[str, Query]) -> Store:
    """A store of what is known before any assessment: the knowledge, and what one may ask."""
    graph = knowledge.known
    store = Store.of_graphs({KNOWLEDGE: triples(graph)}, prefixes_of(graph))
    store.put(QUERIES, described(queries.values(), store))
    return store


def _read(
    paths: Iterable[Path], graph: Graph, today: date
) -> tuple[list[Observation], list[Response]]:
    files, faults = collected(assessments_at, paths)
    found = each_once(files)
    told, wrong = collected(lambda file: read_assessment(file, graph, today), found)
    answered, odd = collected(
        lambda file: read_responses(answers_beside(file), graph, today), found
    )
    refuse([*faults, *wrong, *odd])
    return told, answered
