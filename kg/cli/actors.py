"""Assessments of several actors, and the advice for each of them."""

from argparse import Namespace
from typing import TYPE_CHECKING

from kg.cli.consult import this_day

if TYPE_CHECKING:
    from kg.load import Knowledge
    from kg.reason import Program
    from kg.recommend import Advice


def advices(
    knowledge: "Knowledge", program: "Program", arguments: Namespace
) -> "tuple[Advice, ...]":
    """The advice for every actor of all assessments, in the order of the actors' ids.

    Raises:
        Faults: what is wrong with any file, or something is told twice, and not the same.
    """
    from kg.load.portfolio import read_portfolio
    from kg.recommend import advise, make_request

    today = this_day()
    told = read_portfolio(arguments.assessment, knowledge.known, today)
    as_of, choices = arguments.as_of or today, {"model": arguments.model}
    found = []
    for actor in sorted(told, key=str):
        request = make_request(knowledge.known, frozenset({actor}), as_of, choices)
        found.append(advise(knowledge, program, told[actor].observations, request))
    return tuple(found)
