"""The prefixes that a text of rules declares, for whoever asks about what the rules made."""

from collections.abc import Mapping

from lark import Tree

from kg.reason.scope import Scope, declare
from kg.reason.syntax import lines_of, tree

__all__ = ["prefixes_declared"]


def prefixes_declared(text: str, file: str, base: str = "") -> Mapping[str, str]:
    """Each prefix and what it stands for; of a text that has been read without a fault.

    >>> prefixes_declared("PREFIX x: <urn:x:> CONSTRUCT { ?y a ?x } WHERE { ?x a ?y }", "a.rq")
    {'x': 'urn:x:'}
    """
    scope = Scope(file, lines_of(text), base)
    for part in tree(text, file, "rl" if file.endswith(".srl") else "construct").children:
        if isinstance(part, Tree) and part.data in {"base", "prefix"}:
            declare(part, scope)
    return scope.prefixes
