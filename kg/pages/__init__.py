"""The knowledge as pages to read: one folder a language, no script, nothing from elsewhere.

A term has one address in every language, ``PAGE.html#LOCAL-NAME``: criteria and sections of the
report have a page each, all else stands on the page of its class (`kg.pages.shelves`).
"""

from collections.abc import Callable, Iterator
from importlib.resources import files

from kg.diagram import Diagram, dependencies
from kg.graph import Network
from kg.labels import Labels
from kg.load.prefixes import prefixes_of
from kg.messages import LANGUAGES
from kg.pages.atlas import atlas_of
from kg.pages.criterion_pages import criterion_pages
from kg.pages.frame import STYLE, Page, door, framed
from kg.pages.section_pages import section_pages
from kg.pages.shelf_pages import shelf_pages
from kg.pages.site import Site, site_of
from kg.pages.start_page import PICTURE, start_page
from kg.pages.vocabulary_page import vocabulary_page
from kg.terms import Iri

__all__ = ["pages"]


def pages(graph: Network, model: Iri, draw: Callable[[Diagram], bytes]) -> dict[str, str]:
    """All pages: path below their folder -> content.

    Args:
        graph: what is known.
        model: the model whose criteria are drawn.
        draw: makes SVG of a picture.
    """
    written = {STYLE: (files(__name__) / STYLE).read_text(encoding="utf-8"), "index.html": door()}
    atlas, prefixes = atlas_of(graph), prefixes_of(graph)
    for language in LANGUAGES:
        site = site_of(Labels(graph, language), atlas, prefixes)
        picture = dependencies(graph, site.labels, model)
        written[f"{language}/{PICTURE}"] = draw(picture).decode()
        for page in _pages(site, picture):
            written[f"{language}/{page.file}"] = framed(page, language)
    return written


def _pages(site: Site, picture: Diagram) -> Iterator[Page]:
    yield start_page(site, picture.description)
    yield from shelf_pages(site)
    yield from section_pages(site)
    yield from criterion_pages(site)
    yield vocabulary_page(site)
