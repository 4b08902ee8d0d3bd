"""A term on a page: in full where it stands, in short where something else is told."""

from collections.abc import Iterable

from kg import vocabulary as nst
from kg.graph import objects
from kg.markup import Html, joined, tag
from kg.pages.rows import Row, description, pointing, said
from kg.pages.site import Site
from kg.terms import Iri, Term, local_name

HELD = (nst.BASIS, nst.STRENGTH, nst.HELD_BY)


def entry(site: Site, term: Iri, more: Iterable[Row] = ()) -> Html:
    """Everything of a term: name, definition, what is said of it, what points to it, IRI."""
    rows = description([*said(site, term), *pointing(site, term), *more])
    pieces = [*_definition(site, term), rows, _iri(term)]
    return tag("article", site.heading("h3", term), *pieces, id=local_name(term))


def facts(site: Site, term: Iri) -> list[Html]:
    """What is said of a term, without what points to it."""
    return [*_definition(site, term), description(said(site, term)), _iri(term)]


def _definition(site: Site, term: Iri) -> list[Html]:
    definition = site.labels.definition(term)
    return [tag("p", definition)] if definition else []


def _iri(term: Iri) -> Html:
    return tag("p", tag("code", term.value))


def entries(site: Site, terms: Iterable[Iri]) -> Html:
    """Terms in full, one after the other."""
    return joined(*(entry(site, term) for term in site.in_order(terms)))


def summaries(site: Site, terms: Iterable[Iri]) -> Html:
    """Terms in short: name, definition, and who holds it how strongly on what basis."""
    return tag("ul", *(summary(site, term) for term in site.in_order(terms)), class_="summaries")


def summary(site: Site, term: Iri, told: Iri | None = nst.DEFINITION) -> Html:
    """A term in short, with one of its texts or none."""
    text = site.labels.text(term, told) if told else ""
    held = holding(site, term)
    return tag(
        "li",
        site.link(term, site.name(term)),
        *([". ", text] if text else []),
        *([" ", tag("small", held)] if held else []),
    )


def holding(site: Site, term: Iri) -> str:
    """Basis, strength and holders of a statement, in words."""
    named = {key: _names(site, objects(site.graph, term, key)) for key in HELD}
    return " ".join(f"{site.property(key)}: {names}." for key, names in named.items() if names)


def _names(site: Site, terms: Iterable[Term]) -> str:
    return ", ".join(site.labels.label(each) for each in terms)
