"""Looks that everybody can read."""

import pytest

from kg.diagram.look import EDGES, INK, NODES, PAPER, QUIET
from kg.diagram.model import EdgeKind, NodeKind


def luminance(colour: str) -> float:
    """The relative luminance of a colour (WCAG 2.2)."""
    parts = [int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5)]
    linear = [
        each / 12.92 if each <= 0.04045 else ((each + 0.055) / 1.055) ** 2.4 for each in parts
    ]
    return sum(weight * each for weight, each in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


def contrast(one: str, other: str) -> float:
    """The contrast of two colours (https://www.w3.org/TR/WCAG22/#dfn-contrast-ratio)."""
    dark, light = sorted([luminance(one), luminance(other)])
    return (light + 0.05) / (dark + 0.05)


def test_contrast_is_that_of_the_standard() -> None:
    """Black on white is 21."""
    assert contrast("#000000", "#ffffff") == pytest.approx(21)


@pytest.mark.parametrize("kind", NodeKind)
def test_the_words_of_a_node_can_be_read(kind: NodeKind) -> None:
    """Ink on the fill, and white on the badge, pass level AAA and AA; so does the border."""
    look = NODES[kind]

    assert contrast(INK, look.fill) >= 7
    assert contrast(PAPER, look.border) >= 4.5
    assert contrast(look.border, look.fill) >= 4.5


@pytest.mark.parametrize("kind", EdgeKind)
def test_a_line_can_be_seen(kind: EdgeKind) -> None:
    """Lines and notes pass level AA on white."""
    assert contrast(EDGES[kind].colour, PAPER) >= 4.5
    assert contrast(QUIET, PAPER) >= 4.5


STATES = [NodeKind.READY, NodeKind.RENEW, NodeKind.UNKNOWN, NodeKind.BLOCKED, NodeKind.MET]
STANDINGS = [NodeKind.GREEN, NodeKind.YELLOW, NodeKind.RED, NodeKind.UNSEEN]


@pytest.mark.parametrize("scale", [STATES, STANDINGS], ids=["states", "standings"])
def test_a_scale_can_be_read_without_colour(scale: list[NodeKind]) -> None:
    """No two steps of a scale share their sign."""
    signs = [NODES[kind].sign for kind in [*scale, NodeKind.NOT_APPLICABLE]]

    assert all(signs)
    assert len(set(signs)) == len(signs)


def test_states_differ_without_colour_or_sign() -> None:
    """No two states share shape, line, width and corners."""
    looks = [NODES[kind] for kind in [*STATES, NodeKind.NOT_APPLICABLE]]

    assert len({(look.shape, look.line, look.width, look.is_round) for look in looks}) == len(looks)


RELATIONS = [
    EdgeKind.PREREQUISITE,
    EdgeKind.BLOCKS,
    EdgeKind.LEANS_ON,
    EdgeKind.ENTRY_POINT,
    EdgeKind.CLOSELY_BOUND,
    EdgeKind.OVERLAPS,
    EdgeKind.DETACHED,
]


def test_relations_differ_without_colour() -> None:
    """No two relations between criteria share line, head and doubling."""
    shown = [EDGES[kind] for kind in RELATIONS]

    assert len({(look.line, look.head, look.is_double) for look in shown}) == len(shown)
