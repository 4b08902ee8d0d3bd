"""What a picture is made of: texts in one language and meanings, no colours and no shapes."""

from dataclasses import dataclass
from enum import StrEnum


class NodeKind(StrEnum):
    """What a node stands for: a criterion as such, with a state or standing, or something else."""

    CRITERION = "criterion"
    MET = "met"
    RENEW = "renew"
    READY = "ready"
    BLOCKED = "blocked"
    UNKNOWN = "unknown"
    NOT_APPLICABLE = "not-applicable"
    GREEN = "green"
    YELLOW = "yellow"
    RED = "red"
    UNSEEN = "unseen"
    MODEL = "model"
    INDICATOR = "indicator"
    BARRIER = "barrier"
    ACTION = "action"
    INSTRUMENT = "instrument"
    EXAMPLE = "example"
    CLASS = "class"


class EdgeKind(StrEnum):
    """What a line between two nodes says; what is other has no line, and is only told."""

    PREREQUISITE = "prerequisite"
    IMPLIED = "implied"
    BLOCKS = "blocks"
    LEANS_ON = "leans-on"
    ENTRY_POINT = "entry-point"
    CLOSELY_BOUND = "closely-bound"
    OVERLAPS = "overlaps"
    MUTUAL = "mutual"
    DETACHED = "detached"
    REVEALS = "reveals"
    MEETS = "meets"
    USES = "uses"
    OTHER = "other"


class Layout(StrEnum):
    """How nodes lie: in layers that edges give, around a first node, as a table, in columns."""

    LAYERS = "layers"
    FLOWER = "flower"
    TABLE = "table"
    COLUMNS = "columns"
    SHELVES = "shelves"


@dataclass(frozen=True, slots=True)
class Node:
    """What a picture shows: its name, lines below it, perhaps a badge above it, and a sentence.

    Nodes with the same ``group`` are framed together under that text, or stand in one column below
    it; in a table the group is the row, and ``column`` the column. What is only
    proposed has a dashed outline.
    """

    id: str
    name: str
    kind: NodeKind
    sentence: str
    details: tuple[str, ...] = ()
    badge: str = ""
    group: str = ""
    column: str = ""
    is_proposed: bool = False


@dataclass(frozen=True, slots=True)
class Edge:
    """A relation from one node to another, how strongly it is held (0 to 6), and where it stands.

    What is not ``drawn`` is only told, by those who write sentences.
    """

    start: str
    end: str
    kind: EdgeKind
    strength: int
    sentence: str
    origin: str = ""
    drawn: bool = True


@dataclass(frozen=True, slots=True)
class Key:
    """A line of the legend."""

    kind: NodeKind | EdgeKind
    text: str


@dataclass(frozen=True, slots=True)
class Diagram:
    """A picture, ready for any writer; its layers run down, or across from left to right.

    ``heading`` stands above the nodes in the outline, in place of a word for criteria.
    """

    language: str
    title: str
    description: str
    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]
    legend: tuple[Key, ...] = ()
    notes: tuple[str, ...] = ()
    runs_across: bool = False
    layout: Layout = Layout.LAYERS
    heading: str = ""

    @property
    def lines(self) -> tuple[Edge, ...]:
        """The edges a picture shows."""
        return tuple(edge for edge in self.edges if edge.drawn)
