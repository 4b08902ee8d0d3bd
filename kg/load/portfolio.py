"""Files and folders of assessments -> what is told of each actor, or what is wrong with any."""

from collections.abc import Callable, Iterable
from datetime import date
from pathlib import Path
from typing import NamedTuple, TypeVar

from kg.errors import Fault, Faults, Place, refuse
from kg.graph import Graph
from kg.load.assessment import SUFFIXES, read_assessment
from kg.load.files import each_once
from kg.load.observation import Observation
from kg.load.responses import ENDING
from kg.terms import Iri, local_name

HIDDEN = (".", "~$")  # so begins what a spreadsheet leaves beside a file that is open
Found = TypeVar("Found")


class Told(NamedTuple):
    """What is told of one actor, and the files that tell it."""

    observations: tuple[Observation, ...]
    files: tuple[Path, ...]


def read_portfolio(paths: Iterable[Path], graph: Graph, today: date) -> dict[Iri, Told]:
    """What files tell of each actor, in the order in which the actors are first told of.

    Args:
        paths: assessments, and folders of them.
        graph: the knowledge the files are read against.
        today: no observation can be later.

    Raises:
        Faults: everything that is wrong with any file, at once.
    """
    files, faults = collected(assessments_at, paths)
    told, wrong = collected(
        lambda file: [(file, read_assessment(file, graph, today))], each_once(files)
    )
    refuse([*faults, *wrong])
    return _by_actor(dict(told))


def collected(
    read: Callable[[Path], Iterable[Found]], paths: Iterable[Path]
) -> tuple[list[Found], list[Fault]]:
    """What is found at all paths, and everything that is wrong at any."""
    found: list[Found] = []
    faults: list[Fault] = []
    for path in paths:
        try:
            found += read(path)
        except Faults as group:
            faults += group.each()
    return found, faults


def assessments_at(path: Path) -> list[Path]:
    """A file itself; of a folder the assessments right in it, by name.

    Raises:
        Faults: the folder holds none, or cannot be read.
    """
    if not path.is_dir():
        return [path]
    try:
        found = sorted(each for each in path.iterdir() if _may_be_one(each))
    except OSError as error:
        raise Faults([Fault("file-unreadable", Place(str(path)))]) from error
    refuse(
        [] if found else [Fault("folder-without-assessments", Place(str(path)), allowed=SUFFIXES)]
    )
    return found


def _may_be_one(path: Path) -> bool:
    known = path.suffix.casefold() in SUFFIXES and not path.name.casefold().endswith(ENDING)
    return known and not path.name.startswith(HIDDEN) and path.is_file()


def _by_actor(read: dict[Path, tuple[Observation, ...]]) -> dict[Iri, Told]:
    """What files tell, actor by actor; what several of them tell alike counts once."""
    files = {(each.actor, file): None for file, told in read.items() for each in told}
    observations: dict[Iri, list[Observation]] = {actor: [] for actor, _ in files}
    for each in told_once(each for told in read.values() for each in told):
        observations[each.actor].append(each)
    places: dict[Iri, list[Path]] = {actor: [] for actor in observations}
    for actor, file in files:
        places[actor].append(file)
    return {actor: Told((*told,), (*places[actor],)) for actor, told in observations.items()}


def told_once(observations: Iterable[Observation]) -> list[Observation]:
    """Each observation once, though several files tell it.

    Raises:
        Faults: something is told twice, and not the same.
    """
    first: dict[Iri, Observation] = {}
    faults = []
    for each in observations:
        before = first.setdefault(each.iri, each)
        if before.value != each.value:
            faults.append(_otherwise(each, before))
    refuse(faults)
    return [*first.values()]


def _otherwise(observation: Observation, before: Observation) -> Fault:
    """The same thing told on the same day with another value."""
    return Fault(
        "told-otherwise",
        observation.place,
        actor=local_name(observation.actor),
        about=local_name(observation.about),
        date=observation.observed_on,
        other=before.place or "",
    )
