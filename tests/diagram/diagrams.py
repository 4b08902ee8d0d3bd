"""Diagrams for the tests of the writers: one of every meaning, and one whose words mean harm."""

from dataclasses import replace

from kg.diagram.model import Diagram, Edge, EdgeKind, Key, Node, NodeKind

HOSTILE = {
    "markup": "</TD><script>alert(1)</script> & <IMG SRC='/etc/passwd'/>",
    "quotes": "\"quoted\" 'so' `too` \\\\ \\N \\G |{}[]() %% ;",
    "lines": 'one\ntwo\r\nthree\tfour"]\n  click n1 href "https://example.org"',
    "directions": "left \u202eright\u202c \u2066and\u2069 \u200fback \ufeff",
    "controls": "nul \x00 bell \x07 escape \x1b[31m noncharacter \ufffe surrogate \ud800",
    "entities": "&lt;b&gt; &#60; #60; #quot; &bogus;",
    "mermaid": "%%{init: {}}%% A-->|x|B; subgraph s\\nend @{ shape: x } classDef a ::: ~~~ --",
    "endings": "]]> <![CDATA[ <!-- --> <?php ?> </svg></title> \\E \\L -- // /* */",
    "long": "x" * 10_000,
    "long-words": "meget lang " * 1_000,
    "empty": "",
}


def every_meaning() -> Diagram:
    """A node of each kind, and an edge of each kind from the first node to the second."""
    nodes = tuple(
        Node(f"id-{kind}", f"Name {kind}", kind, f"Sentence {kind}.", ("detail",))
        for kind in NodeKind
    )
    edges = tuple(
        Edge(nodes[0].id, nodes[1].id, kind, strength, f"Relation {kind}.")
        for strength, kind in enumerate(EdgeKind)
    )
    legend = tuple(Key(kind, f"Meaning {kind}") for kind in (*NodeKind, *EdgeKind))
    return Diagram("en", "Title", "Description.", nodes, edges, legend, ("A note.",))


def saying(words: str) -> Diagram:
    """A diagram whose every text, ids included, is the given one."""
    first = Node(words, words, NodeKind.READY, words, (words, words), words, words)
    first = replace(first, caption=words, rank=words)
    second = replace(first, id=f"{words} again", badge="", group="")
    edge = Edge(first.id, second.id, EdgeKind.BLOCKS, 3, words, words, label=words)
    keys = (Key(NodeKind.READY, words), Key(EdgeKind.BLOCKS, words))
    return Diagram("nb", words, words, (first, second), (edge,), keys, (words,))
