"""What the graph says stands in each section of the report."""

from collections.abc import Iterator

from kg import vocabulary as nst
from kg.graph import subjects
from kg.markup import Html, joined, tag
from kg.pages.atlas import ALONE
from kg.pages.entries import facts, summaries
from kg.pages.frame import Page
from kg.pages.shelf_pages import anchor, contents
from kg.pages.shelves import KINDS
from kg.pages.site import Site
from kg.recommend.sentences import capitalised
from kg.terms import Iri, local_name

Standing = dict[Iri | None, list[Iri]]


def section_pages(site: Site) -> Iterator[Page]:
    """One page a section, in their order."""
    sections = site.in_order(site.atlas.by_kind.get(nst.SECTION, ()))
    for number, section in enumerate(sections):
        ways = _ways(site, sections, number)
        name = local_name(section)
        heading = site.heading("h1", section, id=name)
        about = tag("p", site.text("section-about"))
        body = joined(about, *facts(site, section), _stands_here(site, section), ways)
        file = f"{ALONE[nst.SECTION]}-{name}.html"
        yield Page(file, site.name(section), heading, body)


def _ways(site: Site, sections: list[Iri], number: int) -> Html:
    """To the section before and the section after."""
    near = {"section-before": sections[:number][-1:], "section-after": sections[number + 1 :][:1]}
    links = [tag("p", site.text(key), " ", site.link(each)) for key in near for each in near[key]]
    return tag("nav", *links, **{"aria-label": site.text("section-others")})


def standing_in(site: Site, section: Iri) -> Standing:
    """The terms that come from a section, by the class they stand by, as on the shelves."""
    found: Standing = {}
    for term in subjects(site.graph, nst.DERIVED_FROM, section):
        if term in site.atlas.addresses:
            found.setdefault(site.atlas.kind[term], []).append(term)
    return dict(sorted(found.items(), key=lambda item: _place(item[0])))


def _place(kind: Iri | None) -> int:
    return KINDS.index(kind) if kind in KINDS else len(KINDS)


def _stands_here(site: Site, section: Iri) -> Html:
    found = standing_in(site, section)
    if not found:
        return tag("p", site.text("section-empty"))
    counts = {kind: len(terms) for kind, terms in found.items()}
    parts = (_part(site, kind, terms) for kind, terms in found.items())
    return joined(contents(site, counts), *parts)


def _part(site: Site, kind: Iri | None, terms: list[Iri]) -> Html:
    heading = tag("h2", capitalised(site.plural(kind)), id=anchor(kind))
    return tag("section", heading, summaries(site, terms))
