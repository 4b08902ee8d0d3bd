"""Pictures as the renderer makes them, and what is said when it does not."""

import stat
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from diagram.diagrams import HOSTILE, every_meaning, saying

from kg.diagram.model import Diagram, Layout
from kg.diagram.render import Renderer, find_renderer
from kg.errors import Fault, Faults

SVG = "{http://www.w3.org/2000/svg}"
PNG = b"\x89PNG\r\n\x1a\n"
FakeRenderer = Callable[[str], Renderer]


@pytest.fixture
def fake(tmp_path: Path) -> FakeRenderer:
    """A renderer that runs a line of Python; it may take a tenth of a second."""

    def make(line: str, seconds: float = 10) -> Renderer:
        program = tmp_path / "fake-dot"
        program.write_text(f"#!{sys.executable}\nimport sys, time\n{line}\n", encoding="utf-8")
        program.chmod(program.stat().st_mode | stat.S_IXUSR)
        return Renderer(str(program), seconds)

    return make


def parsed(svg: bytes) -> ET.Element:
    """The root of an SVG."""
    return ET.fromstring(svg)


def drawn(diagram: Diagram) -> ET.Element:
    """The parsed SVG of a diagram."""
    return parsed(find_renderer().svg(diagram))


def fault_of(draw: Callable[[Diagram], bytes]) -> Fault:
    """The one fault of drawing something."""
    with pytest.raises(Faults) as refusal:
        draw(every_meaning())
    (fault,) = refusal.value.each()
    return fault


def texts(element: ET.Element) -> str:
    """The words an element shows."""
    return " ".join("".join(text.itertext()) for text in element.iter(f"{SVG}text"))


def test_an_svg_shows_every_node_line_and_meaning(golden: Callable[[str, str], None]) -> None:
    """The structure holds whatever the renderer's version: groups, their titles and their texts."""
    root = drawn(every_meaning())

    groups = [each for each in root.iter(f"{SVG}g") if each.get("class") in {"node", "edge"}]
    lines = [
        f"{group.get('class')} {group.get('id')} | {group.findtext(f'{SVG}title')} | {texts(group)}"
        for group in groups
    ]
    golden("diagram/every-meaning.svg.txt", "\n".join([*sorted(lines), texts(root), ""]))


def test_an_svg_tells_what_it_shows() -> None:
    """It is an image with title, description and language, title and description first."""
    root = drawn(every_meaning())

    assert root.get("role") == "img"
    assert root.get("{http://www.w3.org/XML/1998/namespace}lang") == "en"
    assert [child.tag for child in root][:2] == [f"{SVG}title", f"{SVG}desc"]
    assert [child.text for child in root][:2] == ["Title", "Description."]


@pytest.mark.parametrize("layout", Layout)
@pytest.mark.parametrize("words", HOSTILE.values(), ids=list(HOSTILE))
def test_an_svg_is_harmless_whatever_it_says(words: str, layout: Layout) -> None:
    """It parses, has no script, link, image or style, and points to nothing outside itself."""
    svg = find_renderer().svg(replace(saying(words), layout=layout)).decode()
    root = parsed(svg.encode())

    shapes = {"svg", "g", "title", "desc", "text", "path", "polygon", "polyline", "ellipse"}
    assert {element.tag.removeprefix(SVG) for element in root.iter()} <= shapes
    names = {name for element in root.iter() for name in element.attrib}
    assert not [name for name in names if "href" in name or name.startswith("on")]
    assert "<!" not in svg


@pytest.mark.parametrize("words", HOSTILE.values(), ids=list(HOSTILE))
def test_a_png_comes_out_whatever_it_says(words: str) -> None:
    """Nothing that can be written in a label keeps the renderer from drawing."""
    assert find_renderer().png(saying(words)).startswith(PNG)


def test_the_same_diagram_gives_the_same_bytes() -> None:
    """Nothing in a picture depends on time, order or the machine's memory."""
    renderer = find_renderer()

    assert renderer.svg(every_meaning()) == renderer.svg(every_meaning())
    assert renderer.png(every_meaning()) == renderer.png(every_meaning())


def test_the_page_is_white() -> None:
    """A picture can be read on a dark page, too."""
    background = next(drawn(every_meaning()).iter(f"{SVG}polygon"))

    assert background.get("fill") == "#ffffff"


def test_a_chosen_renderer_goes_before_all_others() -> None:
    """Whoever names a program gets that one."""
    assert find_renderer("/opt/dot").program == "/opt/dot"


def test_no_renderer_anywhere_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    """The fault names the way out."""
    monkeypatch.setattr("kg.diagram.render.which", lambda *_, **__: None)

    with pytest.raises(Faults) as refusal:
        find_renderer()

    assert [fault.key for fault in refusal.value.each()] == ["renderer-missing"]


def test_the_systems_dot_is_the_last_resort(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without the bundled program, Graphviz itself will do."""
    found = {"dot": "/usr/bin/dot"}
    monkeypatch.setattr("kg.diagram.render.which", lambda name, **_: found.get(name))

    assert find_renderer().program == "/usr/bin/dot"


def test_a_renderer_that_is_not_there_is_named() -> None:
    """A wrong setting gives a fault, not a traceback."""
    fault = fault_of(Renderer("/no/such/dot").svg)

    assert (fault.key, fault.values["program"]) == ("renderer-absent", "/no/such/dot")


def test_a_renderer_that_fails_is_quoted(fake: FakeRenderer) -> None:
    """Its exit status and its words are handed on, in one line."""
    fault = fault_of(fake("sys.exit('lost\\nedge')").svg)

    assert (fault.key, fault.values["status"], fault.values["detail"]) == (
        "renderer-failed",
        "1",
        "lost edge",
    )


def test_a_renderer_that_says_nothing_has_failed(fake: FakeRenderer) -> None:
    """No output is no picture, whatever the exit status."""
    assert fault_of(fake("pass").png).key == "renderer-failed"


def test_a_renderer_that_gives_something_else_has_failed(fake: FakeRenderer) -> None:
    """What is no SVG is not handed on as one."""
    assert fault_of(fake("print('<text ' * 100)").svg).key == "renderer-failed"
    assert (
        fault_of(fake("print('<html>' + '<text />' * 100 + '</html>')").svg).key
        == "renderer-failed"
    )


def test_a_renderer_that_drops_the_words_is_found_out(fake: FakeRenderer) -> None:
    """Some programs draw the boxes, leave out the labels and call it success."""
    assert fault_of(fake("print('<svg></svg>')").svg).key == "renderer-incomplete"


def test_a_renderer_that_is_too_slow_is_stopped(fake: Callable[[str, float], Renderer]) -> None:
    """It gets the time it was given and no more."""
    fault = fault_of(fake("time.sleep(60)", 0.1).svg)

    assert (fault.key, fault.values["seconds"]) == ("renderer-slow", "0.1")
