"""The criteria of a model in an order that ranks none: the one in which the report treats them."""

from kg import vocabulary as nst
from kg.graph import Graph, objects, value
from kg.terms import Literal, Term, order


def criteria_of(graph: Graph, model: Term) -> list[Term]:
    """The criteria by the numbers of the sections they come from, then by id."""
    found = objects(graph, model, nst.HAS_CRITERION)
    return sorted(found, key=lambda criterion: (_section(graph, criterion), order(criterion)))


def _section(graph: Graph, criterion: Term) -> str:
    """The number of the first section a criterion comes from."""
    sections = objects(graph, criterion, nst.DERIVED_FROM)
    numbers = [value(graph, section, nst.IDENTIFIER) for section in sections]
    return min((each.lexical for each in numbers if isinstance(each, Literal)), default="")


def is_proposed(graph: Graph, criterion: Term) -> bool:
    """Whether a criterion is only proposed."""
    return nst.PROPOSED_CRITERION in objects(graph, criterion, nst.TYPE)
