"""All checks of a knowledge folder, run together."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from kg.errors import Fault, Faults
from kg.graph import Graph
from kg.load import Knowledge, load_knowledge
from kg.program import read_rules
from kg.query import saved_queries
from kg.query.saved import VERIFY
from kg.reason import check, stratify
from kg.store import Store
from kg.validate.collect import told
from kg.validate.owl import owl_findings, owl_terms
from kg.validate.prerequisites import prerequisite_cycles
from kg.validate.queries import query_findings
from kg.validate.rules import rule_findings
from kg.validate.shapes import shape_findings, shape_names
from kg.validate.verify import verify_findings


@dataclass(frozen=True, slots=True)
class Report:
    """What was found, and how much was looked at."""

    faults: tuple[Fault, ...]
    counts: Mapping[str, int] = field(default_factory=dict)


def validate(root: Path, language: str) -> Report:
    """Everything that is wrong with the ontology, the rules and the queries below a folder.

    What cannot be read hides what stands behind it: first everything has to be read.
    """
    unread = [
        *told(lambda: load_knowledge(root)),
        *told(lambda: saved_queries(root)),
        *told(lambda: saved_queries(root, VERIFY)),
    ]
    if unread:
        return Report(tuple(unread))
    knowledge, queries = load_knowledge(root), saved_queries(root)
    verify = saved_queries(root, VERIFY)
    store = Store.of(knowledge.graph)
    faults = (
        *rules_findings(knowledge),
        *query_findings(store, queries | verify),
        *graph_findings(knowledge.graph, root, language),
    )
    counts = {
        "triples": knowledge.graph.number_of_edges(),
        "rules": len(knowledge.rules),
        "queries": len(queries),
        "shapes": len(shape_names(root)),
        "verify": len(verify),
        "terms": len(owl_terms(knowledge.graph)),
    }
    return Report(faults, counts)


def graph_findings(graph: Graph, root: Path, language: str) -> list[Fault]:
    """What is wrong with a graph, by the shapes and verify queries of a folder."""
    verify = saved_queries(root, VERIFY)
    return [
        *prerequisite_cycles(graph),
        *shape_findings(graph, root, language),
        *verify_findings(graph, verify, language),
        *owl_findings(graph),
    ]


def rules_findings(knowledge: Knowledge) -> Iterator[Fault]:
    """What is wrong with the rules, each alone and all together."""
    try:
        rules = read_rules(knowledge)
    except Faults as group:
        yield from group.each()
        return
    yield from told(lambda: stratify(check(rules)))
    yield from rule_findings(knowledge.rules, rules, knowledge.graph)
