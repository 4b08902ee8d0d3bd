"""A plan as an outline of headings, paragraphs and items, and as JSON."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from kg.labels import word
from kg.messages import text
from kg.recommend.advise import Advice
from kg.recommend.outline import Block, Heading, Item, Paragraph
from kg.recommend.plan import BUILD, FIND_OUT, RENEW, LearningSpace, Plan, Step
from kg.recommend.sentences import Narrator, capitalised, written_date
from kg.recommend.sources import source_text
from kg.terms import Iri, Triple, local_name

TOLD = {BUILD: "step-build", RENEW: "step-renew", FIND_OUT: "step-find-out"}


@dataclass(frozen=True, slots=True)
class PlanOutliner:
    """Outlines plans in one language; lists the feasible states if that is asked for."""

    teller: Narrator
    states: bool = False

    def outline(self, advice: Advice, plan: Plan) -> Iterator[Block]:
        """The blocks: stages with their steps, what needs none, orders, the learning space."""
        request = advice.request
        yield Heading(1, self._say("plan-title", actor=self.teller.named(request.actor)))
        day = written_date(request.as_of, self.teller.language)
        yield Paragraph(self._say("frame", date=day, model=self.teller.named(request.model)))
        yield Paragraph(self._say("plan-frame" if plan.stages else "plan-nothing"))
        for number, stage in enumerate(plan.stages, start=1):
            yield Heading(2, self._say("plan-stage", number=number))
            for step in stage:
                yield from self._step(step)
        if plan.done:
            yield Paragraph("")
            yield Paragraph(self._say("plan-done", criteria=self._names(plan.done)))
        if plan.stages:
            yield Heading(2, self._say("plan-orders"))
            yield Paragraph(self._orders(plan))
        yield from self._space(plan.space)

    def _step(self, step: Step) -> Iterator[Block]:
        """What is to be done and what it unlocks, then what comes first, each with its source."""
        teller = self.teller
        named = {
            "criterion": teller.named(step.criterion),
            "standing": teller.named(step.standing),
            "target": teller.named(step.target),
        }
        told = [capitalised(self._say(TOLD[step.kind], **named))]
        if step.unlocks:
            told.append(self._say("step-unlocks", criteria=self._names(step.unlocks)))
        yield Item("•", " ".join(told))
        for fact in (*step.after, *step.better_after):
            yield Item("  –", teller.sentence(fact), self._source(fact))

    def _source(self, fact: Triple) -> str:
        header = self.teller.header(fact)
        return source_text(self.teller.labels, header.basis, header.sources)

    def _orders(self, plan: Plan) -> str:
        if plan.orders == 1:
            return self._say("orders-one")
        if plan.orders == plan.best_orders:
            return self._say("orders-all", count=plan.orders)
        return self._say("orders-count", count=plan.orders, best=plan.best_orders)

    def _space(self, space: LearningSpace) -> Iterator[Block]:
        yield Heading(2, self._say("space-title"))
        yield Paragraph(self._say("space-count", count=len(space.states)))
        yield Item("•", self._say("space-state", criteria=self._names(space.state)))
        if not space.feasible:
            yield Item("•", self._say("space-not-feasible"))
        yield Item("•", self._say("space-inner", criteria=self._names(space.inner)))
        yield Item("•", self._say("space-outer", criteria=self._names(space.outer)))
        for state in space.states if self.states else ():
            yield Item("  –", "{" + ", ".join(sorted(map(self.teller.named, state))) + "}")

    def _names(self, criteria: Iterable[Iri]) -> str:
        listed = [*criteria]
        return self.teller.listed(listed) if listed else self._say("space-none")

    def _say(self, key: str, **values: object) -> str:
        return text(key, self.teller.language, **values)


def as_json(teller: Narrator, advice: Advice, plan: Plan, *, states: bool) -> str:
    """A plan as indented JSON text."""
    graph, request, space = teller.labels.graph, advice.request, plan.space

    def ids(criteria: Iterable[Iri]) -> list[str]:
        return sorted(word(graph, each) for each in criteria)

    found: dict[str, object] = {
        "feasibleStates": len(space.states),
        "state": ids(space.state),
        "feasible": space.feasible,
        "innerFringe": ids(space.inner),
        "outerFringe": ids(space.outer),
    }
    if states:
        found["states"] = [ids(state) for state in space.states]
    content = {
        "actor": local_name(request.actor),
        "asOf": request.as_of.isoformat(),
        "model": word(graph, request.model),
        "lang": teller.language,
        "stages": [[_step(teller, step) for step in stage] for stage in plan.stages],
        "done": [word(graph, each) for each in plan.done],
        "orders": plan.orders,
        "ordersThatLean": plan.best_orders,
        "learningSpace": found,
    }
    return json.dumps(content, ensure_ascii=False, indent=2)


def _step(teller: Narrator, step: Step) -> dict[str, object]:
    graph = teller.labels.graph
    return {
        "criterion": word(graph, step.criterion),
        "kind": step.kind,
        "standing": word(graph, step.standing),
        "target": word(graph, step.target),
        "after": [_first(teller, fact) for fact in step.after],
        "betterAfter": [_first(teller, fact) for fact in step.better_after],
        "unlocks": [word(graph, each) for each in step.unlocks],
    }


def _first(teller: Narrator, fact: Triple) -> dict[str, object]:
    """What comes first, and the rule that says so."""
    header = teller.header(fact)
    return {
        "criterion": word(teller.labels.graph, fact.object),
        "rule": header.id,
        "text": teller.sentence(fact),
        "basis": header.basis,
        "sources": header.sources,
    }
