"""The project from Python: what it knows, what it was told and what follows, ready to be asked.

``kg.open()`` gives a `Workbench`. Everything heavy is read when it is first needed. Whatever is
refused is refused in the words of the command line, as `Refused`.
"""

import re
from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import date, datetime
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from kg.errors import Fault, Faults, Refused
from kg.messages import LANGUAGES, faults_text
from kg.resources import data_root
from kg.vocabulary import individual

if TYPE_CHECKING:
    import networkx
    import rdflib
    from rdflib.graph import Dataset

    from kg.query import Query
    from kg.query.rows import Rows
    from kg.recommend import Recommendation
    from kg.store import Store
    from kg.terms import Iri, Triple

Value = TypeVar("Value")
Day = date | str | None

__all__ = ["Refused", "Workbench"]


class Workbench:
    """What is known, told and inferred, to be asked from Python.

    Args:
        files: assessments.
        knowledge: another folder with ``ontology/``, ``rules/`` and ``queries/``.
        as_of: the day for which conclusions are drawn; otherwise today.
        model: the id of a model, or the default one.
        language: of the words in answers: nb, nn or en.

    Raises:
        Refused: there is no such language.
    """

    def __init__(
        self,
        *files: Path | str,
        knowledge: Path | str | None = None,
        as_of: Day = None,
        model: str | None = None,
        language: str = "nb",
    ) -> None:
        self.files = tuple(map(Path, files))
        self.folder = data_root() if knowledge is None else Path(knowledge)
        self.as_of = as_of
        self.model = model
        if language not in LANGUAGES:
            fault = Fault("choice-unknown", name=language, option="language", allowed=LANGUAGES)
            raise Refused(faults_text(Faults([fault]), LANGUAGES[-1]))
        self.language = language

    def __repr__(self) -> str:
        """What it was told."""
        return f"Workbench({', '.join(map(str, self.files))})"

    @cached_property
    def store(self) -> "Store":
        """The store behind everything here, one named graph for each part."""
        from kg.recommend.gather import Dates, gather

        return self._told(
            lambda: gather(
                self.folder,
                self.queries,
                self.files,
                Dates(_day(self.as_of), _today()),
                self.model,
            )
        )

    @cached_property
    def queries(self) -> "dict[str, Query]":
        """The saved queries by name."""
        from kg.query import saved_queries

        return self._told(lambda: saved_queries(self.folder))

    def sparql(
        self, query: str, /, *, asserted_only: bool = False, **given: object
    ) -> "Rows | bool | rdflib.Graph":
        """What a query finds: rows, a truth, or a graph.

        Args:
            query: the name of a saved query, or SPARQL; the project's prefixes are declared.
            asserted_only: whether to leave out what is inferred.
            given: values for parameters, as on the command line or as rows have them. They are put
                in as terms.

        Raises:
            Refused: the query may not run, or a parameter is unknown or has an impossible value.
        """
        return self._told(lambda: self._answer(query, asserted_only=asserted_only, given=given))

    def _answer(
        self, text: str, *, asserted_only: bool, given: dict[str, object]
    ) -> "Rows | bool | rdflib.Graph":
        from kg.query.found import Text
        from kg.query.rows import Rows
        from kg.query.run import run_to_text

        query = self._query(text)
        store = self._asserted if asserted_only else self.store
        words = _words(given, query) if given else {}
        answer = run_to_text(store, query, words, self.language)
        if isinstance(answer, Text):
            return Rows(answer, query, store.prefixes, self.language)
        return answer if isinstance(answer, bool) else _in_rdflib(answer)

    def _query(self, text: str) -> "Query":
        """A saved query by its name, or one's own."""
        from kg.query import find_query, own_query

        if not re.fullmatch(r"[\w-]+", text):
            return own_query(text, "sparql")
        query = find_query(text, self.queries)
        if query.saved.needs and not self.files:
            raise Faults([Fault("query-needs-assessments", name=query.saved.id)])
        return query

    @cached_property
    def _asserted(self) -> "Store":
        from kg.recommend.dataset import asserted

        return asserted(self.store)

    @property
    def rdflib(self) -> "Dataset":
        """The store as rdflib sees it: one graph of all, and the named graphs in it."""
        return self.store.rdflib_dataset()

    @cached_property
    def networkx(self) -> "networkx.MultiDiGraph[object]":
        """All facts as a graph: terms are nodes, a predicate is the key of an edge."""
        from kg.graph import graph_of

        found = self.store.answer("CONSTRUCT WHERE { ?s ?p ?o }")
        return graph_of((triple, None) for triple in found)  # type: ignore[union-attr,return-value]

    def recommend(
        self,
        file: Path | str,
        *,
        actor: str | None = None,
        topic: str | None = None,
    ) -> "Recommendation":
        """What the actor of an assessment should work on now, and why.

        Args:
            file: the assessment.
            actor: which actor, when the file is about several.
            topic: the id of an instrument the actor asks about.

        Raises:
            Refused: something is wrong with the file or a choice.
        """
        choices = {"actor": actor, "topic": topic, "model": self.model}
        return self._told(lambda: self._recommendation(Path(file), choices))

    def _recommendation(self, file: Path, choices: dict[str, str | None]) -> "Recommendation":
        from kg.load import read_assessment
        from kg.load.responses import answers_beside, read_responses
        from kg.program import ready
        from kg.recommend import advise, arrange, make_request, with_changes, with_responses
        from kg.recommend.stability import stability

        knowledge, program = ready(self.folder)
        graph = knowledge.known
        observations = read_assessment(file, graph, _today())
        actors = frozenset(each.actor for each in observations)
        request = make_request(graph, actors, _day(self.as_of), choices)
        advice = advise(knowledge, program, observations, request)
        arranged = arrange(knowledge, advice, self.language)
        sure = replace(arranged, stability=stability(graph, arranged.cards))
        changed = with_changes(knowledge, program, advice, sure)
        return with_responses(graph, changed, read_responses(answers_beside(file), graph, _today()))

    @staticmethod
    def id(name: str) -> "Iri":
        """The node of an individual by its id."""
        return individual(name)

    def _told(self, made: Callable[[], Value]) -> Value:
        """What a function makes, its faults in words."""
        try:
            return made()
        except Faults as faults:
            raise Refused(faults_text(faults, self.language)) from None


