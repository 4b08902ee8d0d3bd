"""``nestesteg queries``: what one may ask, all of it or what has some words."""

import json
import re
from argparse import Namespace
from typing import TYPE_CHECKING

from kg.cli.arguments import Parser
from kg.cli.consult import folder_of
from kg.cli.output import say
from kg.errors import Fault, Faults, nearest
from kg.messages import harmless

if TYPE_CHECKING:
    from collections.abc import Mapping

    from kg.query import Query

FORMATS = ("text", "json")


def declare(parser: Parser) -> None:
    """The command's arguments."""
    parser.positional("word", several=True, optional=True)
    parser.choice("--format", FORMATS)


def run(arguments: Namespace) -> int:
    """Prints the saved queries below their folders."""
    from kg.query import saved_queries

    found = having(saved_queries(folder_of(arguments)), arguments.word, arguments.lang)
    written = as_json if arguments.format == "json" else listed
    say(harmless(written(found, arguments.lang)))
    return 0


def having(queries: "Mapping[str, Query]", words: list[str], language: str) -> "dict[str, Query]":
    """The queries that have all the words, in their id, folder, label or description.

    Raises:
        Faults: there are none.
    """
    texts = {name: _searched(query, language) for name, query in queries.items()}
    wanted = [word.casefold() for word in words]
    found = {name for name, told in texts.items() if all(word in told for word in wanted)}
    if not found:
        known = {each for told in texts.values() for each in re.findall(r"\w+", told)}
        near = [name for word in wanted if word not in known for name in nearest(word, known)]
        raise Faults([Fault("queries-none-found", name=" ".join(words), near=near[:3])])
    return {name: query for name, query in queries.items() if name in found}


def _searched(query: "Query", language: str) -> str:
    header = query.saved
    words = (query.file.replace("/", " "), header.label[language], header.description[language])
    return " ".join(words).casefold()


def listed(queries: "Mapping[str, Query]", language: str) -> str:
    """The saved queries below the folder each stands in, with its question and its parameters."""
    from kg.query import by_folder

    blocks = []
    for folder, group in by_folder(queries).items():
        lines = [folder]
        for name, query in group.items():
            lines += ["  " + " ".join([name, *_options(query)])]
            lines += [f"      {query.saved.label[language]}"]
        blocks.append("\n".join(lines) + "\n")
    return "\n".join(blocks)


def _options(query: "Query") -> list[str]:
    """What may be given with a query; what need not be given stands in brackets."""
    from kg.query.values import is_class

    pairs = [
        f"[--param {name}={default}]" if is_class(default) else f"--param {name}={default}"
        for name, default in query.saved.parameters.items()
    ]
    needed = ["--data FILE ..."] if query.saved.needs else []
    return [*needed, *pairs, *(["[--chart]"] if query.saved.chart else [])]


def as_json(queries: "Mapping[str, Query]", language: str) -> str:
    """The same for programs."""
    told = [
        {
            "name": name,
            "file": query.file,
            "label": query.saved.label[language],
            "description": query.saved.description[language],
            "parameters": dict(query.saved.parameters),
            "needs": query.saved.needs or None,
            "chart": bool(query.saved.chart),
        }
        for name, query in queries.items()
    ]
    return json.dumps(told, ensure_ascii=False, indent=2) + "\n"
