"""Nodes without a name in a pattern: by a label, where SPARQL would read a variable."""

import re
from collections.abc import Container
from urllib.parse import quote, unquote

from kg.reason.model import Nested, Node
from kg.reason.nodes import nested
from kg.terms import Blank, Iri, TripleTerm

__all__ = ["labelled", "unlabelled"]

_MARK = "urn:nestesteg-label:"
# A text or an address is left as it is.
_LABEL = re.compile(r'("(?:[^"\\]|\\.)*"|<[^<>\s]*>)|_:([\w.\-\u00b7]*[\w\-\u00b7])')


def labelled(text: str, labels: Container[str]) -> str:
    """The text with an address for each node that there is.

    >>> labelled('_:a <urn:p> _:b', {"a"})
    '<urn:nestesteg-label:a> <urn:p> _:b'
    """

    def address(found: re.Match[str]) -> str:
        kept, label = found.groups()
        return found[0] if kept or label not in labels else f"<{_MARK}{quote(label)}>"

    return _LABEL.sub(address, text)


def unlabelled(node: Node) -> Node:
    """The node that such an address stands for."""
    match node:
        case Iri(value) if value.startswith(_MARK):
            return Blank(unquote(value.removeprefix(_MARK)))
        case Nested(subject, predicate, target) | TripleTerm(subject, predicate, target):
            return nested(*map(unlabelled, (subject, predicate, target)))
    return node
