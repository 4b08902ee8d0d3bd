"""The words of the ontology: classes and properties, ours in full and those of others by name."""

from collections.abc import Iterable

from kg import vocabulary as nst
from kg.graph import subjects
from kg.load.prefixes import shortened
from kg.markup import Html, joined, tag
from kg.pages.atlas import OWN, VOCABULARY, file_of, is_own
from kg.pages.entries import entry
from kg.pages.frame import Page
from kg.pages.rows import Row
from kg.pages.shelf_pages import anchor
from kg.pages.site import Site
from kg.terms import Iri, order

NOTES, CLASSES, VALUES, LINKS = nst.OWL_TERMS
KINDS = {
    CLASSES: "vocabulary-classes",
    LINKS: "vocabulary-links",
    VALUES: "vocabulary-values",
    NOTES: "vocabulary-notes",
}


def vocabulary_page(site: Site) -> Page:
    """Every class and property."""
    title = site.text("vocabulary-title")
    parts = [_part(site, kind) for kind in KINDS]
    about = tag("p", site.text("vocabulary-about"))
    own = entry(site, Iri(OWN)) if Iri(OWN) in site.atlas.addresses else Html("")
    body = joined(about, _contents(site), *parts, own, _others(site))
    return Page(VOCABULARY, title, tag("h1", title), body)


def _contents(site: Site) -> Html:
    links = [tag("li", tag("a", site.text(KINDS[kind]), href=f"#{KINDS[kind]}")) for kind in KINDS]
    return tag("ul", *links, class_="contents")


def _part(site: Site, kind: Iri) -> Html:
    terms = [each for each in subjects(site.graph, nst.TYPE, kind) if is_own(each)]
    heading = tag("h2", site.text(KINDS[kind]), id=KINDS[kind])
    told = (entry(site, each, _members(site, each)) for each in site.in_order(terms))
    return tag("section", heading, *told)


def _members(site: Site, kind: Iri) -> list[Row]:
    """How many there are of a class, and the way to them."""
    terms = site.atlas.by_kind.get(kind)
    if not terms:
        return []
    words = f"{site.plural(kind)} ({len(terms)})"
    link = tag("a", words, href=f"{file_of(kind)}#{anchor(kind)}")
    return [Row(site.text("vocabulary-members"), (link,))]


def _others(site: Site) -> Html:
    """The words of other vocabularies that ours makes use of."""
    found = {each for kind in KINDS for each in subjects(site.graph, nst.TYPE, kind)}
    names = sorted((each for each in found if not is_own(each)), key=order)
    heading = tag("h2", site.text("vocabulary-others"))
    return tag("section", heading, _list(site, names))


def _list(site: Site, terms: Iterable[Iri]) -> Html:
    items = (tag("li", site.link(each, shortened(each, site.prefixes))) for each in terms)
    return tag("ul", *items, class_="numbers")
