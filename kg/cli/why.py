"""``nestesteg why``: the proof of the advice on one criterion, or why it has no other state."""

from argparse import Namespace
from typing import TYPE_CHECKING

from kg.cli.arguments import Parser, one_of
from kg.cli.consult import consult, declare_assessment
from kg.cli.output import say

if TYPE_CHECKING:
    from kg.recommend.why import Prover, Step
    from kg.terms import Iri


def declare(parser: Parser) -> None:
    """The command's arguments."""
    declare_assessment(parser)
    parser.positional("criterion")
    parser.option("--not", metavar="STATE")


def run(arguments: Namespace) -> int:
    """Prints the proof as a tree of sentences."""
    from kg.recommend.cards import narrator
    from kg.recommend.request import criterion_of
    from kg.recommend.why import Prover

    knowledge, _, advice = consult(arguments)
    criterion = criterion_of(knowledge.known, advice.request, arguments.criterion)
    prover = Prover(narrator(knowledge, advice, arguments.lang), advice)
    state = getattr(arguments, "not")
    proof = prover.card(criterion) if state is None else _doubted(prover, criterion, state)
    say("\n".join(proof.lines()) + "\n")
    return 0


def _doubted(prover: "Prover", criterion: "Iri", name: str) -> "Step":
    """Why a criterion does not have a state.

    Raises:
        Faults: there is no such state, or it does have it.
    """
    from kg import vocabulary as nst
    from kg.errors import Fault, Faults
    from kg.graph import value
    from kg.labels import word
    from kg.recommend.sources import by_word
    from kg.recommend.why_not import Doubt

    graph = prover.advice.known
    states = by_word(graph, nst.STATE_CLASS)
    wanted, card = states[one_of("--not", sorted(states))(name)], prover.card_of(criterion)
    if value(graph, card, nst.STATE) == wanted:
        raise Faults([Fault("state-held", name=name, criterion=word(graph, criterion))])
    return Doubt(prover).state(card, wanted)
