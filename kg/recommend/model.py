"""What a recommendation is made of: ids, and texts in one language."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kg.recommend.stability import Stability


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a card is where it is: the rule, its weight, its sentence, its basis and sections."""

    rule: str
    weight: int
    text: str
    basis: str
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Action:
    """Something to do: who does it, and the circumstance or criterion it was chosen for."""

    id: str
    text: str
    by: str
    because: tuple[str, ...]
    basis: str
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Example:
    """Practice to show; the municipality is empty where the report names none."""

    id: str
    text: str
    municipality: str
    basis: str
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Instrument:
    """Something to use: its status in the report, and the actions or others it is offered for."""

    id: str
    text: str
    status: str
    because: tuple[str, ...]
    basis: str
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Barrier:
    """What may be in the way, and the actions on the card that answer it."""

    id: str
    text: str
    actions: tuple[str, ...]
    basis: str
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Question:
    """Something to ask in the meeting; the id is that of what is asked about."""

    id: str
    text: str
    basis: str
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Peer:
    """An actor to learn from: why, and what it has in common with the one that asks."""

    actor: str
    text: str
    shares: tuple[str, ...]
    basis: str


@dataclass(frozen=True, slots=True)
class Change:
    """What would change the advice: standings by criterion, and what would follow."""

    set: tuple[tuple[str, str], ...]
    then: str


@dataclass(frozen=True, slots=True)
class Answered:
    """What an adviser answered to a card; the reason and the text may be empty."""

    decision: str
    reason: str
    text: str
    date: str


@dataclass(frozen=True, slots=True)
class Side:
    """One of the views in a tension."""

    id: str
    text: str


@dataclass(frozen=True, slots=True)
class Note:
    """Something to be said beside the cards; perhaps a tension, with its sides."""

    text: str
    basis: str
    sources: tuple[str, ...]
    tension: str = ""
    sides: tuple[Side, ...] = ()


@dataclass(frozen=True, slots=True)
class Card:
    """The recommendation for one criterion.

    ``more`` says how many more actions, instruments, questions and examples there are than shown.
    """

    criterion: str
    rank: int
    state: str
    standing: str
    observed: str
    score: int
    summary: str
    urgency: str
    reasons: tuple[Reason, ...]
    blocked_by: tuple[str, ...]
    unlocks: tuple[str, ...]
    actions: tuple[Action, ...]
    examples: tuple[Example, ...]
    instruments: tuple[Instrument, ...]
    questions: tuple[Question, ...]
    barriers: tuple[Barrier, ...]
    more: tuple[tuple[str, int], ...]
    would_change: tuple[Change, ...] = ()
    learn_from: tuple[Peer, ...] = ()
    answered: Answered | None = None


@dataclass(frozen=True, slots=True)
class Recommendation:
    """The cards of one actor in order, the notes to them, how sure the first place is.

    ``compared`` says whether other actors were looked at, to learn from.
    """

    actor: str
    as_of: str
    model: str
    language: str
    cards: tuple[Card, ...]
    notes: tuple[Note, ...]
    stability: "Stability | None" = None
    compared: bool = False
