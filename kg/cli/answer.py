"""``nestesteg answer``: writes what an adviser decided about a card beside the assessment."""

from argparse import Namespace
from pathlib import Path
from typing import TYPE_CHECKING

from kg.cli.arguments import Parser, composed, day
from kg.cli.consult import knowledge_of, this_day
from kg.cli.format import replace
from kg.cli.locked import locked
from kg.cli.output import say
from kg.messages import harmless, text

if TYPE_CHECKING:
    from kg.graph import Graph
    from kg.load.responses import Response


def declare(parser: Parser) -> None:
    """The command's arguments."""
    parser.positional("assessment", Path)
    parser.positional("criterion")
    parser.positional("decision")
    parser.option("--reason", metavar="ID")
    parser.option("--text", composed)
    parser.option("--date", day)
    parser.option("--actor", composed, metavar="ID")
    parser.option("--model", metavar="ID")


def run(arguments: Namespace) -> int:
    """Writes the answer, in place of one of the same day, and says where."""
    from kg.load.responses import answers_beside, read_responses

    graph = knowledge_of(arguments).known
    response = _response(arguments, graph)
    path = answers_beside(arguments.assessment)
    with locked(arguments.assessment):  # whoever answers another card now does so after us
        read_responses(path, graph, this_day())  # says what is wrong with it, if anything is
        replace(path, _with(response, path, graph))
    say(harmless(text("answer-written", arguments.lang, file=path)) + "\n")
    return 0


def _response(arguments: Namespace, graph: "Graph") -> "Response":
    from kg.labels import word
    from kg.load import read_assessment
    from kg.load.responses import make_response
    from kg.recommend import make_request
    from kg.recommend.request import criterion_of
    from kg.terms import local_name

    today = this_day()
    observations = read_assessment(arguments.assessment, graph, today)
    actors = frozenset(observation.actor for observation in observations)
    choices = {"actor": arguments.actor, "model": arguments.model}
    request = make_request(graph, actors, today, choices)
    cells = {
        "actor": local_name(request.actor),
        "criterion": word(graph, criterion_of(graph, request, arguments.criterion)),
        "decision": arguments.decision,
        "date": str(arguments.date or today),
        "reason": arguments.reason or "",
        "remark": arguments.text or "",
    }
    return make_response(cells, graph, today)


def _with(response: "Response", path: Path, graph: "Graph") -> str:
    """What the file is to hold: what it holds, and the answer."""
    from kg.load.canonical import canonical
    from kg.load.prefixes import prefixes_of
    from kg.load.turtle import read_rdf, write_turtle

    before = [each for each, _ in read_rdf(path, str(path))] if path.exists() else []
    kept = [each for each in before if each.subject != response.iri]
    return canonical(write_turtle([*kept, *response.facts()], prefixes_of(graph)))
