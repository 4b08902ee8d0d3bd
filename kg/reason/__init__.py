"""Rules and what follows from them, with proofs: any rules, any facts.

`parse` reads a rule, `check` makes sure that it is safe to run, `stratify` puts rules in an order
in which each sees what it must, `infer` derives, `prove` says why. Each is a function from values
to new values, so that the whole reads ``infer(stratify(check(parse(text, file))), graph)``.
"""

from kg.reason.check import check
from kg.reason.engine import infer
from kg.reason.explain import prove
from kg.reason.model import Derivation, Inference, Program, Rule
from kg.reason.parse import parse
from kg.reason.stratify import stratify

__all__ = [
    "Derivation",
    "Inference",
    "Program",
    "Rule",
    "check",
    "infer",
    "parse",
    "prove",
    "stratify",
]
