"""Whether the label of a blank node stays in one block of triples.

A label means something within one basic graph pattern and may not stand in another (SPARQL 1.1,
sections 5.1.1 and 19.6). A FILTER ends no such block, whatever stands in it; BIND, VALUES and inner
braces do (sections 5.2.2 and 18.2.2.5).
"""

from collections.abc import Iterator

from lark import Token, Tree

from kg.reason.scope import Found

__all__ = ["strays"]


def strays(group: Tree[Token]) -> Iterator[Token]:
    """The labels that stand in another block already, each once a block, in reading order."""
    firsts = [{str(label): label for label in reversed(block)} for block in _blocks(group)]
    placed = [(label, number) for number, each in enumerate(firsts) for label in each.values()]
    homes: dict[str, int] = {}
    for label, number in sorted(placed, key=lambda each: each[0].start_pos or 0):
        if homes.setdefault(label, number) != number:
            yield label


def _blocks(group: Tree[Token]) -> Iterator[list[Token]]:
    """The labels of each block of a group and of the groups inside, as they are written."""
    block: list[Token] = []
    for child in group.children:
        match child:
            case Tree(data="triples"):
                block += _labels(child)
            case Tree(data="filter"):
                yield from _inside(child)
            case Tree():
                yield block
                block = []
                yield from _inside(child)
    yield block


def _inside(found: Tree[Token]) -> Iterator[list[Token]]:
    """The blocks of the groups inside of something, or of a group itself."""
    if found.data == "group":
        yield from _blocks(found)
    else:
        for child in found.children:
            if isinstance(child, Tree):
                yield from _inside(child)


def _labels(found: Found) -> Iterator[Token]:
    if isinstance(found, Tree):
        for child in found.children:
            yield from _labels(child)
    elif found.type == "BLANK":
        yield found
