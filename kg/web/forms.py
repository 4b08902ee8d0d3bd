"""The forms of an answer, and which of them a request wants (RFC 9110, section 12.5.1)."""

from collections.abc import Iterable, Mapping, Sequence

Media = Mapping[str, Sequence[str]]

# The first of each is what is sent; the others are names for it that are in use.
ROWS: Media = {
    "json": ("application/sparql-results+json", "application/json"),
    "xml": ("application/sparql-results+xml", "application/xml", "text/xml"),
    "csv": ("text/csv",),
    "tsv": ("text/tab-separated-values",),
}
GRAPHS: Media = {
    "ttl": ("text/turtle", "application/x-turtle", "application/turtle"),
    "nt": ("application/n-triples", "text/plain"),
    "jsonld": ("application/ld+json", "application/json"),
    "rdf": ("application/rdf+xml", "application/xml"),
}
PAGE: Media = {"html": ("text/html", "application/xhtml+xml")}
PICTURE: Media = {"svg": ("image/svg+xml",)}
TABLES: Media = {
    "xlsx": ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",),
    "parquet": ("application/vnd.apache.parquet",),
}
PROOF_JSON: Media = {"json": ("application/json",)}

FILES = {"json": "json", "jsonld": "jsonld", "rdf": "rdf"}


def media_type(form: str, among: Media) -> str:
    """What a form is sent as."""
    name = among[form][0]
    return f"{name}; charset=utf-8" if name.startswith("text/") else name


def chosen(accepted: str, offered: Media) -> str:
    """The form that a request wants most, the first of several; empty if it wants none.

    Args:
        accepted: the Accept header, or several joined by commas.
        offered: the forms there are, the preferred one first.

    >>> chosen("text/html, application/xml;q=0.9, */*;q=0.8", {**ROWS, **PAGE})
    'html'
    >>> chosen("text/csv;q=0.5, */*;q=0.1", ROWS), chosen("", ROWS), chosen("image/png", ROWS)
    ('csv', 'json', '')
    """
    ranges = list(_ranges(accepted or "*/*"))
    best, most = "", 0.0
    for form, names in offered.items():
        # A lesser name for a form is wanted a little less, or JSON would be two forms at once.
        for place, name in enumerate(names):
            wanted = _quality(name, ranges) - place * 1e-6
            if wanted > most:
                best, most = form, wanted
    return best


def _quality(name: str, ranges: Iterable[tuple[str, float]]) -> float:
    """How much a media type is wanted: what the most specific range says."""
    found = dict(ranges)
    family = name.partition("/")[0]
    return next((found[each] for each in (name, f"{family}/*", "*/*") if each in found), 0.0)


def _ranges(accepted: str) -> Iterable[tuple[str, float]]:
    for entry in accepted.split(","):
        name, *parameters = (part.strip().casefold() for part in entry.split(";"))
        qualities = [part.removeprefix("q=") for part in parameters if part.startswith("q=")]
        try:
            yield name, float(qualities[0]) if qualities else 1.0
        except ValueError:
            yield name, 0.0
