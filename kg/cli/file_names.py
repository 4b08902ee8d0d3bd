"""Names of files for actors: such as every system can hold, and no two alike."""

from collections.abc import Iterable
from pathlib import Path

from kg.errors import Fault, Faults, Place

# What Windows takes for devices, whatever the ending.
DEVICES = {"con", "prn", "aux", "nul"} | {
    f"{port}{n}" for port in ("com", "lpt") for n in "123456789"
}
LONGEST = 60  # letters; each takes four bytes at most, and a name may have 255


def file_names(ids: Iterable[str]) -> list[str]:
    """A name for each id, without an ending.

    Ids hold letters, digits and hyphens only. Names that differ in capitals alone are told apart
    by a number, since not every system does so.

    >>> file_names(["fjordvik", "Fjordvik", "nul"])
    ['fjordvik', 'Fjordvik-2', 'nul-2']
    """
    taken = {*DEVICES}
    return [_free(each[:LONGEST], taken) for each in ids]


def _free(name: str, taken: set[str]) -> str:
    """The name, or it with the first number that makes it one that is not taken."""
    found, number = name, 1
    while found.casefold() in taken:
        number += 1
        found = f"{name}-{number}"
    taken.add(found.casefold())
    return found


def make_folder(path: Path) -> None:
    """Makes a folder and those above it, where they are not there.

    Raises:
        Faults: it cannot be made, or a file stands in its place.
    """
    try:
        path.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise Faults([Fault("folder-unwritable", Place(str(path)))]) from error
