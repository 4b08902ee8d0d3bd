"""An answer as a table that scrolls inside itself, and as files."""

from collections.abc import Iterable, Mapping
from urllib.parse import quote, urlencode

from kg.load.prefixes import Prefixes
from kg.markup import Html, tag
from kg.messages import text
from kg.pool import Part
from kg.pool.limits import MEGABYTE
from kg.query.write import in_words, table_of
from kg.store import Answer, Table
from kg.terms import XSD, Iri, Literal, Term
from kg.vocabulary import ID
from kg.web.frame import in_language

MOST_SHOWN = 1000  # rows on a page; files have them all
# What is asked for a page. It is made beside everything else that is asked, so it has to be small.
FOR_A_PAGE = Part(rows=MOST_SHOWN, columns=50, cells=20_000, answer_bytes=4 * MEGABYTE)
NUMBERS = frozenset(f"{XSD}{name}" for name in ("integer", "decimal", "double", "float"))
FILES = ("xlsx", "csv", "tsv", "json", "xml")  # what people want most comes first
CAPTION = "answer"
NAMES = {"xlsx": "Excel", "ttl": "Turtle", "nt": "N-Triples", "jsonld": "JSON-LD", "rdf": "RDF/XML"}

__all__ = [
    "FILES",
    "FOR_A_PAGE",
    "MOST_SHOWN",
    "answer_table",
    "cut_note",
    "downloads",
    "files",
    "picture",
    "raw_note",
    "shown",
    "table",
]


def cut_note(rows: int, language: str, columns: tuple[int, int] = (0, 0)) -> list[Html]:
    """That there is more, if there is.

    Args:
        rows: how many there are to be seen, if there are more.
        language: of the page.
        columns: how many are shown, and how many there are if that is more.
    """
    shown, there = columns
    told = [text("web-cut", language, rows=rows)] if rows else []
    told += [text("web-cut-columns", language, shown=shown, count=there)] if there else []
    return [tag("p", " ".join(told), role="status")] if told else []


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


def shown(term: Term | None, prefixes: Prefixes, language: str, name: str = "") -> Html:
    """A cell: a thing of ours as a link, by its name if that is known; a text in its language."""
    words = name or in_words(term, prefixes, language)
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


def raw_note(forms: Iterable[str], language: str) -> list[Html]:
    """That a spreadsheet may take a cell of CSV for a formula, where CSV is offered."""
    return [tag("p", text("web-csv-raw", language), class_="beside")] if "csv" in forms else []


def files(path: str, forms: Iterable[str], given: Mapping[str, str]) -> dict[str, str]:
    """The address of each form of an answer, by the name people know it by."""
    query = f"?{urlencode(given)}" if given else ""
    return {NAMES.get(form, form.upper()): f"{path}.{form}{query}" for form in forms}


def picture(address: str, told: str, language: str) -> Html:
    """A picture in its own size, which scrolls in a narrow window, and what it tells in words."""
    source = in_language(address, language)
    return tag("figure", tag("a", tag("img", src=source, alt=told), href=source), class_="scroll")
