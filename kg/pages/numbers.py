"""Municipality numbers by the time they were in force, each with whose it is or was.

A number that nobody has any more goes with the change that ended it.
"""

from collections import defaultdict
from collections.abc import Iterable

from kg import vocabulary as nst
from kg.graph import subjects, value
from kg.labels import word
from kg.markup import Html, joined, tag
from kg.pages.pointing import pointing_to
from kg.pages.site import Site
from kg.terms import Iri, Term, local_name

HOLDERS = (nst.NUMBER, nst.FORMER_NUMBER)


def lists(site: Site, terms: Iterable[Iri]) -> Html:
    """A list for each period."""
    periods: dict[Term | None, list[Iri]] = defaultdict(list)
    for term in terms:
        periods[value(site.graph, term, nst.VALID)].append(term)
    ordered = site.in_order(each for each in periods if isinstance(each, Iri))
    parts = [
        piece
        for period in [*ordered, *(each for each in periods if not isinstance(each, Iri))]
        for piece in (_heading(site, period), _list(site, periods[period]))
    ]
    return joined(tag("p", site.text("numbers-about")), *parts)


def _heading(site: Site, period: Term | None) -> Html:
    return tag("h3", site.link(period)) if isinstance(period, Iri) else Html("")


def _list(site: Site, terms: Iterable[Iri]) -> Html:
    return tag("ul", *(_item(site, term) for term in terms), class_="numbers")


def _item(site: Site, term: Iri) -> Html:
    theirs = {each for key in HOLDERS for each in subjects(site.graph, key, term)}
    theirs = theirs or {each for group in pointing_to(site, term) for each in group.sources}
    links = [piece for each in site.in_order(theirs) for piece in (", ", site.link(each))]
    number = word(site.graph, term)
    return tag("li", number, *([" ", *links[1:]] if links else []), id=local_name(term))
