"""The pages made from the graph, as a browser and a reader meet them."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path
from xml.etree import ElementTree

import pytest

import kg
from kg import vocabulary as nst
from kg.alphabet import alphabetical
from kg.diagram.render import find_renderer
from kg.graph import Network, graph_of, objects, subjects, triples
from kg.labels import Labels
from kg.load import Knowledge
from kg.markup import VOID
from kg.messages import LANGUAGES, of_the_pages, text
from kg.pages import pages
from kg.pages.atlas import atlas_of, own_terms
from kg.recommend.request import model_of
from kg.terms import Iri, Literal, Term, Triple, local_name

pytestmark = pytest.mark.thorough

ROOT = Path(__file__).parents[1]
SVG = b"<svg/>"
SMALL_LANGUAGES = {"se", "sma", "smj", "fkv"}


@dataclass
class Read:
    """What a page holds: its elements with attributes, anchors, links and words."""

    tags: list[tuple[str, dict[str, str]]] = field(default_factory=list)
    words: list[tuple[str, str]] = field(default_factory=list)

    def all(self, attribute: str) -> list[str]:
        """The values of an attribute."""
        return [attributes[attribute] for _, attributes in self.tags if attribute in attributes]

    @cached_property
    def anchors(self) -> Counter[str]:
        """How often each anchor stands there."""
        return Counter(self.all("id"))

    @cached_property
    def text(self) -> str:
        """What a reader sees, on one line."""
        return " ".join("".join(word for word, _ in self.words).split())


class Strict(HTMLParser):
    """Reads a page and takes no element that is not closed where it should be."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.read = Read()
        self.open: list[tuple[str, str]] = [("", "")]
        self.feed(page)
        self.close()
        assert self.open == [("", "")]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Keeps an element, and the language it is in."""
        attributes = {name: value or "" for name, value in attrs}
        assert len(attributes) == len(attrs)
        self.read.tags.append((tag, attributes))
        if tag not in VOID:
            self.open.append((tag, attributes.get("lang", self.open[-1][1])))

    def handle_endtag(self, tag: str) -> None:
        """Closes the element that was opened last."""
        assert self.open.pop()[0] == tag

    def handle_data(self, data: str) -> None:
        """Keeps words with their language."""
        self.read.words.append((data, self.open[-1][1]))


@pytest.fixture(scope="module")
def graph(knowledge: Knowledge) -> Network:
    """The project's own knowledge."""
    return knowledge.graph


@pytest.fixture(scope="module")
def site(graph: Network) -> dict[str, str]:
    """All pages of it."""
    return pages(graph, model_of(graph, None), find_renderer().svg)


@pytest.fixture(scope="module")
def read(site: dict[str, str]) -> dict[str, Read]:
    """All pages, read."""
    return {path: Strict(page).read for path, page in site.items() if path.endswith(".html")}


def _in(read: dict[str, Read], language: str) -> Iterator[tuple[str, Read]]:
    return ((path, page) for path, page in read.items() if path.startswith(f"{language}/"))


def _texts(graph: Network, predicate: Iri, language: str) -> set[str]:
    return {
        " ".join(each.object.lexical.split())
        for each in triples(graph)
        if each.predicate == predicate
        and isinstance(each.object, Literal)
        and each.object.language == language
    }


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_term_has_an_anchor_and_shows_its_address(
    graph: Network, read: dict[str, Read], language: str
) -> None:
    """Each IRI of ours stands on one page, by its local name; the address can be read there."""
    where = atlas_of(graph).addresses
    unread = []
    for term in own_terms(graph):
        file, _, anchor = where[term].partition("#")
        page = read[f"{language}/{file}"]
        shown = (term.value, f"id:{anchor}", f"{nst.ID}number-0301, ")
        stands = anchor == local_name(term) and page.anchors[anchor] == 1
        if not (stands and any(each in page.text for each in shown)):
            unread.append(term)

    assert len(where) > 1800
    assert unread == []


def test_the_addresses_are_the_same_in_every_language(site: dict[str, str]) -> None:
    """So the link to another language keeps the place."""
    files = [{path[3:] for path in site if path.startswith(f"{each}/")} for each in LANGUAGES]

    assert files[0] == files[1] == files[2]
    assert len(files[0]) < 52


