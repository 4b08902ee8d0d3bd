"""``nestesteg whatif``: what changes if something else is observed, and what it takes."""

from argparse import Namespace
from collections.abc import Iterator

from kg.cli.arguments import Parser, composed, number
from kg.cli.consult import Consultation, consult, declare_assessment
from kg.cli.output import say
from kg.errors import Fault, refuse

FORMATS = ("text", "json", "md")
SIZE = 3


def declare(parser: Parser) -> None:
    """The command's arguments."""
    declare_assessment(parser)
    parser.several("--set", composed, "ID=VALUE")
    parser.option("--reach", metavar="CRITERION")
    parser.option("--size", number, default=SIZE, metavar="N")
    parser.choice("--format", FORMATS)
    parser.check(_nothing_supposed)


def _nothing_supposed(arguments: Namespace) -> Iterator[Fault]:
    if not arguments.set and not arguments.reach:
        yield Fault("nothing-supposed")


def run(arguments: Namespace) -> int:
    """Prints what changes, and what reaches the criterion."""
    say(_written(consult(arguments), arguments).rstrip("\n") + "\n")
    return 0


def _written(consultation: Consultation, arguments: Namespace) -> str:
    """What is supposed holds for ``--reach`` too."""
    from kg.recommend import advise, arrange
    from kg.recommend.cards import narrator
    from kg.recommend.reach import reach
    from kg.recommend.request import criterion_of
    from kg.recommend.suppose import outside_model, read_supposed, suppose
    from kg.recommend.whatif import what_if
    from kg.recommend.whatif_outline import WhatIfOutliner, as_json
    from kg.recommend.writers import as_markdown, as_text

    knowledge, program, advice = consultation
    supposed = read_supposed(knowledge, arguments.set or [])
    refuse(outside_model(advice, supposed))
    name = arguments.reach
    goal = criterion_of(knowledge.known, advice.request, name) if name else None
    found = what_if(knowledge, program, advice, supposed, arguments.lang) if supposed else None
    start = advise(knowledge, program, suppose(advice, supposed), advice.request)
    reached = reach(knowledge, program, start, goal, arguments.size) if goal else None
    frame = found.before if found else arrange(knowledge, advice, arguments.lang)
    teller = narrator(knowledge, advice, arguments.lang)
    if arguments.format == "json":
        return as_json(found, reached, frame, teller.labels)
    blocks = WhatIfOutliner(teller).outline(found, reached, frame)
    return as_text(blocks) if arguments.format == "text" else as_markdown(blocks)
