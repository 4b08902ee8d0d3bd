"""Words from outside made harmless for each kind of text; no other file of this package escapes.

Every writer passes names through here: first ``plain``, which takes away what is not to be read,
then what its own format asks for.
"""

import html
import unicodedata
from textwrap import wrap

LONGEST = 400
NONCHARACTER = 0xFFFE  # the last two of every plane; XML refuses those of the first
SAFE_IN_MERMAID = " .,:-–?/+·…«»“”’●○▲■►×"


def plain(text: str, longest: int = LONGEST) -> str:
    r"""One line of what can be read: no control or direction marks, and not endlessly long.

    >>> plain("a\nb\u202ec\x00")
    'a bc'
    >>> plain("aaaaa", longest=3)
    'aa…'
    """
    line = " ".join(text.split())
    seen = "".join(character for character in line if _is_seen(character))
    return seen if len(seen) <= longest else seen[: longest - 1] + "…"


def _is_seen(character: str) -> bool:
    """Neither a control or format character, nor a lone surrogate, nor a noncharacter."""
    hidden = unicodedata.category(character) in {"Cc", "Cf", "Cs"}
    return not hidden and ord(character) & NONCHARACTER != NONCHARACTER


def wrapped(text: str, width: int, separator: str = "<BR/>") -> str:
    """A text as lines of Graphviz's HTML-like labels, which may not be empty.

    >>> wrapped('R&D "now"', 5)
    'R&amp;D<BR/>&quot;now&quot;'
    >>> wrapped("welfare", 5)
    'welf-<BR/>are'
    """
    words = (part for word in plain(text).split() for part in _parts(word, width))
    lines = [html.escape(line.strip()) for line in wrap(" ".join(words), width)]
    return separator.join(lines) or "&#160;"


def _parts(word: str, width: int) -> list[str]:
    """A word, or its parts of about one length if it is longer than a line."""
    if len(word) <= width:
        return [word]
    length = -(-len(word) // -(-len(word) // (width - 1)))
    *parts, last = (word[start : start + length] for start in range(0, len(word), length))
    return [*(f"{part}-" for part in parts), last]


def mermaid(text: str) -> str:
    """A text for Mermaid, which undoes ``#NNN;`` and wants texts that are not empty.

    >>> mermaid('<b> "ø"')
    '#60;b#62; #34;ø#34;'
    """
    told = [
        character if character.isalnum() or character in SAFE_IN_MERMAID else f"#{ord(character)};"
        for character in plain(text)
    ]
    return "".join(told) or "#160;"
