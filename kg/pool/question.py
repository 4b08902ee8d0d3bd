"""What is sent to a worker, and what comes back."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass

from kg.errors import Fault, Faults, Place
from kg.pool.limits import MEGABYTE, Limits

__all__ = [
    "Part",
    "Question",
    "Reply",
    "is_first_of_two",
    "packed",
    "refusal",
    "refuse_too_large",
    "refuse_too_long",
    "unpacked",
]

SHORT = 1 << 16  # bytes that are read at once, for they have surely come
FIRST_OF_TWO = b" "


@dataclass(frozen=True, slots=True)
class Part:
    """How much of an answer is wanted, for who shows only its beginning.

    Args:
        rows: how many rows or triples.
        columns: how many columns, from the first.
        cells: how many of these altogether, but at least one row.
        answer_bytes: how long they may be in the form that is asked for.
    """

    rows: int
    columns: int
    cells: int
    answer_bytes: int


@dataclass(frozen=True, slots=True)
class Question:
    """A query and how its answer is wanted.

    Args:
        text: SPARQL.
        file: what to call it in faults.
        rows_as: the form of an answer to SELECT and ASK, empty if none is wanted.
        graph_as: the form of an answer to CONSTRUCT and DESCRIBE, empty if none is wanted.
        given: variables that stand for a term, as N-Triples.
        shows_given: whether these are columns of the answer.
        is_put_in: whether the terms stand in the text already.
        default_graphs: the graphs that make up the default graph; none is the store's own.
        named_graphs: the graphs that can be named; none is all, unless there are default graphs.
        part: how much of the answer is wanted; None for all that may be given.
        is_own: whether anybody may have written it; then it may be long.
    """

    text: str
    file: str = "-"
    rows_as: str = "json"
    graph_as: str = "ttl"
    given: tuple[tuple[str, str], ...] = ()
    shows_given: bool = False
    is_put_in: bool = False
    default_graphs: tuple[str, ...] = ()
    named_graphs: tuple[str, ...] = ()
    part: Part | None = None
    is_own: bool = False


@dataclass(frozen=True, slots=True)
class Reply:
    """An answer.

    Args:
        body: the answer in its form.
        form: its form, such as ``csv``.
        kind: ``rows``, ``truth`` or ``graph``.
        cut: how many rows or triples were given if there are more; 0 if that is all.
        steady: whether the same question finds the same again.
        columns: how many columns there are, if only the first of them were given; else 0.
    """

    body: bytes
    form: str
    kind: str
    cut: int = 0
    steady: bool = True
    columns: int = 0


def packed(reply: Reply) -> tuple[bytes, ...]:
    """A reply as bytes: a line that says what it is, and its body, by itself if it is long."""
    told = {
        "form": reply.form,
        "kind": reply.kind,
        "cut": reply.cut,
        "steady": reply.steady,
        "columns": reply.columns,
    }
    head = json.dumps(told).encode() + b"\n"
    return (head + reply.body,) if len(reply.body) <= SHORT else (FIRST_OF_TWO + head, reply.body)


def refusal(faults: Iterable[Fault]) -> tuple[bytes, ...]:
    """Faults as bytes."""
    return (json.dumps({"faults": [_told(fault) for fault in faults]}).encode() + b"\n",)


def is_first_of_two(sent: bytes) -> bool:
    """Whether the body comes by itself."""
    return sent.startswith(FIRST_OF_TWO)


def unpacked(sent: bytes, rest: bytes = b"") -> Reply:
    """What a worker sent, in one part or in two.

    Raises:
        Faults: it sent those.
    """
    head, _, body = sent.removeprefix(FIRST_OF_TWO).partition(b"\n")
    told = json.loads(head)
    if "faults" in told:
        raise Faults(_fault(each) for each in told["faults"])
    return Reply(rest or body, **told)


def _told(fault: Fault) -> dict[str, object]:
    place = asdict(fault.place) if fault.place else None
    values = {"near": fault.near, "allowed": fault.allowed, "source": fault.source}
    return {"key": fault.key, "place": place, "values": fault.values, **values}


def _fault(told: Mapping[str, object]) -> Fault:
    match told:
        case {"key": str(key), "values": dict(values), "place": where, **rest}:
            place = Place(**where) if isinstance(where, dict) else None
            return Fault(key, place, **rest, **values)  # type: ignore[arg-type]
    message = "no fault"
    raise ValueError(message)


def refuse_too_large(size: int, most: int) -> None:
    """Raises `Faults` if an answer has more bytes than it may have."""
    if size > most:
        raise Faults([Fault("answer-too-large", most=most // MEGABYTE)])


def refuse_too_long(question: Question, limits: Limits) -> None:
    """Raises `Faults` if a question is longer than it may be."""
    if len(question.text.encode(errors="replace")) > limits.query_bytes:
        raise Faults([Fault("query-too-long", most=limits.query_bytes)])
