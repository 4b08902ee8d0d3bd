"""The header of a rule or query file: comment lines marked ``#+``, YAML once the mark is taken off.

To SPARQL the header is a comment, so the file stays a plain query.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from types import MappingProxyType
from typing import Any

import yaml

from kg.errors import Fault, Faults, Place, nearest, refuse
from kg.messages import LANGUAGES, LOADER

MARK = "#+"
BASES = ("report", "reading", "design")
ASSESSMENTS = "assessments"
Texts = Mapping[str, str]
Complaint = tuple[str, dict[str, str]]
Checks = Mapping[str, Callable[[object], Iterator[Complaint]]]
Where = Callable[[object], Place]
NOTHING: Checks = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class RuleHeader:
    """What a rule file says of itself: id, label and sentence by language, sources, basis."""

    id: str
    label: Texts
    sentence: Texts
    sources: tuple[str, ...]
    basis: str


@dataclass(frozen=True, slots=True)
class QueryHeader:
    """What a query file says of itself: id, label and description by language, parameters.

    A parameter maps its name to its default, which says what kind of value it takes: an id (any
    thing of the same kind), ``nst:Name`` (any thing of that class; without one, all), a whole
    number or a date. The query refers to it as ``?name``.

    Attributes:
        columns: heads of columns that the shared list of heads has no word for, or another word.
        chart: which columns a chart shows: ``x`` a word, ``y`` a number.
        needs: ``assessments`` if it has nothing to answer without them.
        theme: what it is listed under; without one, the folder it stands in.
    """

    id: str
    label: Texts
    description: Texts
    parameters: Mapping[str, str]
    columns: Mapping[str, Texts] = field(default_factory=dict)
    chart: Mapping[str, str] = field(default_factory=dict)
    needs: str = ""
    theme: str = ""


def read_rule_header(text: str, file: str) -> RuleHeader:
    """The header of a rule; all that is wrong with it is raised at once."""
    keys = {"id": _id, "label": _texts, "sentence": _texts, "sources": _ids, "basis": _basis}
    fields = _read(text, file, keys)
    return RuleHeader(**{**fields, "sources": tuple(fields["sources"])})


def read_query_header(text: str, file: str) -> QueryHeader:
    """The header of a query; all that is wrong with it is raised at once."""
    keys = {"id": _id, "label": _texts, "description": _texts, "parameters": _defaults}
    fields = _read(text, file, keys, OF_QUERIES)
    defaults = {name: str(default) for name, default in fields["parameters"].items()}
    return QueryHeader(**{**fields, "parameters": defaults})


def read_sentence(text: str, file: str) -> Texts:
    """The sentence of a rule by language, for a rule of anybody's; empty if it has none.

    Other keys may be those of other tools. Raises what is wrong with the sentence, or with YAML.
    """
    marked = any(line.startswith(MARK) for line in text.splitlines())
    fields = _yaml(text, file) if marked else None
    if not isinstance(fields, dict) or "sentence" not in fields:
        return {}
    found = fields["sentence"]
    refuse(
        Fault(cause, Place(file, _line_of("sentence", text)), field="sentence", **values)
        for cause, values in _texts(found)
    )
    return {language: found[language] for language in LANGUAGES}


def _line_of(key: object, text: str) -> int:
    """The line in which a key stands; the first if it stands in none."""
    lines = enumerate(text.splitlines(), start=1)
    return next((n for n, line in lines if line.startswith(f"{MARK} {key}:")), 1)


def _read(text: str, file: str, needed: Checks, optional: Checks = NOTHING) -> dict[str, Any]:
    fields, keys = _mapping(text, file), {**needed, **optional}

    def place(key: object) -> Place:
        return Place(file, _line_of(key, text))

    lacking = [key for key in needed if key not in fields]
    missing = [Fault("header-key-missing", place(key), name=key) for key in lacking]
    refuse([*_strangers(fields, keys, place), *missing, *_odd(fields, keys, place)])
    return fields


def _strangers(fields: Mapping[str, Any], keys: Checks, place: Where) -> Iterator[Fault]:
    """The keys that mean nothing."""
    for key in fields:
        if key not in keys:
            near = nearest(str(key), keys)
            yield Fault("header-key-unknown", place(key), name=key, near=near, allowed=[*keys])


def _odd(fields: Mapping[str, Any], keys: Checks, place: Where) -> Iterator[Fault]:
    """What is wrong with the values."""
    for key, check in keys.items():
        if key in fields:
            for cause, values in check(fields[key]):
                yield Fault(cause, place(key), field=key, **values)


def _mapping(text: str, file: str) -> dict[str, Any]:
    fields = _yaml(text, file)
    if not isinstance(fields, dict):
        raise Faults([Fault("header-missing", Place(file, 1), mark=MARK)])
    return fields


def _yaml(text: str, file: str) -> object:
    """What the marked lines say."""
    lines = text.splitlines()
    marked = [line[len(MARK) :] if line.startswith(MARK) else "" for line in lines]
    try:
        return yaml.load("\n".join(marked), LOADER)  # noqa: S506 - both are safe loaders
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        mark = getattr(error, "problem_mark", None)
        where = Place(file, mark.line + 1, mark.column + 1 + len(MARK)) if mark else Place(file)
        source = lines[mark.line] if mark and mark.line < len(lines) else ""
        raise Faults([Fault("header-not-yaml", where, source=source)]) from error


def _id(value: object) -> Iterator[Complaint]:
    if not (isinstance(value, str) and re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", value)):
        yield "header-id-malformed", {"name": str(value)}


def _texts(value: object) -> Iterator[Complaint]:
    texts = value if isinstance(value, dict) else {}
    for language in LANGUAGES:
        if not (isinstance(texts.get(language), str) and texts[language].strip()):
            yield "header-language-missing", {"language": language}


def _ids(value: object) -> Iterator[Complaint]:
    if not (isinstance(value, list) and all(isinstance(item, str) for item in value)):
        yield "header-not-a-list", {}


def _basis(value: object) -> Iterator[Complaint]:
    if value not in BASES:
        yield "header-basis-unknown", {"name": str(value), "bases": ", ".join(BASES)}


def _defaults(value: object) -> Iterator[Complaint]:
    texts = value.items() if isinstance(value, dict) else [("", None)]
    if not all(isinstance(name, str) and _is_default(default) for name, default in texts):
        yield "header-not-parameters", {}


def _is_default(value: object) -> bool:
    return isinstance(value, str | int | date) and not isinstance(value, bool)


def _columns(value: object) -> Iterator[Complaint]:
    if not (isinstance(value, dict) and all(isinstance(name, str) for name in value)):
        yield "header-not-columns", {}
        return
    for texts in value.values():
        yield from _texts(texts)


def _chart(value: object) -> Iterator[Complaint]:
    named = isinstance(value, dict) and all(isinstance(each, str) for each in value.values())
    if not (named and isinstance(value, dict) and {*value} == {"x", "y"}):
        yield "header-not-a-chart", {}


def _needs(value: object) -> Iterator[Complaint]:
    if value != ASSESSMENTS:
        yield "header-need-unknown", {"name": str(value), "allowed": ASSESSMENTS}


OF_QUERIES: Checks = MappingProxyType(
    {"columns": _columns, "chart": _chart, "needs": _needs, "theme": _id}
)
