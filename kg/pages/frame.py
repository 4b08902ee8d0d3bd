"""The frame that every page stands in."""

from dataclasses import dataclass

from kg.markup import Html, joined, tag
from kg.messages import LANGUAGES, text
from kg.pages.atlas import START

NAMES = {"nb": "bokmål", "nn": "nynorsk", "en": "English"}
STYLE = "style.css"


@dataclass(frozen=True, slots=True)
class Page:
    """A page: its file, its title, what stands on it; the way before it, if it has neighbours."""

    file: str
    title: str
    heading: Html
    body: Html


def framed(page: Page, language: str) -> str:
    """A page as a file of its language's folder."""
    whole = tag(
        "html",
        _head(page.title, f"../{STYLE}"),
        tag("body", _ways(page, language), tag("main", page.heading, page.body), _foot(language)),
        lang=language,
    )
    return f"<!doctype html>\n{whole}\n".replace(f'href="{page.file}#', 'href="#')


def _head(title: str, style: str) -> Html:
    return tag(
        "head",
        tag("meta", charset="utf-8"),
        tag("meta", name="viewport", content="width=device-width, initial-scale=1"),
        tag("title", f"{title} – nestesteg"),
        tag("link", rel="stylesheet", href=style),
    )


def _ways(page: Page, language: str) -> Html:
    """To the start, and to the same page in the other languages."""
    here = page.file == START
    start = "nestesteg" if here else tag("a", text("to-the-start", language), href=START)
    tongues = [
        tag("a", NAMES[each], href=f"../{each}/{page.file}", hreflang=each, lang=each)
        if each != language
        else tag("span", NAMES[each], lang=each, **{"aria-current": "true"})
        for each in LANGUAGES
    ]
    spaced = [piece for each in tongues for piece in (each, " ")]
    names = {"aria-label": text("web-language", language)}
    return tag("header", tag("p", start), tag("nav", *spaced, **names))


def _foot(language: str) -> Html:
    return tag("footer", tag("p", text("pages-whose-view", language)))


def door() -> str:
    """The page above the languages: a choice between them."""
    links = [
        tag("li", tag("a", NAMES[each], href=f"{each}/{START}", hreflang=each, lang=each))
        for each in LANGUAGES
    ]
    titles = [tag("p", text("pages-title", each), lang=each) for each in LANGUAGES]
    main = tag("main", tag("h1", "nestesteg"), joined(*titles), tag("ul", *links))
    whole = tag(
        "html",
        _head(text("pages-title", LANGUAGES[0]), STYLE),
        tag("body", main),
        lang=LANGUAGES[0],
    )
    return f"<!doctype html>\n{whole}\n"
