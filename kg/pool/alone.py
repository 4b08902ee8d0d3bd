"""Answers in this very process, for questions that are our own."""

import pyoxigraph

from kg.errors import Faults
from kg.load.prefixes import Prefixes
from kg.pool.limits import Limits
from kg.pool.pool import Call
from kg.pool.question import Question, Reply, refuse_too_long
from kg.pool.worker import Answerer


class Alone:
    """A store that is asked without a worker: nothing can stop a question.

    Args:
        written: the data as N-Quads.
        prefixes: those a question may use without declaring them.
        limits: how far a question may go, but for time and memory.
    """

    size = there = 1

    def __init__(self, written: bytes, prefixes: Prefixes, limits: Limits) -> None:
        self.limits = limits
        store = pyoxigraph.Store()
        store.bulk_load(written, pyoxigraph.RdfFormat.N_QUADS)
        self._answerer = Answerer(store, prefixes, limits)

    def ask(self, question: Question, _: Call | None = None) -> Reply:
        """The answer to a question.

        Raises:
            Faults: why there is none.
        """
        refuse_too_long(question, self.limits)
        try:
            return self._answerer.answer(question)
        except Faults as faults:
            told = faults.each()
        # Anew: what the store found may be let go only in this thread, and the other one holds it.
        raise Faults(told)
