"""How to fill a sheet in, in words."""

from collections.abc import Iterator
from itertools import groupby
from typing import NamedTuple

from kg.messages import text
from kg.sheet.questions import Choice, Question, Sheet

HEADINGS = {
    "value": "sheet-column-value",
    "date": "sheet-column-date",
    "note": "sheet-column-note",
    "about": "sheet-column-about",
}


class Told(NamedTuple):
    """A name and what it means; a heading has no text."""

    name: str
    text: str = ""


def guide(sheet: Sheet) -> Iterator[Told]:
    """The guide line by line."""
    language = sheet.language
    yield Told(text("sheet-title", language, actor=sheet.title))
    model = {"model": sheet.model, "version": sheet.edition.version}
    yield Told(text("sheet-made-for", language), text("sheet-model", language, **model))
    yield Told(text("sheet-first", language), text("sheet-how", language))
    yield Told(text("sheet-empty", language), text("sheet-skipped", language))
    yield Told(text("sheet-people", language), text("sheet-no-persons", language))
    for column, key in HEADINGS.items():
        yield Told(column, text(key, language))
    yield Told(text("sheet-of-indicators", language), text("sheet-of-signs", language))
    for choices, parts in groupby(sheet.parts, key=_choices):
        first, *others = [title for title, _ in parts]
        joint = f" {text('and', language)} "
        yield Told(joint.join([first, *(title.lower() for title in others)]))
        yield from (Told(choice.name, choice.meaning) for choice in choices)
    yield Told(text("sheet-after", language), text("sheet-next", language))


def _choices(part: tuple[str, tuple[Question, ...]]) -> tuple[Choice, ...]:
    _, questions = part
    return tuple({choice: None for each in questions for choice in each.choices})
