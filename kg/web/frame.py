"""The frame that every page of the service stands in; it works without scripts."""

from collections.abc import Iterable
from urllib.parse import urlencode

from kg.markup import Html, tag
from kg.messages import LANGUAGES, text

NAMES = {"nb": "bokmål", "nn": "nynorsk", "en": "English"}
CONTENT = "content"


def page(title: str, body: Iterable[Html], language: str, path: str) -> str:
    """A whole page around some content; the path is where it stands, for the links to languages."""
    head = tag(
        "head",
        tag("meta", charset="utf-8"),
        tag("meta", name="viewport", content="width=device-width, initial-scale=1"),
        tag("title", f"{title} – nestesteg"),
        tag("link", rel="stylesheet", href="/style.css"),
    )
    main = tag("main", tag("h1", title), *body, id=CONTENT)
    skip = tag("a", text("web-skip", language), href=f"#{CONTENT}", class_="skip")
    inside = tag("body", skip, _top(language, path), main, _foot(language))
    return f"<!doctype html>\n{tag('html', head, inside, lang=language)}\n"


def link(label: str, path: str, language: str, **attributes: str) -> Html:
    """A link to another page in the same language."""
    return tag("a", label, href=in_language(path, language), **attributes)


def in_language(path: str, language: str) -> str:
    """An address with the language it is to be shown in.

    >>> in_language("/queries?a=b#c", "nn")
    '/queries?a=b&lang=nn#c'
    """
    address, mark, place = path.partition("#")
    joint = "&" if "?" in address else "?"
    return f"{address}{joint}{urlencode({'lang': language})}{mark}{place}"


def _top(language: str, path: str) -> Html:
    name = tag("p", link("nestesteg", "/", language), class_="name")
    return tag("header", name, _ways(language, path), _languages(language, path))


def _ways(language: str, path: str) -> Html:
    """To the main pages; the one that is shown is marked."""
    places = {
        "/queries": text("web-title", language),
        "/sparql": text("web-own", language),
        f"/ontology/{language}/index.html": text("web-documents", language),
    }
    links = [
        tag("li", link(label, there, language, **_here(path.partition("?")[0] == there)))
        for there, label in places.items()
    ]
    return tag("nav", tag("ul", *links), **{"aria-label": text("web-pages", language)})


def _here(is_here: bool) -> dict[str, str]:  # noqa: FBT001 - it is the question itself
    return {"aria-current": "page"} if is_here else {}


def _languages(language: str, path: str) -> Html:
    links = [
        tag("a", NAMES[each], href=in_language(path, each), hreflang=each, lang=each)
        if each != language
        else tag("span", NAMES[each], lang=each, **{"aria-current": "true"})
        for each in LANGUAGES
    ]
    items = [tag("li", each) for each in links]
    return tag("nav", tag("ul", *items), **{"aria-label": text("web-language", language)})


def _foot(language: str) -> Html:
    return tag("footer", tag("p", text("pages-whose-view", language)))
