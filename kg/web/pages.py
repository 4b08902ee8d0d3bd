"""The pages: a list of questions, a question with its answer, a fault."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from kg.header import QueryHeader
from kg.load.prefixes import Prefixes
from kg.markup import Html, joined, tag
from kg.messages import LANGUAGES, text
from kg.query import Query, by_folder
from kg.query.write import plain, table_of
from kg.store import Answer, Table

FILES = ("csv", "json")
NAMES = {"nb": "bokmål", "nn": "nynorsk", "en": "English"}


@dataclass(frozen=True, slots=True)
class Field:
    """A parameter: its name, and the words it may be with whether each is the one chosen."""

    name: str
    words: tuple[tuple[str, bool], ...]


@dataclass(frozen=True, slots=True)
class Asked:
    """What was asked: the query, what was given for it, the fields of its form, the language."""

    header: QueryHeader
    given: Mapping[str, str]
    fields: tuple[Field, ...]
    language: str


def page(title: str, body: Iterable[Html], language: str, path: str) -> str:
    """A whole page around some content; the path is where it stands, for the links to languages."""
    head = tag(
        "head",
        tag("meta", charset="utf-8"),
        tag("meta", name="viewport", content="width=device-width, initial-scale=1"),
        tag("title", f"{title} – nestesteg"),
        tag("link", rel="stylesheet", href="/style.css"),
    )
    main = tag("main", tag("h1", title), *body)
    whole = tag("html", head, tag("body", _languages(language, path), main), lang=language)
    return f"<!doctype html>\n{whole}\n"


def _languages(language: str, path: str) -> Html:
    links = [
        tag("a", NAMES[each], href=f"{path}?{urlencode({'lang': each})}", hreflang=each, lang=each)
        if each != language
        else tag("span", NAMES[each], lang=each)
        for each in LANGUAGES
    ]
    spaced = [piece for link in links for piece in (link, " ")]
    return tag("nav", *spaced, **{"aria-label": text("web-language", language)})


def front_page(queries: Mapping[str, Query], language: str) -> str:
    """The saved queries below the folder each stands in, with its question."""
    lists = [
        piece
        for folder, group in by_folder(queries).items()
        for piece in (tag("h2", folder), tag("ul", *_items(group, language)))
    ]
    about = tag("p", text("web-about", language))
    return page(text("web-title", language), [about, *lists], language, "/")


def _items(queries: Mapping[str, Query], language: str) -> list[Html]:
    return [
        tag(
            "li",
            tag("a", query.saved.label[language], href=f"/queries/{name}?lang={language}"),
            tag("p", query.saved.description[language]),
        )
        for name, query in queries.items()
    ]


def answer_page(asked: Asked, answer: Answer, prefixes: Prefixes) -> str:
    """A question, a form for its parameters, and the answer as a table."""
    header, language = asked.header, asked.language
    path, title = f"/queries/{header.id}", header.label[language]
    pieces = [
        tag("p", tag("a", text("web-all", language), href=f"/?lang={language}")),
        tag("p", header.description[language]),
        _form(path, asked.fields, language),
        answer_table(answer, prefixes, title, language),
        _downloads(path, {**asked.given, "lang": language}, language),
    ]
    return page(title, pieces, language, path)


def _form(path: str, fields: Iterable[Field], language: str) -> Html:
    shown = [joined(label, " ", select, " ") for label, select in map(_field, fields)]
    if not shown:
        return Html("")
    hidden = tag("input", type="hidden", name="lang", value=language)
    button = tag("button", text("web-ask", language))
    return tag("form", hidden, *shown, button, action=path, method="get")


def _field(field: Field) -> tuple[Html, Html]:
    """The label and the box of a parameter."""
    name = f"param-{field.name}"
    options = (
        tag("option", word, value=word, **({"selected": ""} if chosen else {}))
        for word, chosen in field.words
    )
    return tag("label", field.name, for_=name), tag("select", *options, id=name, name=field.name)


def answer_table(answer: Answer, prefixes: Prefixes, caption: str, language: str) -> Html:
    """An answer as a table with a caption and headings."""
    if isinstance(answer, bool):
        return tag("p", text("yes" if answer else "no", language))
    table = answer if isinstance(answer, Table) else table_of(answer)
    if not table.rows:
        return tag("p", text("no-rows-found", language))
    headings = tag("tr", *(tag("th", name, scope="col") for name in table.variables))
    rows = [
        tag("tr", *(tag("td", plain(term, prefixes) if term else "") for term in row))
        for row in table.rows
    ]
    return tag("table", tag("caption", caption), tag("thead", headings), tag("tbody", *rows))


def _downloads(path: str, given: Mapping[str, str], language: str) -> Html:
    links = (tag("a", form.upper(), href=f"{path}.{form}?{urlencode(given)}") for form in FILES)
    spaced = [piece for link in links for piece in (" ", link)]
    return tag("p", text("web-save", language), *spaced)
