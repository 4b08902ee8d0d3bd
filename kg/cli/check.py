"""``nestesteg check``: everything that is wrong with ontology, rules and queries, all at once."""

from argparse import Namespace

from kg.cli.arguments import Parser
from kg.cli.output import say
from kg.errors import refuse
from kg.messages import text
from kg.resources import data_root


def declare(_parser: Parser) -> None:
    """The command's arguments: those that every command has."""


def run(arguments: Namespace) -> int:
    """Prints one line with what was looked at; refuses the knowledge if anything is wrong."""
    from kg.validate.everything import validate

    report = validate(arguments.knowledge or data_root(), arguments.lang)
    refuse(report.faults)
    say(text("checked", arguments.lang, **report.counts) + "\n")
    return 0
