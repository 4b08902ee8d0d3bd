"""What advisers answered to cards: nodes in a Turtle file that lies beside the assessment."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from kg import vocabulary as nst
from kg.errors import Fault, Faults, Place, nearest, refuse
from kg.graph import Graph, subjects, value
from kg.labels import word
from kg.load.cells import read_actor, words_of
from kg.load.days import read_day
from kg.load.nodes import RESOURCE, STRING, Form, Part, read_nodes
from kg.terms import Iri, Literal, Term, Triple, local_name

ENDING = ".answers.ttl"
LONGEST_REMARK = 500
RESPONSES = Form(
    nst.RESPONSE,
    (
        Part(nst.ACTOR, "actor", RESOURCE),
        Part(nst.RESPONDS_TO, "criterion", RESOURCE),
        Part(nst.DECISION, "decision", RESOURCE),
        Part(nst.DECIDED_ON, "date", nst.DATE),
        Part(nst.OVERRIDDEN_BECAUSE, "reason", RESOURCE, needed=False),
        Part(nst.REMARK, "remark", STRING, needed=False),
    ),
    frozenset({nst.RESPONDS_TO, nst.DECISION, nst.DECIDED_ON, nst.OVERRIDDEN_BECAUSE, nst.REMARK}),
)
CLASSES = {
    "criterion": nst.CRITERION_CLASS,
    "decision": nst.DECISION_CLASS,
    "reason": nst.OVERRIDE_REASON,
}
Where = Callable[[str], Place | None]


@dataclass(frozen=True, slots=True)
class Response:
    """An answer to the card of a criterion: what was decided when, and perhaps why."""

    actor: Iri
    criterion: Iri
    decision: Iri
    decided_on: date
    reason: Iri | None
    remark: str

    @property
    def iri(self) -> Iri:
        """One answer an actor, criterion and date."""
        return Iri(f"{self.actor.value}/response/{self.decided_on}/{local_name(self.criterion)}")

    def facts(self) -> Iterator[Triple]:
        """The answer as triples."""
        pairs: list[tuple[Iri, Term]] = [
            (nst.TYPE, nst.RESPONSE),
            (nst.ACTOR, self.actor),
            (nst.RESPONDS_TO, self.criterion),
            (nst.DECISION, self.decision),
            (nst.DECIDED_ON, Literal(self.decided_on.isoformat(), nst.DATE)),
            *([(nst.OVERRIDDEN_BECAUSE, self.reason)] if self.reason else []),
            *([(nst.REMARK, Literal(self.remark))] if self.remark else []),
        ]
        yield from (Triple(self.iri, predicate, target) for predicate, target in pairs)


def answers_beside(assessment: Path) -> Path:
    """The file of answers that belongs to an assessment.

    >>> answers_beside(Path("a.csv")).name
    'a.csv.answers.ttl'
    """
    return assessment.with_name(assessment.name + ENDING)


def read_responses(path: Path, graph: Graph, today: date) -> tuple[Response, ...]:
    """The answers in a file; none if there is no such file.

    Raises:
        Faults: everything that is wrong with the file, at once.
    """
    if not path.exists():
        return ()
    found = read_nodes(path, RESPONSES, graph)
    responses, faults = [], [*found.faults]
    for row in found.rows:
        try:
            responses.append(make_response(row.cells, graph, today, row.where))
        except Faults as group:
            faults += group.each()
    refuse(faults)
    return tuple(responses)


def make_response(
    cells: Mapping[str, str], graph: Graph, today: date, where: Where = lambda _: None
) -> Response:
    """An answer from the words for its parts.

    Args:
        cells: the word for each column of `RESPONSES`, empty where there is none.
        graph: the knowledge, which has the decisions and reasons there are.
        today: no answer can be later.
        where: the place of each part, if it stands in a file.

    Raises:
        Faults: everything that is wrong with it.
    """
    readings = (
        read_actor(cells["actor"], words_of(graph), where("actor")),
        *(_chosen(cells[part], part, graph, where(part)) for part in ("criterion", "decision")),
        _day(cells["date"], today, where("date")),
        _chosen(cells["reason"], "reason", graph, where("reason")) if cells["reason"] else None,
        _remark(cells["remark"], where("remark")),
    )
    match readings:
        case (
            Iri() as actor,
            Iri() as about,
            Iri() as decision,
            date() as day,
            (Iri() | None) as reason,
            str() as said,
        ):
            refuse(_unexplained(graph, decision, reason, said, where))
            return Response(actor, about, decision, day, reason, said)
    raise Faults(reading for reading in readings if isinstance(reading, Fault))


def _chosen(name: str, part: str, graph: Graph, place: Place | None) -> Iri | Fault:
    known = {word(graph, each): each for each in subjects(graph, nst.TYPE, CLASSES[part])}
    near, allowed = nearest(name, known), sorted(known)
    unknown = Fault("choice-unknown", place, name=name, option=part, near=near, allowed=allowed)
    return known.get(name, unknown)


def _day(text: str, today: date, place: Place | None) -> date | Fault:
    found = read_day(text)
    if found and found > today:
        return Fault("answer-in-the-future", place, name=found, today=today)
    return found or Fault("date-impossible", place, name=text)


def _remark(text: str, place: Place | None) -> str | Fault:
    said = text.strip()
    too_long = Fault("remark-too-long", place, found=len(said), most=LONGEST_REMARK)
    return too_long if len(said) > LONGEST_REMARK else said


def _unexplained(
    graph: Graph, decision: Iri, reason: Iri | None, remark: str, where: Where
) -> Iterator[Fault]:
    """What a decision or its reason lacks, or has too much."""
    reasons = sorted(word(graph, each) for each in subjects(graph, nst.TYPE, nst.OVERRIDE_REASON))
    wanted, name = _is_true(graph, decision, nst.ASKS_FOR_REASON), word(graph, decision)
    if wanted and not reason:
        yield Fault("reason-needed", where("decision"), name=name, allowed=reasons)
    if reason and not wanted:
        yield Fault("reason-astray", where("reason"), name=name)
    if reason and not remark and _is_true(graph, reason, nst.ASKS_FOR_REMARK):
        yield Fault("remark-needed", where("reason"), name=word(graph, reason))


def _is_true(graph: Graph, term: Iri, predicate: Iri) -> bool:
    found = value(graph, term, predicate)
    return isinstance(found, Literal) and found.lexical == "true"