def _in_rdflib(found: Iterable["Triple"]) -> "rdflib.Graph":
    from kg.load.canonical import in_rdflib

    return in_rdflib(found)


def _words(given: dict[str, object], query: "Query") -> dict[str, str]:
    """What is given for parameters, as the command line would have it."""
    from kg.query.values import is_class

    defaults = query.header.parameters if query.header else {}
    return {
        name: _word(value, is_saved=query.header is not None)
        for name, value in given.items()
        # Only what may be left open can be None; elsewhere that would ask for something else.
        if value is not None or not is_class(defaults.get(name, ""))
    }


def _word(value: object, *, is_saved: bool) -> str:
    """A value as the command line would have it.

    >>> _word("https://example.org/a", is_saved=True), _word(date(2026, 1, 2), is_saved=False)
    ('<https://example.org/a>', '"2026-01-02"^^xsd:date')
    >>> _word(datetime(2026, 1, 2, 3), is_saved=False), _word(True, is_saved=False)
    ('"2026-01-02T03:00:00"^^xsd:dateTime', 'true')
    """
    if isinstance(value, bool):
        return str(value).casefold()
    if isinstance(value, date) and not is_saved:
        kind = "dateTime" if isinstance(value, datetime) else "date"
        return f'"{value.isoformat()}"^^xsd:{kind}'
    text = str(value)
    return f"<{text}>" if re.match(r"https?://", text) else text


def _today() -> date:
    """Today, where we are."""
    return datetime.now().astimezone().date()


def _day(day: Day) -> date:
    """A day given as such or as text; today without one."""
    from kg.load.days import read_day

    if not isinstance(day, str):
        return day or _today()
    found = read_day(day)
    if found is None:
        raise Refused(faults_text(Faults([Fault("date-argument", name=day)]), "en"))
    return found
