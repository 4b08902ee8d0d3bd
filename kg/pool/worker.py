"""A worker: opens the copy, looks at questions and answers them, one after the other."""

import sys
from collections.abc import Mapping
from dataclasses import dataclass, replace
from multiprocessing.connection import Connection
from pathlib import Path

import pyoxigraph

from kg.errors import Fault, Faults
from kg.pool import confine
from kg.pool.answer import answer
from kg.pool.asked import GRAPH_FORMS, ROW_FORMS, Asked
from kg.pool.limits import Limits
from kg.pool.question import Question, Reply, packed, refusal
from kg.pool.snapshot import opened
from kg.query import own_query
from kg.query.inspect import Form, look, unanswered

READY = b"ready"
FOLDER = "NESTESTEG_COPY"  # the variable that names the data to the first process
# Asked before the first question, so that whatever is read or built late is there by then.
FIRST = (
    "ASK { ?s ?p ?o }",
    "CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o FILTER REGEX(STR(?s), '^a', 'i') } LIMIT 1",
    "SELECT (UUID() AS ?a) (NOW() AS ?b) (SHA256('a') AS ?c) {}",
    "no query",
    "SELECT ?a (COUNT(*) AS ?n) { ?a ?b ?c }",
    "ASK { ?s undeclared:a ?o }",
)


@dataclass(frozen=True, slots=True)
class Task:
    """What a worker is given when it starts."""

    folder: Path
    prefixes: Mapping[str, str]
    limits: Limits


def work(channel: Connection, task: Task) -> None:
    """Answers what comes through a channel, until nothing more can come."""
    confine.ignore_the_keyboard()
    watch = confine.end_with_parent(task.folder)
    confine.say_nothing()
    answerer = Answerer(_held(task.folder), task.prefixes, task.limits)
    answerer.warm_up()
    confine.limit_memory(task.limits.memory_bytes)
    confine.open_no_more()
    try:
        channel.send_bytes(READY)
        while True:
            for part in _parts(answerer, channel.recv()):
                channel.send_bytes(part)
    except (EOFError, OSError):  # whoever asked has gone, or is going
        watch.join()
    except MemoryError:
        confine.out_of_memory()


def _parts(answerer: "Answerer", question: Question) -> tuple[bytes, ...]:
    """The answer to a question as bytes; who would have to open something for it cannot go on."""
    try:
        return answerer.reply(question)
    except OSError as error:
        raise RuntimeError(question.file) from error


def _held(folder: Path) -> pyoxigraph.Store:
    """The data of a folder; what the first process has read is not read again."""
    first = sys.modules.get("kg.pool.first")
    held: pyoxigraph.Store | None = getattr(first, "HELD", None)
    if first is None or held is None or folder != first.FOLDER:
        return opened(folder)
    return held


class Answerer:
    """Answers questions over one store."""

    def __init__(
        self, store: pyoxigraph.Store, prefixes: Mapping[str, str], limits: Limits
    ) -> None:
        self.store, self.prefixes, self.limits = store, prefixes, limits
        self.graphs = frozenset(each.value for each in store.named_graphs())

    def warm_up(self) -> None:
        """Answers something in every form."""
        for text in FIRST:
            for rows_as, graph_as in zip(ROW_FORMS, GRAPH_FORMS, strict=True):
                self.reply(Question(text, rows_as=rows_as, graph_as=graph_as))

    def reply(self, question: Question) -> tuple[bytes, ...]:
        """The answer to a question, or why there is none, as bytes."""
        try:
            return packed(self.answer(question))
        except Faults as faults:
            return refusal(faults.each())

    def answer(self, question: Question) -> Reply:
        """The answer to a question.

        Raises:
            Faults: why there is none.
        """
        query = own_query(question.text, question.file)
        form = look(query, self.prefixes, self.graphs)
        _refuse_form(form, question)
        plain = replace(question, text=query.text)
        if not (question.default_graphs or question.named_graphs):
            plain = replace(
                plain, default_graphs=form.default_graphs, named_graphs=form.named_graphs
            )
        try:
            asked = Asked(plain, self.limits, self.prefixes, form.borrowed, form.steady)
            return answer(self.store, asked)
        except (SyntaxError, RuntimeError) as error:
            raise unanswered(query, error) from error


def _refuse_form(form: Form, question: Question) -> None:
    """Raises `Faults` if the answer is not wanted in any form there is for it."""
    if form.kind in {"SELECT", "ASK"} and not question.rows_as:
        raise Faults([Fault("form-not-rows", allowed=[*ROW_FORMS])])
    if form.kind not in {"SELECT", "ASK"} and not question.graph_as:
        raise Faults([Fault("form-not-graph", allowed=[*GRAPH_FORMS])])
