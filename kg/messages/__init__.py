"""The program's own words, by key and language, and faults put into words."""

import re
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path

import yaml

from kg.errors import Fault, Faults

__all__ = [
    "LANGUAGES",
    "column",
    "fault_message",
    "fault_sentence",
    "fault_text",
    "faults_text",
    "harmless",
    "has_page_text",
    "has_text",
    "pointed_at",
    "some",
    "text",
    "themes",
]

LANGUAGES = ("nb", "nn", "en")
# What steers a terminal, or turns the direction of the text that follows.
CONTROLS = [*range(0x20), *range(0x7F, 0xA0)]
TURNS = [0x61C, 0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x206A)]
LONGEST = 100
MOST_NAMES = 40
OURS = {"complaint", "cycle", "detail", "message", "row", "usage"}
# Ten times as fast, where PyYAML was built with it.
LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
NONE = [0xFFFE, 0xFFFF]  # no characters at all; a workbook or a picture cannot hold them either
HARMFUL = re.compile(
    f"[{re.escape(''.join(map(chr, {*CONTROLS, *TURNS, *NONE} - {ord(chr(10))})))}]"
)


def harmless(text: str) -> str:
    r"""A text that is only shown: characters that steer a terminal are replaced, but for newlines.

    >>> harmless("a\x1b[2Jb")
    'a\ufffd[2Jb'
    """
    return HARMFUL.sub("\N{REPLACEMENT CHARACTER}", text)


@cache
def _catalogue(*names: str) -> Mapping[str, Mapping[str, str]]:
    entries: dict[str, Mapping[str, str]] = {}
    for name in names:
        text = Path(__file__).with_name(name).read_text(encoding="utf-8")
        entries |= yaml.load(text, LOADER)  # noqa: S506 - both are safe loaders
    return entries


def interface() -> Mapping[str, Mapping[str, str]]:
    """Headings and sentences around the advice: key -> language -> text."""
    return _catalogue("interface.yaml", "foresight.yaml", "serve.yaml")


def of_the_diagrams() -> Mapping[str, Mapping[str, str]]:
    """Words of the pictures; most commands never read them."""
    return _catalogue("diagrams.yaml", "plan-diagrams.yaml")


def of_the_pages() -> Mapping[str, Mapping[str, str]]:
    """Words of the pages made from the graph; most commands never read them."""
    return _catalogue("pages.yaml")


def of_the_service() -> Mapping[str, Mapping[str, str]]:
    """Words of the pages of the web service, which it makes while somebody waits."""
    return _catalogue("web.yaml")


def themes() -> Mapping[str, Mapping[str, str]]:
    """What saved queries are listed under, in order."""
    return _catalogue("themes.yaml")


def causes() -> Mapping[str, Mapping[str, str]]:
    """Every fault there can be: key -> number and texts."""
    return _catalogue("faults.yaml", "sheet-faults.yaml", "rule-faults.yaml", "serve-faults.yaml")


def text(key: str, language: str, **values: object) -> str:
    """A text of the interface with its placeholders filled.

    >>> text("points", "nn", score=4)
    '4 poeng'
    """
    texts = interface().get(key) or of_the_diagrams().get(key)
    texts = texts or of_the_service().get(key) or of_the_pages()[key]
    return texts[language].format(**values)


def of_columns() -> Mapping[str, Mapping[str, str]]:
    """Heads of columns in tables for the eye: variable -> language -> text."""
    return _catalogue("columns.yaml")


def column(name: str, language: str) -> str:
    """The head of a column by the name of its variable, empty if it has none.

    >>> column("months", "nn"), column("xyz", "nn")
    ('Månader', '')
    """
    return of_columns().get(name, {}).get(language, "")


def has_text(key: str) -> bool:
    """Whether the interface has a text by this key."""
    return key in interface()


def has_page_text(key: str) -> bool:
    """Whether there is a text by this key among those of the pages."""
    return key in of_the_pages()


def fault_text(fault: Fault, language: str) -> str:
    """A fault in words: place, number and message; then what was perhaps meant and what is allowed.

    >>> from kg.errors import Place
    >>> print(fault_text(Fault("no-such-file", Place("a.csv"), near=["b.csv"]), "en"))
    a.csv: NS201 There is no such file.
        Did you mean b.csv?
    """
    lines = [fault_message(fault, language)]
    lines += [f"    {line}" for line in pointed_at(fault)]
    if fault.near:
        lines.append("    " + text("did-you-mean", language, names=_either(fault.near, language)))
    if fault.allowed:
        lines.append("    " + text("allowed", language, names=some(fault.allowed)))
    return harmless("\n".join(lines))


def fault_message(fault: Fault, language: str) -> str:
    """What is wrong: place, number and message."""
    message = fault_sentence(fault, language)
    return harmless(f"{fault.place}: {message}") if fault.place else message


def fault_sentence(fault: Fault, language: str) -> str:
    """What is wrong: number and message."""
    cause = causes()[fault.key]
    values = {name: shown(name, value) for name, value in fault.values.items()}
    return harmless(f"{cause['number']} {cause[language].format(**values)}")


def some(names: Sequence[str]) -> str:
    """Names in a row, no more than one can read."""
    return ", ".join([*names[:MOST_NAMES], *("…" for _ in names[MOST_NAMES : MOST_NAMES + 1])])


def shown(name: str, value: str) -> str:
    """A value as a fault shows it: no longer than one can read, if it is not in our own words."""
    return value if name in OURS or len(value) <= LONGEST else f"{value[:LONGEST]}…"


def pointed_at(fault: Fault) -> list[str]:
    """The line a fault stands in and a caret below the column; of a long line what is near it."""
    column = fault.place.column if fault.place else 0
    start = max(0, column - LONGEST)
    line = fault.source.replace("\t", " ")[start : start + 2 * LONGEST]
    caret = [f"{' ' * (column - 1 - start)}^"] if column else []
    return [line, *caret] if fault.source else []


def faults_text(faults: Faults, language: str) -> str:
    """All faults in words, one after the other."""
    return "\n".join(fault_text(fault, language) for fault in faults.each())


def _either(names: tuple[str, ...], language: str) -> str:
    *first, last = names
    return f" {text('or', language)} ".join([", ".join(first), last]) if first else last
