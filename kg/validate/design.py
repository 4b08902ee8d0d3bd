"""Whether the numbers and defaults of our design are there, so that advice can rest on them."""

import re
from collections.abc import Iterator

from kg import vocabulary as nst
from kg.errors import Fault
from kg.graph import Graph, objects, subjects
from kg.labels import word
from kg.terms import XSD, Literal, Term
from kg.validate.shapes import place_of

DEFAULTS = {nst.IN_MODEL: nst.MODEL, nst.BLOCKS_FROM: nst.STRENGTH_CLASS}


def design_faults(graph: Graph) -> list[Fault]:
    """A fault for each default that is not one thing of its kind, each weight without points."""
    return [*_default_faults(graph), *_points_faults(graph)]


def _default_faults(graph: Graph) -> Iterator[Fault]:
    place = place_of(graph, nst.DEFAULTS)
    for predicate, kind in DEFAULTS.items():
        known = subjects(graph, nst.TYPE, kind)
        found = objects(graph, nst.DEFAULTS, predicate)
        if len(found) != 1 or found[0] not in known:
            allowed = sorted(word(graph, each) for each in known)
            values = {"property": word(graph, predicate), "kind": word(graph, kind)}
            yield Fault("default-not-one", place, allowed=allowed, **values)


def _points_faults(graph: Graph) -> Iterator[Fault]:
    for weight in subjects(graph, nst.TYPE, nst.WEIGHT):
        found = objects(graph, weight, nst.POINTS)
        if len(found) != 1 or not _is_whole(found[0]):
            yield Fault("weight-without-points", place_of(graph, weight), name=word(graph, weight))


def _is_whole(term: Term) -> bool:
    """Whether a term is a whole number from 0."""
    if not isinstance(term, Literal) or term.datatype != f"{XSD}integer":
        return False
    return bool(re.fullmatch(r"\+?[0-9]+", term.lexical))
