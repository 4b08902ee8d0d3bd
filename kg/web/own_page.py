"""The page on which people write a question of their own: a plain form, and the answer below."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kg.errors import Fault
from kg.markup import Html, joined, tag
from kg.messages import text
from kg.store import Answer
from kg.web.answers import FILES, FOR_A_PAGE, answer_table, cut_note, downloads, files, raw_note
from kg.web.fault_page import Where, what_is_wrong
from kg.web.forms import GRAPHS
from kg.web.frame import page

if TYPE_CHECKING:
    from kg.web.service import Service

PATH = "/sparql"
EXAMPLE = """SELECT ?criterion ?name WHERE {{
  ?criterion a nst:Criterion ; skos:prefLabel ?name .
  FILTER(LANG(?name) = "{language}")
}}
ORDER BY ?name
"""
SHOWN_PREFIXES = ("nst", "id", "skos", "rdf", "rdfs", "dcterms")

__all__ = ["Own", "example", "own_form", "own_page"]


@dataclass(frozen=True, slots=True)
class Own:
    """What somebody wrote, and what came of it: the answer, how much of it is shown, the faults."""

    text: str
    answer: Answer | None
    cut: int
    columns: int
    faults: tuple[Fault, ...]


def example(language: str) -> str:
    """A question to begin with, which has an answer."""
    return EXAMPLE.format(language=language)


def own_page(own: Own, service: "Service", language: str) -> str:
    """The whole page."""
    path = str(Where(PATH, (("query", own.text),) if own.text else ()))
    return page(text("web-own", language), _pieces(own, service, language), language, path)


def _pieces(own: Own, service: "Service", language: str) -> Iterator[Html]:
    known = [f"{each}:" for each in SHOWN_PREFIXES if each in service.store.prefixes]
    told = {"prefixes": ", ".join(known), "seconds": f"{service.limits.seconds:g}"}
    yield tag("p", text("web-own-about", language, **told), id="about")
    if own.faults:
        wrong = what_is_wrong(own.faults, language, Where(PATH))
        heading = tag("h2", text("web-fault", language))
        yield tag("div", heading, *wrong, role="alert", id="fault")
    yield own_form(own.text or example(language), language, described="about", wrong=own.faults)
    if own.answer is not None:
        yield tag("h2", text("web-answer", language))
        yield from cut_note(own.cut, language, (FOR_A_PAGE.columns, own.columns))
        yield answer_table(own.answer, service.store.prefixes, language)
        forms = [*GRAPHS] if isinstance(own.answer, tuple) else [*FILES]
        if isinstance(own.answer, bool):
            forms.remove("xlsx")
        yield downloads("web-save", files(PATH, forms, {"query": own.text}), language)
        yield from raw_note(forms, language)


def own_form(
    written: str, language: str, *, described: str = "", wrong: tuple[Fault, ...] = ()
) -> Html:
    """The box to write in.

    Args:
        written: what stands in it.
        language: of the words around it.
        described: the id of what tells of it.
        wrong: what is wrong with what stands in it; told at ``fault``.
    """
    said = {"aria-describedby": f"fault {described}" if wrong else described} if described else {}
    area = tag(
        "textarea",
        written,
        **{**said, **({"aria-invalid": "true"} if wrong else {})},
        id="query",
        name="query",
        rows="10",
        spellcheck="false",
        autocapitalize="off",
    )
    label = tag("label", text("web-own-text", language), for_="query")
    hidden = tag("input", type="hidden", name="lang", value=language)
    button = tag("button", text("web-ask", language))
    rows = [tag("p", label), tag("p", area), tag("p", button)]
    return tag("form", hidden, joined(*rows), action=PATH, method="get")
