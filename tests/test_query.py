"""Saved queries and one's own: what they find, what is refused, how it is written."""

import csv
import json
from collections.abc import Callable
from io import StringIO
from pathlib import Path

import pytest

from kg.errors import Fault, Faults
from kg.load import Knowledge
from kg.messages import LANGUAGES, fault_text, faults_text
from kg.query import Query, inspect, own_query, run, saved_queries, write
from kg.query.columns import with_heads
from kg.query.saved import find_query
from kg.query.values import is_class, read_pairs
from kg.resources import data_root
from kg.store import Store, Table
from kg.terms import Literal

BAD = Path(__file__).parent / "bad" / "own-queries"
SAVED = saved_queries(data_root())
# The questions have tables of their own, in tests/questions, and so have those that need
# assessments, in tests/query.
TABLES = [
    name
    for name, query in SAVED.items()
    if "/questions/" not in query.file and not query.saved.needs
]


@pytest.fixture(scope="module")
def store(knowledge: Knowledge) -> Store:
    """A store of the project's knowledge."""
    return Store.of(knowledge.graph)


def ask(store: Store, text: str, **given: str) -> Table:
    """What a query of one's own finds."""
    found = run(store, own_query(text, "-"), given, "en")
    assert isinstance(found, Table)
    return found


def refused(store: Store, query: Query, **given: str) -> Fault:
    """The one fault for which a query is refused."""
    with pytest.raises(Faults) as refusal:
        run(store, query, given, "en")
    (fault,) = refusal.value.each()
    return fault


@pytest.mark.parametrize("name", TABLES)
def test_a_saved_query_gives_the_expected_table(
    store: Store, name: str, golden: Callable[[str, str], None]
) -> None:
    """With its default parameters, in bokmål; the tables were judged by eye."""
    answer = with_heads(run(store, SAVED[name], {}, "nb"), SAVED[name], "nb")

    golden(f"queries/{name}.txt", write(answer, "table", store.prefixes, "nb"))


@pytest.mark.parametrize("name", SAVED)
def test_a_saved_query_finds_as_much_in_every_language(store: Store, name: str) -> None:
    """Nothing is lost because a label is missing."""
    tables = [run(store, SAVED[name], {}, language) for language in LANGUAGES]

    assert len({len(table.rows) for table in tables if isinstance(table, Table)}) == 1


@pytest.mark.parametrize("name", SAVED)
def test_a_saved_query_has_no_column_for_what_was_put_in(store: Store, name: str) -> None:
    """Its parameters and the language are known to who asked; what was left open is not."""
    table = run(store, SAVED[name], {}, "nb")
    parameters = SAVED[name].saved.parameters.items()
    put_in = {name for name, default in parameters if not is_class(default)}

    assert isinstance(table, Table)
    assert {*table.variables} & {"lang", *put_in} == set()


def test_a_parameter_changes_the_answer(store: Store) -> None:
    """Five criteria in one model, six in another."""
    query = SAVED["criteria-of-a-model"]
    sizes = {
        model: len(table.rows)
        for model in ("nou-2011", "bolig-for-velferd", "extended", "id:extended")
        if isinstance(table := run(store, query, {"model": model}, "en"), Table)
    }

    assert sizes == {"nou-2011": 5, "bolig-for-velferd": 6, "extended": 7, "id:extended": 7}


def test_a_value_goes_by_its_notation_or_its_id(store: Store) -> None:
    """Both words stand for one thing."""
    query = SAVED["claims-between-criteria"]

    assert run(store, query, {"type": "overlaps"}, "en") == run(
        store, query, {"type": "claim-overlaps"}, "en"
    )


@pytest.mark.parametrize("name", ["Stord", "stord", "municipality-stord", "id:municipality-stord"])
def test_a_value_goes_by_the_name_people_know(store: Store, name: str) -> None:
    """Nobody has to learn an id to ask about a municipality."""
    query = SAVED["facts-on-a-municipality"]

    assert run(store, query, {"municipality": name}, "en") == run(
        store, query, {"municipality": "municipality-stord"}, "en"
    )


