"""What has no class: the numbers on the dataset card, and the prefixes."""

from collections.abc import Iterable

from kg import vocabulary as nst
from kg.graph import value
from kg.markup import Html, joined, tag
from kg.pages.entries import entries
from kg.pages.site import Site
from kg.pages.tables import as_table
from kg.terms import Iri, Literal, Term, local_name, order

PAIRS = {
    "table-counts": (nst.VOID_CLASS, nst.VOID_ENTITIES),
    "table-prefixes": (nst.SHACL_PREFIX, nst.SHACL_NAMESPACE),
}


def bare(site: Site, terms: Iterable[Iri]) -> Html:
    """Tables of what is a pair of values; the rest in full."""
    left = set(terms)
    tables = []
    for name, pair in PAIRS.items():
        rows = {
            each: values
            for each in sorted(left, key=order)
            if all(values := _pair(site, each, pair))
        }
        left -= set(rows)
        if rows:
            tables.append(_table(site, name, rows))
    return joined(*tables, entries(site, left))


Pair = tuple[Term | None, ...]


def _pair(site: Site, term: Iri, pair: tuple[Iri, Iri]) -> Pair:
    return tuple(value(site.graph, term, predicate) for predicate in pair)


def _table(site: Site, name: str, rows: dict[Iri, Pair]) -> Html:
    cells = {local_name(term): [_cell(site, each) for each in pair] for term, pair in rows.items()}
    heads = site.text(name).split("|")
    return as_table(
        heads[0], heads[1:], {key: [*row, tag("code", f"id:{key}")] for key, row in cells.items()}
    )


def _cell(site: Site, term: Term | None) -> str:
    if isinstance(term, Iri):
        return site.link(term)
    return site.literal(term) if isinstance(term, Literal) else ""
