"""Diagram -> an outline that says all the picture does, for those who cannot see it."""

from collections.abc import Iterable, Iterator

from kg.diagram.escape import plain
from kg.diagram.model import Diagram
from kg.messages import text
from kg.recommend.outline import Block, Heading, Item, Paragraph
from kg.recommend.writers import as_text as written


LONGEST = 2_000


def as_text(diagram: Diagram) -> str:
    """The diagram as plain text, 80 columns wide.

    >>> from kg.diagram.model import Node, NodeKind
    >>> node = Node("a", "Plan", NodeKind.MET, "Plan: met.")
    >>> print(as_text(Diagram("en", "Title", "Words.", (node,), ())))
    Title
    =====
       Words.
    <BLANKLINE>
    Criteria
       • Plan: met.
    <BLANKLINE>
    """
    return written(_blocks(diagram)) + "\n"


def _blocks(diagram: Diagram) -> Iterator[Block]:
    yield Heading(1, plain(diagram.title))
    yield Paragraph(plain(diagram.description))
    nodes = [Item("•", _told(node.name, node.sentence)) for node in diagram.nodes]
    yield from _part(diagram, "diagram-criteria", nodes)
    edges = [Item("•", plain(edge.sentence), plain(edge.origin)) for edge in diagram.edges if edge.sentence]
    yield from _part(diagram, "diagram-relations", edges)
    yield from _part(diagram, "diagram-notes", [Item("•", plain(note)) for note in diagram.notes])


def _told(name: str, sentence: str) -> str:
    """The sentence, begun with the name if it does not do so itself."""
    name, sentence = plain(name), plain(sentence, LONGEST)
    return sentence if name in sentence else f"{name}: {sentence}"


def _part(diagram: Diagram, title: str, items: Iterable[Item]) -> Iterator[Block]:
    listed = list(items)
    if listed:
        yield Heading(2, text(title, diagram.language))
        yield from listed
