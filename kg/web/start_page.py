"""The start: what is here, told in a minute; and the list of all saved queries."""

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from kg.errors import Faults
from kg.markup import Html, joined, tag
from kg.messages import text, themes
from kg.query import Query, by_theme
from kg.web.fault_page import Where, what_is_wrong
from kg.web.frame import link, page
from kg.web.own_page import example, own_form

if TYPE_CHECKING:
    from kg.web.service import Service

FORMS = {
    "Excel, Parquet": "web-form-xlsx",
    "CSV, TSV": "web-form-csv",
    "JSON, XML": "web-form-json",
    "Turtle, N-Triples, JSON-LD, RDF/XML": "web-form-ttl",
    "SVG": "web-form-svg",
}
FOR_PROGRAMS = {
    "/sparql": "web-programs-endpoint",
    "/.well-known/void": "web-programs-void",
    "/.well-known/sparql-examples": "web-programs-examples",
    "/ns.ttl": "web-programs-ns",
}
LIST = "/queries"
Themes = Mapping[str, Mapping[str, Query]]

__all__ = ["list_page", "start_page"]


def start_page(service: "Service", language: str) -> str:
    """The start: what can be asked, and how."""
    groups = by_theme(service.queries, themes())
    body = [
        tag("p", text("web-about", language), class_="lead"),
        *_ready(groups, language),
        tag("h2", text("web-own", language)),
        tag("p", text("web-example-works", language)),
        own_form(example(language), language),
        tag("h2", text("web-forms", language)),
        tag("p", text("web-forms-about", language)),
        _told({name: text(key, language) for name, key in FORMS.items()}),
        tag("h2", text("web-programs", language)),
        _addresses(language),
        tag("h2", text("web-read", language)),
        tag("p", text("web-read-about", language)),
        tag("p", tag("a", text("web-read", language), href=f"/ontology/{language}/index.html")),
    ]
    return page(text("web-start-title", language), body, language, "/")


def _ready(groups: Themes, language: str) -> Iterator[Html]:
    """The themes, each with how many questions it has and the shortest of them."""
    count = sum(len(group) for group in groups.values())
    yield tag("h2", text("web-title", language))
    yield tag("p", text("web-ready-about", language, count=count))
    items = (_theme(theme, group, language) for theme, group in groups.items())
    yield tag("ul", *items, class_="themes")
    yield tag("p", link(text("web-every-one", language), LIST, language))


def _theme(theme: str, group: Mapping[str, Query], language: str) -> Html:
    name, query = min(group.items(), key=lambda each: len(each[1].saved.label[language]))
    how_many = tag("span", text("web-how-many", language, count=len(group)), class_="beside")
    first = link(query.saved.label[language], f"{LIST}/{name}", language)
    return tag(
        "li",
        tag("h3", link(_name(theme, language), f"{LIST}#{theme}", language)),
        how_many,
        tag("p", text("web-for-instance", language), " ", first),
    )


def _name(theme: str, language: str) -> str:
    return themes().get(theme, {}).get(language) or theme


def _told(words: Mapping[str, str]) -> Html:
    return tag("dl", *(joined(tag("dt", name), tag("dd", said)) for name, said in words.items()))


def _addresses(language: str) -> Html:
    """Where programs go."""
    return tag(
        "dl",
        *(
            joined(
                tag("dt", tag("a", tag("code", path), href=path)),
                tag("dd", text(key, language)),
            )
            for path, key in FOR_PROGRAMS.items()
        ),
    )


def list_page(queries: Mapping[str, Query], words: str, language: str) -> str:
    """The saved queries that have some words, with what each is about, below their themes."""
    from kg.cli.queries import having

    pieces: list[Html] = [_search(words, language)]
    try:
        found = having(queries, words.split(), language)
    except Faults as faults:
        told = what_is_wrong(faults.each(), language, Where(LIST))
        pieces.append(tag("div", *told, role="alert"))
    else:
        pieces += _listed(by_theme(found, themes()), language)
    path = str(Where(LIST, (("q", words),) if words else ()))
    return page(text("web-title", language), pieces, language, path)


def _search(words: str, language: str) -> Html:
    """A box for words."""
    label = tag("label", text("web-search", language), for_="q")
    box = tag("input", id="q", name="q", type="search", value=words)
    hidden = tag("input", type="hidden", name="lang", value=language)
    button = tag("button", text("web-find", language))
    row = tag("p", label, " ", box, " ", button)
    return tag("form", hidden, row, action=LIST, method="get", role="search")


def _listed(groups: Themes, language: str) -> Iterator[Html]:
    for theme, group in groups.items():
        yield tag("h2", _name(theme, language), id=theme)
        items = (
            tag(
                "li",
                link(query.saved.label[language], f"{LIST}/{name}", language),
                tag("p", query.saved.description[language]),
            )
            for name, query in group.items()
        )
        yield tag("ul", *items, class_="questions")
