"""``nestesteg infer``: the rule engine on any rules and data."""

import json
from argparse import Namespace
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING, NamedTuple

from kg.cli.arguments import Parser, number
from kg.cli.output import say
from kg.errors import Fault, Faults, Place, refuse

if TYPE_CHECKING:
    from kg.cli.rule_files import Rules
    from kg.graph import Graph, Network
    from kg.load.as_written import AsWritten
    from kg.reason import Inference
    from kg.terms import Triple

FORMATS = ("ttl", "nt", "json", "text")
TOLD = ("text", "json")
# What would move a cursor or colour a screen, as canonical N-Triples writes it.
_CONTROLS = {code: f"\\u{code:04X}" for code in (*range(9), 11, *range(14, 32), 127)}
LIMITS = ("facts", "seconds", "bytes")


def declare(parser: Parser) -> None:
    """The command's arguments."""
    parser.files("--rules")
    parser.files("--data")
    parser.choice("--format", FORMATS)
    parser.set_defaults(format=None)  # depends on what is asked
    parser.option("--explain", metavar="TRIPLE")
    parser.option("--why-not", metavar="TRIPLE")
    parser.switch("--all")
    parser.option("--depth", read=number, metavar="N")
    for limit in LIMITS:
        parser.option(f"--max-{limit}", read=number, metavar="N")
    parser.check(_mismatched)


def _mismatched(arguments: Namespace) -> Iterator[Fault]:
    """What does not go together."""
    explained, denied = arguments.explain is not None, arguments.why_not is not None
    if explained and denied:
        yield Fault("arguments-apart", name="--explain", other="--why-not")
    if arguments.all and not explained:
        yield Fault("argument-alone", name="--all", other="--explain")
    if arguments.depth and not (explained or denied):
        yield Fault("argument-alone", name="--depth", other="--explain, --why-not")
    if arguments.format == "text" and not (explained or denied):
        yield Fault("argument-alone", name="--format text", other="--explain, --why-not")
    if denied and arguments.format not in {None, *TOLD}:
        yield Fault("choice-unknown", name=arguments.format, option="--format", allowed=TOLD)


def run(arguments: Namespace) -> int:
    """Prints the new facts, the proof of one, or why there is none."""
    given = _read(arguments.data, arguments.rules)
    late = _late(arguments.max_seconds)
    inference = _inferred(arguments, given.rules, given.graph)
    if arguments.explain is None and arguments.why_not is None:
        say(_written(inference.facts, arguments.format, given.graph))
        return 0
    from kg.cli.explain import Question, prefixes_for

    graph, depth = given.graph, arguments.depth or 1
    prefixes = prefixes_for(graph, given.all_meanings())
    sentences = given.rules.sentences
    question = Question(graph, inference, sentences, arguments.lang, depth, prefixes, late)
    if arguments.why_not is None:
        everything = arguments.all
        say(question.proof(arguments.explain, arguments.format, alternatives=everything))
    else:
        say(question.why_not(arguments.why_not, arguments.format))
    return 0


def _late(seconds: int | None) -> "Callable[[], bool] | None":
    """What says whether so many seconds from now are over."""
    if seconds is None:
        return None
    end = monotonic() + seconds
    return lambda: monotonic() > end


def _inferred(arguments: Namespace, found: "Rules", graph: "Network") -> "Inference":
    """What follows, within the limits given and those of the machine."""
    from kg.cli.timer import timer
    from kg.reason import Limits, check, infer, stratify

    limits = Limits(*(getattr(arguments, f"max_{limit}") for limit in LIMITS))
    program = stratify(check(found.rules))
    try:
        with timer(limits.seconds):
            return infer(program, graph, limits=limits)
    except MemoryError as error:
        raise Faults([Fault("no-memory-left")]) from error


class _Input(NamedTuple):
    """The facts, the rules, and what the prefixes stand for in the files of either."""

    graph: "Network"
    rules: "Rules"
    meanings: "Mapping[str, set[str]]"

    def all_meanings(self) -> "dict[str, set[str]]":
        """What each prefix stands for in any of the files."""
        both = self.meanings, self.rules.meanings()
        names = {name for each in both for name in each}
        return {name: set().union(*(each.get(name, ()) for each in both)) for name in names}


def _read(data: Iterable[Path], rules: Iterable[Path]) -> _Input:
    """The facts and the rules, or everything that is wrong in any of the files."""
    from kg.cli.rule_files import Rules, read_rules
    from kg.graph import graph_of
    from kg.load.as_written import AsWritten

    faults, reader = list[Fault](), AsWritten()
    statements = [*_statements(data, reader, faults)]
    found = Rules((), {})
    try:
        found = read_rules(rules)
    except Faults as group:
        faults += group.each()
    refuse(faults)
    return _Input(graph_of(statements), found, reader.meanings)


def _statements(
    data: Iterable[Path], reader: "AsWritten", faults: list[Fault]
) -> "Iterator[tuple[Triple, Place | None]]":
    """What the files of data say; what is wrong with them is noted."""
    from kg.load.files import each_once

    for path in each_once(data):
        try:
            yield from reader.read(path, str(path))
        except Faults as group:
            faults += group.each()


def _written(facts: "Iterable[Triple]", form: str | None, graph: "Graph") -> str:
    """Facts in order, in the form asked for."""
    from kg.cli.explain import prefixes_for
    from kg.load.turtle import write_turtle
    from kg.query.write import as_json, table_of

    ordered = sorted(facts, key=str)
    if form == "nt":
        return "".join(f"{fact}\n" for fact in ordered).translate(_CONTROLS)
    if form == "json":
        return json.dumps(as_json(table_of(ordered)), ensure_ascii=False, indent=2) + "\n"
    return write_turtle(ordered, prefixes_for(graph))
