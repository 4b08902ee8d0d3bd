"""The page on which people write a question of their own: a plain form, and the answer below."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kg.errors import Fault
from kg.markup import Html, joined, tag
from kg.messages import text
from kg.store import Answer
from kg.web.fault_page import Where, what_is_wrong
from kg.web.frame import page
from kg.web.pages import answer_table, cut_note, for_the_eye

if TYPE_CHECKING:
    from kg.web.service import Service

PATH = "/sparql"
EXAMPLE = "SELECT ?thing ?label WHERE {\n  ?thing skos:prefLabel ?label\n}\nLIMIT 20\n"
SHOWN_PREFIXES = ("nst", "id", "skos", "rdf", "rdfs", "dcterms")


@dataclass(frozen=True, slots=True)
class Own:
    """What somebody wrote, and what came of it."""

    text: str
    answer: Answer | None
    cut: int
    faults: tuple[Fault, ...]


def own_page(own: Own, service: "Service", language: str) -> str:
    """The whole page."""
    return page(text("web-own", language), _pieces(own, service, language), language, PATH)


def _pieces(own: Own, service: "Service", language: str) -> Iterator[Html]:
    known = [f"{each}:" for each in SHOWN_PREFIXES if each in service.store.prefixes]
    known_words = {"prefixes": ", ".join(known), "seconds": f"{service.limits.seconds:g}"}
    yield tag("p", tag("a", text("web-all", language), href=f"/?lang={language}"))
    yield tag("p", text("web-own-about", language, **known_words), id="about")
    if own.faults:
        told = what_is_wrong(own.faults, language, Where(PATH))
        heading = tag("p", tag("strong", text("web-fault", language)))
        yield tag("div", heading, *told, role="alert", id="fault")
    yield _form(own, language)
    if own.answer is not None:
        yield tag("h2", text("web-answer", language))
        answer, cut = for_the_eye(own.answer, own.cut)
        yield from cut_note(cut, language)
        yield answer_table(answer, service.store.prefixes, text("web-answer", language), language)


def _form(own: Own, language: str) -> Html:
    said = {"aria-invalid": "true", "aria-describedby": "fault about"} if own.faults else {}
    area = tag(
        "textarea",
        own.text or EXAMPLE,
        **{"aria-describedby": "about", **said},
        id="query",
        name="query",
        rows="12",
        cols="80",
        spellcheck="false",
        autocapitalize="off",
    )
    label = tag("label", text("web-own-text", language), for_="query")
    hidden = tag("input", type="hidden", name="lang", value=language)
    button = tag("button", text("web-ask", language))
    rows = [tag("p", label), tag("p", area), tag("p", button)]
    return tag("form", hidden, joined(*rows), action=PATH, method="get")
