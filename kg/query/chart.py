"""A simple chart of an answer: bars, as text or as SVG.

The picture says in words what it shows, so that it can be read aloud, and each bar has its number
beside it, so that nothing hangs on length alone.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from xml.etree import ElementTree

from kg.errors import Fault, Faults, refuse
from kg.header import QueryHeader
from kg.messages import harmless
from kg.query.tables import value
from kg.query.write import plain
from kg.store import Answer, Table
from kg.terms import Term

CHARTS = ("text", "svg")
LONGEST_BAR = 40
ROW, BAR, WIDE, LETTER, MARGIN = 28, 18, 320, 7.5, 12
INK, FILL = "#1e2b3c", "#2f6690"


@dataclass(frozen=True, slots=True)
class Chart:
    """What is drawn: a title, and bars of a word and a number each."""

    title: str
    bars: tuple[tuple[str, float], ...]

    @property
    def most(self) -> float:
        """The greatest number, which the longest bar stands for."""
        return max([number for _, number in self.bars], default=0)

    def __str__(self) -> str:
        """Bars of blocks."""
        return as_text(self).rstrip("\n")

    def _repr_svg_(self) -> str:
        """What a notebook draws."""
        return as_svg(self)


def chart_of(answer: Answer, header: QueryHeader | None, language: str) -> Chart:
    """The chart that the header of a query declares, of what was found.

    Raises:
        Faults: it declares none, or one of columns that are not there.
    """
    if not (header and header.chart and isinstance(answer, Table)):
        raise Faults([Fault("chart-undeclared")])
    shown = [header.chart[axis] for axis in ("x", "y")]
    refuse(
        Fault("chart-column-unknown", name=each, allowed=answer.variables)
        for each in shown
        if each not in answer.variables
    )
    places = [answer.variables.index(each) for each in shown]
    cells = ([row[place] for place in places] for row in answer.rows)
    bars = tuple((harmless(plain(x, {})), _number(y)) for x, y in cells if x)
    return Chart(harmless(header.label[language]), bars)


def _number(term: Term | None) -> float:
    found = value(term)
    return found if isinstance(found, int | float) else 0


def written(chart: Chart, form: str) -> str:
    """A chart in one of the forms of `CHARTS`."""
    return as_svg(chart) if form == "svg" else as_text(chart)


def as_text(chart: Chart) -> str:
    """Bars of blocks, each with its word before and its number after it.

    >>> print(as_text(Chart("Bridges", (("old", 4), ("new", 2)))), end="")
    Bridges
    <BLANKLINE>
    old  ████████████████████████████████████████ 4
    new  ████████████████████ 2
    """
    width = max([len(word) for word, _ in chart.bars], default=0)
    lines = [
        f"{word:<{width}}  {'█' * round(LONGEST_BAR * number / (chart.most or 1))} {number:g}\n"
        for word, number in chart.bars
    ]
    return "".join([f"{chart.title}\n\n", *lines])


def as_svg(chart: Chart) -> str:
    """The same as a picture of its own size, without colours that mean anything."""
    left = MARGIN + LETTER * max([len(word) for word, _ in chart.bars], default=0)
    width = max(left + WIDE + 80, MARGIN + LETTER * len(chart.title))
    top = _canvas(width, ROW * (len(chart.bars) + 2))
    told = "; ".join(f"{word}: {number:g}" for word, number in chart.bars)
    ElementTree.SubElement(top, "title", {"id": "title"}).text = chart.title
    ElementTree.SubElement(top, "desc", {"id": "desc"}).text = told
    ElementTree.SubElement(top, "rect", {"width": "100%", "height": "100%", "fill": "white"})
    _text(top, MARGIN, ROW * 0.8, chart.title, {"font-weight": "bold"})
    _draw(top, chart, left)
    ElementTree.indent(top)
    return ElementTree.tostring(top, encoding="unicode") + "\n"


def _canvas(width: float, height: float) -> ElementTree.Element:
    """An empty picture that is read aloud by its title and its description."""
    attributes = {
        "xmlns": "http://www.w3.org/2000/svg",
        "viewBox": f"0 0 {width:g} {height:g}",
        "width": f"{width:g}",
        "height": f"{height:g}",
        "role": "img",
        "aria-labelledby": "title desc",
        "font-family": "sans-serif",
        "font-size": "14",
        "fill": INK,
    }
    return ElementTree.Element("svg", attributes)


def _draw(top: ElementTree.Element, chart: Chart, left: float) -> None:
    for row, (word, number) in enumerate(chart.bars, start=1):
        middle = ROW * (row + 0.8)
        length = WIDE * number / (chart.most or 1)
        _text(top, left, middle + 5, word, {"text-anchor": "end"})
        at = {"x": left + 8, "y": middle - BAR / 2, "width": length, "height": BAR}
        bar = {name: f"{value:g}" for name, value in at.items()}
        ElementTree.SubElement(top, "rect", {**bar, "fill": FILL})
        _text(top, left + length + 14, middle + 5, f"{number:g}", {})


def _text(top: ElementTree.Element, x: float, y: float, word: str, more: Mapping[str, str]) -> None:
    at = {"x": f"{x:g}", "y": f"{y:g}"}
    ElementTree.SubElement(top, "text", {**at, **more}).text = word
