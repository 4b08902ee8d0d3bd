"""An answer as a table that scrolls inside itself, and as files."""

from collections.abc import Iterable, Mapping
from urllib.parse import quote, urlencode

from kg.load.prefixes import Prefixes
from kg.markup import Html, tag
from kg.messages import text
from kg.query.write import in_words, table_of
from kg.store import Answer, Table
from kg.terms import XSD, Iri, Literal, Term
from kg.vocabulary import ID
from kg.web.frame import in_language

MOST_SHOWN = 1000  # rows on a page; files have them all
NUMBERS = frozenset(f"{XSD}{name}" for name in ("integer", "decimal", "double", "float"))
FILES = ("csv", "tsv", "json", "xml")  # what people want most comes first
CAPTION = "answer"
NAMES = {"ttl": "Turtle", "nt": "N-Triples", "jsonld": "JSON-LD", "rdf": "RDF/XML"}

__all__ = [
    "FILES",
    "MOST_SHOWN",
    "answer_table",
    "cut_note",
    "downloads",
    "files",
    "for_the_eye",
    "shown",
    "table",
]


def for_the_eye(answer: Answer, cut: int) -> tuple[Answer, int]:
    """As much of an answer as a page shows, and after how many rows it was cut, if it was."""
    if isinstance(answer, bool):
        return answer, cut
    found = answer if isinstance(answer, Table) else table_of(answer)
    if len(found.rows) <= MOST_SHOWN:
        return found, cut
    return Table(found.variables, found.rows[:MOST_SHOWN]), MOST_SHOWN


def cut_note(rows: int, language: str) -> list[Html]:
    """That there is more, if there is."""
    return [tag("p", text("web-cut", language, rows=rows), role="status")] if rows else []


def answer_table(answer: Answer, prefixes: Prefixes, language: str) -> Html:
    """An answer as a table with a caption and headings, or in a word."""
    if isinstance(answer, bool):
        return tag("p", text("yes" if answer else "no", language), class_="answer")
    found = answer if isinstance(answer, Table) else table_of(answer)
    if not found.rows:
        return tag("p", text("no-rows-found", language), class_="answer")
    rows = ((shown(term, prefixes, language) for term in row) for row in found.rows)
    caption = text("web-rows", language, rows=len(found.rows))
    return table(CAPTION, caption, found.variables, rows)


def table(name: str, caption: str, heads: Iterable[str], rows: Iterable[Iterable[Html]]) -> Html:
    """Cells in a box that can be scrolled, by keyboard too.

    Args:
        name: what the box is called in the page.
        caption: what stands above.
        heads: of the columns.
        rows: their cells.
    """
    top = tag("tr", *(tag("th", head, scope="col") for head in heads))
    lines = (tag("tr", *row) for row in rows)
    whole = tag("table", tag("caption", caption, id=name), tag("thead", top), tag("tbody", *lines))
    said = {"role": "region", "aria-labelledby": name, "tabindex": "0"}
    return tag("div", whole, class_="scroll", **said)


def shown(term: Term | None, prefixes: Prefixes, language: str) -> Html:
    """A cell: a thing of ours as a link, a text in the language it is in."""
    words = in_words(term, prefixes, language)
    match term:
        case Iri(value) if value.startswith(ID):
            path = f"/id/{quote(value.removeprefix(ID))}"
            return tag("td", tag("a", words, href=in_language(path, language)))
        case Literal(_, datatype) if datatype in NUMBERS:
            return tag("td", words, class_="number")
        case Literal(_, _, spoken) if spoken and spoken != language:
            return tag("td", words, lang=spoken)
    return tag("td", words)


def downloads(key: str, addresses: Mapping[str, str], language: str) -> Html:
    """Links to files, by their names, after a word."""
    links = (
        tag("a", name, href=in_language(address, language)) for name, address in addresses.items()
    )
    spaced = [piece for each in links for piece in (" ", each)]
    return tag("p", text(key, language), *spaced, class_="files")


def files(path: str, forms: Iterable[str], given: Mapping[str, str]) -> dict[str, str]:
    """The address of each form of an answer, by the name people know it by."""
    query = f"?{urlencode(given)}" if given else ""
    return {NAMES.get(form, form.upper()): f"{path}.{form}{query}" for form in forms}
