"""Why a fact follows, or does not, as text, JSON or RDF."""

import json
import operator
import re
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING
from urllib.parse import quote

from kg.cli.proof import Tree
from kg.errors import Fault, Faults, nearest
from kg.graph import Graph, triples
from kg.header import RuleHeader, Texts
from kg.labels import Labels
from kg.load.prefixes import prefixes_of, project_prefixes, read_statement, shortened
from kg.load.turtle import write_turtle
from kg.messages import harmless
from kg.reason import Derivation, Inference, parse_rl, prove, why_not
from kg.reason.asker import known_facts
from kg.reason.explain import Step
from kg.reason.model import Pattern
from kg.reason.proof_json import as_json
from kg.reason.proof_triples import as_triples
from kg.reason.shortfall import Missing
from kg.reason.write_terms import Terms
from kg.terms import Iri, Triple

if TYPE_CHECKING:
    from networkx import DiGraph

__all__ = ["Question", "prefixes_for"]

# So many facts are looked at for one that could have been meant: to compare texts takes long.
_MANY = 200
_IRI = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[^\x00-\x20<>\"{}|^`\\]*")


def prefixes_for(graph: Graph) -> dict[str, str]:
    """The project's prefixes, and those the data declares."""
    return {**project_prefixes(), **prefixes_of(graph)}


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked about, and how it is to be told.

    Args:
        graph: the given facts.
        inference: what follows from them.
        sentences: those of the rules, by name and language.
        language: the one to tell it in.
        depth: how far what is missing is explained.
    """

    graph: Graph
    inference: Inference
    sentences: Mapping[str, Texts]
    language: str
    depth: int

    def proof(self, statement: str, form: str | None, *, alternatives: bool) -> str:
        """The proof of a triple.

        Raises:
            Faults: the text is no triple, or the triple neither given nor derived.
        """
        fact = read_statement(statement, self._prefixes, newest=True)
        if fact not in self.inference.derivations and fact not in set(triples(self.graph)):
            raise Faults([self._not_derived(fact)])
        everything = triples(self.graph)
        proof = prove(self.inference, fact, everything, depth=self.depth, alternatives=alternatives)
        if form in {"ttl", "nt"}:
            return _rdf(as_triples(proof, _rule_iri), form, self._prefixes)
        return self._told(proof, fact, form)

    def why_not(self, statement: str, form: str | None) -> str:
        """Why nothing matches a triple that may hold variables.

        Raises:
            Faults: the text is no triple, or something matches it.
        """
        pattern = _pattern(statement, self._prefixes)
        there = known_facts(self.inference, triples(self.graph)).matches(pattern, {})
        if found := next(there, None):
            raise Faults([Fault("fact-is-there", name=self._short(found[1]))])
        reasons = why_not(self.inference, triples(self.graph), pattern, self.depth)
        return self._told(reasons, Missing(pattern), form)

    def _told(self, proof: "DiGraph[Step]", conclusion: Step, form: str | None) -> str:
        if form == "json":
            return json.dumps(as_json(proof, conclusion), ensure_ascii=False, indent=2) + "\n"
        tree = Tree(proof, self._prefixes, self.language, self._sentence)
        return harmless("\n".join(tree.lines(conclusion)) + "\n")

    @property
    def _prefixes(self) -> dict[str, str]:
        return prefixes_for(self.graph)

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
        return " ".join(shortened(part, self._prefixes) for part in fact)


def _pattern(text: str, prefixes: Mapping[str, str]) -> Pattern:
    """The triple of a text; a variable may stand in any place."""
    declared = "\n".join(Terms(prefixes).declarations())
    ended = text.strip().removesuffix(".").rstrip()
    try:
        (rule,) = parse_rl(f"{declared}\nRULE {{}} WHERE {{ {ended} }}", "--why-not")
        (pattern,) = rule.body
    except (Faults, ValueError) as error:
        raise Faults([Fault("not-a-pattern", name=text)]) from error
    if not isinstance(pattern, Pattern):
        raise Faults([Fault("not-a-pattern", name=text)])
    return pattern


def _rule_iri(name: str) -> Iri:
    """The IRI of a rule: its name, if that is one."""
    return Iri(name if _IRI.fullmatch(name) else f"urn:rule:{quote(name, safe='')}")


def _rdf(found: tuple[Triple, ...], form: str | None, prefixes: Mapping[str, str]) -> str:
    if form == "nt":
        return "".join(f"{each}\n" for each in sorted(found, key=str))
    return write_turtle(found, prefixes)
