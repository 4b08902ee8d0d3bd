"""The knowledge folders -> one value: the graph of what is known, and the texts of the rules."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from kg.errors import Fault, Faults, Place, nearest, refuse
from kg.graph import Graph, Network, graph_of, known_of, subjects
from kg.header import RuleHeader, read_rule_header
from kg.load.files import read_text
from kg.terms import Literal, Triple
from kg.terms.known import Known
from kg.vocabulary import (
    BASIS,
    DERIVED_FROM,
    LANG_STRING,
    PREF_LABEL,
    RULE,
    SECTION,
    TYPE,
    individual,
)


@dataclass(frozen=True, slots=True)
class RuleText:
    """A rule file: its header, its whole text and its name."""

    header: RuleHeader
    text: str
    file: str


@dataclass(frozen=True)
class Knowledge:
    """What the program knows before anybody asks: facts, and rules that are facts too."""

    known: Known
    rules: tuple[RuleText, ...]

    @cached_property
    def graph(self) -> Network:
        """The facts as a graph of networkx."""
        return graph_of((), onto=self.known)


def load_knowledge(root: Path) -> Knowledge:
    """Reads ``ontology/`` and ``rules/`` below a folder.

    Raises:
        Faults: everything that is wrong in any file, at once.
    """
    require_ontology(root)
    from kg.load.turtle import read_rdf

    statements: list[tuple[Triple, Place | None]] = []
    rules, faults = read_rule_texts(root)
    for path in _ontology_files(root):
        try:
            statements += read_rdf(path, _name(path, root))
        except Faults as group:
            faults += group.each()
    known = known_of([*statements, *(fact for rule in rules for fact in _rule_facts(rule))])
    faults += _same_id_twice(rules)
    if not faults:
        faults += _unknown_sections(rules, known)
    refuse(faults)
    return Knowledge(known, tuple(rules))


def require_ontology(root: Path) -> None:
    """Raises `Faults` if a folder holds no ontology."""
    if not _ontology_files(root):
        raise Faults([Fault("ontology-missing", Place(str(root)))])


def read_rule_texts(root: Path) -> tuple[list[RuleText], list[Fault]]:
    """The rules that can be read, and why the others cannot."""
    rules: list[RuleText] = []
    faults: list[Fault] = []
    for path in sorted(root.glob("rules/**/*.rq")):
        try:
            rules.append(_rule_text(path, root))
        except Faults as group:
            faults += group.each()
    return rules, faults


def _ontology_files(root: Path) -> list[Path]:
    return sorted(root.glob("ontology/*.ttl"))


def _name(path: Path, root: Path) -> str:
    return path.relative_to(root).as_posix()


def _rule_text(path: Path, root: Path) -> RuleText:
    name = _name(path, root)
    text = read_text(path, name)
    return RuleText(read_rule_header(text, name), text, name)


def _rule_facts(rule: RuleText) -> Iterator[tuple[Triple, Place | None]]:
    subject, place = individual(rule.header.id), Place(rule.file, 1)
    yield Triple(subject, TYPE, RULE), place
    yield Triple(subject, BASIS, individual(f"basis-{rule.header.basis}")), place
    for language, text in rule.header.label.items():
        yield Triple(subject, PREF_LABEL, Literal(text, LANG_STRING, language)), place
    for source in rule.header.sources:
        yield Triple(subject, DERIVED_FROM, individual(source)), place


def _same_id_twice(rules: list[RuleText]) -> Iterator[Fault]:
    first: dict[str, str] = {}
    for rule in rules:
        if rule.header.id in first:
            other = first[rule.header.id]
            yield Fault("rule-id-taken", Place(rule.file, 1), name=rule.header.id, other=other)
        first.setdefault(rule.header.id, rule.file)


def _unknown_sections(rules: list[RuleText], graph: Graph) -> Iterator[Fault]:
    known = {section.value: section for section in subjects(graph, TYPE, SECTION)}
    names = [iri.rsplit("/", 1)[-1] for iri in known]
    for rule in rules:
        for source in rule.header.sources:
            if individual(source).value not in known:
                near = nearest(source, names)
                yield Fault("section-unknown", Place(rule.file, 1), name=source, near=near)
