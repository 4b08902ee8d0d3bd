"""The renderer's SVG made fit to be shown: told in words, free of anything outside itself."""

from xml.dom import minidom

from kg.diagram.escape import plain
from kg.diagram.model import Diagram
from kg.diagram.statements import FONT

# Fonts whose letters are as wide as those the picture was laid out with, wherever it is shown.
FONTS = f"{FONT}, Helvetica, 'Liberation Sans', Arimo, sans-serif"


def finished(svg: bytes, diagram: Diagram) -> bytes:
    """The SVG with title, description and role; without DOCTYPE and comments.

    A node or line tells its sentence when pointed at.

    Raises:
        ValueError: it is no SVG.
    """
    document = _parsed(svg)
    root = document.documentElement
    if root is None or root.tagName != "svg":
        message = "not an SVG"
        raise ValueError(message)
    _remove_comments(root)
    root.setAttribute("role", "img")
    root.setAttribute("xml:lang", diagram.language)
    _retitle(document, root, diagram)
    for tag, text in (("desc", diagram.description), ("title", diagram.title)):
        root.insertBefore(_element(document, tag, text), root.firstChild)
    for text_element in root.getElementsByTagName("text"):
        text_element.setAttribute("font-family", FONTS)
    return root.toxml().encode() + b"\n"


def texts(svg: bytes) -> int:
    """How many pieces of text an SVG shows."""
    return svg.count(b"<text ")


def _parsed(svg: bytes) -> minidom.Document:
    from xml.parsers.expat import ExpatError

    try:
        return minidom.parseString(svg)  # noqa: S318 (the renderer made it)
    except ExpatError as error:
        raise ValueError(str(error)) from error


def _remove_comments(parent: minidom.Element) -> None:
    for child in list(parent.childNodes):
        if isinstance(child, minidom.Comment):
            parent.removeChild(child)
        elif isinstance(child, minidom.Element):
            _remove_comments(child)


def _retitle(document: minidom.Document, root: minidom.Element, diagram: Diagram) -> None:
    """Puts sentences in place of the names DOT gives nodes and lines; drops those of frames."""
    told = {f"n{number}": node.sentence for number, node in enumerate(diagram.nodes, 1)}
    told |= {f"e{number}": edge.sentence for number, edge in enumerate(diagram.lines, 1)}
    for title in root.getElementsByTagName("title"):
        group = title.parentNode
        if isinstance(group, minidom.Element):
            group.removeChild(title)
            if sentence := told.get(group.getAttribute("id")):
                group.insertBefore(_element(document, "title", sentence), group.firstChild)


def _element(document: minidom.Document, tag: str, text: str) -> minidom.Element:
    element = document.createElement(tag)
    element.appendChild(document.createTextNode(plain(text)))
    return element
