"""Why a fact follows, or does not, as text, JSON or RDF."""

import json
import operator
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import chain, islice
from typing import TYPE_CHECKING
from urllib.parse import quote

from kg.cli.labelled import labelled, unlabelled
from kg.cli.proof import Tree
from kg.errors import Fault, Faults, nearest, refuse
from kg.graph import Graph, triples
from kg.header import RuleHeader, Texts
from kg.labels import Labels
from kg.load.prefixes import (
    prefixes_of,
    project_prefixes,
    read_statement,
    shortened,
    unknown_prefixes,
)
from kg.load.turtle import write_turtle
from kg.messages import harmless
from kg.reason import Derivation, Inference, parse_rl, prove, why_not
from kg.reason.asker import known_facts
from kg.reason.explain import Step
from kg.reason.fresh import blanks_in
from kg.reason.model import Pattern
from kg.reason.proof_json import as_json
from kg.reason.proof_triples import as_triples
from kg.reason.shortfall import Missing
from kg.reason.write_terms import Terms
from kg.terms import Blank, Iri, Triple

if TYPE_CHECKING:
    from networkx import DiGraph

__all__ = ["Question", "prefixes_for"]

# So many facts are looked at for one that could have been meant: to compare texts takes long.
_MANY = 200
_VALUE = re.compile(
    r"""\s*("(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|[+-]?\.?[0-9][0-9.]*|true|false)[\s@^]"""
)
_IRI = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[^\x00-\x20<>\"{}|^`\\]*")


def prefixes_for(graph: Graph, meanings: Mapping[str, set[str]] | None = None) -> dict[str, str]:
    """The project's prefixes, those the data states with ``sh:declare``, and those of files.

    Of two meanings of a prefix that of the files counts, then that of the data. A prefix that files
    do not agree on means nothing.

    Args:
        graph: the data.
        meanings: what each prefix stands for in the files that were read.
    """
    agreed = {name: next(iter(each)) for name, each in (meanings or {}).items() if len(each) == 1}
    known = {**project_prefixes(), **prefixes_of(graph)}
    rest = {name: iri for name, iri in known.items() if name not in (meanings or {})}
    return {**dict(sorted(agreed.items())), **rest}


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked about, and how it is to be told.

    Args:
        graph: the given facts.
        inference: what follows from them.
        sentences: those of the rules, by name and language.
        language: the one to tell it in.
        depth: how far what is missing is explained.
        prefixes: those that a triple may be written with.
        late: whether time is up for looking for what is missing.
    """

    graph: Graph
    inference: Inference
    sentences: Mapping[str, Texts]
    language: str
    depth: int
    prefixes: Mapping[str, str] = field(default_factory=project_prefixes)
    late: Callable[[], bool] | None = None

    def proof(self, statement: str, form: str | None, *, alternatives: bool) -> str:
        """The proof of a triple.

        Raises:
            Faults: the text is no triple, or the triple neither given nor derived.
        """
        refuse(unknown_prefixes(statement, self.prefixes))
        fact = read_statement(statement, self.prefixes, newest=True)
        if fact not in self.inference.derivations and fact not in set(triples(self.graph)):
            raise Faults([self._not_derived(fact)])
        everything = triples(self.graph)
        proof = prove(
            self.inference,
            fact,
            everything,
            depth=self.depth,
            alternatives=alternatives,
            late=self.late,
        )
        if form in {"ttl", "nt"}:
            return _rdf(as_triples(proof, _rule_iri), form, self.prefixes)
        return self._told(proof, fact, form)

    def why_not(self, statement: str, form: str | None) -> str:
        """Why nothing matches a triple that may hold variables.

        Raises:
            Faults: the text is no triple, or something matches it.
        """
        refuse(unknown_prefixes(statement, self.prefixes))
        pattern = self._pattern(statement)
        there = known_facts(self.inference, triples(self.graph)).matches(pattern, {})
        if found := next(there, None):
            raise Faults([Fault("fact-is-there", name=self._short(found[1]))])
        given = triples(self.graph)
        reasons = why_not(self.inference, given, pattern, self.depth, late=self.late)
        return self._told(reasons, Missing(pattern), form)

    def _pattern(self, text: str) -> Pattern:
        """The triple of a text; a variable may stand in any place, and nodes by their labels."""
        if value := _VALUE.match(text):
            raise Faults([Fault("literal-as-subject-asked", name=value[1])])
        declared = "\n".join(Terms(self.prefixes).declarations())
        nodes = {each.label for each in self._blanks()}
        ended = labelled(text.strip().removesuffix(".").rstrip(), nodes)
        try:
            (rule,) = parse_rl(f"{declared}\nRULE {{}} WHERE {{ {ended} }}", "--why-not")
            (pattern,) = rule.body
        except (Faults, ValueError) as error:
            raise Faults([Fault("not-a-pattern", name=text)]) from error
        if not isinstance(pattern, Pattern):
            raise Faults([Fault("not-a-pattern", name=text)])
        return Pattern(*map(unlabelled, pattern))

    def _blanks(self) -> Iterator[Blank]:
        """The nodes that have no name but a label."""
        for each in chain(triples(self.graph), self.inference.facts):
            yield from blanks_in(*each)

    def _told(self, proof: "DiGraph[Step]", conclusion: Step, form: str | None) -> str:
        if form == "json":
            return json.dumps(as_json(proof, conclusion), ensure_ascii=False, indent=2) + "\n"
        tree = Tree(proof, self.prefixes, self.language, self._sentence)
        return harmless("\n".join(tree.lines(conclusion)) + "\n")

    def _sentence(self, derivation: Derivation) -> str:
        """A derivation in the words of its rule, if that has a sentence."""
        from kg.recommend.sentences import Narrator

        if derivation.rule not in self.sentences:
            return ""
        sentence = self.sentences[derivation.rule]
        header = RuleHeader(derivation.rule, {}, sentence, (), "")
        labels = Labels(self.graph, self.language)
        return Narrator(labels, {derivation.rule: header}, self.inference).step(derivation)

    def _not_derived(self, fact: Triple) -> Fault:
        spoken, known = self._short(fact), map(self._short, self._alike(fact))
        return Fault("fact-not-derived", name=spoken, near=nearest(spoken, known))

    def _alike(self, fact: Triple) -> list[Triple]:
        """Derived facts that differ from one in a single place; not all, if they are many."""
        alike = (
            each
            for each in self.inference.facts
            if sum(map(operator.eq, each, fact)) == len(fact) - 1
        )
        return list(islice(alike, _MANY))

    def _short(self, fact: Triple) -> str:
        return " ".join(shortened(part, self.prefixes) for part in fact)


def _rule_iri(name: str) -> Iri:
    """The IRI of a rule: its name, if that is one."""
    return Iri(name if _IRI.fullmatch(name) else f"urn:rule:{quote(name, safe='')}")


def _rdf(found: tuple[Triple, ...], form: str | None, prefixes: Mapping[str, str]) -> str:
    if form == "nt":
        return "".join(f"{each}\n" for each in sorted(found, key=str))
    return write_turtle(found, prefixes)
