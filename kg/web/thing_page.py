"""The page of a thing: what is said of it, where else it is mentioned, what of it is inferred."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from urllib.parse import quote, urlencode

from kg.load.prefixes import Prefixes, shortened
from kg.markup import Html, tag
from kg.messages import text
from kg.terms import Iri, Term, Triple
from kg.vocabulary import ID
from kg.web.answers import MOST_SHOWN, cut_note, downloads, files, shown, table
from kg.web.forms import GRAPHS
from kg.web.frame import link, page

__all__ = ["Said", "thing_page"]


@dataclass(frozen=True, slots=True)
class Said:
    """What is known of a thing.

    Args:
        thing: the thing.
        facts: all it stands in.
        inferred: those of them that a rule inferred.
        names: what the things and properties in them are called.
        read: the page of the documents on which it stands, if there is one.
        cut: after how many facts there were too many.
    """

    thing: Iri
    facts: tuple[Triple, ...]
    inferred: frozenset[Triple]
    names: Mapping[Term, str]
    read: str
    cut: int

    @property
    def name(self) -> str:
        """What it is called in our addresses."""
        return self.thing.value.removeprefix(ID)

    @property
    def path(self) -> str:
        """Where it stands."""
        return f"/id/{quote(self.name)}"

    @property
    def title(self) -> str:
        """What people call it."""
        return self.names.get(self.thing) or self.name


def thing_page(said: Said, prefixes: Prefixes, language: str) -> str:
    """The whole page."""
    title = text("web-said-of", language, name=said.title)
    return page(title, _pieces(said, prefixes, language), language, f"{said.path}.html")


def _pieces(said: Said, prefixes: Prefixes, language: str) -> Iterator[Html]:
    yield tag("p", tag("code", said.thing.value))
    if said.read:
        words = text("web-read-in-context", language)
        yield tag("p", tag("a", words, href=f"/ontology/{language}/{said.read}"))
    yield from cut_note(said.cut, language)
    own = [each for each in said.facts if each.subject == said.thing]
    others = [each for each in said.facts if each.subject != said.thing]
    writer = _Writer(said, prefixes, language)
    title = text("web-said-of", language, name=said.title)
    yield from writer.table("said", title, ("web-property", "web-worth"), own)
    named = text("web-named", language)
    yield from writer.table("named", named, ("web-thing", "web-property"), others)
    yield downloads("web-said-save", files(said.path, GRAPHS, {}), language)


@dataclass(frozen=True, slots=True)
class _Writer:
    """Writes facts as rows."""

    said: Said
    prefixes: Prefixes
    language: str

    def table(
        self, name: str, caption: str, heads: tuple[str, str], facts: list[Triple]
    ) -> Iterator[Html]:
        """Facts as a table, if there are any; with a way to the proofs of what is inferred."""
        if not facts:
            return
        keys = (*heads, "web-inferred") if self.said.inferred.intersection(facts) else heads
        named = [text(key, self.language) for key in keys]
        rows = (self._row(fact, len(keys)) for fact in facts[:MOST_SHOWN])
        yield table(name, caption, named, rows)

    def _row(self, fact: Triple, columns: int) -> list[Html]:
        own = fact.subject == self.said.thing
        parts = (fact.predicate, fact.object) if own else (fact.subject, fact.predicate)
        cells = [self._cell(each) for each in parts]
        return [*cells, self._why(fact)] if columns > len(cells) else cells

    def _cell(self, term: Term) -> Html:
        """A property by its name and as queries have it, a thing by its name, a text as it is."""
        name = self.said.names.get(term, "")
        if name and isinstance(term, Iri) and not term.value.startswith(ID):
            code = tag("code", shortened(term, self.prefixes))
            return tag("td", name, " ", code)
        return shown(term, self.prefixes, self.language, name)

    def _why(self, fact: Triple) -> Html:
        if fact not in self.said.inferred:
            return tag("td")
        address = f"/why?{urlencode(dict(zip('spo', map(_written, fact), strict=True)))}"
        return tag("td", link(text("web-why", self.language), address, self.language))


def _written(term: Term) -> str:
    """A part of a fact as ``/why`` understands it."""
    return term.value if isinstance(term, Iri) else str(term)
