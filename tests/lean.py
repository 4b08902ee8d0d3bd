"""A copy of the knowledge for tests that spoil one file of it."""

import shutil
from pathlib import Path

from kg.resources import data_root

# What takes nine tenths of the time of a check, and has tests of its own.
LEFT_OUT = ("ontology/shapes", "queries/questions", "queries/verify")
KEPT = ("ontology/shapes/style.ttl", "queries/verify/sources-are-sections.rq")


def lean(folder: Path) -> Path:
    """The folder, with the project's knowledge but for most shapes and queries copied into it."""
    ours = data_root()
    for name in ("ontology", "rules", "queries"):
        shutil.copytree(ours / name, folder / name, ignore=_ignored)
    for name in KEPT:
        (folder / name).parent.mkdir(exist_ok=True)
        shutil.copy(ours / name, folder / name)
    return folder


def _ignored(folder: str, names: list[str]) -> list[str]:
    parent = Path(folder).relative_to(data_root())
    return [name for name in names if (parent / name).as_posix() in LEFT_OUT]
