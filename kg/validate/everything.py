"""All checks of a knowledge folder, run together."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from kg.errors import Fault
from kg.load import Knowledge, load_knowledge
from kg.load.knowledge import read_rule_texts
from kg.load.prefixes import project_prefixes
from kg.program import parse_rules, program_faults
from kg.query import Query, inspect, saved_queries
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


@dataclass(frozen=True, slots=True)
class Contents:
    """What a knowledge folder holds: the ontology with its rules, and queries of each kind."""

    root: Path
    knowledge: Knowledge
    queries: Mapping[str, Query]
    verify: Mapping[str, Query]
    release: Mapping[str, Query]

    @property
    def counts(self) -> dict[str, int]:
        """How much there is of each kind."""
        known = self.knowledge.known
        return {
            "triples": len(known),
            "rules": len(self.knowledge.rules),
            "queries": len(self.queries),
            "shapes": len(shape_names(self.root)),
            "verify": len(self.verify),
            "terms": len(owl_terms(known)),
        }


def validate(root: Path, language: str, *, owl: bool = False) -> Report:
    """Everything that is wrong with the ontology, the rules and the queries below a folder.

    What cannot be read hides what stands behind it: first everything has to be read.

    Args:
        root: the folder.
        language: of the shapes' and queries' complaints.
        owl: whether OWL reasoners look at it too; they need Java.
    """
    if unread := [*_unread(root)]:
        return Report((*unread, *_syntax_faults(root)))
    contents = _contents(root)
    faults = [*_faults(contents, language)]
    if owl:
        faults += reasoning_faults(contents.knowledge.known)
    return Report(tuple(faults), contents.counts)


def _unread(root: Path) -> Iterator[Fault]:
    """Why something cannot be read."""
    yield from told(lambda: load_knowledge(root))
    for folder in ("", VERIFY, RELEASE):
        yield from told(lambda folder=folder: saved_queries(root, folder))  # type: ignore[misc]
    yield from told(lambda: shape_names(root))


def _contents(root: Path) -> Contents:
    kinds = (saved_queries(root, folder) for folder in ("", VERIFY, RELEASE))
    return Contents(root, load_knowledge(root), *kinds)


def _faults(contents: Contents, language: str) -> Iterator[Fault]:
    """What is wrong with what can be read."""
    root, knowledge = contents.root, contents.knowledge
    known, verify = knowledge.known, contents.verify
    yield from program_faults(knowledge)
    queries = {**contents.queries, **verify, **contents.release}
    yield from query_findings(Store.of(known), queries)
    yield from shape_findings(known, root, language)
    yield from verify_findings(known, verify, language)
    yield from owl_findings(known)
    yield from counts_faults(known, root)


def _syntax_faults(root: Path) -> Iterator[Fault]:
    """What is wrong with rules and queries whatever the ontology says."""
    yield from parse_rules(read_rule_texts(root)[0])[1]
    for query in (*read_queries(root)[0], *read_queries(root, VERIFY)[0]):
        faults = told(lambda query=query: inspect(query, project_prefixes()))  # type: ignore[misc]
        yield from (fault for fault in faults if fault.key not in OF_PREFIXES)
