"""The page of a saved query: a form for its parameters, the answer, its files, its text."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from kg.header import QueryHeader
from kg.load.prefixes import Prefixes
from kg.markup import Html, joined, tag
from kg.messages import column, text
from kg.store import Answer, Table
from kg.web.answers import (
    FILES,
    FOR_A_PAGE,
    answer_table,
    cut_note,
    downloads,
    files,
    picture,
    raw_note,
)
from kg.web.forms import PICTURE
from kg.web.frame import link, page

MANY = 500  # choices; beyond, one types and is helped

__all__ = ["Asked", "Choice", "Field", "answer_page"]


@dataclass(frozen=True, slots=True)
class Choice:
    """What a parameter may be: the word for programs, the name for people, and if it is chosen."""

    word: str
    name: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class Field:
    """A parameter: what it is called, what was given for it or what it may be.

    Args:
        name: the parameter.
        kind: of the box in which it is typed: text, number or date.
        value: what was given, if it is no choice.
        choices: what it may be.
        may_be_open: whether none need be chosen.
    """

    name: str
    kind: str = "text"
    value: str = ""
    choices: tuple[Choice, ...] = ()
    may_be_open: bool = False


@dataclass(frozen=True, slots=True)
class Asked:
    """What was asked: the query, what was given for it, its fields, the language, the cut.

    Args:
        header: of the query.
        text: of the query as it was asked, for people to read and change.
        given: by the address.
        fields: the parameters.
        language: of the page.
        cut: after how many rows the answer was cut, if it was.
        columns: how many there are, if not all are shown.
    """

    header: QueryHeader
    text: str
    given: Mapping[str, str]
    fields: tuple[Field, ...]
    language: str
    cut: int = 0
    columns: int = 0

    @property
    def path(self) -> str:
        """Where it stands."""
        return f"/queries/{self.header.id}"

    @property
    def address(self) -> str:
        """Where it stands with what was given."""
        return f"{self.path}?{urlencode(self.given)}" if self.given else self.path


def answer_page(asked: Asked, answer: Answer, prefixes: Prefixes) -> str:
    """The whole page."""
    title = asked.header.label[asked.language]
    return page(title, _pieces(asked, answer, prefixes), asked.language, asked.address)


def _pieces(asked: Asked, answer: Answer, prefixes: Prefixes) -> Iterator[Html]:
    language = asked.language
    yield tag("p", asked.header.description[language], class_="lead")
    yield from _form(asked.path, asked.fields, asked.header, language)
    yield tag("h2", text("web-answer", language))
    yield from cut_note(asked.cut, language, (FOR_A_PAGE.columns, asked.columns))
    yield answer_table(answer, prefixes, language)
    draws = asked.header.chart and isinstance(answer, Table) and answer.rows
    forms = [*FILES, *(PICTURE if draws else [])]
    yield downloads("web-save", files(asked.path, forms, asked.given), language)
    yield from raw_note(forms, language)
    if draws:
        yield _chart(asked, language)
    yield from _text(asked.text, language)


def _chart(asked: Asked, language: str) -> Html:
    address = files(asked.path, PICTURE, asked.given)["SVG"]
    return joined(
        tag("h2", text("web-chart", language)),
        picture(address, text("web-chart-told", language), language),
    )


def _text(query: str, language: str) -> Iterator[Html]:
    """What was asked, in SPARQL, and a way to change it."""
    yield tag("h2", text("web-text", language))
    yield tag("pre", tag("code", query), tabindex="0")
    address = f"/sparql?{urlencode({'query': query})}"
    yield tag("p", link(text("web-change", language), address, language))


def _form(path: str, fields: Iterable[Field], header: QueryHeader, language: str) -> Iterator[Html]:
    rows = [tag("p", _field(field, header, language)) for field in fields]
    if rows:
        legend = tag("legend", text("web-choose", language))
        hidden = tag("input", type="hidden", name="lang", value=language)
        button = tag("p", tag("button", text("web-show", language)))
        yield tag("form", hidden, tag("fieldset", legend, *rows, button), action=path, method="get")


def _field(field: Field, header: QueryHeader, language: str) -> Html:
    """The label of a parameter and where it is filled in."""
    name = f"param-{field.name}"
    own = header.columns.get(field.name, {}).get(language)
    label = tag("label", own or column(field.name, language) or field.name, for_=name)
    if not field.choices or len(field.choices) > MANY:
        return joined(label, " ", _typed(field, name))
    empty = [tag("option", text("web-everything", language), value="")] * field.may_be_open
    options = (_option(choice) for choice in field.choices)
    return joined(label, " ", tag("select", *empty, *options, id=name, name=field.name))


def _typed(field: Field, name: str) -> Html:
    """A box to type in; where there are words to choose from, the browser offers them."""
    value = next((each.word for each in field.choices if each.chosen), field.value)
    box = {"id": name, "name": field.name, "value": value, "type": field.kind}
    if not field.choices:
        return tag("input", **box)
    offered = (tag("option", each.name, value=each.word) for each in field.choices)
    listed = tag("datalist", *offered, id=f"{name}-s")
    return joined(tag("input", **box, list=f"{name}-s", autocomplete="off"), listed)


def _option(choice: Choice) -> Html:
    chosen = {"selected": ""} if choice.chosen else {}
    return tag("option", choice.name, value=choice.word, **chosen)
