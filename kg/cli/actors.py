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
        Faults: something is told twice, and not the same.
    """
    from kg.load import read_assessment
    from kg.recommend import advise, make_request
    from kg.recommend.learn import once

    today = this_day()
    files = arguments.assessment
    told = once([each for file in files for each in read_assessment(file, knowledge.known, today)])
    as_of, choices = arguments.as_of or today, {"model": arguments.model}
    actors = sorted({each.actor for each in told}, key=str)
    requests = [
        make_request(knowledge.known, frozenset({actor}), as_of, choices) for actor in actors
    ]
    return tuple(
        advise(knowledge, program, [each for each in told if each.actor == request.actor], request)
        for request in requests
    )