def test_a_value_goes_by_a_name_in_any_language(store: Store) -> None:
    """The Southern Sámi name of Trondheim is a name of Trondheim."""
    query = SAVED["facts-on-a-municipality"]

    assert run(store, query, {"municipality": "Tråante"}, "en") == run(
        store, query, {"municipality": "Trondheim"}, "en"
    )


def test_a_name_that_two_share_is_refused_with_both(store: Store) -> None:
    """The county tells them apart; the list of what is allowed is cut to what one can read."""
    fault = refused(store, SAVED["facts-on-a-municipality"], municipality="Herøy")

    assert fault.near == ("herøy (møre og romsdal)", "herøy (nordland)")
    assert len(fault.allowed) == 357
    assert fault_text(fault, "en").endswith(", municipality-bodo, …")


def test_an_impossible_value_is_refused_with_what_is_possible(store: Store) -> None:
    """The things of the default's kind."""
    fault = refused(store, SAVED["claims-between-criteria"], type="overlap")

    assert fault.key == "parameter-value"
    assert fault.near == ("overlaps",)
    assert "leans-on" in fault.allowed


def test_an_unknown_parameter_is_refused_with_the_known_ones(store: Store) -> None:
    """Also where a query has none."""
    fault = refused(store, SAVED["criteria-of-a-model"], modl="extended")
    other = refused(store, SAVED["design-numbers"], model="extended")

    assert (fault.key, fault.near, fault.allowed) == ("parameter-unknown", ("model",), ("model",))
    assert (other.key, other.allowed) == ("parameter-unknown", ())


@pytest.mark.parametrize("path", sorted(BAD.glob("*.rq")), ids=lambda path: path.stem)
def test_a_bad_query_is_refused_in_exactly_these_words(
    store: Store, path: Path, golden: Callable[[str, str], None]
) -> None:
    """Nothing that changes data or reaches outside gets as far as a store."""
    with pytest.raises(Faults) as refusal:
        run(store, own_query(path.read_text(encoding="utf-8"), path.name), {}, "en")

    told = faults_text(refusal.value, "en") + "\n"
    golden(f"../bad/own-queries/{path.stem}.expected.txt", told)


def test_a_comment_ends_with_its_line_however_lines_end(store: Store) -> None:
    """What one parser takes for a comment the other must not take for a call."""
    hidden = "SELECT * { ?x a nst:Model # \r SERVICE <http://127.0.0.1:1/> { ?x ?y ?z }\n}"

    assert refused(store, own_query(hidden, "-")).key == "query-reaches-out"


def test_words_in_texts_and_comments_are_not_refused(store: Store) -> None:
    """A query is refused by its meaning."""
    text = (
        'SELECT * { ?x skos:prefLabel "SERVICE"@en } # DELETE, FROM, SERVICE <http://127.0.0.1:1/>'
    )

    assert ask(store, text).rows == ()


def test_one_may_give_a_term_for_a_column_of_ones_own_query(store: Store) -> None:
    """An id, or what Turtle writes."""
    query = "SELECT ?m ?label { ?m a nst:Model ; skos:prefLabel ?label }"

    assert len(ask(store, query, m="extended").rows) == 3
    assert len(ask(store, query, m="id:extended", label='"the six and one proposed"@en').rows) == 1
    assert ask(store, "SELECT ?n { ?x nst:months ?n }", n="12").rows == (
        (Literal("12", "http://www.w3.org/2001/XMLSchema#integer"),),
    )


def test_a_value_that_is_no_term_is_refused(store: Store) -> None:
    """A misspelt id finds its near miss, and text cannot become SPARQL."""
    query = own_query("SELECT ?m { ?m a nst:Model }", "-")

    assert refused(store, query, m="extendet").near == ("extended",)
    assert refused(store, query, m="<urn:x> . ?s ?p ?o").key == "parameter-not-a-term"
    assert refused(store, query, x="extended").allowed == ("m",)


def test_words_that_are_no_pairs_are_refused() -> None:
    """A parameter is written NAME=VALUE; the value may hold the sign."""
    assert read_pairs(["a=b=c"]) == {"a": "b=c"}
    with pytest.raises(Faults):
        read_pairs(["a="])


def test_a_parameter_that_stands_twice_is_refused() -> None:
    """As at the address of a saved query; the last is not taken in silence."""
    with pytest.raises(Faults) as group:
        read_pairs(["a=b", "c=d", "a=e"])

    assert [fault.key for fault in group.value.each()] == ["parameter-twice"]
    assert group.value.each()[0].values["name"] == "a"


