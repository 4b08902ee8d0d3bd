"""A criterion with everything that is said of it."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass

from kg import vocabulary as nst
from kg.graph import objects
from kg.markup import Html, joined, tag
from kg.pages.atlas import ALONE
from kg.pages.entries import facts, summary
from kg.pages.frame import Page
from kg.pages.pointing import Group, pointing_to
from kg.pages.site import Site
from kg.terms import Iri, local_name

# The text that stands by a thing's name; the others go by name alone, and are told on their page.
TOLD: Mapping[Iri | None, Iri] = {
    nst.ASPECT: nst.DEFINITION,
    nst.INDICATOR: nst.ASKS,
    nst.EXAMPLE: nst.DEFINITION,
    nst.COUNTER_EXAMPLE: nst.DEFINITION,
}


@dataclass(frozen=True, slots=True)
class Part:
    """Things of one kind on the page of a criterion, and the text they are told with."""

    heading: str
    anchor: str
    terms: Collection[Iri]
    told: Iri | None


def criterion_pages(site: Site) -> Iterator[Page]:
    """One page a criterion."""
    for criterion in site.in_order(site.atlas.by_kind.get(nst.CRITERION_CLASS, ())):
        name = local_name(criterion)
        file = f"{ALONE[nst.CRITERION_CLASS]}-{name}.html"
        heading = tag("h1", site.name(criterion), id=name)
        yield Page(file, site.name(criterion), heading, _body(site, criterion))


def _body(site: Site, criterion: Iri) -> Html:
    parts = [*_parts(site, criterion)]
    return joined(
        *facts(site, criterion),
        tag("ul", *(_way(part) for part in parts), class_="contents"),
        *(_section(site, part) for part in parts),
    )


def _parts(site: Site, criterion: Iri) -> Iterator[Part]:
    groups = pointing_to(site, criterion)
    for group in groups:
        told = TOLD.get(group.kind)
        yield Part(group.heading(site), group.anchor, group.sources, told)
    if means := _means(site, groups):
        yield Part(site.text("criterion-means"), local_name(nst.INSTRUMENT), means, None)


def _way(part: Part) -> Html:
    link = tag("a", part.heading, href=f"#{part.anchor}")
    return tag("li", link, f" ({len(part.terms)})")


def _section(site: Site, part: Part) -> Html:
    items = (summary(site, term, part.told) for term in site.in_order(part.terms))
    heading = tag("h2", part.heading, id=part.anchor)
    return tag("section", heading, tag("ul", *items, class_="summaries"))


def _means(site: Site, groups: Iterable[Group]) -> set[Iri]:
    """The instruments that what points to the criterion makes use of."""
    sources = (source for group in groups for source in group.sources)
    used = (each for source in sources for each in objects(site.graph, source, nst.USES))
    return {each for each in used if isinstance(each, Iri)}
