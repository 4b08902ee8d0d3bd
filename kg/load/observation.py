"""One observation: what an assessment says of one thing on one date."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from kg import vocabulary as nst
from kg.errors import Place
from kg.terms import Iri, Literal, Term, Triple, local_name


@dataclass(frozen=True, slots=True)
class Observation:
    """What somebody noticed about an actor on a date."""

    actor: Iri
    about: Iri
    value: Iri
    observed_on: date
    note: str
    place: Place | None

    @property
    def iri(self) -> Iri:
        """One observation an actor, thing and date."""
        return Iri(f"{self.actor.value}/{self.observed_on}/{local_name(self.about)}")

    def facts(self) -> Iterator[tuple[Triple, Place | None]]:
        """The observation as triples."""
        pairs: list[tuple[Iri, Term]] = [
            (nst.TYPE, nst.OBSERVATION),
            (nst.ACTOR, self.actor),
            (nst.ABOUT, self.about),
            (nst.VALUE, self.value),
            (nst.OBSERVED_ON, Literal(self.observed_on.isoformat(), nst.DATE)),
        ]
        if self.note:
            pairs.append((nst.NOTE, Literal(self.note)))
        iri = self.iri
        for predicate, target in pairs:
            yield Triple(iri, predicate, target), self.place
