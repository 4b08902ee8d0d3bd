"""The proof of a card, or of a fact that was derived: sentences, and what each rests on."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kg import vocabulary as nst
from kg.diagram.argument import Argument, Ground, argued
from kg.diagram.assessment import invented
from kg.diagram.kinds import Material
from kg.diagram.model import Diagram, Edge, EdgeKind, Layout, Node, NodeKind
from kg.errors import Fault, Faults, nearest
from kg.graph import objects, value
from kg.labels import word
from kg.load import Knowledge
from kg.load.prefixes import project_prefixes, read_statement, shortened
from kg.messages import text
from kg.reason.model import Absent, Derivation, Gathered, Pattern
from kg.recommend import Advice
from kg.recommend.cards import narrator
from kg.recommend.request import criterion_of
from kg.recommend.sentences import capitalised
from kg.recommend.sources import source_text
from kg.recommend.why import Prover
from kg.terms import Term, Triple

if TYPE_CHECKING:
    import networkx as nx

DEPTH = 2
ABREAST = 4


def draw(material: Material) -> Diagram:
    """The diagram of a card's proof, or of that of a fact, down to a depth.

    Raises:
        Faults: there is no such criterion, or no such fact.
    """
    (advice,) = material.advices
    teller = narrator(material.knowledge, advice, material.language)
    prover = Prover(teller, advice)
    conclusion = _conclusion(material, prover)
    depth = material.choices.get("depth") or DEPTH
    drawing = _Drawing(prover, argued(prover, conclusion, depth), conclusion)
    return drawing.diagram()


def draw_fact(knowledge: Knowledge, advice: Advice, fact: Triple, language: str) -> Diagram:
    """The diagram of the proof of one fact that was derived."""
    prover = Prover(narrator(knowledge, advice, language), advice)
    conclusion = advice.inference.derivations[fact][0]
    return _Drawing(prover, argued(prover, conclusion, DEPTH), conclusion).diagram()


def _conclusion(material: Material, prover: Prover) -> Ground:
    """What is to be proved."""
    choices = material.choices
    if choices.get("fact"):
        return _derivation(prover.advice, choices["fact"])
    known, request = material.knowledge.known, prover.advice.request
    return prover.card_of(criterion_of(known, request, choices["criterion"]))


def _derivation(advice: Advice, statement: str) -> Derivation:
    """How a fact was made first."""
    prefixes, made = project_prefixes(), advice.inference.derivations
    fact = read_statement(statement, prefixes)
    if fact not in made:
        spoken = _short(fact)
        raise Faults(
            [Fault("fact-not-derived", name=spoken, near=nearest(spoken, map(_short, made)))]
        )
    return made[fact][0]


def _short(fact: Triple) -> str:
    return " ".join(shortened(part, project_prefixes()) for part in fact)


@dataclass(frozen=True, slots=True)
class _Told:
    """A node in words: what kind it is, its sentence, and where that stands."""

    kind: NodeKind
    caption: str
    sentence: str
    details: tuple[str, ...] = ()
    source: str = ""
    aside: str = ""


@dataclass(frozen=True, slots=True)
class _Drawing:
    """A proof, told."""

    prover: Prover
    argument: Argument
    conclusion: Ground

    def diagram(self) -> Diagram:
        """The picture: the conclusion above what it rests on; left of it, where that is broad."""
        numbers = {node: number for number, node in enumerate(self.argument.graph, 1)}
        nodes = tuple(self._node(node, numbers) for node in numbers)
        return Diagram(
            language=self._language,
            title=self._say(
                "diagram-proof-title", actor=self._actor, what=nodes[0].name.rstrip(".")
            ),
            description=self._say("diagram-proof-description", nodes=len(nodes)),
            nodes=nodes,
            edges=tuple(self._edges(numbers)),
            notes=tuple(self._notes()),
            runs_across=_is_broad(self.argument.graph),
            layout=Layout.DENSE,
            heading=self._say("diagram-proof-heading"),
        )

    def _node(self, node: Ground, numbers: Mapping[Ground, int]) -> Node:
        told, left_out = self._told(node), self.argument.left_out[node]
        more = (self._say("diagram-left-out", count=left_out),) if left_out else ()
        below = [numbers[each] for each in self.argument.graph.successors(node)]
        rests = (self._say("diagram-rests-on", numbers=_row(below)),) if below else ()
        parts = [told.aside or told.caption, _ended(told.sentence), *map(_ended, told.details)]
        source = [f"[{told.source}]"] if told.source else []
        return Node(
            id=str(numbers[node]),
            name=told.sentence,
            kind=told.kind,
            sentence=" ".join(
                [f"{numbers[node]}.", _ended(parts[0]), *parts[1:], *source, *rests, *more]
            ),
            details=(*told.details, *([told.source] if told.source else []), *more),
            caption=f"{numbers[node]} · {told.caption}",
        )

    def _edges(self, numbers: Mapping[Ground, int]) -> Iterator[Edge]:
        """From each ground to what rests on it; who is told for a sum is not told twice."""
        graph = self.argument.graph
        summed = {
            each for node in graph if isinstance(node, Gathered) for each in graph.successors(node)
        }
        for node, ground in graph.edges:
            drawn = node != self.conclusion or ground not in summed
            ends = str(numbers[ground]), str(numbers[node])
            yield Edge(*ends, EdgeKind.SUPPORTS, 2, "", drawn=drawn)

    def _notes(self) -> Iterator[str]:
        if self.argument.deeper:
            yield self._say("diagram-proof-deeper", count=self.argument.deeper)
        yield from invented(self.prover.teller.labels, self.prover.advice)

    def _told(self, node: Ground) -> _Told:
        match node:
            case Derivation():
                return self._rule(node)
            case Absent(elements):
                return self._absence([each for each in elements if isinstance(each, Pattern)])
            case Gathered(contributors=contributors):
                count = self._say("diagram-proof-sum-of", count=len(contributors))
                return _Told(NodeKind.SUM, self._say("diagram-proof-sum"), count)
        if node == self.conclusion:
            name = capitalised(self.prover.teller.named(node))
            return _Told(NodeKind.CONCLUSION, self._say("diagram-proof-card"), name)
        return self._given(node)

    def _rule(self, derivation: Derivation) -> _Told:
        teller = self.prover.teller
        header = teller.headers[derivation.rule]
        source = source_text(teller.labels, header.basis, header.sources)
        kind = NodeKind.CONCLUSION if derivation == self.conclusion else NodeKind.RULE
        label = self._say("diagram-proof-rule-named", rule=header.label[self._language])
        caption, sentence = self._say("diagram-proof-rule"), teller.step(derivation)
        return _Told(kind, caption, sentence, source=source.strip("[]"), aside=label)

    def _absence(self, patterns: list[Pattern]) -> _Told:
        """What is not there, and why not, in words of its own."""
        step = Prover(self.prover.teller, self.prover.advice).absent(patterns)
        details = tuple(each.sentence for each in step.because)
        return _Told(NodeKind.ABSENCE, self._say("diagram-proof-absence"), step.sentence, details)

    def _given(self, node: Term) -> _Told:
        """What was told, what the report says or we read in it, or our choice."""
        known = self.prover.advice.known
        step = self.prover.ground(node)
        sentence = step.sentence if step else ""
        if nst.OBSERVATION in objects(known, node, nst.TYPE):
            return _Told(NodeKind.OBSERVATION, self._say("diagram-proof-observation"), sentence)
        basis = value(known, node, nst.BASIS)
        chosen = basis and word(known, basis) == "design"
        kind = NodeKind.CHOICE if chosen else NodeKind.REPORT
        said, _, source = sentence.rpartition(" [")
        caption = self._say("diagram-proof-choice" if chosen else "diagram-proof-report")
        return _Told(kind, caption, said, source="" if chosen else source.rstrip("]"))

    @property
    def _actor(self) -> str:
        return capitalised(self.prover.teller.named(self.prover.advice.request.actor))

    @property
    def _language(self) -> str:
        return self.prover.teller.language

    def _say(self, key: str, **values: object) -> str:
        return text(key, self._language, **values)


def _row(numbers: list[int]) -> str:
    return ", ".join(map(str, sorted(numbers)))


def _is_broad(graph: "nx.DiGraph[Ground]") -> bool:
    """Whether more boxes would stand side by side than fit on a page."""
    import networkx as nx

    return max(map(len, nx.topological_generations(graph))) > ABREAST


def _ended(part: str) -> str:
    """A part as a sentence of its own."""
    return part if part.endswith((".", "!", "?")) else f"{part}."
