"""``nestesteg infer``: the rule engine on any rules and data."""

import json
from argparse import Namespace
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from kg.cli.arguments import Parser
from kg.cli.output import say
from kg.errors import Fault, Faults, Place, nearest, refuse
from kg.messages import harmless

if TYPE_CHECKING:
    from kg.graph import Graph, Network
    from kg.reason import Inference, Rule
    from kg.terms import Triple

FORMATS = ("ttl", "nt", "json")


def declare(parser: Parser) -> None:
    """The command's arguments."""
    parser.files("--rules")
    parser.files("--data")
    parser.choice("--format", FORMATS)
    parser.option("--explain", metavar="TRIPLE")


def run(arguments: Namespace) -> int:
    """Prints the new facts, or the proof of one."""
    from kg.reason import check, infer, stratify

    graph, rules = _read(arguments.data, arguments.rules)
    inference = infer(stratify(check(rules)), graph)
    if arguments.explain:
        say(harmless(_proof(arguments.explain, inference, graph, arguments.lang)))
    else:
        say(_written(inference.facts, arguments.format, graph))
    return 0


def _read(data: Iterable[Path], rules: Iterable[Path]) -> "tuple[Network, list[Rule]]":
    """The facts and the rules, or everything that is wrong in any of the files."""
    from kg.graph import graph_of
    from kg.load.files import each_once
    from kg.load.turtle import read_rdf

    faults: list[Fault] = []
    statements: list[tuple[Triple, Place | None]] = []
    parsed: list[Rule] = []
    for path in each_once(data):
        try:
            statements += read_rdf(path, str(path))
        except Faults as group:
            faults += group.each()
    for path in each_once(rules):
        try:
            parsed += _rules(path)
        except Faults as group:
            faults += group.each()
    refuse(faults)
    return graph_of(statements), parsed


def _rules(path: Path) -> "tuple[Rule, ...]":
    from kg.load.files import read_text
    from kg.reason import parse, parse_rl

    name = str(path)
    match path.suffix:
        case ".rq":
            return parse(read_text(path, name), name)
        case ".srl":
            return parse_rl(read_text(path, name), name, path.absolute().as_uri())
    raise Faults([Fault("rule-file-ending", Place(name), name=path.name)])


def _written(facts: "Iterable[Triple]", form: str, graph: "Graph") -> str:
    """Facts in order, in the form asked for."""
    from kg.load.turtle import write_turtle
    from kg.query.write import as_json, table_of

    ordered = sorted(facts, key=str)
    if form == "ttl":
        return write_turtle(ordered, _prefixes(graph))
    if form == "nt":
        return "".join(f"{fact}\n" for fact in ordered)
    return json.dumps(as_json(table_of(ordered)), ensure_ascii=False, indent=2) + "\n"


def _proof(statement: str, inference: "Inference", graph: "Graph", language: str) -> str:
    from kg.cli.proof import Tree
    from kg.graph import triples
    from kg.load.prefixes import read_statement, shortened
    from kg.reason import prove

    prefixes = _prefixes(graph)
    fact = read_statement(statement, prefixes)
    if fact not in inference.derivations and fact not in set(triples(graph)):
        spoken, *known = (
            " ".join(shortened(part, prefixes) for part in each)
            for each in (fact, *inference.facts)
        )
        raise Faults([Fault("fact-not-derived", name=spoken, near=nearest(spoken, known))])
    tree = Tree(prove(inference, fact), prefixes, language)
    return "\n".join(tree.lines(fact)) + "\n"


def _prefixes(graph: "Graph") -> dict[str, str]:
    """The project's prefixes, and those the data declares."""
    from kg.load.prefixes import prefixes_of, project_prefixes

    return {**project_prefixes(), **prefixes_of(graph)}