def test_no_link_is_dead(site: dict[str, str], read: dict[str, Read]) -> None:
    """Every link within the pages leads to a file and an anchor that are there."""
    dead = []
    for path, page in read.items():
        for link in [*page.all("href"), *page.all("src")]:
            if link.startswith(("http://", "https://")):
                continue
            file, _, anchor = link.partition("#")
            target = _joined(path, file)
            if target not in site or (anchor and anchor not in read[target].anchors):
                dead.append((path, link))

    assert dead == []


def _joined(path: str, file: str) -> str:
    folder = path.rpartition("/")[0]
    while file.startswith("../"):
        file, folder = file[3:], folder.rpartition("/")[0]
    return (f"{folder}/{file}" if folder else file) if file else path


def test_what_leads_outside_is_named_in_the_graph(graph: Network, read: dict[str, Read]) -> None:
    """An outside link is an IRI of the graph; nothing is fetched from outside."""
    known = {term.value for each in triples(graph) for term in each if isinstance(term, Iri)}
    outside = {
        link for page in read.values() for link in page.all("href") if re.match(r"\w+:", link)
    }

    assert outside <= known
    assert all(link.startswith(("http://", "https://")) for link in outside)
    assert {link for page in read.values() for link in page.all("src")} == {"dependencies.svg"}


def test_no_page_can_run_anything(read: dict[str, Read]) -> None:
    """No script, form, frame, style of its own, or handler."""
    tags = {tag for page in read.values() for tag, _ in page.tags}
    attributes = {name for page in read.values() for _, each in page.tags for name in each}

    assert tags & {"script", "style", "form", "iframe", "object", "embed", "base"} == set()
    assert attributes <= {
        "alt", "aria-current", "aria-label", "charset", "class", "content", "href", "hreflang",
        "id", "lang", "name", "rel", "role", "scope", "src", "tabindex",
    }  # fmt: skip


def test_the_markup_says_what_is_what(read: dict[str, Read]) -> None:
    """One heading of the first level, no level skipped, a main part, anchors of their own."""
    for path, page in read.items():
        tags = [tag for tag, _ in page.tags]
        levels = [int(tag[1]) for tag in tags if re.fullmatch("h[1-6]", tag)]

        assert [tags.count(each) for each in ("h1", "main", "title")] == [1, 1, 1], path
        assert all(low - high <= 1 for high, low in pairwise(levels)), path
        assert len(page.all("id")) == len(set(page.all("id"))), path
        assert tags.count("table") == tags.count("caption"), path
        assert all("alt" in each for tag, each in page.tags if tag == "img"), path


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_section_has_a_page_with_all_that_stands_there(
    graph: Network, read: dict[str, Read], language: str
) -> None:
    """What derives from a section is on its page: a link, its definition, basis and strength."""
    labels, where = Labels(graph, language), atlas_of(graph).addresses
    sections = subjects(graph, nst.TYPE, nst.SECTION)
    for section in sections:
        file = where[section].partition("#")[0]
        page = read[f"{language}/{file}"]
        links = [link if "#" in link[1:] else file + link for link in page.all("href")]
        found = [term for term in subjects(graph, nst.DERIVED_FROM, section) if term in where]
        assert found or text("section-empty", language) in page.text
        for term in found:
            held = [each for key in (nst.BASIS, nst.STRENGTH) for each in objects(graph, term, key)]
            assert where[term] in links
            assert " ".join(labels.definition(term).split()) in page.text
            assert all(labels.label(each) in page.text for each in held)

    assert len(sections) >= 20


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_of_a_criterion_has_all_that_points_to_it(
    graph: Network, read: dict[str, Read], language: str
) -> None:
    """Aspects, claims both ways, indicators with their question, barriers, actions, examples."""
    labels, where = Labels(graph, language), atlas_of(graph).addresses
    for criterion in subjects(graph, nst.TYPE, nst.CRITERION_CLASS):
        page = read[f"{language}/{where[criterion].partition('#')[0]}"]
        for source, _, key in graph.in_edges(criterion, keys=True):
            if isinstance(source, Iri):
                assert where[source] in page.all("href"), key
        for sign in subjects(graph, Iri(f"{nst.NST}indicates"), criterion):
            assert labels.text(sign, nst.ASKS) in page.text


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_criteria_are_not_ranked(graph: Network, read: dict[str, Read], language: str) -> None:
    """They stand by the alphabet, which is said; the proposed one stands apart."""
    labels, where = Labels(graph, language), atlas_of(graph).addresses
    proposed = subjects(graph, nst.TYPE, nst.PROPOSED_CRITERION)
    others = {*subjects(graph, nst.TYPE, nst.CRITERION_CLASS)} - {*proposed}
    named = sorted(others, key=lambda each: alphabetical(labels.label(each)))
    page = read[f"{language}/index.html"]

    links = [link for link in page.all("href") if link.startswith("criterion-")]
    assert links == [where[each] for each in [*named, *proposed]]
    assert text("start-no-order", language) in page.text


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_page_says_whose_view_it_gives(read: dict[str, Read], language: str) -> None:
    """That of the offices, when the report was made."""
    for path, page in _in(read, language):
        assert text("pages-whose-view", language) in page.text, path


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_page_holds_a_text_of_another_language(
    graph: Network, read: dict[str, Read], language: str
) -> None:
    """No definition, question, label or words around them that this language does not have."""
    said = {each: {_bare(words[each]) for words in of_the_pages().values()} for each in LANGUAGES}
    for predicate in (nst.DEFINITION, nst.ASKS, nst.PREF_LABEL, nst.SKOS_NOTE):
        for each in LANGUAGES:
            said[each] |= set(map(_bare, _texts(graph, predicate, each)))
    others = set.union(*said.values()) - said[language]
    strange = {each for each in others if " " in each}
    for path, page in _in(read, language):
        shown = {_bare(word) for word, spoken in page.words if spoken == language}
        assert shown & strange == set(), path

    assert len(strange) > 1000
    assert len(shown & said[language]) > 50


