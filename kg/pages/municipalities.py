"""The municipalities as one table of dated facts, each kind of fact with its source."""

from collections.abc import Iterable, Iterator

from kg import vocabulary as nst
from kg.graph import objects, subjects, value
from kg.labels import word
from kg.markup import Html, joined, tag
from kg.pages.pointing import uncapitalised
from kg.pages.rows import description, pointing, said
from kg.pages.site import Site
from kg.pages.tables import as_table
from kg.terms import Iri, Literal, Term, local_name

BY_WORD = (nst.NUMBER, nst.FORMER_NUMBER)
BY_SHORT_NAME = (nst.CENTRALITY, nst.KOSTRA_GROUP_OF)
COLUMNS = (
    nst.OFFICIAL_NAME,
    *BY_WORD,
    nst.COUNTY,
    nst.POPULATION,
    *BY_SHORT_NAME,
    nst.LANGUAGE_FORM_OF,
)
IN_THE_TABLE = {*COLUMNS, nst.ALT_LABEL, nst.SOURCE}


def table(site: Site, terms: Iterable[Iri]) -> Html:
    """Where the facts come from, the table, and what more is said of some."""
    listed = site.in_order(terms)
    heads = site.text("table-municipalities").split("|")
    rows = {local_name(each): _row(site, each) for each in listed}
    return joined(_sources(site), as_table(heads[0], heads[1:], rows), _more(site, listed))


def _row(site: Site, term: Iri) -> list[str]:
    cells = [_cell(site, term, column) for column in COLUMNS]
    return [*cells, tag("code", f"id:{local_name(term)}")]


def _cell(site: Site, term: Iri, column: Iri) -> Html:
    if column == nst.OFFICIAL_NAME:
        return _names(site, term)
    shown = [_shown(site, each, column) for each in objects(site.graph, term, column)]
    spaced = [piece for each in shown for piece in (", ", each)]
    return joined(*spaced[1:])


def _shown(site: Site, term: Term, column: Iri) -> str:
    if isinstance(term, Literal):
        return site.literal(term)
    if column in BY_WORD:
        return word(site.graph, term)
    if column == nst.LANGUAGE_FORM_OF or not isinstance(term, Iri):
        return site.labels.label(term)
    return site.link(term, word(site.graph, term) if column in BY_SHORT_NAME else "")


def _names(site: Site, term: Iri) -> Html:
    """The official name, each part of it in its own language."""
    spoken = {
        each.lexical: each.language
        for each in objects(site.graph, term, nst.ALT_LABEL)
        if isinstance(each, Literal)
    }
    official = value(site.graph, term, nst.OFFICIAL_NAME)
    parts = (official.lexical if isinstance(official, Literal) else "").split(" - ")
    missing = [name for name in spoken if name not in parts]
    tagged = [
        tag("span", name, lang=spoken[name]) if name in spoken else name
        for name in [*parts, *missing]
    ]
    spaced = [piece for name in tagged for piece in (" – ", name)]
    return joined(*spaced[1:])


def _sources(site: Site) -> Html:
    """The registers, each with the properties it gives and the day it holds for."""
    items = [
        tag("li", *_source(site, register))
        for register in site.in_order(subjects(site.graph, nst.TYPE, nst.REGISTER))
    ]
    return joined(tag("p", site.text("municipalities-about")), tag("ul", *items))


def _source(site: Site, register: Iri) -> Iterator[str]:
    gives = objects(site.graph, register, nst.GIVES)
    names = [uncapitalised(site.property(each)) for each in gives if isinstance(each, Iri)]
    day = value(site.graph, register, nst.HOLDS_ON)
    yield site.link(register)
    yield f" ({site.literal(day)})" if isinstance(day, Literal) else ""
    yield f": {', '.join(sorted(names))}" if names else ""


def _more(site: Site, terms: Iterable[Iri]) -> Html:
    """What is said of some municipalities beyond the facts of the table."""
    told = [piece for term in terms if (piece := _told(site, term))]
    return joined(tag("h3", site.text("municipalities-more")), *told) if told else Html("")


def _told(site: Site, term: Iri) -> Html:
    rows = [*said(site, term, IN_THE_TABLE), *pointing(site, term)]
    definition = site.labels.definition(term)
    if not (rows or definition):
        return Html("")
    heading = tag("h4", site.link(term))
    return tag("article", heading, tag("p", definition) if definition else "", description(rows))
