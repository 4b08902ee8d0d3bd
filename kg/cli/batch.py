"""Assessments in, and the advice on each actor they tell of; everything is read once."""

from argparse import Namespace
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from kg.cli.consult import this_day
from kg.errors import Fault, Faults, refuse
from kg.resources import data_root

if TYPE_CHECKING:
    from kg.graph import Graph
    from kg.load import Knowledge
    from kg.load.portfolio import Told
    from kg.load.responses import Response
    from kg.reason import Program
    from kg.recommend import Advice, Request
    from kg.recommend.learn import Judged
    from kg.terms import Iri


@dataclass(frozen=True, slots=True)
class Batch:
    """What is asked of whom, and all that the advice rests on.

    Args:
        knowledge: what is known beforehand.
        program: the rules.
        portfolio: what is told of each actor.
        requests: one for each actor that is asked about, in the order of the files.
        responses: what advisers answered before.
        peers: what those have in place whom the actors are compared with.
        alone: whether the one actor of a single file is asked about. What is written then is the
            advice itself, and not a list with one member.
    """

    knowledge: "Knowledge"
    program: "Program"
    portfolio: "Mapping[Iri, Told]"
    requests: "Sequence[Request]"
    responses: "Sequence[Response]"
    peers: "Judged"
    alone: bool

    def advice(self, request: "Request") -> "Advice":
        """The advice on one actor."""
        from kg.recommend import advise
        from kg.recommend.learn import beside

        observations = self.portfolio[request.actor].observations
        others = beside(self.peers, request.actor)
        return advise(self.knowledge, self.program, observations, request, beside=others)


def read_batch(arguments: Namespace) -> Batch:
    """Everything that was asked about.

    Raises:
        Faults: what is wrong with any file, or with the choices.
    """
    from kg.program import ready

    knowledge, program = ready(arguments.knowledge or data_root())
    today = this_day()
    paths = arguments.assessment
    portfolio, others = _portfolios([paths, arguments.compare or []], knowledge.known, today)
    requests = _requests(portfolio, knowledge.known, arguments.as_of or today, arguments)
    responses = _responses(requests, portfolio, knowledge.known, today)
    peers = _peers(knowledge, program, requests[0], others)
    alone = len(requests) == len(paths) == 1 and not paths[0].is_dir()
    return Batch(knowledge, program, portfolio, requests, responses, peers, alone)


def _portfolios(
    asked: Sequence[Sequence[Path]], graph: "Graph", today: date
) -> "list[dict[Iri, Told]]":
    """What is told by some files and folders and by others, or what is wrong with any."""
    from kg.load.portfolio import read_portfolio

    found: list[dict[Iri, Told]] = []
    faults: dict[str, Fault] = {}
    for paths in asked:
        try:
            found.append(read_portfolio(paths, graph, today))
        except Faults as group:
            faults |= {str(fault): fault for fault in group.each()}
    refuse(faults.values())
    return found


def _requests(
    portfolio: "Mapping[Iri, Told]", graph: "Graph", as_of: date, arguments: Namespace
) -> "list[Request]":
    """What is asked: of the chosen actor, or of each."""
    from kg.recommend import make_request

    choices = vars(arguments)
    groups = [[*portfolio]] if arguments.actor else [[actor] for actor in portfolio]
    return [make_request(graph, frozenset(actors), as_of, choices) for actors in groups]


def _responses(
    requests: "Sequence[Request]", portfolio: "Mapping[Iri, Told]", graph: "Graph", today: date
) -> "list[Response]":
    """What advisers answered to the cards of those who are asked about."""
    from kg.load.portfolio import collected
    from kg.load.responses import answers_beside, read_responses

    files = dict.fromkeys(file for each in requests for file in portfolio[each.actor].files)
    found, faults = collected(
        lambda file: read_responses(answers_beside(file), graph, today), files
    )
    refuse(faults)
    return found


def _peers(
    knowledge: "Knowledge", program: "Program", request: "Request", others: "Mapping[Iri, Told]"
) -> "Judged":
    from kg.recommend.learn import judged

    told = [each for found in others.values() for each in found.observations]
    return judged(knowledge, program, request, told)
