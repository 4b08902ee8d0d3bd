"""What the commands that give advice have in common: an assessment in, the advice out."""

from argparse import Namespace
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from kg.cli.arguments import Parser, composed, day
from kg.resources import data_root

if TYPE_CHECKING:
    from kg.load import Knowledge
    from kg.reason import Program
    from kg.recommend import Advice


class Consultation(NamedTuple):
    """The advice, and what it was made with."""

    knowledge: "Knowledge"
    program: "Program"
    advice: "Advice"


def declare_assessment(parser: Parser) -> None:
    """The arguments that say what is asked."""
    parser.positional("assessment", Path)
    declare_choices(parser)


def declare_choices(parser: Parser) -> None:
    """The arguments that say what is asked of an assessment."""
    parser.option("--actor", composed, metavar="ID")
    parser.option("--as-of", day, metavar="DATE")
    parser.option("--model", metavar="ID")
    parser.option("--strength", metavar="STRENGTH")
    parser.option("--topic", metavar="ID")


def folder_of(arguments: Namespace) -> Path:
    """The folder of knowledge that was asked for, or our own.

    Raises:
        Faults: it holds none.
    """
    from kg.load.knowledge import require_ontology

    folder: Path = arguments.knowledge or data_root()
    require_ontology(folder)
    return folder


def knowledge_of(arguments: Namespace) -> "Knowledge":
    """The knowledge in the folder that was asked for, or our own."""
    from kg.program import known

    return known(arguments.knowledge or data_root())


def this_day() -> date:
    """Today, where we are."""
    return datetime.now().astimezone().date()


def consult(arguments: Namespace) -> Consultation:
    """Reads, infers and gives the advice that was asked for."""
    from kg.load import read_assessment
    from kg.program import ready
    from kg.recommend import advise, make_request

    knowledge, program = ready(arguments.knowledge or data_root())
    today = this_day()
    observations = read_assessment(arguments.assessment, knowledge.known, today)
    actors = frozenset(observation.actor for observation in observations)
    as_of = arguments.as_of or today
    request = make_request(knowledge.known, actors, as_of, vars(arguments))
    advice = advise(knowledge, program, observations, request)
    return Consultation(knowledge, program, advice)
