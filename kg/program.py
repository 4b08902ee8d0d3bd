"""The rules of the knowledge -> a program the engine can run."""

from collections.abc import Iterable
from pathlib import Path

from kg.errors import Fault, Faults, refuse
from kg.load import Knowledge, RuleText, load_knowledge
from kg.load.snapshot import found, kept
from kg.reason.model import Program, Rule

__all__ = ["known", "parse_rules", "prepare", "program_faults", "ready"]


def ready(root: Path) -> tuple[Knowledge, Program]:
    """The knowledge in a folder and its rules, from a snapshot if there is one.

    Raises:
        Faults: what is wrong with either.
    """

    def read() -> tuple[Knowledge, Program]:
        knowledge = load_knowledge(root)
        return knowledge, prepare(knowledge)

    return kept(root, read)


def known(root: Path) -> Knowledge:
    """The knowledge in a folder, from a snapshot if `ready` left one; whether its rules run or not.

    Raises:
        Faults: what is wrong with the knowledge.
    """
    match found(root):
        case (Knowledge() as knowledge, _):
            return knowledge
    return load_knowledge(root)


def prepare(knowledge: Knowledge) -> Program:
    """The rules, read, checked and put in order.

    Raises:
        Faults: what is wrong in any rule, or with what advice rests on besides the rules.
    """
    program, faults = _examined(knowledge)
    refuse(faults)
    return program


def program_faults(knowledge: Knowledge) -> list[Fault]:
    """Everything for which no advice can be given."""
    return _examined(knowledge)[1]


def _examined(knowledge: Knowledge) -> tuple[Program, list[Fault]]:
    from kg.reason import check, stratify
    from kg.validate.design import design_faults
    from kg.validate.prerequisites import prerequisite_cycles
    from kg.validate.rules import rule_findings

    rules, faults = parse_rules(knowledge.rules)
    program: Program = ()
    if not faults:
        try:
            program = stratify(check(rules))
        except Faults as group:
            faults += group.each()
    return program, [
        *faults,
        *rule_findings(knowledge.rules, rules, knowledge.known),
        *prerequisite_cycles(knowledge.known),
        *design_faults(knowledge.known),
    ]


def parse_rules(texts: Iterable[RuleText]) -> tuple[list[Rule], list[Fault]]:
    """The rules that can be read, and every fault of those that cannot."""
    from kg.reason import parse

    rules: list[Rule] = []
    faults: list[Fault] = []
    for text in texts:
        try:
            rules += parse(text.text, text.file, text.header.id)
        except Faults as group:
            faults += group.each()
    return rules, faults
