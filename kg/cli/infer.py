"""``nestesteg infer``: the rule engine on any rules and data."""

import json
from argparse import Namespace
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from kg.cli.arguments import Parser, number
from kg.cli.output import say
from kg.errors import Fault, Faults, Place, refuse

if TYPE_CHECKING:
    from kg.cli.rule_files import Rules
    from kg.graph import Graph, Network
    from kg.reason import Inference
    from kg.terms import Triple

FORMATS = ("ttl", "nt", "json", "text")
TOLD = ("text", "json")
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
    graph, found = _read(arguments.data, arguments.rules)
    inference = _inferred(arguments, found, graph)
    if arguments.explain is None and arguments.why_not is None:
        say(_written(inference.facts, arguments.format, graph))
        return 0
    from kg.cli.explain import Question

    question = Question(graph, inference, found.sentences, arguments.lang, arguments.depth or 1)
    if arguments.why_not is None:
        everything = arguments.all
        say(question.proof(arguments.explain, arguments.format, alternatives=everything))
    else:
        say(question.why_not(arguments.why_not, arguments.format))
    return 0


def _inferred(arguments: Namespace, found: "Rules", graph: "Network") -> "Inference":
    """What follows, within the limits given and those of the machine."""
    from kg.reason import Limits, check, infer, stratify

    limits = Limits(*(getattr(arguments, f"max_{limit}") for limit in LIMITS))
    program = stratify(check(found.rules))
    try:
        return infer(program, graph, limits=limits)
    except MemoryError as error:
        raise Faults([Fault("no-memory-left")]) from error


def _read(data: Iterable[Path], rules: Iterable[Path]) -> "tuple[Network, Rules]":
    """The facts and the rules, or everything that is wrong in any of the files."""
    from kg.cli.rule_files import Rules, read_rules
    from kg.graph import graph_of
    from kg.load.files import each_once
    from kg.load.turtle import read_rdf

    faults: list[Fault] = []
    statements: list[tuple[Triple, Place | None]] = []
    for path in each_once(data):
        try:
            statements += read_rdf(path, str(path), newest=True)
        except Faults as group:
            faults += group.each()
    found = Rules((), {})
    try:
        found = read_rules(rules)
    except Faults as group:
        faults += group.each()
    refuse(faults)
    return graph_of(statements), found


def _written(facts: "Iterable[Triple]", form: str | None, graph: "Graph") -> str:
    """Facts in order, in the form asked for."""
    from kg.cli.explain import prefixes_for
    from kg.load.turtle import write_turtle
    from kg.query.write import as_json, table_of

    ordered = sorted(facts, key=str)
    if form == "nt":
        return "".join(f"{fact}\n" for fact in ordered)
    if form == "json":
        return json.dumps(as_json(table_of(ordered)), ensure_ascii=False, indent=2) + "\n"
    return write_turtle(ordered, prefixes_for(graph))
