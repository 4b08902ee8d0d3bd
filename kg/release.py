"""The knowledge as it is handed out: whole, in three forms, with its counts.

What every concept and scheme has to say by SKOS-AP-NO-Begrep is derived by ``queries/release/``,
so that it need not be written on each. The VoID counts of the dataset card are those of this graph,
themselves included: how many statements they are does not depend on what they say.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from kg.errors import Fault, Place
from kg.graph import Graph, Network, graph_of, subjects, triples
from kg.load.prefixes import prefixes_of
from kg.load.turtle import canonically_labelled, write_turtle
from kg.query import saved_queries
from kg.query.saved import RELEASE
from kg.store import Store
from kg.terms import XSD, Iri, Literal, Term, Triple, local_name
from kg.vocabulary import ID, NST, OWL_TERMS, TYPE, VOID, individual

COUNTS_FILE = "ontology/counts.ttl"
DATASET = individual("dataset")
COUNTED = {
    Iri(VOID + name)
    for name in (
        "class",
        "classPartition",
        "classes",
        "distinctSubjects",
        "entities",
        "properties",
        "triples",
    )
}


def released(graph: Graph, root: Path) -> Network:
    """The knowledge with what follows for its concepts and schemes.

    Args:
        graph: what is known.
        root: the folder with ``queries/release/``.
    """
    store = Store.of(graph)
    found = [store.answer(query.text) for query in saved_queries(root, RELEASE).values()]
    derived = [each for answer in found if isinstance(answer, tuple) for each in answer]
    return graph_of(((each, None) for each in derived), onto=graph)


def written(graph: Graph) -> dict[str, str]:
    """The forms of a release: file name -> content; the same graph gives the same bytes."""
    from kg.load.canonical import in_rdflib

    prefixes = prefixes_of(graph)
    said = canonically_labelled(triples(graph))
    lines = "".join(sorted(f"{each}\n" for each in said))
    linked = in_rdflib(said).serialize(format="json-ld", context=prefixes, sort_keys=True, indent=2)
    return {
        "nestesteg.jsonld": linked + "\n",
        "nestesteg.nt": lines,
        "nestesteg.ttl": write_turtle(said, prefixes),
    }


def counts(graph: Graph) -> list[Triple]:
    """The VoID counts of a released graph, whatever counts it already holds."""
    base = [each for each in triples(graph) if each.predicate not in COUNTED]
    parts = list(_partitions(graph))
    names = {"triples": 0, "distinctSubjects": 0, "properties": 0, "classes": 0, "entities": 0}
    whole = [*base, *parts, *_totals(names)]
    return [*parts, *_totals({**names, **_numbers(graph, whole)})]


def counts_text(graph: Graph) -> str:
    """The counts as ``ontology/counts.ttl`` has them."""
    from kg.load.canonical import canonical

    return canonical(write_turtle(counts(graph), prefixes_of(graph)))


def counts_faults(graph: Graph, root: Path) -> Iterator[Fault]:
    """A fault if the counts in the knowledge are not those of the released graph."""
    whole = released(graph, root)
    stated = {each for each in triples(graph) if each.predicate in COUNTED}
    if stated != {*counts(whole)}:
        yield Fault("counts-stale", Place(COUNTS_FILE))


def _numbers(graph: Graph, whole: Iterable[Triple]) -> Mapping[str, int]:
    said = list(whole)
    own = {each.subject for each in said if _is_thing(each.subject)}
    return {
        "triples": len(said),
        "distinctSubjects": len({each.subject for each in said}),
        "properties": len({each.predicate for each in said}),
        "classes": sum(1 for kind in OWL_TERMS if "Class" in kind.value for _ in _of(graph, kind)),
        "entities": len(own),
    }


def _of(graph: Graph, kind: Iri) -> list[Iri]:
    return [each for each in subjects(graph, TYPE, kind) if each.value.startswith(NST)]


def _is_thing(term: Term) -> bool:
    return isinstance(term, Iri) and term.value.startswith(ID)


def _totals(numbers: Mapping[str, int]) -> Iterator[Triple]:
    for name, number in numbers.items():
        yield Triple(DATASET, Iri(VOID + name), Literal(str(number), f"{XSD}integer"))


def _partitions(graph: Graph) -> Iterator[Triple]:
    """How many things there are of each of our classes."""
    kinds = Counter(
        each.object
        for each in triples(graph)
        if each.predicate == TYPE and isinstance(each.object, Iri)
    )
    for kind, number in kinds.items():
        if isinstance(kind, Iri) and kind.value.startswith(NST):
            name = re.sub(r"(?<!^)(?=[A-Z])", "-", local_name(kind)).lower()
            part = individual(f"count-{name}")
            yield Triple(DATASET, Iri(VOID + "classPartition"), part)
            yield Triple(part, Iri(VOID + "class"), kind)
            yield Triple(part, Iri(VOID + "entities"), Literal(str(number), f"{XSD}integer"))
