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
    CONCLUSION = "conclusion"
    RULE = "rule"
    OBSERVATION = "observation"
    REPORT = "report"
    CHOICE = "choice"
    ABSENCE = "absence"
    SUM = "sum"
    STEP = "step"
    QUESTION = "question"
    HERE = "here"
    REACHABLE = "reachable"
    BEFORE = "before"
    PLACE = "place"
    BEYOND = "beyond"
    RULES = "rules"
    FOLDER = "folder"
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
    SUPPORTS = "supports"
    BETTER_FIRST = "better-first"
    FIND_OUT_FIRST = "find-out-first"
    ONE_MORE = "one-more"
    WITHIN_REACH = "within-reach"
    NEAREST = "nearest"
    FEEDS = "feeds"
    FEEDS_WHOLE = "feeds-whole"
    REVEALS = "reveals"
    MEETS = "meets"
    USES = "uses"
    OTHER = "other"


class Layout(StrEnum):
    """How nodes lie: in layers that edges give, around a first node, as a table, in columns.

    Layers may be dense, or make a lattice of straight lines.
    """

    LAYERS = "layers"
    DENSE = "dense"
    LATTICE = "lattice"
    FLOWER = "flower"
    TABLE = "table"
    COLUMNS = "columns"
    SHELVES = "shelves"


@dataclass(frozen=True, slots=True)
class Node:
    """What a picture shows: its name, lines below it, perhaps a badge above it, and a sentence.

    Nodes with the same ``group`` are framed together under that text, or stand in one column below
    it; in a table the group is the row, and ``column`` the column. What is only proposed has a
    dashed outline. The ``caption`` says what kind of thing it is. Nodes of one ``rank`` lie in one
    layer.
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
    caption: str = ""
    rank: str = ""


@dataclass(frozen=True, slots=True)
class Edge:
    """A relation from one node to another, how strongly it is held (0 to 6), and where it stands.

    What is not ``drawn`` is only told, by those who write sentences; what has no sentence is only
    drawn. The ``label`` stands beside the line.
    """

    start: str
    end: str
    kind: EdgeKind
    strength: int
    sentence: str
    origin: str = ""
    drawn: bool = True
    label: str = ""


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
