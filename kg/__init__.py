"""The machine of nestesteg: load, reason, recommend, query, draw, serve.

It names no success criterion: what is said about housing stands in the knowledge folders.
"""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

    from kg.workbench import Workbench

__all__ = ["open"]


def open(  # noqa: A001 - kg.open() is what one wants to write
    *assessments: "Path | str",
    knowledge: "Path | str | None" = None,
    as_of: "date | str | None" = None,
    model: str | None = None,
    language: str = "nb",
) -> "Workbench":
    """What is known, what assessments tell and what follows, to be asked from Python.

    Nothing is read before it is needed; see `kg.workbench.Workbench`.
    """
    from kg.workbench import Workbench

    return Workbench(*assessments, knowledge=knowledge, as_of=as_of, model=model, language=language)
