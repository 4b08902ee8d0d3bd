"""The learning space of a model as a Hasse diagram, and where the actor is in it.

Theory. See `kg.recommend.learning_space`. A state lies one level above another if it holds one
criterion more. What is there without what it requires is no feasible state: then the actor stands
outside, beside the largest feasible state within its own, which is the union of all such states.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from kg.diagram.assessment import invented
from kg.diagram.kinds import Material
from kg.diagram.model import Diagram, Edge, EdgeKind, Key, Layout, Node, NodeKind
from kg.messages import text
from kg.recommend.cards import narrator
from kg.recommend.plan import LearningSpace, make_plan
from kg.recommend.sentences import Narrator, capitalised
from kg.terms import Iri

State = frozenset[Iri]


def draw(material: Material) -> Diagram:
    """The diagram of the feasible states, from none of the criteria to all of them."""
    (advice,) = material.advices
    teller = narrator(material.knowledge, advice, material.language)
    space = make_plan(advice).space
    drawing = _Drawing(teller, space, _short(teller, _in_order(teller, space)))
    named, request = teller.named, advice.request
    actor, model, count = capitalised(named(request.actor)), named(request.model), len(space.states)
    return Diagram(
        language=material.language,
        title=drawing.say("diagram-states-title", actor=actor),
        description=drawing.say("diagram-states-description", model=model, count=count),
        nodes=tuple(drawing.nodes(actor)),
        edges=tuple(drawing.edges()),
        legend=tuple(drawing.legend()),
        notes=(*drawing.notes(), *invented(teller.labels, advice)),
        runs_across=True,
        layout=Layout.LATTICE,
        heading=drawing.say("diagram-states-heading"),
    )


def _in_order(teller: Narrator, space: LearningSpace) -> list[Iri]:
    """The criteria, those first that can come early, then by name."""
    first = {each: len(state) for state in reversed(space.states) for each in state}
    return sorted(first, key=lambda each: (first[each], teller.named(each)))


def _short(teller: Narrator, criteria: Iterable[Iri]) -> dict[Iri, str]:
    """For each criterion the beginning of its name, as long as it takes to tell them apart."""
    names = {each: capitalised(teller.named(each)) for each in criteria}
    return {each: _beginning(name, [*names.values()]) for each, name in names.items()}


def _beginning(name: str, names: list[str]) -> str:
    """The shortest beginning that no other name shares.

    >>> _beginning("Order", ["Order", "Orange", "Apple"]), _beginning("A", ["A", "A"])
    ('Ord', 'A')
    """
    others = [other for other in names if other != name]
    for length in range(1, len(name)):
        if not any(other.startswith(name[:length]) for other in others):
            return name[:length]
    return name


@dataclass(frozen=True, slots=True)
class _Drawing:
    """A learning space, told."""

    teller: Narrator
    space: LearningSpace
    short: Mapping[Iri, str]

    def nodes(self, actor: str) -> Iterator[Node]:
        """The states by size, the actor's own marked; last the actor who is in none of them."""
        here = self.say("diagram-states-here", actor=actor)
        for state in self.space.states:
            is_here = state == self.space.state
            yield self._node(state, self._kind(state), here if is_here else "")
        if not self.space.feasible:
            yield self._node(self.space.state, NodeKind.BEYOND, here)

    def _node(self, state: State, kind: NodeKind, badge: str) -> Node:
        here = [f"{badge}:"] if badge else []
        return Node(
            id=self._id(state),
            name=self._letters(state),
            kind=kind,
            sentence=" ".join([*here, f"{self._names(state)}.", *self._further(state)]),
            badge=badge,
            rank=str(len(state)),
        )

    def _further(self, state: State) -> Iterator[str]:
        """What can come next."""
        states = self._states
        added = [each for each in self.short if state | {each} in states - {state}]
        if added:
            yield self.say("diagram-states-next", criteria=self._names(added))

    def _kind(self, state: State) -> NodeKind:
        """Whether one is there, can be there next, was there before, or is elsewhere."""
        if state == self.space.state:
            return NodeKind.HERE
        if state in self._above():
            return NodeKind.REACHABLE
        return NodeKind.BEFORE if state in self._below() else NodeKind.PLACE

    def _above(self) -> set[State]:
        """The states one criterion up from the actor's."""
        return {self.space.state | {each} for each in self.space.outer}

    def _below(self) -> set[State]:
        """The states one criterion down; none below what is no state."""
        if not self.space.feasible:
            return set()
        return {self.space.state - {each} for each in self.space.inner}

    @property
    def _states(self) -> frozenset[State]:
        return frozenset(self.space.states)

    def edges(self) -> Iterator[Edge]:
        """A line for each criterion that can be added; what is within reach says which."""
        states = self._states
        for state in self.space.states:
            for each in self.short:
                above = state | {each}
                if each not in state and above in states:
                    yield self._edge(state, above, each)
        if not self.space.feasible:
            yield from self._way_back()

    def _way_back(self) -> Iterator[Edge]:
        """From outside to the states beside, and what holds already."""
        for each in self.space.outer:
            if (above := self.space.state | {each}) in self._states:
                yield self._edge(self.space.state, above, each)
        ends = self._id(self._nearest), self._id(self.space.state)
        yield Edge(*ends, EdgeKind.NEAREST, 2, "")

    @property
    def _nearest(self) -> State:
        """The largest feasible state within the actor's."""
        return frozenset().union(*(each for each in self.space.states if each <= self.space.state))

    def _edge(self, state: State, above: State, added: Iri) -> Edge:
        ends = self._id(state), self._id(above)
        if self.space.state in {state, above}:
            label = f"+ {self.short[added]}"
            return Edge(*ends, EdgeKind.WITHIN_REACH, 5, "", label=label)
        return Edge(*ends, EdgeKind.ONE_MORE, 0, "")

    def notes(self) -> Iterator[str]:
        """What the letters stand for, and where the actor stands."""
        told = [f"{letters} = {self.teller.named(each)}" for each, letters in self.short.items()]
        yield f"{', '.join(told)}."
        yield self.say("space-state", criteria=self._names(self.space.state))
        if not self.space.feasible:
            yield self.say("diagram-states-outside")
        yield self.say("space-inner", criteria=self._names(self.space.inner))
        yield self.say("space-outer", criteria=self._names(self.space.outer))

    def legend(self) -> Iterator[Key]:
        """The kinds of states and lines that occur."""
        kinds = {self._kind(state) for state in self.space.states}
        words = {
            NodeKind.REACHABLE: self.say("diagram-states-outer"),
            NodeKind.BEFORE: self.say("diagram-states-inner"),
            NodeKind.PLACE: self.say("diagram-states-other"),
        }
        yield from (Key(kind, told) for kind, told in words.items() if kind in kinds)
        yield Key(EdgeKind.ONE_MORE, self.say("diagram-states-line"))

    def _letters(self, state: State) -> str:
        return " ".join(self.short[each] for each in self.short if each in state) or self.say(
            "space-none"
        )

    def _names(self, state: Iterable[Iri]) -> str:
        listed = [*state]
        return self.teller.listed(listed) if listed else self.say("space-none")

    def _id(self, state: State) -> str:
        return self._letters(state)

    def say(self, key: str, **values: object) -> str:
        """A text in the language of the picture."""
        return text(key, self.teller.language, **values)
