"""The page of a proof: what was asked, its picture, and the same as lists in lists."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from kg.markup import Html, tag
from kg.messages import text
from kg.web.answers import downloads, files, picture
from kg.web.frame import page

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
    for line in shown.lines[1:2]:  # what the rule says of it
        yield tag("p", line.strip(), class_="lead")
    yield tag("p", tag("code", shown.fact))
    saved = files(PATH, FORMS, shown.given)
    yield tag("h2", text("web-proof-picture", language))
    yield picture(saved["SVG"], text("web-proof-told", language), language)
    yield tag("h2", text("web-proof-list", language))
    yield tag("p", text("web-proof-about", language))
    yield tag("div", nested(shown.lines), class_="proof")
    yield downloads("web-proof-save", saved, language)


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
