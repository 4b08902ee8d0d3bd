"""Rules and what follows from them, with proofs: any rules, any facts.

`parse` reads a rule in SPARQL, `parse_rl` rules in SPARQL 1.2 RL. `check` makes sure that they are
safe to run, `stratify` puts them in an order in which each sees what it must, `infer` derives,
`prove` says why, and `why_not` why not. Each is a function from values to new values, so that the
whole reads ``infer(stratify(check(parse(text, file))), graph)``.

A function is imported when somebody first asks for it: whoever runs rules that were read before
needs neither the parser nor what it stands on.
"""

from importlib import import_module
from typing import TYPE_CHECKING

from kg.reason.model import Derivation, Inference, Program, Rule

if TYPE_CHECKING:
    from kg.reason.construct import parse
    from kg.reason.engine import infer
    from kg.reason.explain import prove, why_not
    from kg.reason.limits import Limits
    from kg.reason.rl import parse_rl
    from kg.reason.strata import stratify
    from kg.reason.wellformed import check

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

_ROOMS = {
    "Limits": "limits",
    "check": "wellformed",
    "infer": "engine",
    "parse": "construct",
    "parse_rl": "rl",
    "prove": "explain",
    "stratify": "strata",
    "why_not": "explain",
}


def __getattr__(name: str) -> object:
    """What is not imported yet."""
    if name not in _ROOMS:
        message = f"module {__name__!r} has no attribute {name!r}"
        raise AttributeError(message)
    return getattr(import_module(f"{__name__}.{_ROOMS[name]}"), name)
