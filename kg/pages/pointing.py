"""What points to a term: by the property it does so with and the class it stands by."""

from collections import defaultdict
from dataclasses import dataclass

from kg import vocabulary as nst
from kg.markup import Html, joined
from kg.messages import has_page_text
from kg.pages.shelves import KINDS
from kg.pages.site import Site
from kg.recommend.sentences import capitalised
from kg.terms import Iri, local_name

TOLD_ELSEWHERE = {nst.TYPE, nst.VOID_CLASS, nst.VOID_PARTITION}


@dataclass(frozen=True, slots=True)
class Group:
    """The terms of a class that point to a term with the same property."""

    predicate: Iri
    kind: Iri | None
    sources: tuple[Iri, ...]

    @property
    def anchor(self) -> str:
        """What it is called in an address; not the name of any term."""
        return f"{local_name(self.kind) if self.kind else 'Other'}-{local_name(self.predicate)}"

    def heading(self, site: Site) -> str:
        """What stands above it."""
        key = f"inverse-{local_name(self.predicate)}"
        things = site.plural(self.kind)
        if has_page_text(key):
            return capitalised(site.text(key, things=things))
        return joined(capitalised(things), " (", uncapitalised(site.property(self.predicate)), ")")


def uncapitalised(name: str) -> str:
    """A name as it stands inside a sentence."""
    starts_small = not isinstance(name, Html) and name[1:2].islower()
    return name[:1].lower() + name[1:] if starts_small else name


def pointing_to(site: Site, term: Iri) -> list[Group]:
    """What points to a term, in the order of the shelves."""
    found = defaultdict(list)
    for source, _, key in site.graph.in_edges(term, keys=True):
        if isinstance(source, Iri) and source in site.atlas.addresses and key not in TOLD_ELSEWHERE:
            found[key, site.atlas.kind[source]].append(source)
    groups = [Group(key, kind, tuple(sources)) for (key, kind), sources in found.items()]
    return sorted(groups, key=_place)


def _place(group: Group) -> tuple[int, str]:
    height = KINDS.index(group.kind) if group.kind in KINDS else len(KINDS)
    return height, group.predicate.value
