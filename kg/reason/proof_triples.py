"""A proof as RDF: W3C's PROV-O, with the rule of each fact as SHACL says it, on RDF 1.2 reifiers.

A fact is a node that ``rdf:reifies`` it, and a ``prov:Entity``. A derived one has a
``sh:sourceRule`` and a ``prov:wasDerivedFrom`` for each premise; it ``prov:wasGeneratedBy`` its
derivation, a ``prov:Activity`` that ``prov:used`` the premises and the rule, a ``prov:Plan``. What
was gathered is a ``prov:Collection`` of all that counted. PROV has no word for three things, so
they have one of ours: an absence is a ``nst:Absence`` with its ``nst:pattern`` as SPARQL writes it,
and what a variable stood for is a ``nst:binding``, a ``nst:variable`` and its ``rdf:value``.

Why an absence is one, and *why not*, are in text and JSON only.

Sources: https://www.w3.org/TR/prov-o/, https://www.w3.org/TR/rdf12-concepts/#section-triple-terms,
https://www.w3.org/TR/shacl12-core/.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kg.reason.fresh import blanks_in
from kg.reason.model import Absent, Condition, Derivation, Gathered, Variable
from kg.reason.write_terms import Terms
from kg.terms import RDF, Blank, Iri, Literal, Term, Triple, TripleTerm

if TYPE_CHECKING:
    import networkx as nx

    from kg.reason.explain import Step

__all__ = ["as_triples"]

_PROV, _NST = "http://www.w3.org/ns/prov#", "https://w3id.org/nestesteg/ns#"
_TYPE, _REIFIES, _VALUE = (Iri(RDF + name) for name in ("type", "reifies", "value"))
_SOURCE_RULE = Iri("http://www.w3.org/ns/shacl#sourceRule")
_ENTITY, _ACTIVITY, _PLAN, _COLLECTION = (
    Iri(_PROV + name) for name in ("Entity", "Activity", "Plan", "Collection")
)
_DERIVED_FROM, _GENERATED_BY, _USED, _HAD_MEMBER = (
    Iri(_PROV + name) for name in ("wasDerivedFrom", "wasGeneratedBy", "used", "hadMember")
)
_ABSENCE, _PATTERN, _BINDING, _VARIABLE = (
    Iri(_NST + name) for name in ("Absence", "pattern", "binding", "variable")
)


def as_triples(proof: "nx.DiGraph[Step]", rule_iri: Callable[[str], Iri]) -> tuple[Triple, ...]:
    """The proof as triples.

    Args:
        proof: as `kg.reason.prove` gives it; reasons for absences in it are left out.
        rule_iri: the IRI of a rule by its name.
    """
    steps = [step for step in proof if isinstance(step, Triple | Derivation | Absent | Gathered)]
    mark = _mark(step for step in steps if isinstance(step, Triple))
    nodes: dict[Step, Blank] = {step: Blank(f"{mark}{number}") for number, step in enumerate(steps)}
    writer = _Writer(proof, nodes, rule_iri)
    return tuple(dict.fromkeys(triple for step in steps for triple in writer.told(step)))


def _mark(facts: Iterable[Triple]) -> str:
    """What the names of our nodes begin with, and those of no node in the facts do."""
    taken = {blank.label for fact in facts for blank in blanks_in(*fact)}
    mark = "step"
    while any(label.startswith(mark) for label in taken):
        mark += "s"
    return mark


@dataclass(frozen=True, slots=True)
class _Writer:
    """Writes the steps of a proof, each of which has a node."""

    proof: "nx.DiGraph[Step]"
    nodes: "dict[Step, Blank]"
    rule_iri: Callable[[str], Iri]

    def told(self, step: "Step") -> Iterator[Triple]:
        """What there is to say of a step."""
        node = self.nodes[step]
        match step:
            case Triple():
                yield Triple(node, _TYPE, _ENTITY)
                yield Triple(node, _REIFIES, TripleTerm(*step))  # type: ignore[arg-type]
                for derivation in self.proof.successors(step):
                    yield from self._derived(node, derivation)
            case Derivation():
                yield from self._activity(node, step)
            case Absent(elements):
                yield from (Triple(node, _TYPE, kind) for kind in (_ENTITY, _ABSENCE))
                yield Triple(node, _PATTERN, Literal(_text(elements)))
            case Gathered(row):
                yield Triple(node, _TYPE, _COLLECTION)
                yield from (Triple(node, _HAD_MEMBER, each) for each in self._grounds(step))
                yield from _bindings(node, row)

    def _grounds(self, step: "Step") -> list[Blank]:
        return [self.nodes[each] for each in self.proof.successors(step) if each in self.nodes]

    def _derived(self, node: Blank, derivation: "Step") -> Iterator[Triple]:
        if isinstance(derivation, Derivation):
            yield Triple(node, _SOURCE_RULE, self.rule_iri(derivation.rule))
            yield Triple(node, _GENERATED_BY, self.nodes[derivation])
            for ground in self._grounds(derivation):
                yield Triple(node, _DERIVED_FROM, ground)

    def _activity(self, node: Blank, derivation: Derivation) -> Iterator[Triple]:
        rule = self.rule_iri(derivation.rule)
        yield Triple(node, _TYPE, _ACTIVITY)
        yield Triple(rule, _TYPE, _PLAN)
        yield Triple(node, _USED, rule)
        yield from (Triple(node, _USED, each) for each in self._grounds(derivation))
        yield from _bindings(node, derivation.bindings)


def _text(elements: Iterable[Condition]) -> str:
    """The elements of a negation as SPARQL writes them."""
    return " ".join(map(Terms({}).element, elements))


def _bindings(node: Blank, named: Iterable[tuple[Variable, Term]]) -> Iterator[Triple]:
    for variable, term in named:
        binding = Blank(f"{node.label}x{variable.name}")
        yield Triple(node, _BINDING, binding)
        yield Triple(binding, _VARIABLE, Literal(variable.name))
        yield Triple(binding, _VALUE, term)
