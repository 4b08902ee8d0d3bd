"""An assessment in Turtle: nodes of the class of observations, as our own writers make them."""

from pathlib import Path

from kg import vocabulary as nst
from kg.errors import Fault, Faults, Place
from kg.graph import Graph
from kg.load.nodes import RESOURCE, STRING, Form, Part, read_nodes
from kg.load.rows import Found

OBSERVATIONS = Form(
    nst.OBSERVATION,
    (
        Part(nst.ACTOR, "actor", RESOURCE),
        Part(nst.OBSERVED_ON, "date", nst.DATE),
        Part(nst.ABOUT, "about", RESOURCE),
        Part(nst.VALUE, "value", RESOURCE),
        Part(nst.NOTE, "note", STRING, needed=False),
    ),
    frozenset({nst.OBSERVED_ON, nst.ABOUT, nst.VALUE, nst.NOTE}),
)


def read_told(path: Path, graph: Graph) -> Found:
    """The observations of a Turtle file as rows, and what is wrong with others.

    Raises:
        Faults: the file cannot be read, or holds none.
    """
    found = read_nodes(path, OBSERVATIONS, graph)
    if not (found.rows or found.faults):
        raise Faults([Fault("no-observations", Place(str(path)))])
    return found
