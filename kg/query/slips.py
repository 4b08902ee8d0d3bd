"""Where somebody slipped who wrote a query that the grammar allows and no store can answer.

Mostly a column after SELECT stands there twice, or is neither grouped nor computed where others are
(SPARQL 1.1, sections 11.4 and 19.8). The store says where it gave up, which is behind all that.
"""

from collections.abc import Iterator
from itertools import takewhile
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kg.query.scan import Tokens
    from kg.query.syntax import Shape

__all__ = ["slip"]

AGGREGATES = frozenset({"COUNT", "SUM", "MIN", "MAX", "AVG", "SAMPLE", "GROUP_CONCAT"})
AFTER_GROUPS = frozenset({"HAVING", "ORDER", "LIMIT", "OFFSET", "VALUES"})


def slip(tokens: "Tokens", shape: "Shape") -> int | None:
    """Where in the text the column stands that is told twice or is not grouped, if one is."""
    told = set[str]()
    grouped = _grouped(tokens)
    for place in shape.projected or ():
        name = tokens.texts[place][1:]
        if name in told or (grouped is not None and name not in grouped):
            return tokens.starts[place]
        told.add(name)
    return None


def _grouped(tokens: "Tokens") -> set[str] | None:
    """The variables that the query itself groups by; None if it adds nothing up."""
    outer = [*_outer(tokens)]
    kinds = [kind for kind, _ in outer]
    if "GROUP" not in kinds:
        head = outer[: kinds.index("LBRACE")]
        return set() if any(text.upper() in AGGREGATES for _, text in head) else None
    rest = outer[kinds.index("GROUP") :]
    listed = takewhile(lambda token: token[0] not in AFTER_GROUPS, rest)
    return {text[1:] for kind, text in listed if kind == "VAR"}


def _outer(tokens: "Tokens") -> Iterator[tuple[str, str]]:
    """The kinds and texts of the tokens outside of braces."""
    depth = 0
    for kind, text in zip(tokens.kinds, tokens.texts, strict=True):
        depth -= kind == "RBRACE"
        if not depth:
            yield kind, text
        depth += kind == "LBRACE"
