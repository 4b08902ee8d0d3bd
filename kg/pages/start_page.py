"""The first page: what this is, whose view it gives, how it is read, and every way in."""

from kg import vocabulary as nst
from kg.graph import subjects
from kg.markup import Html, joined, tag
from kg.pages.atlas import START, VOCABULARY
from kg.pages.entries import summaries
from kg.pages.frame import Page
from kg.pages.section_pages import standing_in
from kg.pages.shelf_pages import anchor
from kg.pages.shelves import SHELVES, Shelf
from kg.pages.site import Site
from kg.terms import Iri

PICTURE = "dependencies.svg"
PARTS = ("start-whose", "shelf-criteria", "start-reading", "start-sections", "start-classes")


def start_page(site: Site, picture: str) -> Page:
    """The page a reader begins on; the picture is told in words too."""
    title = site.text("pages-title")
    parts = (
        tag("p", site.text("pages-about", terms=len(site.atlas.addresses))),
        _contents(site),
        _whose(site),
        _criteria(site, picture),
        _reading(site),
        _sections(site),
        _shelves(site),
    )
    return Page(START, title, tag("h1", title), joined(*parts))


def _contents(site: Site) -> Html:
    links = (tag("li", tag("a", site.text(key), href=f"#{key}")) for key in PARTS)
    return tag("ul", *links, class_="contents")


def _heading(site: Site, key: str) -> Html:
    return tag("h2", site.text(key), id=key)


def _whose(site: Site) -> Html:
    asked = summaries(site, subjects(site.graph, nst.TYPE, nst.INQUIRY))
    view = tag("p", tag("strong", site.text("pages-whose-view")))
    return tag("section", _heading(site, "start-whose"), view, asked)


def _criteria(site: Site, picture: str) -> Html:
    proposed = set(subjects(site.graph, nst.TYPE, nst.PROPOSED_CRITERION))
    others = set(site.atlas.by_kind.get(nst.CRITERION_CLASS, ())) - proposed
    image = tag("img", src=PICTURE, alt=picture)
    return tag(
        "section",
        _heading(site, "shelf-criteria"),
        tag("p", site.text("start-no-order")),
        _names(site, others),
        *([tag("p", site.text("start-proposed")), _names(site, proposed)] if proposed else []),
        tag("figure", image, tag("figcaption", site.text("start-picture"), " ", _claims(site))),
    )


def _claims(site: Site) -> Html:
    return tag("a", site.text("shelf-claims"), href="claims.html")


def _names(site: Site, terms: set[Iri]) -> Html:
    items = (
        tag("li", site.link(each, site.name(each)), ". ", site.labels.definition(each))
        for each in site.in_order(terms)
    )
    return tag("ul", *items)


def _reading(site: Site) -> Html:
    """What the words for basis and strength mean."""
    pieces = [_heading(site, "start-reading"), tag("p", site.text("start-reading-about"))]
    for kind in (nst.BASIS_CLASS, nst.STRENGTH_CLASS):
        terms = site.in_order(subjects(site.graph, nst.TYPE, kind))
        pieces.append(tag("h3", site.name(kind)))
        pieces.append(tag("ul", *(_word(site, each) for each in terms)))
    return tag("section", *pieces)


def _word(site: Site, term: Iri) -> Html:
    return tag("li", site.link(term), ": ", site.labels.definition(term))


def _sections(site: Site) -> Html:
    items = (
        tag("li", site.link(each), f" ({sum(map(len, standing_in(site, each).values()))})")
        for each in site.in_order(site.atlas.by_kind.get(nst.SECTION, ()))
    )
    about = tag("p", site.text("start-sections-about"))
    return tag("section", _heading(site, "start-sections"), about, tag("ol", *items))


def _shelves(site: Site) -> Html:
    words = tag("a", site.text("vocabulary-title"), href=VOCABULARY)
    items = [*(_shelf(site, shelf) for shelf in SHELVES), tag("li", words)]
    return tag("section", _heading(site, "start-classes"), tag("ul", *items))


def _shelf(site: Site, shelf: Shelf) -> Html:
    file = f"{shelf.name}.html"
    counts = [
        tag(
            "a",
            f"{site.plural(kind)} ({len(site.atlas.by_kind[kind])})",
            href=f"{file}#{anchor(kind)}",
        )
        for kind in site.atlas.kinds(shelf)
    ]
    spaced = [piece for each in counts for piece in (", ", each)]
    return tag("li", tag("a", site.text(shelf.title), href=file), ": ", *spaced[1:])
