"""Graphs that must be refused, each laid on top of the project's own knowledge."""

from functools import cache
from pathlib import Path

from kg.graph import Graph, graph_of
from kg.load import load_knowledge
from kg.load.turtle import read_rdf
from kg.resources import data_root

__all__ = ["GRAPHS", "good_graph", "laid_over"]

_FOLDER = Path(__file__).parents[1] / "bad" / "ontology"
GRAPHS = {path.stem: path for path in sorted(_FOLDER.glob("*.ttl"))}


@cache
def good_graph() -> Graph:
    """The project's own knowledge."""
    return load_knowledge(data_root()).graph


def laid_over(*names: str) -> Graph:
    """The knowledge with some bad graphs on top."""
    statements = [each for name in names for each in read_rdf(GRAPHS[name], GRAPHS[name].name)]
    return graph_of(statements, onto=good_graph())
