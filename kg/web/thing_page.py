"""The page of a thing: what is said of it, where else it is mentioned, what of it is inferred."""

from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import quote, urlencode

from kg.load.prefixes import Prefixes
from kg.markup import Html, tag
from kg.messages import text
from kg.terms import Iri, Literal, Term, Triple
from kg.vocabulary import ID, PREF_LABEL
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
        read: the page of the documents on which it stands, if there is one.
        cut: after how many facts there were too many.
    """

    thing: Iri
    facts: tuple[Triple, ...]
    inferred: frozenset[Triple]
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

    def title(self, language: str) -> str:
        """What people call it."""
        labels = [
            each.object
            for each in self.facts
            if each.subject == self.thing and each.predicate == PREF_LABEL
        ]
        said = {each.language: each.lexical for each in labels if isinstance(each, Literal)}
        return said.get(language) or self.name


def thing_page(said: Said, prefixes: Prefixes, language: str) -> str:
    """The whole page."""
    title = text("web-said-of", language, name=said.title(language))
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
    title = text("web-said-of", language, name=said.title(language))
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
        cells = [shown(each, self.prefixes, self.language) for each in parts]
        return [*cells, self._why(fact)] if columns > len(cells) else cells

    def _why(self, fact: Triple) -> Html:
        if fact not in self.said.inferred:
            return tag("td")
        address = f"/why?{urlencode(dict(zip('spo', map(_written, fact), strict=True)))}"
        return tag("td", link(text("web-why", self.language), address, self.language))


def _written(term: Term) -> str:
    """A part of a fact as ``/why`` understands it."""
    return term.value if isinstance(term, Iri) else str(term)
