"""Diagram -> an outline that says all the picture does, for those who cannot see it."""

from collections import defaultdict
from collections.abc import Iterable, Iterator

from kg.diagram.escape import plain
from kg.diagram.model import Diagram, Layout
from kg.diagram.table import table
from kg.messages import text
from kg.recommend.outline import Block, Heading, Item, Paragraph
from kg.recommend.writers import as_text as written


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
    if diagram.layout is Layout.TABLE:
        return f"{written(_opening(diagram))}\n\n{table(diagram)}{written(_closing(diagram))}\n"
    return written(_blocks(diagram)) + "\n"


def _opening(diagram: Diagram) -> Iterator[Block]:
    yield Heading(1, plain(diagram.title))
    yield Paragraph(plain(diagram.description))


def _closing(diagram: Diagram) -> Iterator[Block]:
    notes = [*(key.text for key in diagram.legend), *diagram.notes]
    yield from _part(
        text("diagram-notes", diagram.language), [Item("•", plain(note)) for note in notes]
    )


def _blocks(diagram: Diagram) -> Iterator[Block]:
    yield from _opening(diagram)
    groups = defaultdict(list)
    for node in diagram.nodes:
        groups[node.group].append(Item("•", _told(node.name, node.sentence)))
    for group, told in groups.items():
        yield from _part(plain(group) or _heading(diagram), told)
    edges = [Item("•", plain(edge.sentence), plain(edge.origin)) for edge in diagram.edges]
    yield from _part(text("diagram-relations", diagram.language), edges)
    notes = [Item("•", plain(note)) for note in diagram.notes]
    yield from _part(text("diagram-notes", diagram.language), notes)


def _heading(diagram: Diagram) -> str:
    return plain(diagram.heading) or text("diagram-criteria", diagram.language)


def _told(name: str, sentence: str) -> str:
    """The sentence, begun with the name if it does not do so itself."""
    name, sentence = plain(name), plain(sentence)
    return sentence if sentence.startswith(name) else f"{name}: {sentence}"


def _part(title: str, items: Iterable[Item]) -> Iterator[Block]:
    listed = list(items)
    if listed:
        yield Heading(2, title)
        yield from listed
