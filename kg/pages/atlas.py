"""Where every term of ours stands: its page and its anchor there."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from kg import vocabulary as nst
from kg.graph import Network, objects
from kg.pages.shelves import KINDS, REST, SHELVES, Shelf
from kg.terms import Iri, local_name, order

OWN = nst.NST.removesuffix("#")
FILES: Mapping[Iri | None, str] = {
    kind: f"{shelf.name}.html" for shelf in SHELVES for kind in shelf.kinds
}
START, VOCABULARY = "index.html", "vocabulary.html"
# What has a page of its own: class -> how its file's name begins.
ALONE: Mapping[Iri | None, str] = {nst.CRITERION_CLASS: "criterion", nst.SECTION: "section"}


@dataclass(frozen=True, slots=True)
class Atlas:
    """The terms: by the class they stand by, and each with its address."""

    by_kind: Mapping[Iri | None, tuple[Iri, ...]]
    kind: Mapping[Iri, Iri | None]
    addresses: Mapping[Iri, str]

    def kinds(self, shelf: Shelf) -> Iterator[Iri | None]:
        """The classes that have something on a shelf; on the last, also those without a place."""
        yield from (kind for kind in shelf.kinds if self.by_kind.get(kind))
        if shelf == REST:
            yield from (kind for kind in self.by_kind if kind not in KINDS)


def atlas_of(graph: Network) -> Atlas:
    """Finds a place for every term of ours in a graph."""
    kinds = {term: kind_of(graph, term) for term in own_terms(graph)}
    by_kind = defaultdict(list)
    for term, kind in kinds.items():
        if term.value.startswith(nst.ID):
            by_kind[kind].append(term)
    return Atlas(
        {kind: tuple(terms) for kind, terms in by_kind.items()},
        kinds,
        {term: f"{_file(term, kind)}#{local_name(term)}" for term, kind in kinds.items()},
    )


def own_terms(graph: Network) -> list[Iri]:
    """Every IRI of ours that the graph says something of."""
    found = (term for term in graph if isinstance(term, Iri) and graph.out_degree(term))
    return sorted((term for term in found if is_own(term)), key=order)


def is_own(term: Iri) -> bool:
    """Whether an IRI is one of ours: a thing, a word of the vocabulary, or the vocabulary."""
    return term.value == OWN or term.value.startswith((nst.ID, nst.NST))


def kind_of(graph: Network, term: Iri) -> Iri | None:
    """The class a term stands by: one with a place, else one of ours or OWL's, else none."""
    types = [each for each in objects(graph, term, nst.TYPE) if isinstance(each, Iri)]
    ours = (each for each in types if is_own(each) or each in nst.OWL_TERMS)
    return next((kind for kind in KINDS if kind in types), next(ours, None))


def file_of(kind: Iri | None) -> str:
    """The page that a class stands on."""
    return FILES.get(kind, f"{REST.name}.html")


def _file(term: Iri, kind: Iri | None) -> str:
    if not term.value.startswith(nst.ID):
        return VOCABULARY
    return f"{ALONE[kind]}-{local_name(term)}.html" if kind in ALONE else file_of(kind)
