"""Tables in which every row is a term."""

from collections.abc import Mapping, Sequence

from kg.markup import Html, tag


def as_table(caption: str, headings: Sequence[str], rows: Mapping[str, Sequence[str]]) -> Html:
    """A table with a caption; the first cell of a row is its heading, its key the row's anchor.

    It stands in a box that can be scrolled, by keyboard too, where the window is narrow.
    """
    top = tag("tr", *(tag("th", each, scope="col") for each in headings))
    body = [
        tag("tr", tag("th", first, scope="row"), *(tag("td", each) for each in rest), id=key)
        for key, (first, *rest) in rows.items()
    ]
    table = tag("table", tag("caption", caption), tag("thead", top), tag("tbody", *body))
    said = {"role": "region", "aria-label": caption, "tabindex": "0"}
    return tag("div", table, class_="scroll", **said)
