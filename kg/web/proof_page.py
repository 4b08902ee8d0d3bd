"""The page of a proof: what was asked, its picture, and the same as lists in lists."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from kg.markup import Html, tag
from kg.messages import text
from kg.web.answers import downloads, files
from kg.web.frame import in_language, page

PATH = "/why"
FORMS = ("svg", "json", "ttl", "nt")
INDENT = 2

__all__ = ["Shown", "nested", "proof_page"]


@dataclass(frozen=True, slots=True)
class Shown:
    """A proof as it is shown: the fact, the lines of its tree, what was given in the address."""

    fact: str
    lines: Sequence[str]
    given: Mapping[str, str]


def proof_page(shown: Shown, language: str) -> str:
    """The whole page."""
    path = f"{PATH}?{urlencode(shown.given)}"
    return page(text("web-proof-title", language), _pieces(shown, language), language, path)


def _pieces(shown: Shown, language: str) -> Iterator[Html]:
    yield tag("p", tag("code", shown.fact), class_="lead")
    yield tag("p", text("web-proof-about", language))
    yield tag("h2", text("web-proof-list", language))
    yield tag("div", nested(shown.lines), class_="proof")
    saved = files(PATH, FORMS, shown.given)
    yield downloads("web-proof-save", saved, language)
    yield tag("h2", text("web-proof-picture", language))
    picture = in_language(saved["SVG"], language)
    drawing = tag("img", src=picture, alt=text("web-proof-told", language), loading="lazy")
    yield tag("figure", tag("a", drawing, href=picture))


def nested(lines: Iterable[str]) -> Html:
    """Lines, each further in than what it stands under, as lists in lists.

    >>> nested(["a", "  b", "c"])
    '<ul><li>a<ul><li>b</li></ul></li><li>c</li></ul>'
    """
    top: list[tuple[str, list]] = []  # type: ignore[type-arg]
    above = [top]
    for line in lines:
        depth = (len(line) - len(line.lstrip())) // INDENT
        entry: tuple[str, list] = (line.strip(), [])  # type: ignore[type-arg]
        del above[depth + 1 :]
        above[-1].append(entry)
        above.append(entry[1])
    return _listed(top)


def _listed(entries: list[tuple[str, list]]) -> Html:  # type: ignore[type-arg]
    items = [tag("li", line, _listed(below) if below else "") for line, below in entries]
    return tag("ul", *items)
