"""A graph of any size in the shape of ours: the knowledge, and invented actors with assessments.

The same for the same size and seed. Nothing in it is of a real municipality.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import islice
from random import Random

from kg import vocabulary as nst
from kg.store import Store
from kg.terms import XSD, Iri, Literal, Term

SEED = 7
LAST, SPAN = date(2026, 11, 23), 5 * 365
GROUP = 170  # actors in a group: some thousand cards


@dataclass(frozen=True, slots=True)
class Scene:
    """A graph, and what one can ask about in it."""

    written: bytes
    triples: int
    actors: int
    criteria: tuple[str, ...]
    counties: tuple[str, ...]

    @property
    def groups(self) -> int:
        """How many whole groups of actors there are."""
        return max(1, self.actors // GROUP)


def scene(store: Store, triples: int) -> Scene:
    """A graph of so many triples or a few more, as N-Triples, one to a line.

    Args:
        store: the knowledge, with nothing told.
        triples: how many are wanted.
    """
    known = {line.rpartition(b" <")[0] + b" ." for line in store.quads().splitlines()}
    criteria, standings, states, counties = (
        _things(store, kind)
        for kind in (nst.CRITERION_CLASS, nst.STANDING_CLASS, nst.STATE_CLASS, nst.COUNTY_CLASS)
    )
    inventor = _Inventor(Random(SEED), criteria, standings, states)
    lines = sorted(line.decode() for line in known)
    actors = 0
    while len(lines) < triples:
        lines += inventor.actor(actors)
        actors += 1
    names = [
        tuple(each.value.removeprefix(nst.ID) for each in kind) for kind in (criteria, counties)
    ]
    return Scene(("\n".join(lines) + "\n").encode(), len(lines), actors, *names)


def actor(number: int) -> str:
    """The id of an actor."""
    return f"oppdiktet-{number}"


def _things(store: Store, kind: Iri) -> list[Iri]:
    found = store.match(nst.TYPE, target=kind)
    return [each.subject for each in found if isinstance(each.subject, Iri)]


@dataclass(slots=True)
class _Inventor:
    """Invents actors by chance."""

    chance: Random
    criteria: list[Iri]
    standings: list[Iri]
    states: list[Iri]

    def actor(self, number: int) -> Iterator[str]:
        """An actor, what was observed of it, and a card for each criterion."""
        subject = nst.individual(actor(number))
        yield _line(subject, nst.TYPE, nst.ACTOR_CLASS)
        for language in ("nb", "nn", "en"):
            name = Literal(f"Oppdiktet {number}", nst.LANG_STRING, language)
            yield _line(subject, nst.PREF_LABEL, name)
        group = nst.individual(f"gruppe-{number // GROUP}")
        yield _line(subject, nst.KOSTRA_GROUP_OF, group)
        seen = dict(islice(self._observations(subject), self.chance.randint(3, len(self.criteria))))
        for told in seen.values():
            yield from told
        for place, criterion in enumerate(self.criteria, start=1):
            yield from self._card(subject, criterion, place, is_seen=criterion in seen)

    def _observations(self, subject: Iri) -> Iterator[tuple[Iri, list[str]]]:
        for criterion in self.chance.sample(self.criteria, len(self.criteria)):
            seen = Iri(f"{subject.value}/seen/{criterion.value.removeprefix(nst.ID)}")
            day = LAST - timedelta(self.chance.randrange(SPAN))
            note = f"Dialogmøte nummer {self.chance.randrange(100_000)} om bolig"
            yield (
                criterion,
                [
                    _line(seen, nst.TYPE, nst.OBSERVATION),
                    _line(seen, nst.ACTOR, subject),
                    _line(seen, nst.ABOUT, criterion),
                    _line(seen, nst.VALUE, self.chance.choice(self.standings)),
                    _line(seen, nst.OBSERVED_ON, Literal(str(day), nst.DATE)),
                    _line(seen, nst.NOTE, Literal(note)),
                ],
            )

    def _card(self, subject: Iri, criterion: Iri, place: int, *, is_seen: bool) -> Iterator[str]:
        name = criterion.value.removeprefix(nst.ID)
        card = Iri(f"{subject.value}/{name}")
        yield _line(card, nst.TYPE, nst.CARD)
        yield _line(card, nst.ACTOR, subject)
        yield _line(card, nst.CRITERION, criterion)
        yield _line(card, nst.STATE, self.chance.choice(self.states))
        yield _line(card, nst.STANDING, self.chance.choice(self.standings))
        yield _line(card, nst.PLACE, Literal(str(place), f"{XSD}integer"))
        yield _line(card, nst.SCORE, Literal(str(self.chance.randrange(20)), f"{XSD}integer"))
        if is_seen:
            yield _line(card, nst.RESTS_ON, Iri(f"{subject.value}/seen/{name}"))


def _line(subject: Iri, predicate: Iri, target: Term) -> str:
    return f"{subject} {predicate} {target} ."
