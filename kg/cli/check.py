"""``nestesteg check``: everything that is wrong with ontology, rules and queries, all at once."""

from argparse import Namespace

from kg.cli.arguments import Parser
from kg.cli.output import say
from kg.errors import refuse
from kg.messages import text
from kg.resources import data_root


def declare(parser: Parser) -> None:
    """The command's arguments."""
    parser.switch("--owl")


def run(arguments: Namespace) -> int:
    """Says what was looked at and what was not; refuses the knowledge if anything is wrong."""
    from kg.validate.everything import validate

    report = validate(arguments.knowledge or data_root(), arguments.lang, owl=arguments.owl)
    refuse(report.faults)
    say(text("checked", arguments.lang, **report.counts) + "\n")
    say(text("owl-reasoned" if arguments.owl else "owl-skipped", arguments.lang) + "\n")
    return 0
