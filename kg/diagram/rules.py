"""Which rule feeds which, stratum by stratum: all of them, one stratum, or one rule's neighbours.

Many rules are drawn as boxes, one for each folder and stratum; few are drawn one by one.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from kg.diagram.feeding import (
    Box,
    Feed,
    Placed,
    by_folder,
    by_ties,
    feeds_between,
    one_by_one,
    placed,
)
from kg.diagram.kinds import Material
from kg.diagram.model import Diagram, Edge, EdgeKind, Key, Layout, Node, NodeKind
from kg.errors import Fault, Faults, nearest
from kg.header import RuleHeader
from kg.labels import word
from kg.messages import text
from kg.reason.looks import looks_at
from kg.reason.model import Pattern
from kg.terms import Iri

FEW = 24
MOST = 3


def draw(material: Material) -> Diagram:
    """The diagram of a program's rules.

    Raises:
        Faults: there is no such rule, or no such stratum.
    """
    rules, choices = placed(material.program), material.choices
    headers = {each.header.id: each.header for each in material.knowledge.rules}
    drawing = _Drawing(material, headers, rules)
    if choices.get("rule"):
        return drawing.around(_chosen(rules, choices["rule"]))
    if choices.get("stratum"):
        return drawing.of_stratum(_stratum(rules, choices["stratum"]))
    boxes = one_by_one(rules) if len(rules) <= FEW else by_folder(rules)
    return drawing.diagram(boxes, feeds_between(boxes))


def _chosen(rules: Sequence[Placed], name: str) -> Placed:
    known = {each.rule.name: each for each in rules}
    if name not in known:
        near = nearest(name, known)
        raise Faults(
            [Fault("choice-unknown", name=name, option="--rule", near=near, allowed=sorted(known))]
        )
    return known[name]


def _stratum(rules: Sequence[Placed], number: int) -> list[Placed]:
    found = [each for each in rules if each.stratum == number]
    if not found:
        allowed = sorted({str(each.stratum) for each in rules}, key=int)
        raise Faults(
            [
                Fault(
                    "choice-unknown", name=str(number), option="--stratum", near=[], allowed=allowed
                )
            ]
        )
    return found


@dataclass(frozen=True, slots=True)
class _Drawing:
    """Rules, told."""

    material: Material
    headers: Mapping[str, RuleHeader]
    rules: Sequence[Placed]

    def around(self, chosen: Placed) -> Diagram:
        """One rule between those that feed it and those that it feeds."""
        boxes = by_ties(self.rules, chosen)
        own = next((box for box in boxes if box.rules == (chosen.rule,)), None)
        own = own or Box(chosen.stratum, chosen.folder, (chosen.rule,))
        feeds = [each for each in feeds_between(boxes) if own in {each.start, each.end}]
        return self.diagram(boxes or [own], feeds, own)

    def of_stratum(self, rules: Sequence[Placed]) -> Diagram:
        """The rules of one stratum, those together that are tied alike."""
        boxes = by_ties(rules)
        return self.diagram(boxes, feeds_between(boxes))

    def diagram(
        self, boxes: Sequence[Box], feeds: Sequence[Feed], own: Box | None = None
    ) -> Diagram:
        """Boxes in the order of the strata, and what passes between them."""
        names = {box: str(number) for number, box in enumerate(boxes, 1)}
        count = {"rules": len(self.rules), "strata": self.rules[-1].stratum if self.rules else 0}
        framed = not own and len({box.stratum for box in boxes}) > 1
        edges = tuple(self._edge(feed, names, own, framed=framed) for feed in feeds)
        reduced = any(not edge.drawn for edge in edges)
        return Diagram(
            language=self.material.language,
            title=self._title(boxes, own),
            description=self._say("diagram-rules-description", **count),
            nodes=tuple(self._node(box, names[box], own, framed=framed) for box in boxes),
            edges=edges,
            legend=tuple(self._legend(edges)),
            notes=(self._say("diagram-rules-reduced"),) if reduced else (),
            runs_across=not framed,
            layout=Layout.DENSE,
            heading=self._say("diagram-rules-heading"),
        )

    def _title(self, boxes: Sequence[Box], own: Box | None) -> str:
        if own:
            return self._say("diagram-rules-one", rule=own.rules[0].name)
        strata = {box.stratum for box in boxes}
        if len(strata) == 1 and sum(len(box.rules) for box in boxes) < len(self.rules):
            return self._say("diagram-rules-stratum", number=strata.pop())
        return self._say("diagram-rules-title")

    def _node(self, box: Box, name: str, own: Box | None, *, framed: bool) -> Node:
        """A folder in the frame of its stratum; one by one, a rule or rules that are tied alike."""
        stratum = self._say("diagram-rules-layer", number=box.stratum)
        if framed and len(self.rules) > FEW:
            return self._folder(box, name, stratum)
        place = (box.folder,) if framed else (box.folder, stratum.lower())
        caption = " · ".join(each for each in place if each)
        alone = len(box.rules) == 1
        node = self._single(box, name, own) if alone else self._several(box, name)
        frame = stratum if framed else ""
        return replace(node, caption=caption, group=frame, rank=frame)

    def _single(self, box: Box, name: str, own: Box | None) -> Node:
        """A rule: what it reads and makes; of the chosen one, what it is called."""
        (rule,), label, passing = _names(box), self._label(box), tuple(self._passing(box))
        return Node(
            id=name,
            name=rule,
            kind=NodeKind.CONCLUSION if box == own else NodeKind.RULE,
            sentence=" ".join([f"{rule}:", *(f"{each}." for each in label), *passing]),
            details=(*label, *passing) if box == own else passing,
        )

    def _several(self, box: Box, name: str) -> Node:
        """Rules that are tied alike, by name."""
        told, names = self._listed(box), tuple(_names(box))
        return Node(name, self._count(box), NodeKind.RULES, told, names)

    def _folder(self, box: Box, name: str, stratum: str) -> Node:
        """The rules of a folder by their number."""
        told = self._count(box)
        kind, sentence = NodeKind.FOLDER, self._listed(box)
        return Node(name, box.folder or told, kind, sentence, (told,), group=stratum, rank=stratum)

    def _listed(self, box: Box) -> str:
        return f"{box.folder}: {self._count(box)}: {', '.join(_names(box))}."

    def _count(self, box: Box) -> str:
        count = len(box.rules)
        key = "diagram-rules-count" if count > 1 else "diagram-rules-single"
        return self._say(key, count=count)

    def _label(self, box: Box) -> tuple[str, ...]:
        """What the only rule of a box is called, if it is called anything."""
        header = self.headers.get(box.rules[0].name)
        return (header.label[self.material.language],) if header else ()

    def _passing(self, box: Box) -> Iterator[str]:
        """What a rule reads of what others make, and what it makes itself."""
        (rule,) = box.rules
        made = {each.predicate for other in self.rules for each in other.rule.head}
        read = [each.predicate for each, _ in looks_at(rule) if each.predicate in made]
        if read:
            yield self._say("diagram-rules-reads", predicates=self._row(read))
        yield self._say("diagram-rules-makes", predicates=self._row(_made(rule.head)))

    def _row(self, predicates: Iterable[object]) -> str:
        known = self.material.knowledge.known
        return ", ".join(
            sorted({word(known, each) if isinstance(each, Iri) else "…" for each in predicates})
        )

    def _edge(self, feed: Feed, names: Mapping[Box, str], own: Box | None, *, framed: bool) -> Edge:
        predicates = self._row(feed.predicates)
        ends = {"start": _called(feed.start), "end": _called(feed.end)}
        key = "diagram-rules-waits" if feed.whole else "diagram-rules-feeds"
        return Edge(
            start=names[feed.start],
            end=names[feed.end],
            kind=EdgeKind.FEEDS_WHOLE if feed.whole else EdgeKind.FEEDS,
            strength=2,
            sentence=self._say(key, predicates=predicates or "…", **ends),
            drawn=bool(own) or not feed.implied,
            label="" if feed.start.stratum == feed.end.stratum and framed else _few(predicates),
        )

    def _legend(self, edges: Iterable[Edge]) -> Iterator[Key]:
        shown = {edge.kind for edge in edges if edge.drawn}
        words = {
            EdgeKind.FEEDS: self._say("diagram-rules-open"),
            EdgeKind.FEEDS_WHOLE: self._say("diagram-rules-closed"),
        }
        return (Key(kind, told) for kind, told in words.items() if kind in shown)

    def _say(self, key: str, **values: object) -> str:
        return text(key, self.material.language, **values)


def _names(box: Box) -> list[str]:
    return [rule.name for rule in box.rules]


def _made(head: Iterable[Pattern]) -> list[object]:
    return [each.predicate for each in head]


def _called(box: Box) -> str:
    return box.rules[0].name if len(box.rules) == 1 else f"{box.folder} ({box.stratum})"


def _few(row: str) -> str:
    """The first of some names, and how many more there are.

    >>> _few("a, b, c, d, e")
    'a, b, c, +2'
    """
    names = row.split(", ")
    return ", ".join([*names[:MOST], *([f"+{len(names) - MOST}"] if len(names) > MOST else [])])
