"""Which version of which model a sheet was made for."""

from typing import NamedTuple

from kg import vocabulary as nst
from kg.graph import Graph, value
from kg.terms import Literal


class Edition(NamedTuple):
    """The id of a model, empty for all, and the version of the knowledge."""

    model: str
    version: str


def edition_of(graph: Graph, model: str = "") -> Edition:
    """The edition of the knowledge in a graph."""
    version = value(graph, nst.DATASET, nst.VERSION)
    return Edition(model, version.lexical if isinstance(version, Literal) else "")
