"""Rules and what follows from them, with proofs: any rules, any facts.

`parse` reads a rule in SPARQL, `parse_rl` rules in SPARQL 1.2 RL. `check` makes sure that they are
safe to run, `stratify` puts them in an order in which each sees what it must, `infer` derives,
`prove` says why. Each is a function from values to new values, so that the whole reads
``infer(stratify(check(parse(text, file))), graph)``.

A function is imported when somebody first asks for it: whoever runs rules that were read before
needs neither the parser nor what it stands on.
"""

import sys
from importlib import import_module
from types import ModuleType
from typing import TYPE_CHECKING

from kg.reason.model import Derivation, Inference, Program, Rule

if TYPE_CHECKING:
    from kg.reason.check import check
    from kg.reason.engine import infer
    from kg.reason.explain import prove
    from kg.reason.parse import parse
    from kg.reason.parse_rl import parse_rl
    from kg.reason.stratify import stratify

__all__ = [
    "Derivation",
    "Inference",
    "Program",
    "Rule",
    "check",
    "infer",
    "parse",
    "parse_rl",
    "prove",
    "stratify",
]

_HOMES = {
    "check": "check",
    "infer": "engine",
    "parse": "parse",
    "parse_rl": "parse_rl",
    "prove": "explain",
    "stratify": "stratify",
}


class _Room(ModuleType):
    """This package; a function that is named like its module stands in that module's place."""

    def __getattr__(self, name: str) -> object:
        """What is not there yet."""
        if name not in _HOMES:
            message = f"module {__name__!r} has no attribute {name!r}"
            raise AttributeError(message)
        found: object = getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
        setattr(self, name, found)
        return found

    def __setattr__(self, name: str, value: object) -> None:
        """As everywhere, but that importing a module does not hide its function."""
        own = isinstance(value, ModuleType) and _HOMES.get(name) == name
        super().__setattr__(name, getattr(value, name) if own else value)


sys.modules[__name__].__class__ = _Room
