"""A plan: the steps to a target, those that can be taken side by side in one row."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from kg.diagram.assessment import invented
from kg.diagram.kinds import Material
from kg.diagram.model import Diagram, Edge, EdgeKind, Key, Layout, Node, NodeKind
from kg.labels import word
from kg.messages import text
from kg.recommend import Advice
from kg.recommend.cards import narrator
from kg.recommend.plan import FIND_OUT, Plan, Step, make_plan
from kg.recommend.plan_outline import TOLD
from kg.recommend.sentences import Narrator, capitalised, written_date
from kg.recommend.sources import source_text
from kg.terms import Iri, Term, Triple


def draw(material: Material) -> Diagram:
    """The diagram of the plan from what was observed to the target, or to all that is green."""
    (advice,) = material.advices
    plan = make_plan(advice, material.choices.get("target"))
    teller = narrator(material.knowledge, advice, material.language)
    drawing = _Drawing(teller, plan, {each: at for at, each in enumerate(_steps(plan), 1)})
    edges = tuple(drawing.edges())
    return Diagram(
        language=material.language,
        title=drawing.say("plan-title", actor=capitalised(teller.named(advice.request.actor))),
        description=drawing.description(advice),
        nodes=tuple(drawing.nodes()),
        edges=edges,
        legend=tuple(drawing.legend(edges)),
        layout=Layout.DENSE,
        notes=(*drawing.done(), *invented(teller.labels, advice)),
    )


def _steps(plan: Plan) -> Iterator[Step]:
    for stage in plan.stages:
        yield from stage


@dataclass(frozen=True, slots=True)
class _Drawing:
    """A plan, told; its steps are numbered from the first on."""

    teller: Narrator
    plan: Plan
    numbers: Mapping[Step, int]

    def description(self, advice: Advice) -> str:
        """The day, the model, and how the plan is to be read."""
        day = written_date(advice.request.as_of, self.teller.language)
        frame = self.say("frame", date=day, model=self.teller.named(advice.request.model))
        return f"{frame} {self.say('plan-frame' if self.plan.stages else 'plan-nothing')}"

    def nodes(self) -> Iterator[Node]:
        """The steps, a row for each stage; without any, what needs none."""
        for number, stage in enumerate(self.plan.stages, 1):
            name = self.say("plan-stage", number=number)
            yield from (self._step(step, name) for step in stage)
        if not self.plan.stages:
            yield from map(self._done, self.plan.done)

    def _step(self, step: Step, stage: str) -> Node:
        name = capitalised(self.teller.named(step.criterion))
        ends = {
            "standing": self.teller.named(step.standing),
            "target": self.teller.named(step.target),
        }
        told = self.say(TOLD[step.kind], criterion=name, **ends)
        return Node(
            id=self._id(step),
            name=name,
            kind=NodeKind.QUESTION if step.kind == FIND_OUT else NodeKind.STEP,
            sentence=" ".join([told, *self._opens(step)]),
            details=(capitalised(told.removeprefix(f"{name}: ").rstrip(".")),),
            group=stage,
            rank=stage,
        )

    def _opens(self, step: Step) -> Iterator[str]:
        if step.unlocks:
            yield self.say("step-unlocks", criteria=self.teller.listed(step.unlocks))

    def _done(self, criterion: Iri) -> Node:
        name = capitalised(self.teller.named(criterion))
        done = self.say("plan-done-one")
        return Node(word(self.teller.labels.graph, criterion), name, NodeKind.MET, done, (done,))

    def edges(self) -> Iterator[Edge]:
        """What has to come first, what had better, and finding out before building."""
        for step in self.numbers:
            for fact in step.after:
                yield self._edge(fact, step, EdgeKind.PREREQUISITE)
            for fact in step.better_after:
                yield self._edge(fact, step, EdgeKind.BETTER_FIRST)
            if step.kind == FIND_OUT:
                yield from self._found_out(step)

    def _edge(self, fact: Triple, step: Step, kind: EdgeKind) -> Edge:
        header = self.teller.header(fact)
        return Edge(
            start=self._id(self._builder(fact.object)),
            end=self._id(step),
            kind=kind,
            strength=4 if kind == EdgeKind.PREREQUISITE else 1,
            sentence=self.teller.sentence(fact),
            origin=source_text(self.teller.labels, header.basis, header.sources),
            label=self.say("diagram-plan-opens") if kind == EdgeKind.PREREQUISITE else "",
        )

    def _found_out(self, asked: Step) -> Iterator[Edge]:
        told = self.say("diagram-plan-asked", criterion=self.teller.named(asked.criterion))
        for step in self.numbers:
            if step.criterion == asked.criterion and step != asked:
                ends = self._id(asked), self._id(step)
                yield Edge(*ends, EdgeKind.FIND_OUT_FIRST, 3, capitalised(told))

    def _builder(self, criterion: Term) -> Step:
        """The step that builds a criterion up or renews it."""
        return next(
            step for step in self.numbers if step.criterion == criterion and step.kind != FIND_OUT
        )

    def legend(self, edges: tuple[Edge, ...]) -> Iterator[Key]:
        """The lines that occur."""
        shown = {edge.kind for edge in edges}
        words = {
            EdgeKind.PREREQUISITE: self.say("diagram-blocks"),
            EdgeKind.BETTER_FIRST: self.say("diagram-plan-better"),
            EdgeKind.FIND_OUT_FIRST: self.say("diagram-plan-find-out"),
        }
        return (Key(kind, told) for kind, told in words.items() if kind in shown)

    def done(self) -> Iterator[str]:
        """What needs no step, or that nothing does."""
        if not self.plan.stages:
            yield self.say("plan-nothing")
        elif self.plan.done:
            yield self.say("plan-done", criteria=self.teller.listed(self.plan.done))

    def _id(self, step: Step) -> str:
        return str(self.numbers[step])

    def say(self, key: str, **values: object) -> str:
        """A text in the language of the picture."""
        return text(key, self.teller.language, **values)
