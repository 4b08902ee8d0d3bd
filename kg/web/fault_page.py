"""What is wrong with a request: as a page for who reads pages, as a document for everybody else.

A page says what the command line says, and leads on: to what was perhaps meant, and back.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import quote, urlencode

from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from kg.errors import Fault
from kg.markup import Html, joined, tag
from kg.messages import fault_sentence, pointed_at, some, text
from kg.web.forms import PAGE, Media, chosen
from kg.web.frame import link, page
from kg.web.problems import (
    ABSENT,
    BAD,
    BUSY,
    FULL,
    LARGE,
    NOTHING,
    OURS,
    SLOW,
    failing,
    problem,
    status_of,
)
from kg.web.service import spoken

__all__ = ["Where", "told", "what_is_wrong"]

# The first is for who does not say what they want.
FORMS: Media = {"json": ("application/problem+json", "application/json"), **PAGE}
HEADINGS = {
    ABSENT: "web-fault-404",
    SLOW: "web-fault-408",
    LARGE: "web-fault-413",
    FULL: "web-fault-429",
    BUSY: "web-fault-429",
    OURS: "web-fault-500",
}
GAP = "\0"  # stands for names until they are put in as links


@dataclass(frozen=True, slots=True)
class Where:
    """What was asked for: the path and what was given with it, without the language."""

    path: str = "/"
    given: tuple[tuple[str, str], ...] = ()

    def __str__(self) -> str:
        """The address on this host, whatever was written in its place."""
        path = "/" + quote(self.path.lstrip("/\\"))
        return f"{path}?{urlencode(self.given)}" if self.given else path

    def having(self, name: str, value: str) -> "Where":
        """The same with another value for a parameter."""
        others = tuple(pair for pair in self.given if pair[0] != name)
        return Where(self.path, (*others, (name, value)))


def told(
    request: Request, faults: Sequence[Fault], headers: Mapping[str, str] = NOTHING
) -> Response:
    """What is wrong, in the form and the language that are wanted."""
    language = spoken(request)
    if chosen(",".join(request.headers.getlist("accept")), FORMS) != "html":
        return problem(faults, language, headers)
    status = status_of(faults)
    written = fault_page(faults, language, where(request))
    return HTMLResponse(written, status, {**failing(status, language), **headers})


def where(request: Request) -> Where:
    """What was asked for, as far as it stands in an address."""
    path = str(request.scope["path"])
    if request.method not in {"GET", "HEAD"}:
        return Where(path)
    given = request.query_params.multi_items()
    return Where(path, tuple(pair for pair in given if pair[0] != "lang"))


def fault_page(faults: Sequence[Fault], language: str, asked: Where) -> str:
    """The whole page."""
    status = status_of(faults)
    title = text(HEADINGS.get(status, "web-fault"), language)
    ways = (tag("li", each) for each in _ways(status, language, asked))
    body = [
        *what_is_wrong(faults, language, asked),
        tag("h2", text("web-way-on", language)),
        tag("ul", *ways),
    ]
    return page(title, body, language, str(asked))


def what_is_wrong(faults: Iterable[Fault], language: str, asked: Where) -> Iterator[Html]:
    """Each fault in a box: what is wrong, where, what was perhaps meant, what is allowed."""
    for fault in faults:
        pieces = [tag("p", *_place(fault, language), fault_sentence(fault, language))]
        if shown := pointed_at(fault):
            pieces.append(tag("pre", "\n".join(shown), tabindex="0"))
        if fault.near:
            pieces.append(tag("p", _meant(fault, language, asked)))
        if fault.allowed:
            pieces.append(tag("p", text("allowed", language, names=some(fault.allowed))))
        yield tag("div", *pieces, class_="fault")


def _place(fault: Fault, language: str) -> Iterator[str]:
    """Where in what was written; what it stands in is before the reader's eyes."""
    if fault.place and fault.place.line:
        place = {"line": fault.place.line, "column": fault.place.column}
        yield from (tag("strong", text("web-at", language, **place)), " ")


def _meant(fault: Fault, language: str, asked: Where) -> Html:
    before, _, after = text("did-you-mean", language, names=GAP).partition(GAP)
    links = [
        link(name, address, language) if (address := _address(fault, name, asked)) else name
        for name in fault.near
    ]
    joints = [", "] * (len(links) - 2) + [f" {text('or', language)} "] * (len(links) > 1)
    named = (piece for pair in zip(links, [*joints, ""], strict=True) for piece in pair)
    return joined(before, *named, after)


def _address(fault: Fault, name: str, asked: Where) -> str:
    """Where what was perhaps meant is found; empty if it is no page."""
    match fault.key:
        case "page-unknown":
            return name if name.startswith("/") else f"/queries/{name}"
        case "term-unknown":
            return f"/id/{name}"
        case "parameter-value":
            return str(asked.having(fault.values["name"], name))
    return ""


def _ways(status: int, language: str, asked: Where) -> Iterator[Html]:
    """To the same once more, to what was asked without what was given, to the start."""
    if status in {FULL, BUSY, OURS}:
        yield link(text("web-again", language), str(asked), language)
    if status == BAD and asked.path.startswith("/queries/"):
        yield link(text("web-back", language), str(Where(asked.path)), language)
    yield link(text("web-start", language), "/", language)
    yield link(text("web-title", language), "/queries", language)
    yield link(text("web-own", language), "/sparql", language)
