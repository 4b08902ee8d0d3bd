"""Knowledge, observations and a request -> everything that follows from them."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from kg.errors import Place
from kg.graph import Network, Statement, graph_of
from kg.load import Knowledge, Observation
from kg.program import prepare
from kg.reason.model import Inference, Program
from kg.reason.rows.reasoner import Reasoner
from kg.recommend.request import Request
from kg.terms import Iri
from kg.terms.known import Fact, Known
from kg.terms.numbered import Terms

Placed = tuple[Fact, Place | None]
EVERYTHING: frozenset[Iri] = frozenset()

__all__ = ["Advice", "advise", "advise_each", "prepare"]


@dataclass(frozen=True)
class Advice:
    """What was asked, and all that is known once the rules have run."""

    request: Request
    observations: tuple[Observation, ...]
    known: Known
    inference: Inference

    @cached_property
    def graph(self) -> Network:
        """All that is known as a graph of networkx."""
        return graph_of((), onto=self.known)


def advise(  # noqa: PLR0913, PLR0917 - the last two are seldom given
    knowledge: Knowledge,
    program: Program,
    observations: Iterable[Observation],
    request: Request,
    only: frozenset[Iri] = EVERYTHING,
    beside: Iterable[Statement] = (),
) -> Advice:
    """Everything that follows for one request, or only what has some predicates, without proofs.

    Args:
        knowledge: what is known before anybody asks.
        program: the rules.
        observations: what is told of the actor.
        request: what is asked.
        only: the predicates of the facts that are wanted; none for all, with proofs.
        beside: facts given besides the observations and the request.
    """
    return advise_each(knowledge, program, [tuple(observations)], request, only, beside)[0]


def advise_each(  # noqa: PLR0913, PLR0917 - as above
    knowledge: Knowledge,
    program: Program,
    told: Sequence[tuple[Observation, ...]],
    request: Request,
    only: frozenset[Iri] = EVERYTHING,
    beside: Iterable[Statement] = (),
) -> list[Advice]:
    """The same for several sets of observations, each by itself, at less than the cost of each."""
    reasoner = knowledge.known.remember(program, lambda: Reasoner(program, knowledge.known))
    if only:
        reasoner = reasoner.towards(only)
    given = [*_given(reasoner.ground, told, [*request.facts(), *beside])]
    found = reasoner.conclude_each(given, proofs=not only)
    return [
        Advice(request, observations, known, inference)
        for observations, (inference, known) in zip(told, found, strict=True)
    ]


def _given(
    ground: Known, told: Sequence[Sequence[Observation]], asked: Iterable[Statement]
) -> Iterator[Known]:
    """The facts of each question, in layers that share numbers; most are those of others too."""
    terms = Terms(ground.terms)
    common = [*_numbered(asked, terms)]
    numbered: dict[int, list[Placed]] = {}
    for observations in told:
        known = Known(ground, terms)
        for each in observations:
            if id(each) not in numbered:
                numbered[id(each)] = [*_numbered(each.facts(), terms)]
            known.add_all(numbered[id(each)])
        known.add_all(common)
        yield known


def _numbered(statements: Iterable[Statement], terms: Terms) -> Iterator[Placed]:
    for (subject, predicate, target), place in statements:
        yield (terms.number(subject), terms.number(predicate), terms.number(target)), place
