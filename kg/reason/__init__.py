"""Rules and what follows from them, with proofs: any rules, any facts.

`parse` reads a rule in SPARQL, `parse_rl` rules in SPARQL 1.2 RL. `check` makes sure that they are
safe to run, `stratify` puts them in an order in which each sees what it must, `infer` derives,
`prove` says why, and `why_not` why not. Each is a function from values to new values, so that the
whole reads ``infer(stratify(check(parse(text, file))), graph)``.
"""

from kg.reason.check import check
from kg.reason.engine import infer
from kg.reason.explain import prove, why_not
from kg.reason.limits import Limits
from kg.reason.model import Derivation, Inference, Program, Rule
from kg.reason.parse import parse
from kg.reason.parse_rl import parse_rl
from kg.reason.stratify import stratify

__all__ = [
    "Derivation",
    "Inference",
    "Limits",
    "Program",
    "Rule",
    "check",
    "infer",
    "parse",
    "parse_rl",
    "prove",
    "stratify",
    "why_not",
]
