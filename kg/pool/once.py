"""One question to one worker, for a command that asks and ends."""

from collections.abc import Mapping
from dataclasses import replace

from kg.pool.limits import MEGABYTE, Limits
from kg.pool.pool import Pool
from kg.pool.question import Question
from kg.pool.read import answer_of
from kg.pool.snapshot import snapshot
from kg.query import Query, inspect
from kg.store import Answer, Store
from kg.terms import Term

# How far one goes who asks on a machine of their own.
AT_HOME = Limits(
    rows=1_000_000,
    answer_bytes=1000 * MEGABYTE,
    memory_bytes=4000 * MEGABYTE,
    query_bytes=MEGABYTE,
)


def ask_once(
    store: Store, query: Query, given: Mapping[str, Term], seconds: float
) -> tuple[Answer, int]:
    """What a query finds, and after how many rows that was cut, if it was.

    Args:
        store: the data; only what is in view is asked.
        query: the question; FROM names graphs that are in view.
        given: variables that stand for a term.
        seconds: how long it may take.

    Raises:
        Faults: there is no answer.
    """
    question = _question(store, query, given)
    limits = replace(AT_HOME, seconds=seconds)
    with snapshot(store.quads()) as folder, Pool(folder, store.prefixes, limits) as pool:
        reply = pool.ask(question)
    return answer_of(reply), reply.cut


def _question(store: Store, query: Query, given: Mapping[str, Term]) -> Question:
    """What is asked, of the graphs that the query chooses or else of those in view."""
    names = tuple(each.value for each in store.graphs())
    form = inspect(query, store.prefixes, names)
    chosen = form.default_graphs or form.named_graphs
    view = () if chosen or store.view is None else names
    return Question(
        query.text,
        query.file,
        graph_as="nt",
        given=tuple((name, str(term)) for name, term in given.items()),
        shows_given=True,
        default_graphs=view,
        named_graphs=view,
    )
