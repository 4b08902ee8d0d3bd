"""The pages: a list of questions, a question with its answer, a fault."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from kg.header import QueryHeader
from kg.load.prefixes import Prefixes
from kg.markup import Html, joined, tag
from kg.messages import text
from kg.query import Query, by_folder
from kg.query.write import in_words, table_of
from kg.store import Answer, Table
from kg.web.frame import page

FILES = ("csv", "tsv", "json", "xml")
MOST_SHOWN = 1000  # rows on a page; files have them all
MANY = 20  # choices; beyond, one types and is helped


@dataclass(frozen=True, slots=True)
class Field:
    """A parameter: its name, what was given for it or the words it may be.

    Args:
        name: the parameter.
        value: what was given, if it is no word of a list.
        words: those it may be, each with whether it is the one chosen.
        may_be_open: whether none need be chosen.
    """

    name: str
    value: str
    words: tuple[tuple[str, bool], ...] = ()
    may_be_open: bool = False


@dataclass(frozen=True, slots=True)
class Asked:
    """What was asked: the query, what was given for it, its fields, the language, the cut."""

    header: QueryHeader
    given: Mapping[str, str]
    fields: tuple[Field, ...]
    language: str
    cut: int = 0


def front_page(queries: Mapping[str, Query], language: str) -> str:
    """The saved queries below the folder each stands in, with its question."""
    lists = [
        piece
        for folder, group in by_folder(queries).items()
        for piece in (tag("h2", folder), tag("ul", *_items(group, language)))
    ]
    about = tag("p", text("web-about", language))
    ways = tag(
        "p",
        tag("a", text("web-own", language), href=f"/sparql?lang={language}"),
        " · ",
        tag("a", text("web-documents", language), href=f"/ontology/{language}/index.html"),
    )
    return page(text("web-title", language), [about, ways, *lists], language, "/")


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
    answer, cut = for_the_eye(answer, asked.cut)
    pieces = [
        tag("p", tag("a", text("web-all", language), href=f"/?lang={language}")),
        tag("p", header.description[language]),
        _form(path, asked.fields, language),
        *cut_note(cut, language),
        answer_table(answer, prefixes, title, language),
        _downloads(path, {**asked.given, "lang": language}, language),
    ]
    return page(title, pieces, language, path)


def _form(path: str, fields: Iterable[Field], language: str) -> Html:
    shown = [piece for field in fields for piece in (_field(field, language), " ")]
    if not shown:
        return Html("")
    hidden = tag("input", type="hidden", name="lang", value=language)
    button = tag("button", text("web-ask", language))
    return tag("form", hidden, *shown, button, action=path, method="get")


def _field(field: Field, language: str) -> Html:
    """The label of a parameter and where it is filled in."""
    name = f"param-{field.name}"
    label = tag("label", field.name, for_=name)
    if not field.words or len(field.words) > MANY:
        return joined(label, " ", _typed(field, name))
    empty = [tag("option", text("web-everything", language), value="")] * field.may_be_open
    options = (_option(word, chosen=chosen) for word, chosen in field.words)
    return joined(label, " ", tag("select", *empty, *options, id=name, name=field.name))


def _typed(field: Field, name: str) -> Html:
    """A box to type in; where there are words to choose from, the browser offers them."""
    value = next((word for word, chosen in field.words if chosen), field.value)
    box = {"id": name, "name": field.name, "value": value}
    if not field.words:
        return tag("input", **box)
    listed = tag(
        "datalist", *(tag("option", value=word) for word, _ in field.words), id=f"{name}-s"
    )
    return joined(tag("input", **box, list=f"{name}-s", autocomplete="off"), listed)


def _option(word: str, *, chosen: bool) -> Html:
    return tag("option", word, value=word, **({"selected": ""} if chosen else {}))


def for_the_eye(answer: Answer, cut: int) -> tuple[Answer, int]:
    """As much of an answer as a page shows, and after how many rows it was cut, if it was."""
    if isinstance(answer, bool):
        return answer, cut
    table = answer if isinstance(answer, Table) else table_of(answer)
    if len(table.rows) <= MOST_SHOWN:
        return table, cut
    return Table(table.variables, table.rows[:MOST_SHOWN]), MOST_SHOWN


def cut_note(rows: int, language: str) -> list[Html]:
    """That there is more, if there is."""
    return [tag("p", text("web-cut", language, rows=rows), role="status")] if rows else []


def answer_table(answer: Answer, prefixes: Prefixes, caption: str, language: str) -> Html:
    """An answer as a table with a caption and headings."""
    if isinstance(answer, bool):
        return tag("p", text("yes" if answer else "no", language))
    table = answer if isinstance(answer, Table) else table_of(answer)
    if not table.rows:
        return tag("p", text("no-rows-found", language))
    headings = tag("tr", *(tag("th", name, scope="col") for name in table.variables))
    rows = [
        tag("tr", *(tag("td", in_words(term, prefixes, language)) for term in row))
        for row in table.rows
    ]
    return tag("table", tag("caption", caption), tag("thead", headings), tag("tbody", *rows))


def _downloads(path: str, given: Mapping[str, str], language: str) -> Html:
    links = (tag("a", form.upper(), href=f"{path}.{form}?{urlencode(given)}") for form in FILES)
    spaced = [piece for link in links for piece in (" ", link)]
    return tag("p", text("web-save", language), *spaced)
