"""What the graph says of a term, and what points to it, as rows of names and values."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from kg import vocabulary as nst
from kg.alphabet import alphabetical
from kg.graph import objects
from kg.markup import Html, tag
from kg.pages.expressions import shown
from kg.pages.pointing import Group, pointing_to
from kg.pages.site import Site
from kg.terms import Iri

SHOWN_ELSEWHERE = {
    nst.TYPE,
    nst.PREF_LABEL,
    nst.DEFINITION,
    nst.IS_DEFINED_BY,
    nst.VOID_PARTITION,
}
FIRST = (nst.ASKS,)
LAST = (nst.STRENGTH, nst.HELD_BY, nst.BASIS, nst.DERIVED_FROM)
# Tables of their own show who points so; elsewhere they would be hundreds of names.
IN_TABLES = {nst.MUNICIPALITY, nst.MUNICIPALITY_NUMBER}
# Nearly every statement points to these.
EVERYWHERE = {nst.BASIS, nst.STRENGTH}
MOST = 80


@dataclass(frozen=True, slots=True)
class Row:
    """A name and its values."""

    name: str
    values: tuple[str, ...]


def description(rows: Iterable[Row]) -> Html:
    """Rows as a description list."""
    pieces = [
        piece
        for row in rows
        for piece in (tag("dt", row.name), *(tag("dd", each) for each in row.values))
    ]
    return tag("dl", *pieces) if pieces else Html("")


def said(site: Site, term: Iri, known: Collection[Iri] = ()) -> list[Row]:
    """What is said of a term beyond what is known; holders, basis and section come last."""
    edges = site.graph.out_edges(term, keys=True)
    found = {key for _, _, key in edges} - SHOWN_ELSEWHERE - {*known}
    rows = (_row(site, term, key) for key in sorted(found, key=lambda each: _place(site, each)))
    return [row for row in rows if row.values]


def _place(site: Site, predicate: Iri) -> tuple[int, str]:
    if predicate in LAST:
        return len(FIRST) + 1 + LAST.index(predicate), ""
    height = FIRST.index(predicate) if predicate in FIRST else len(FIRST)
    return height, alphabetical(site.property(predicate))


def _row(site: Site, term: Iri, predicate: Iri) -> Row:
    targets = objects(site.graph, term, predicate)
    iris = site.in_order(each for each in targets if isinstance(each, Iri))
    others = [each for each in targets if not isinstance(each, Iri)]
    values = (shown(site, each) for each in (*iris, *others))
    return Row(site.property(predicate), tuple(filter(None, values)))


def pointing(site: Site, term: Iri) -> list[Row]:
    """What points to a term; many are only counted."""
    return [Row(each.heading(site), _listed(site, each)) for each in pointing_to(site, term)]


def _listed(site: Site, group: Group) -> tuple[str, ...]:
    too_many = group.predicate in EVERYWHERE or len(group.sources) > MOST
    if too_many or group.kind in IN_TABLES:
        return (site.text("count-of", count=len(group.sources)),)
    return tuple(site.link(each) for each in site.in_order(group.sources))
