"""The kinds of diagrams there are, what each needs, and what it is drawn from.

A kind is a module of this package by its own name, with a function ``draw`` from `Material` to a
`Diagram`. Whoever adds one writes that module, a line here, and its words in three languages.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum
from importlib import import_module
from typing import TYPE_CHECKING, Any

from kg.diagram.model import Diagram
from kg.labels import Labels
from kg.load import Knowledge
from kg.terms import Iri

if TYPE_CHECKING:
    from kg.reason.model import Program
    from kg.recommend import Advice


class Actors(Enum):
    """How many actors a picture is about."""

    NONE = "none"
    PERHAPS_ONE = "perhaps one"
    ONE = "one"
    MANY = "many"


@dataclass(frozen=True, slots=True)
class Kind:
    """What a kind of diagram needs: actors, options it cannot do without, options it also takes."""

    actors: Actors = Actors.NONE
    needs: tuple[str, ...] = ()
    takes: tuple[str, ...] = ()

    @property
    def options(self) -> tuple[str, ...]:
        """The options it knows besides those that every kind has."""
        return (*self.needs, *self.takes)


KINDS = {
    "dependencies": Kind(takes=("implied",)),
    "flower": Kind(Actors.PERHAPS_ONE),
    "assessment": Kind(Actors.ONE),
    "heatmap": Kind(Actors.MANY),
    "criterion": Kind(needs=("criterion",), takes=("top",)),
    "schema": Kind(),
}
OPTIONS = tuple(sorted({name for kind in KINDS.values() for name in kind.options}))


@dataclass(frozen=True, slots=True)
class Material:
    """What there is to draw from.

    Args:
        knowledge: what is known beforehand.
        program: the rules.
        language: one of ours.
        model: whose criteria are drawn.
        advices: one for each actor, by the actors' ids; as many as the kind asked for.
        choices: the options of the command by name, such as ``criterion``.
    """

    knowledge: Knowledge
    program: "Program"
    language: str
    model: Iri
    advices: "tuple[Advice, ...]" = ()
    choices: Mapping[str, Any] = field(default_factory=dict)

    @property
    def labels(self) -> Labels:
        """The words of what is known beforehand."""
        return Labels(self.knowledge.known, self.language)

    @property
    def advice(self) -> "Advice | None":
        """The advice for the one actor, if there is one."""
        return self.advices[0] if self.advices else None


def draw(name: str, material: Material) -> Diagram:
    """The diagram of a kind.

    Raises:
        Faults: what was chosen does not exist.
    """
    diagram: Diagram = import_module(f"kg.diagram.{name}").draw(material)
    return diagram
