"""An assessment file -> observations, or everything that is wrong with it."""

from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path

from kg.errors import Fault, Faults, Place, refuse
from kg.graph import Graph
from kg.load.cells import COLUMNS, NOT_ANSWERED, read_observation, words_of
from kg.load.edition import edition_of
from kg.load.observation import Observation
from kg.load.rows import Found
from kg.load.table import read_table
from kg.terms import Iri, local_name

SUFFIXES = (".csv", ".tsv", ".xlsx", ".ttl")
# What somebody may have written who had another version of the knowledge.
OF_A_VERSION = {"about-unknown", "value-impossible"}


def read_assessment(path: Path, graph: Graph, today: date) -> tuple[Observation, ...]:
    """The observations of an assessment file.

    A row of which only the actor and the thing are filled in is not answered, and passed over.

    Args:
        path: a table (design: columns actor, date, about, value, note) or RDF, by its ending.
        graph: the knowledge the file is read against.
        today: no observation can be later.

    Raises:
        Faults: everything that is wrong with the file, at once.
    """
    found = _found(path, graph)
    words = words_of(graph)
    observations: list[Observation] = []
    faults = [*found.faults]
    for row in found.rows:
        try:
            if not row.only_has(NOT_ANSWERED):
                observations.append(read_observation(row, words, today))
        except Faults as group:
            faults += group.each()
    if any(fault.key in OF_A_VERSION for fault in faults):
        faults += found.on_unknown
    refuse([*faults, *_told_twice(observations)])
    if not observations:
        raise Faults([Fault("nothing-answered", Place(str(path)))])
    return tuple(observations)


def _found(path: Path, graph: Graph) -> Found:
    """The rows of a file of a form we know."""
    match path.suffix.casefold():
        case ".csv" | ".tsv":
            return read_table(path, COLUMNS, edition_of(graph))
        case ".xlsx":
            from kg.load.workbook import read_workbook

            return read_workbook(path, COLUMNS, edition_of(graph))
        case ".ttl":
            from kg.load.told import read_told

            return read_told(path, graph)
    fault = Fault("format-unknown", Place(str(path)), name=path.suffix, allowed=SUFFIXES)
    raise Faults([fault])


def _told_twice(observations: Iterable[Observation]) -> Iterator[Fault]:
    first: dict[Iri, Observation] = {}
    for observation in observations:
        before = first.setdefault(observation.iri, observation)
        if before is not observation and before.place:
            yield Fault(
                "told-twice",
                observation.place,
                actor=local_name(observation.actor),
                about=local_name(observation.about),
                date=observation.observed_on,
                line=before.place.line,
            )
