"""HTML out of plain values; everything that is text is escaped here, and nowhere else."""

from html import escape


class Html(str):
    """Text that is HTML already."""

    __slots__ = ()


VOID = frozenset({"img", "input", "link", "meta"})


def tag(name: str, /, *children: str, **attributes: str) -> Html:
    """An element with its children and attributes.

    An underscore at the end of an attribute's name is dropped, for the sake of Python's own words.

    >>> tag("label", "a < b", tag("b", "!"), for_="x")
    '<label for="x">a &lt; b<b>!</b></label>'
    """
    said = "".join(f' {key.rstrip("_")}="{escape(text)}"' for key, text in attributes.items())
    if name in VOID:
        return Html(f"<{name}{said}>")
    return Html(f"<{name}{said}>{joined(*children)}</{name}>")


def joined(*children: str) -> Html:
    """Pieces one after the other."""
    return Html("".join(each if isinstance(each, Html) else escape(each) for each in children))
