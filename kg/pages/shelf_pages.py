"""The pages of the classes: each term in full, or in a table where there are hundreds."""

from collections.abc import Callable, Iterator, Mapping

from kg import vocabulary as nst
from kg.markup import Html, joined, tag
from kg.pages.atlas import ALONE
from kg.pages.counted import bare
from kg.pages.entries import entries, summaries
from kg.pages.frame import Page
from kg.pages.municipalities import table
from kg.pages.numbers import lists
from kg.pages.shelves import SHELVES, Shelf
from kg.pages.site import Site
from kg.recommend.sentences import capitalised
from kg.terms import Iri, local_name

Writer = Callable[[Site, tuple[Iri, ...]], Html]
WRITERS: Mapping[Iri | None, Writer] = {
    **dict.fromkeys(ALONE, summaries),
    nst.MUNICIPALITY: table,
    nst.MUNICIPALITY_NUMBER: lists,
    None: bare,
}


def shelf_pages(site: Site) -> Iterator[Page]:
    """One page a shelf."""
    for shelf in SHELVES:
        title = site.text(shelf.title)
        parts = [_part(site, kind) for kind in site.atlas.kinds(shelf)]
        body = joined(_contents(site, shelf) if parts[1:] else "", *parts)
        yield Page(f"{shelf.name}.html", title, tag("h1", title), body)


def _contents(site: Site, shelf: Shelf) -> Html:
    kinds = list(site.atlas.kinds(shelf))
    return contents(site, {kind: len(site.atlas.by_kind[kind]) for kind in kinds})


def contents(site: Site, counts: Mapping[Iri | None, int]) -> Html:
    """Ways to the classes on a page, with how many there are of each."""
    links = [
        tag("li", tag("a", capitalised(site.plural(kind)), href=f"#{anchor(kind)}"), f" ({count})")
        for kind, count in counts.items()
    ]
    return tag("ul", *links, class_="contents")


def anchor(kind: Iri | None) -> str:
    """What a class is called in the address of its part of a page."""
    return local_name(kind) if kind else "Other"


def _part(site: Site, kind: Iri | None) -> Html:
    terms = site.atlas.by_kind[kind]
    definition = site.labels.definition(kind) if kind else ""
    writer = WRITERS.get(kind, entries)
    return tag(
        "section",
        tag("h2", capitalised(site.plural(kind)), id=anchor(kind)),
        tag("p", definition) if definition else "",
        writer(site, terms),
    )
