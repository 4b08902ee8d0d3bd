r"""The general categories of characters in a pattern of XPath: ``\p{L}``, ``\P{Nd}``.

https://www.w3.org/TR/xpath-functions-31/#regex-syntax, which takes them from XML Schema. Python's
patterns have no such classes, but its `unicodedata` knows the category of each character. It does
not know the blocks (``\p{IsGreek}``), nor does anything here know ``\i`` and ``\c``, the characters
of names in XML: they are refused where the pattern is read, and have no value where it is made up.
"""

import re
import sys
import unicodedata
from collections.abc import Iterator, Mapping
from functools import cache
from itertools import groupby

__all__ = ["CATEGORIES", "characters", "unknown_classes"]

CATEGORIES = (
    *("L", "Lu", "Ll", "Lt", "Lm", "Lo", "M", "Mn", "Mc", "Me", "N", "Nd", "Nl", "No"),
    *("P", "Pc", "Pd", "Ps", "Pe", "Pi", "Pf", "Po", "Z", "Zs", "Zl", "Zp"),
    *("S", "Sm", "Sc", "Sk", "So", "C", "Cc", "Cf", "Co", "Cn"),
)
_ESCAPE = re.compile(r"\\(?:[pP]\{([^{}]*)\}|[iIcC]|.)", re.DOTALL)
_NO_CHARACTERS = "Cs"


def unknown_classes(pattern: str) -> Iterator[str]:
    r"""The classes of characters in a pattern that are not known here, as they are written.

    >>> [*unknown_classes(r"\p{L}\p{IsGreek}\\p{x}\i")]
    ['\\p{IsGreek}', '\\i']
    """
    for found in _ESCAPE.finditer(pattern):
        if found[0][1] in "iIcC" or (found[1] is not None and found[1] not in CATEGORIES):
            yield found[0]


@cache
def characters(category: str, *, others: bool = False) -> str:
    r"""What stands in brackets for the characters of a category, or for all others.

    >>> characters("Zl")
    '\\U00002028-\\U00002028'

    Raises:
        KeyError: there is no such category.
    """
    if category not in CATEGORIES:
        raise KeyError(category)
    runs = _runs()
    spans = [
        span for name, each in runs.items() if name.startswith(category) != others for span in each
    ]
    return "".join(f"\\U{first:08x}-\\U{last:08x}" for first, last in sorted(spans))


@cache
def _runs() -> Mapping[str, list[tuple[int, int]]]:
    """For each category the characters that have it, from one to another."""
    found: dict[str, list[tuple[int, int]]] = {}
    everything = range(sys.maxunicode + 1)
    for name, run in groupby(everything, key=lambda code: unicodedata.category(chr(code))):
        codes = [*run]
        if name != _NO_CHARACTERS:
            found.setdefault(name, []).append((codes[0], codes[-1]))
    return found
