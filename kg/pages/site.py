"""What every page of one language is written with: the words of the graph and the way to a term."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from kg import vocabulary as nst
from kg.alphabet import alphabetical
from kg.graph import Network, value
from kg.labels import Labels
from kg.load.days import read_day
from kg.load.prefixes import Prefixes, shortened
from kg.markup import Html, tag
from kg.messages import LANGUAGES, has_page_text, text
from kg.pages.atlas import Atlas, is_own
from kg.recommend.sentences import capitalised, written_date
from kg.terms import Iri, Literal, Term, local_name

NUMBERS = (nst.IDENTIFIER, nst.RANK)
WEB = ("http://", "https://")
REPORT_LANGUAGE = "nb"  # titles of its sections are never translated


Place = tuple[str, str, str]


@dataclass(frozen=True, slots=True)
class Site:
    """The pages of one language."""

    labels: Labels
    atlas: Atlas
    prefixes: Prefixes
    names: Mapping[Term, str]
    places: Mapping[Iri, Place]

    @property
    def graph(self) -> Network:
        """The knowledge."""
        return self.labels.graph  # type: ignore[return-value] # what `pages` is given

    @property
    def language(self) -> str:
        """The language of the pages."""
        return self.labels.language

    def text(self, key: str, **values: object) -> str:
        """Words of the program's own."""
        return text(key, self.language, **values)

    def label(self, term: Term) -> str:
        """What a term is called."""
        return self.names.get(term) or _named(self.labels, term)

    def name(self, term: Term) -> str:
        """What a term is called, with a capital first letter."""
        return capitalised(self.label(term))

    def in_order(self, terms: Iterable[Iri]) -> list[Iri]:
        """Terms by their numbers, if they have some, then by their names."""
        return sorted(terms, key=lambda term: self.places.get(term) or _place(self.labels, term))

    def plural(self, kind: Iri | None) -> str:
        """What the things of a class are called."""
        key = f"class-{local_name(kind)}" if kind else "class-none"
        if has_page_text(key):
            return self.text(key)
        return self.labels.label(kind) if kind else key

    def link(self, term: Iri, name: str = "") -> Html:
        """A way to a term by its name; what is not ours goes by its IRI."""
        if address := self.atlas.addresses.get(term):
            return tag("a", name or self.label(term), href=address, **self._tongue(term))
        shown = name or shortened(term, self.prefixes).strip("<>")
        return (
            tag("a", shown, href=term.value) if term.value.startswith(WEB) else tag("code", shown)
        )

    def _tongue(self, term: Iri) -> dict[str, str]:
        """The language of a name that is not translated."""
        is_title = self.atlas.kind.get(term) == nst.SECTION
        return {"lang": REPORT_LANGUAGE} if is_title and self.language != REPORT_LANGUAGE else {}

    def heading(self, level: str, term: Iri, **attributes: str) -> Html:
        """A term's name as a heading."""
        return tag(level, self.name(term), **attributes, **self._tongue(term))

    def property(self, predicate: Iri) -> str:
        """What a property is called at the head of its values."""
        if has_page_text(key := f"property-{local_name(predicate)}"):
            return self.text(key)
        if is_own(predicate):
            return self.name(predicate)
        return tag("code", shortened(predicate, self.prefixes))

    def literal(self, literal: Literal) -> Html | str:
        """A literal as people read it; none of it if it is said in another of our languages."""
        if literal.language:
            other = literal.language != self.language
            if other and literal.language in LANGUAGES:
                return ""
            return tag("span", literal.lexical, lang=literal.language) if other else literal.lexical
        if literal.datatype == nst.BOOLEAN:
            return self.text("yes" if literal.lexical in {"true", "1"} else "no")
        if literal.datatype == nst.DATE:
            day = read_day(literal.lexical)
            return written_date(day, self.language) if day else literal.lexical
        return literal.lexical


def site_of(labels: Labels, atlas: Atlas, prefixes: Prefixes) -> Site:
    """A site that has looked up every name once."""
    names: dict[Term, str] = {term: _named(labels, term) for term in atlas.addresses}
    places = {term: _place(labels, term) for term in atlas.addresses}
    return Site(labels, atlas, prefixes, names, places)


def _named(labels: Labels, term: Term) -> str:
    """The title if there is one, else the label or the id."""
    return labels.text(term, nst.TITLE) or labels.label(term)


def _place(labels: Labels, term: Iri) -> Place:
    """A number if there is one, then the name; the IRI tells those of one name apart."""
    found = (value(labels.graph, term, predicate) for predicate in NUMBERS)
    number = next((each.lexical for each in found if isinstance(each, Literal)), "")
    return number, alphabetical(_named(labels, term)), term.value
