"""``nestesteg plan``: the ordered steps from here to a target profile."""

from argparse import Namespace
from datetime import datetime
from pathlib import Path

from kg.cli.arguments import Parser
from kg.cli.consult import consult, declare_assessment
from kg.cli.output import say

FORMATS = ("text", "json", "md")


def declare(parser: Parser) -> None:
    """The command's arguments."""
    declare_assessment(parser)
    parser.option("--target", Path, metavar="FILE")
    parser.switch("--states")
    parser.choice("--format", FORMATS)


def run(arguments: Namespace) -> int:
    """Prints the plan."""
    say(_written(arguments).rstrip("\n") + "\n")
    return 0


def _written(arguments: Namespace) -> str:
    from kg.load.target import read_target
    from kg.recommend.cards import narrator
    from kg.recommend.plan import make_plan
    from kg.recommend.plan_outline import PlanOutliner, as_json
    from kg.recommend.writers import as_markdown, as_text

    knowledge, _, advice = consult(arguments)
    today = datetime.now().astimezone().date()
    file = arguments.target
    plan = make_plan(advice, read_target(file, knowledge.known, today) if file else None)
    teller = narrator(knowledge, advice, arguments.lang)
    if arguments.format == "json":
        return as_json(teller, advice, plan, states=arguments.states)
    blocks = PlanOutliner(teller, arguments.states).outline(advice, plan)
    return as_text(blocks) if arguments.format == "text" else as_markdown(blocks)