def _bare(words: str) -> str:
    return " ".join(words.split()).strip(" .:").casefold()


@pytest.mark.parametrize("language", LANGUAGES)
def test_names_say_which_language_they_are_in(
    graph: Network, read: dict[str, Read], language: str
) -> None:
    """Sámi and Kven names, and on other pages than those in bokmål the titles of the report."""
    names = {
        (each.object.lexical, each.object.language)
        for each in triples(graph)
        if each.predicate == nst.ALT_LABEL
        and isinstance(each.object, Literal)
        and each.object.language in SMALL_LANGUAGES
    }
    page = read[f"{language}/municipalities.html"]
    titles = {Labels(graph, "nb").label(each) for each in subjects(graph, nst.TYPE, nst.SECTION)}
    start = {spoken for word, spoken in read[f"{language}/index.html"].words if word in titles}

    assert {spoken for _, spoken in names} == SMALL_LANGUAGES
    assert names <= set(page.words)
    assert {spoken for word, spoken in page.words if word in dict(names)} <= SMALL_LANGUAGES | {
        language
    }
    assert "nb" in start


@pytest.fixture(scope="module")
def strange(graph: Network) -> dict[str, str]:
    """The pages of a graph with hostile words and a class nobody has foreseen."""
    evil = '"><script>alert(1)</script>'
    said: list[tuple[Iri, Term]] = [
        *((nst.PREF_LABEL, Literal(evil, nst.LANG_STRING, each)) for each in LANGUAGES),
        *((nst.DEFINITION, Literal(evil, nst.LANG_STRING, each)) for each in LANGUAGES),
        (nst.SKOS_NOTE, Literal(evil)),
        (Iri("http://www.w3.org/2000/01/rdf-schema#seeAlso"), Iri("javascript:alert(1)")),
        (nst.TYPE, nst.BARRIER),
        (nst.DERIVED_FROM, subjects(graph, nst.TYPE, nst.SECTION)[0]),
        (Iri(f"{nst.NST}hinders"), subjects(graph, nst.TYPE, nst.CRITERION_CLASS)[0]),
    ]
    added = [Triple(nst.individual("evil"), *each) for each in said]
    added.append(Triple(nst.individual("quite-new"), nst.TYPE, Iri(f"{nst.NST}Novelty")))
    more = graph_of(((each, None) for each in added), onto=graph)
    return pages(more, model_of(graph, None), lambda _: SVG)