def test_a_saved_name_comes_before_a_file() -> None:
    """And a name that is neither is refused with its near miss."""
    assert find_query("design-numbers", SAVED) is SAVED["design-numbers"]
    with pytest.raises(Faults) as refusal:
        find_query("design-number", SAVED)
    assert refusal.value.each()[0].near == ("design-numbers",)


def test_verify_queries_are_not_saved_queries() -> None:
    """They are for the check alone."""
    assert set(SAVED) & set(saved_queries(data_root(), "verify")) == set()


def test_two_queries_cannot_share_an_id(tmp_path: Path) -> None:
    """A name has to point out one query."""
    header = (data_root() / SAVED["design-numbers"].file).read_text(encoding="utf-8")
    for folder in ("a", "b"):
        (tmp_path / "queries" / folder).mkdir(parents=True)
        (tmp_path / "queries" / folder / "x.rq").write_text(header, encoding="utf-8")

    with pytest.raises(Faults) as refusal:
        saved_queries(tmp_path)

    assert [fault.key for fault in refusal.value.each()] == ["query-id-taken"]


def test_the_form_of_a_query_is_known_before_it_runs(store: Store) -> None:
    """Its kind, and where a term may be put in."""
    select = inspect(own_query("SELECT ?a (COUNT(?b) AS ?n) { ?a a ?b } GROUP BY ?a", "-"), {})
    asked = inspect(own_query("ASK { ?a ?b ?c }", "-"), {})
    every = inspect(own_query("SELECT * { ?a a ?b }", "-"), {})

    assert (select.kind, asked.kind, every.kind) == ("SELECT", "ASK", "SELECT")
    assert select.variables == {"a"}
    assert asked.variables == {"a", "b", "c"}
    assert every.variables == {"a", "b"}
    assert store.prefixes


def test_every_form_tells_the_same_rows(store: Store) -> None:
    """CSV, TSV, JSON and XML are those of the SPARQL standards."""
    answer = run(store, SAVED["criteria-of-a-model"], {}, "nb")
    forms = {form: write(answer, form, {}, "nb") for form in ("csv", "tsv", "json", "xml")}
    rows = list(csv.reader(StringIO(forms["csv"], newline="")))
    found = json.loads(forms["json"])

    assert rows[0] == found["head"]["vars"] == ["criterion", "label", "definition"]
    assert [row[1] for row in rows[1:]] == [
        each["label"]["value"] for each in found["results"]["bindings"]
    ]
    assert len(forms["tsv"].splitlines()) == forms["xml"].count("<result>") + 1 == 7
    assert found["results"]["bindings"][0]["label"]["xml:lang"] == "nb"


def test_a_table_keeps_to_its_width(store: Store) -> None:
    """Long words are folded rather than cut, and nothing of rich's markup is read into the data."""
    answer = Table(("a", "b"), ((Literal("x" * 90), Literal("[bold]not markup[/bold]")),))
    written = write(answer, "table", store.prefixes, "en", 40)

    assert max(map(len, written.splitlines())) <= 40
    assert written.count("x") == 90
    assert "[bold]" in written


def test_truths_and_triples_are_written_too(store: Store) -> None:
    """A yes in words; triples as Turtle or as three columns; rows are not Turtle."""
    yes = run(store, own_query("ASK { ?x a nst:Model }", "-"), {}, "nn")
    made = run(store, own_query("CONSTRUCT WHERE { ?x nst:months 12 }", "-"), {}, "nn")
    rows = ask(store, "SELECT ?x { ?x a nst:Model }")

    assert write(yes, "table", {}, "nn") == "ja\n"
    assert write(yes, "csv", {}, "nn") == "true"
    assert write(made, "ttl", store.prefixes, "nn").endswith(
        "id:freshness-anchoring nst:months 12 .\n"
    )
    assert write(made, "csv", {}, "nn").startswith("subject,predicate,object\r\n")
    assert write(Table(("a",), ()), "table", {}, "en") == "Nothing found.\n"
    with pytest.raises(Faults):
        write(rows, "ttl", {}, "nn")
