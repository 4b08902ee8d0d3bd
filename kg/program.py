"""The rules of the knowledge -> a program the engine can run."""

from kg.errors import Fault, Faults, refuse
from kg.load import Knowledge
from kg.reason import Program, Rule, check, parse, stratify
from kg.validate.prerequisites import prerequisite_cycles

__all__ = ["prepare", "read_rules"]


def prepare(knowledge: Knowledge) -> Program:
    """The rules, read, checked and put in order.

    Raises:
        Faults: what is wrong in any rule, or prerequisites that go round in a circle.
    """
    refuse(prerequisite_cycles(knowledge.graph))
    return stratify(check(read_rules(knowledge)))


def read_rules(knowledge: Knowledge) -> tuple[Rule, ...]:
    """The rules, read.

    Raises:
        Faults: every fault of every text.
    """
    rules: list[Rule] = []
    faults: list[Fault] = []
    for text in knowledge.rules:
        try:
            rules += parse(text.text, text.file, text.header.id)
        except Faults as group:
            faults += group.each()
    refuse(faults)
    return tuple(rules)
