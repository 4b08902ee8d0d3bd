"""Words from outside stay words, in every writer."""

import re

import pydot
import pytest
from diagram.diagrams import HOSTILE, saying

from kg.diagram.dot import as_dot
from kg.diagram.escape import LONGEST, plain
from kg.diagram.mermaid import as_mermaid
from kg.diagram.text import as_text

hostile = pytest.mark.parametrize("words", HOSTILE.values(), ids=list(HOSTILE))


@hostile
def test_plain_words_are_one_line_of_what_can_be_read(words: str) -> None:
    """Nothing hidden is left, and nothing endless."""
    told = plain(words)

    assert told.isprintable()
    assert len(told) <= LONGEST


@hostile
def test_dot_stays_one_graph_with_two_nodes(words: str) -> None:
    """No text ends a label, adds a statement or names a file."""
    dot = as_dot(saying(words))

    (graph,) = pydot.graph_from_dot_data(dot) or []
    (inner,) = graph.get_subgraphs()
    (frame,) = inner.get_subgraphs() or [inner]
    assert len(graph.get_edges()) == 1
    assert {node.get_name() for node in [*inner.get_nodes(), *frame.get_nodes()]} == {"n1", "n2"}
    assert not re.search(r"<(script|img)|\b(image|URL|href)\s*=", _outside_text(dot), re.IGNORECASE)


def _outside_text(dot: str) -> str:
    """The DOT text without comments and without what stands between tags."""
    lines = [line for line in dot.splitlines() if not line.startswith("//")]
    return re.sub(r">[^<>]*<", "><", "\n".join(lines))


@hostile
def test_mermaid_keeps_to_the_lines_we_wrote(words: str) -> None:
    """A text is letters, digits, plain marks and numbered characters; it ends no string."""
    for line in as_mermaid(saying(words)).splitlines():
        assert line.isprintable()
        for told in re.findall(r'"(.*?)"', line):
            assert re.fullmatch(r"(\w|[ .,:\-–?/+·…«»“”’●○▲■►×]|#\d+;|<br/>)*", told)
    expected = as_mermaid(saying("a" if words else "")).splitlines()
    assert len(as_mermaid(saying(words)).splitlines()) == len(expected)


@hostile
def test_the_outline_cannot_steer_a_terminal(words: str) -> None:
    """Lines are ours, and every character can be seen."""
    assert all(line.isprintable() for line in as_text(saying(words)).splitlines())
