"""Any value in words; classes without a name too: one of several, all of several, with a value."""

from collections.abc import Iterator

from kg import vocabulary as nst
from kg.graph import objects, value
from kg.markup import Html, joined
from kg.pages.site import Site
from kg.terms import Blank, Iri, Literal, Term

LISTS = {nst.UNION_OF: "or", nst.INTERSECTION_OF: "and"}


def shown(site: Site, term: Term) -> str:
    """A value as people read it, with a way to it if it is a term."""
    match term:
        case Iri():
            return site.link(term)
        case Literal():
            return site.literal(term)
        case Blank():
            return _described(site, term)
    return str(term)


def _described(site: Site, node: Blank) -> Html:
    """What an anonymous class holds; nothing if it is built otherwise."""
    for predicate, joint in LISTS.items():
        if head := value(site.graph, node, predicate):
            return _between([shown(site, each) for each in _members(site, head)], site.text(joint))
    on, wanted = (value(site.graph, node, key) for key in (nst.ON_PROPERTY, nst.HAS_VALUE))
    return joined(shown(site, on), ": ", shown(site, wanted)) if on and wanted else Html("")


def _members(site: Site, head: Term) -> Iterator[Term]:
    """The members of an RDF list."""
    seen: set[Term] = set()
    while head not in seen and objects(site.graph, head, nst.FIRST):
        seen.add(head)
        yield from objects(site.graph, head, nst.FIRST)[:1]
        head = value(site.graph, head, nst.REST) or head


def _between(names: list[str], joint: str) -> Html:
    spaced = [piece for name in names for piece in (f" {joint} ", name)]
    return joined(*spaced[1:])
