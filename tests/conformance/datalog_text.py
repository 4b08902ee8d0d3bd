"""The texts of Datalog rules, read."""

import re
from dataclasses import dataclass

__all__ = ["Atom", "Clause", "Comparison", "clause", "terms"]

_HEAD = re.compile(r"\s*([A-Za-z_]\w*)\s*\(([^()]*)\)\s*(?::-|\.?\s*$)")
_PART = re.compile(r"\s*(?:(not)\s+)?(?:([A-Za-z_]\w*)\s*\(([^()]*)\)|\(([^()]*)\))\s*[,.]?\s*")
_COMPARISON = re.compile(r"\s*(<=|>=|!=|<|>|=)\s*")


@dataclass(frozen=True)
class Atom:
    """A predicate with its arguments, each as it is written; perhaps denied."""

    predicate: str
    arguments: tuple[str, ...]
    denied: bool = False


@dataclass(frozen=True)
class Comparison:
    """Two terms and what must hold between them."""

    left: str
    operator: str
    right: str


@dataclass(frozen=True)
class Clause:
    """A rule: the head holds if all of the body does."""

    head: Atom
    body: tuple[Atom | Comparison, ...]


def clause(text: str) -> Clause:
    """The rule of a text."""
    found = _HEAD.match(text)
    assert found, text
    head = Atom(found[1], terms(found[2]))
    parts, at = [], found.end()
    while at < len(text):
        part = _PART.match(text, at)
        assert part, text[at:]
        parts.append(_part(part))
        at = part.end()
    return Clause(head, tuple(parts))


def terms(text: str) -> tuple[str, ...]:
    """The arguments of an atom, none of which holds a comma."""
    return tuple(each.strip() for each in text.split(",")) if text.strip() else ()


def _part(found: re.Match[str]) -> Atom | Comparison:
    denied, predicate, arguments, comparison = found.groups()
    if predicate:
        return Atom(predicate, terms(arguments), bool(denied))
    return Comparison(*_COMPARISON.split(comparison, maxsplit=1))
