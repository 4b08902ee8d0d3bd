"""``nestesteg why``: the proof of the advice on one criterion."""

from argparse import Namespace

from kg.cli.arguments import Parser
from kg.cli.consult import consult, declare_assessment
from kg.cli.output import say


def declare(parser: Parser) -> None:
    """The command's arguments."""
    declare_assessment(parser)
    parser.positional("criterion")


def run(arguments: Namespace) -> int:
    """Prints the proof as a tree of sentences."""
    from kg.recommend.cards import narrator
    from kg.recommend.request import criterion_of
    from kg.recommend.why import Prover

    knowledge, _, advice = consult(arguments)
    criterion = criterion_of(knowledge.known, advice.request, arguments.criterion)
    proof = Prover(narrator(knowledge, advice, arguments.lang), advice).card(criterion)
    say("\n".join(proof.lines()) + "\n")
    return 0
