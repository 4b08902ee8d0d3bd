"""An outline as plain text for an 80-column terminal, or as Markdown."""

import re
from collections.abc import Iterable, Iterator
from textwrap import fill

from kg.messages import harmless
from kg.recommend.outline import Block, Heading, Item, Paragraph

WIDTH = 80
COMMAND = "nestesteg "


def as_text(blocks: Iterable[Block]) -> str:
    """Plain text, at most 80 columns wide.

    >>> print(as_text([Heading(2, "1. Plan", "ready"), Item("+4", "Unlocks more.", "[report]")]))
    <BLANKLINE>
    1. Plan                                                                    ready
       +4  Unlocks more. [report]
    """
    return harmless("\n".join(_text_lines(blocks)))


def _text_lines(blocks: Iterable[Block]) -> Iterator[str]:
    for block in blocks:
        match block:
            case Heading(1, title):
                yield from (title, "=" * len(title))
            case Heading(2, title, aside):
                yield from (
                    "",
                    f"{title}{aside:>{max(WIDTH - len(title), len(aside) + 2)}}".rstrip(),
                )
            case Heading(_, title):
                yield from ("", f"   {title}")
            case Paragraph(told):
                yield _filled(told, "   ")
            case Item(mark, told, source):
                lead = f"   {mark:<4}" if len(mark) > 1 else f"   {mark} "
                told = f"{told} {source}".rstrip()
                yield _filled(told, lead)


def _filled(told: str, lead: str) -> str:
    """A text in lines; a command in it is not broken inside its words."""
    indent = " " * len(lead)
    lines = _at_spaces(told, WIDTH - len(lead))
    if lines is not None:
        return (lead + f"\n{indent}".join(lines)).rstrip()
    return fill(
        told,
        WIDTH,
        initial_indent=lead,
        subsequent_indent=indent,
        break_on_hyphens=COMMAND not in told,
    )


def _at_spaces(told: str, room: int) -> list[str] | None:
    """The lines of a text that can only be broken at single spaces, as `textwrap` breaks them.

    None if there is more to it. Most texts are such, and this takes a tenth of the time.

    >>> _at_spaces("a plan of one's own", 8), _at_spaces("a well-kept plan", 8)
    (['a plan', "of one's", 'own'], None)
    """
    if "  " in told or told != told.strip() or not told.isprintable():
        return None
    lines = []
    while len(told) > room:
        cut = told.rfind(" ", 0, room + 1)
        if cut < 0 or "-" in told[cut : room + 1]:
            return None
        lines.append(told[:cut])
        told = told[cut + 1 :]
    return [*lines, told]


def as_markdown(blocks: Iterable[Block]) -> str:
    r"""Markdown; text from outside is escaped.

    >>> print(as_markdown([Item("•", "a *b*")]))
    - a \*b\*
    """
    lines = harmless("\n".join(_markdown_lines(blocks)))
    return re.sub(r"\n{3,}", "\n\n", lines).strip("\n")


def _markdown_lines(blocks: Iterable[Block]) -> Iterator[str]:
    for block in blocks:
        match block:
            case Heading(level, title, aside):
                yield from (
                    "",
                    "#" * level + " " + _escaped(f"{title} ({aside})" if aside else title),
                    "",
                )
            case Paragraph(told):
                yield from ("", _escaped(told), "")
            case Item(mark, told, source):
                lead = f"**{mark}** " if len(mark) > 1 else ""
                yield f"- {lead}" + _escaped(f"{told} {source}".rstrip())


_MARKDOWN = str.maketrans({character: f"\\{character}" for character in "\\`*_[]<>#|"})


def _escaped(told: str) -> str:
    return told.translate(_MARKDOWN)
