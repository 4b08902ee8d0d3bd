"""What is asked of each service: free queries, and saved queries by their addresses."""

import csv
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from io import StringIO
from itertools import product
from urllib.parse import urlencode

from benchmarks.municipalities import Scene, actor
from benchmarks.peers import OURS, Service
from kg.query import Query
from kg.query.put_in import put_in
from kg.query.run import terms_for
from kg.store import Store
from kg.vocabulary import individual

JSON, CSV = "application/sparql-results+json", "text/csv"
LANGUAGES = ("nb", "nn", "en")
BEFORE = ", asked before"
AGAIN = 20  # texts that are asked again and again


@dataclass(frozen=True, slots=True)
class Question:
    """A question as each service is asked it.

    Args:
        query: the text for who is asked by ``/sparql``.
        accept: the form that is wanted.
        saved: the path at which ours answers it, if it is a saved query.
        hidden: columns that a saved query of ours does not give.
    """

    query: str
    accept: str = JSON
    saved: str = ""
    hidden: frozenset[str] = frozenset()

    def path(self, name: str, service: Service) -> str:
        """Where a service answers it."""
        return self.saved if self.saved and name == OURS else service.path(self.query)

    def rows(self, body: bytes) -> list[str]:
        """What an answer says, in an order of its own."""
        found = _of_csv(body) if self.accept == CSV else _of_json(body)
        return sorted(
            json.dumps({key: cell for key, cell in row.items() if key not in self.hidden})
            for row in found
        )


@dataclass(frozen=True, slots=True)
class Work:
    """A kind of question.

    Args:
        name: what the table calls it.
        make: the question of a number; another for each number.
    """

    name: str
    make: Callable[[int], Question]

    def again(self) -> "Work":
        """The same few questions again and again."""
        kept = [self.make(number * 37) for number in range(AGAIN)]
        return Work(f"{self.name}{BEFORE}", lambda number: kept[number % AGAIN])


def _of_json(body: bytes) -> list[dict[str, object]]:
    found = json.loads(body)["results"]["bindings"]
    return [
        {key: (row[key]["value"], row[key].get("xml:lang")) for key in sorted(row)} for row in found
    ]


def _of_csv(body: bytes) -> list[dict[str, object]]:
    return [
        {key: row[key] for key in sorted(row) if row[key]}
        for row in csv.DictReader(StringIO(body.decode()))
    ]


def free(scene: Scene, prefixes: Mapping[str, str]) -> list[Work]:
    """Queries that anybody might write; the number makes the text another each time."""

    def work(name: str, text: str) -> Work:
        def make(number: int) -> Question:
            query = text.replace("ACTOR", f"id:{actor(number * 7 % scene.actors)}")
            query = query.replace("CRITERION", f"id:{scene.criteria[number % len(scene.criteria)]}")
            query = query.replace("GROUP-OF", f"id:gruppe-{number % scene.groups}")
            query = query.replace("NUMBER", str(number % 100_000))
            return Question(f"{declared(query, prefixes)} LIMIT {5000 + number}")

        return Work(name, make)

    return [
        work("look-up", "SELECT ?p ?o { ACTOR ?p ?o }"),
        work(
            "join",
            "SELECT ?label ?state { ?card nst:actor ACTOR ; nst:criterion ?c ; nst:state ?state . "
            "?c skos:prefLabel ?label FILTER(LANG(?label) = 'nb') }",
        ),
        work(
            "absence",
            "SELECT ?c { ?card nst:actor ACTOR ; nst:criterion ?c "
            "FILTER NOT EXISTS { ?card nst:restsOn ?seen } }",
        ),
        work(
            "closure",
            "SELECT ?n { ACTOR ^nst:actor/nst:restsOn*/nst:observedOn ?n }",
        ),
        work(
            "1,020 rows",
            "SELECT ?card ?criterion ?state { ?actor nst:kostraGroup GROUP-OF . ?card "
            "nst:actor ?actor ; nst:criterion ?criterion ; nst:state ?state }",
        ),
        work(
            "groups",
            "SELECT ?state (COUNT(*) AS ?n) "
            "{ ?card nst:criterion CRITERION ; nst:state ?state } GROUP BY ?state",
        ),
        work("text", "SELECT ?s { ?s nst:note ?note FILTER CONTAINS(?note, 'nummer NUMBER') }"),
    ]


def declared(query: str, prefixes: Mapping[str, str]) -> str:
    """A query with its prefixes, for services that do not know ours."""
    used = (each for each in prefixes.items() if f"{each[0]}:" in query)
    return "".join(f"PREFIX {name}: <{iri}> " for name, iri in used) + query


def saved(scene: Scene, store: Store, queries: Mapping[str, Query]) -> list[Work]:
    """Saved queries of ours; the parameters make each another."""

    def work(name: str, parameters: list[dict[str, str]]) -> Work:
        query = queries[name]
        hidden = frozenset({*query.saved.parameters, "lang"})

        def make(number: int) -> Question:
            given = parameters[number % len(parameters)]
            language = LANGUAGES[number % len(LANGUAGES)]
            terms = terms_for(store, query, {}, language)
            terms |= {key: individual(told) for key, told in given.items()}
            where = f"/queries/{name}.csv?{urlencode({**given, 'lang': language})}"
            return Question(put_in(query.text, terms), CSV, where, hidden)

        return Work(f"saved: {name}", make)

    cards = [
        {"actor": actor(number), "criterion": criterion}
        for criterion, number in product(scene.criteria, range(scene.actors))
    ]
    return [
        work("who-has-which-state", cards),
        work("municipalities-of-a-county", [{"county": each} for each in scene.counties]),
    ]
