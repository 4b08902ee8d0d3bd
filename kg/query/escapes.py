r"""Characters that are written as their numbers in a query, ``\u00E5`` and ``\U0001F600``.

Theory. SPARQL 1.1 (section 19.2) lets such an escape stand anywhere and puts the character in its
place before anything else is read, so that it could end a text or make up a keyword. SPARQL 1.2, as
Turtle and the stores, has it in texts and IRIs only, where it is a part of them whatever it is. We
read as the latter do. Who writes a query down for others does not know how they read; so there no
escape stands that would mean something else to them.
"""

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from kg.query.scan import Tokens

__all__ = ["ESCAPE", "Strange", "decoded", "in_one_reading", "strange", "unread"]

ESCAPE = re.compile(r"\\[uU]")
NUMBER = re.compile(r"\\(?:u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8}))")
IN_TEXT = re.compile(rf"{NUMBER.pattern}|\\.", re.DOTALL)
BACKSLASH = re.compile(r"\\\\([uU]?)|\\.", re.DOTALL)
NOT_IN_IRI = re.compile(r"[\x00-\x20<>\"{}|^`\\]")
SURROGATES, MOST = range(0xD800, 0xE000), 0x10FFFF
# What has a meaning in a text, and how else it can be written there.
MEANT = {'"': r"\"", "'": r"\'", "\\": r"\\", "\n": r"\n", "\r": r"\r"}
SHORT = ("\\t", "\\b", "\\n", "\\r", "\\f", '\\"', "\\'", "\\\\", "\\u1234", "\\U00012345")
GOOD = r"(?:\\[tbnrf\"'\\]|\\u[0-9A-Fa-f]{4}|\\U[0-9A-Fa-f]{8})"
# A long text that cannot be read is met at the third quotation mark: the first two are a text.
LONG = (
    rf"""(?<="")"(?:"{{0,2}}(?:[^"\\]|{GOOD}))*"{{0,2}}"""
    rf"""|(?<='')'(?:'{{0,2}}(?:[^'\\]|{GOOD}))*'{{0,2}}"""
)
SHORT_OR_IRI = rf""""(?:[^"\\\n]|{GOOD})*|'(?:[^'\\\n]|{GOOD})*|<[^<>"\s\\]*"""
BAD_IN_TEXT = re.compile(rf"""(?:{LONG}|{SHORT_OR_IRI})((?!{GOOD})\\.)""")
DISGUISED = re.compile(r"[\w:.?$@-]*(\\[uU])")


class Strange(NamedTuple):
    """An escape that may not stand where it does: its place in the text, the fault, its name."""

    start: int
    key: str
    name: str
    allowed: tuple[str, ...] = ()


def strange(tokens: "Tokens") -> Iterator[Strange]:
    """The escapes in texts and IRIs that stand for no character, or for one no IRI can have."""
    for kind, token, start in zip(tokens.kinds, tokens.texts, tokens.starts, strict=True):
        if kind in {"STRING", "IRIREF"} and "\\" in token:
            for escape in IN_TEXT.finditer(token):
                where = start + escape.start()
                number = int(escape[1] or escape[2] or "0", 16)
                if number in SURROGATES or number > MOST:
                    yield Strange(where, "no-such-character", escape[0])
                elif kind == "IRIREF" and NOT_IN_IRI.match(chr(number)):
                    yield Strange(where, "character-in-iri", f"U+{number:04X}")


def unread(text: str, offset: int) -> Strange | None:
    """The escape for which a query is no SPARQL at some place, if one is to blame."""
    if found := DISGUISED.match(text, offset):
        return Strange(found.start(1), "query-escape", found[1])
    if found := BAD_IN_TEXT.match(text, offset):
        return Strange(found.start(1), "unknown-escape", found[1], SHORT)
    return None


def decoded(text: str) -> str:
    r"""A text with characters in the place of their numbers.

    >>> decoded(r"<urn:\u00E5\U0001F600>")
    '<urn:å😀>'
    """
    return NUMBER.sub(_character, text)


def _character(escape: re.Match[str]) -> str:
    return chr(int(escape[1] or escape[2], 16))


def in_one_reading(text: str) -> str:
    r"""A text of a query, with its quotation marks, as every reader understands it.

    >>> print(in_one_reading(r'"\u0041\u0022\\u0041"'))
    "\u0041\"\\\u00750041"
    """
    if "\\" not in text:
        return text
    return BACKSLASH.sub(_apart, IN_TEXT.sub(_plainly, text))


def _plainly(escape: re.Match[str]) -> str:
    """An escape as it is, but for the number of a character that means something."""
    return MEANT.get(_character(escape), escape[0]) if escape[1] or escape[2] else escape[0]


def _apart(escape: re.Match[str]) -> str:
    """A backslash and no number after it, which some would read first."""
    return rf"\\\u{ord(escape[1]):04X}" if escape[1] else escape[0]