def test_hostile_words_stay_words(strange: dict[str, str]) -> None:
    """Neither a label, a definition, a note nor an IRI can become markup or a way to run code."""
    written = "".join(strange.values())

    assert "<script" not in written
    assert written.count("&lt;script&gt;") >= 12
    assert not re.search(r'(?:href|src)="javascript', written)
    for path, page in strange.items():
        if path.endswith(".html"):
            Strict(page)


def test_a_term_of_a_new_class_has_a_place(strange: dict[str, str]) -> None:
    """Nobody has to write a line of code for it."""
    page = strange["en/dataset.html"]

    assert '<h2 id="Novelty">' in page
    assert '<article id="quite-new">' in page


def test_words_for_terms_name_terms_there_are(graph: Network) -> None:
    """A class, property or inverse that has words of its own is used in the graph."""
    names = {local_name(term) for each in triples(graph) for term in each if isinstance(term, Iri)}
    ours = ("class-", "property-", "inverse-")
    named = {key.split("-", 1)[1] for key in of_the_pages() if key.startswith(ours)}

    assert named - names == {"none"}


@pytest.mark.parametrize("room", ["pages", "web"])
def test_the_colours_can_be_told_apart(room: str) -> None:
    """Light, dark and on paper: text 4.5 to 1, edges of fields 3 to 1 (WCAG 2.2, 1.4.3, 1.4.11)."""
    style = (Path(kg.__file__).parent / room / "style.css").read_text(encoding="utf-8")
    schemes = [
        dict(re.findall(r"--([\w-]+): (#\w{6});", block))
        for block in re.findall(r":root {([^}]*)}", style)
    ]
    inks, grounds = ("ink", "quiet", "link", "visited", "wrong"), ("ground", "panel", "mark")
    pairs = [(ink, ground, 4.5) for ink in inks for ground in grounds]
    pairs += [("on-accent", "accent", 4.5), ("edge", "ground", 3), ("accent", "ground", 3)]
    found = [
        (number, ink, ground)
        for number, colours in enumerate(schemes)
        for ink, ground, least in pairs
        if {ink, ground} <= {*colours} and _contrast(colours[ink], colours[ground]) < least
    ]

    assert len(schemes) == 3
    assert {len(colours) > 6 for colours in schemes[:2]} == {True}
    assert {*schemes[0]} == {*schemes[1]}
    assert not re.search(r"color: #|background: #(?!ffffff)", style)
    assert found == []


def _contrast(one: str, other: str) -> float:
    low, high = sorted(map(_light, (one, other)))
    return (high + 0.05) / (low + 0.05)


def _light(colour: str) -> float:
    digits = colour[1:] if len(colour) == 7 else "".join(2 * each for each in colour[1:])
    parts = [int(digits[at : at + 2], 16) / 255 for at in (0, 2, 4)]
    red, green, blue = (
        each / 12.92 if each <= 0.04045 else ((each + 0.055) / 1.055) ** 2.4 for each in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def test_the_pages_that_are_kept_are_those_of_the_graph(site: dict[str, str]) -> None:
    """CONTRIBUTING.md says how they are made anew."""
    folder = ROOT / "docs" / "ontology"
    kept = {
        path.relative_to(folder).as_posix(): path.read_text(encoding="utf-8")
        for path in folder.rglob("*.*")
    }

    assert set(kept) == set(site)
    assert [
        path for path, page in site.items() if _seen(path, page) != _seen(path, kept[path])
    ] == []


def _seen(path: str, content: str) -> object:
    """A page as it is; of a picture its elements and texts, as its curves differ by a hair."""
    if not path.endswith(".svg"):
        return content
    return [
        (each.tag, (each.text or "").strip()) for each in ElementTree.fromstring(content).iter()
    ]
