"""All checks of a knowledge folder, run together."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from kg.errors import Fault
from kg.load import load_knowledge
from kg.load.knowledge import read_rule_texts
from kg.load.prefixes import project_prefixes
from kg.program import parse_rules, program_faults
from kg.query import inspect, saved_queries
from kg.query.saved import RELEASE, VERIFY, read_queries
from kg.release import counts_faults
from kg.store import Store
from kg.validate.collect import told
from kg.validate.owl import owl_findings, owl_terms
from kg.validate.queries import query_findings
from kg.validate.reasoning import reasoning_faults
from kg.validate.shapes import shape_findings, shape_names
from kg.validate.verify import verify_findings

# What can be wrong only because the ontology, which declares prefixes, is not read.
OF_PREFIXES = {"query-prefix", "query-meaning"}


@dataclass(frozen=True, slots=True)
class Report:
    """What was found, and how much was looked at."""

    faults: tuple[Fault, ...]
    counts: Mapping[str, int] = field(default_factory=dict)


def validate(root: Path, language: str, *, owl: bool = False) -> Report:
    """Everything that is wrong with the ontology, the rules and the queries below a folder.

    What cannot be read hides what stands behind it: first everything has to be read.

    Args:
        root: the folder.
        language: of the shapes' and queries' complaints.
        owl: whether OWL reasoners look at it too; they need Java.
    """
    unread = [
        *told(lambda: load_knowledge(root)),
        *told(lambda: saved_queries(root)),
        *told(lambda: saved_queries(root, VERIFY)),
        *told(lambda: saved_queries(root, RELEASE)),
        *told(lambda: shape_names(root)),
    ]
    if unread:
        return Report((*unread, *_syntax_faults(root)))
    knowledge, queries = load_knowledge(root), saved_queries(root)
    verify = saved_queries(root, VERIFY)
    store = Store.of(knowledge.known)
    faults = (
        *program_faults(knowledge),
        *query_findings(store, queries | verify | saved_queries(root, RELEASE)),
        *shape_findings(knowledge.known, root, language),
        *verify_findings(knowledge.known, verify, language),
        *owl_findings(knowledge.known),
        *counts_faults(knowledge.known, root),
        *(reasoning_faults(knowledge.known) if owl else ()),
    )
    counts = {
        "triples": len(knowledge.known),
        "rules": len(knowledge.rules),
        "queries": len(queries),
        "shapes": len(shape_names(root)),
        "verify": len(verify),
        "terms": len(owl_terms(knowledge.known)),
    }
    return Report(faults, counts)


def _syntax_faults(root: Path) -> Iterator[Fault]:
    """What is wrong with rules and queries whatever the ontology says."""
    yield from parse_rules(read_rule_texts(root)[0])[1]
    for query in (*read_queries(root)[0], *read_queries(root, VERIFY)[0]):
        faults = told(lambda query=query: inspect(query, project_prefixes()))  # type: ignore[misc]
        yield from (fault for fault in faults if fault.key not in OF_PREFIXES)
