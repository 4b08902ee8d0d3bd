"""Workers: what they answer, how they are stopped, what they cannot do."""

import json
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import replace
from multiprocessing import forkserver
from pathlib import Path
from threading import Timer
from xml.etree import ElementTree

import pyoxigraph
import pytest
from pyoxigraph import QueryResultsFormat

from kg.errors import Faults
from kg.messages import LANGUAGES, faults_text
from kg.pool import Alone, Call, Limits, Pool, Question, snapshot
from kg.pool.process import Worker
from kg.pool.read import answer_of
from kg.pool.whole import most_rows
from kg.store import Table

SIZE = 40
NAMES = {"x": "urn:x:"}
# A chain of things, each with a number and a text that looks like what stands around it in files.
DATA = "".join(
    f"<urn:x:{n}> <urn:x:next> <urn:x:{n + 1}> .\n"
    f'<urn:x:{n}> <urn:x:text> "{{\\"type\\":\\"uri\\"}},{{\\"a\\n<result>,{n}" .\n'
    for n in range(SIZE)
).encode()
LIMITS = Limits(seconds=0.5, rows=10, memory_bytes=100_000_000, query_bytes=5000)
# None of them ends by itself, and no thread, signal or switch stops them.
ENDLESS = {
    "a product to count": "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }",
    "a product to sort": "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l } ORDER BY ?c ?f",
    "a closure": "SELECT (COUNT(*) AS ?n) { ?a (!x:0)+ ?b . ?c (!x:0)+ ?d . ?e (!x:0)+ ?f . "
    "?g (!x:0)+ ?h }",
    "groups": "SELECT ?c (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l } "
    "GROUP BY ?c",
    "an expression": "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l "
    "FILTER REGEX(CONCAT(STR(?c), STR(?f), STR(?i), STR(?l)), '(a|aa)+$') }",
}


@pytest.fixture(scope="module")
def folder() -> Iterator[Path]:
    """A copy of the data."""
    with snapshot(DATA) as made:
        yield made


@pytest.fixture(scope="module")
def pool(folder: Path) -> Iterator[Pool]:
    """Two workers and a spare."""
    with Pool(folder, NAMES, LIMITS, size=2, spares=1) as made:
        yield made


@pytest.fixture(scope="module")
def alone() -> Alone:
    """The same without workers."""
    return Alone(DATA, NAMES, LIMITS)


def rows_of(body: bytes, form: str) -> list[pyoxigraph.QuerySolution]:
    """The rows of an answer in a standard form."""
    read = pyoxigraph.parse_query_results(body, getattr(QueryResultsFormat, form.upper()))
    assert isinstance(read, pyoxigraph.QuerySolutions)
    return list(read)


def refusal(pool: Pool | Alone, text: str) -> str:
    """The key of the one fault for which a question is refused."""
    with pytest.raises(Faults) as refused:
        pool.ask(Question(text))
    (fault,) = refused.value.each()
    return fault.key


@pytest.mark.parametrize("form", ["json", "xml", "csv", "tsv"])
def test_an_answer_comes_in_the_form_asked_for(pool: Pool, form: str) -> None:
    """The bytes are those of the standard form: they can be read back as they were."""
    reply = pool.ask(Question("SELECT ?n { x:0 x:next ?n }", rows_as=form))

    assert (reply.form, reply.kind, reply.cut, reply.steady) == (form, "rows", 0, True)
    if form in {"json", "xml", "tsv"}:
        (row,) = rows_of(reply.body, form)
        assert row["n"] == pyoxigraph.NamedNode("urn:x:1")
    else:
        assert reply.body == b"n\r\nurn:x:1\r\n"


@pytest.mark.parametrize("form", ["ttl", "nt", "jsonld", "rdf"])
def test_triples_come_in_the_form_asked_for(pool: Pool, form: str) -> None:
    """Each reads back as the one triple it is."""
    reply = pool.ask(Question("CONSTRUCT WHERE { x:0 x:next ?n }", graph_as=form))
    form_read = {"ttl": "TURTLE", "nt": "N_TRIPLES", "jsonld": "JSON_LD", "rdf": "RDF_XML"}[form]
    read = list(pyoxigraph.parse(reply.body, format=getattr(pyoxigraph.RdfFormat, form_read)))

    assert (reply.form, reply.kind, len(read)) == (form, "graph", 1)


@pytest.mark.parametrize("endless", ENDLESS)
def test_what_does_not_end_is_stopped_while_others_are_answered(pool: Pool, endless: str) -> None:
    """Two of a kind keep both workers busy; the spare then answers at once."""
    with ThreadPoolExecutor(2) as threads:
        stopped = [threads.submit(refusal, pool, ENDLESS[endless]) for _ in range(2)]
        beside = pool.ask(Question("ASK { x:0 ?p ?o }"))
        keys = {each.result() for each in stopped}

    assert answer_of(beside) is True
    assert keys <= {"query-deadline", "query-memory"}


def test_what_takes_too_much_memory_is_stopped(folder: Path) -> None:
    """The worker ends, and the next question finds another."""
    bomb = "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l } ORDER BY ?c"
    limits = Limits(seconds=60, memory_bytes=20_000_000)
    with Pool(folder, NAMES, limits) as small:
        assert refusal(small, bomb) == "query-memory"
        assert answer_of(small.ask(Question("ASK {}"))) is True


@pytest.mark.parametrize("form", ["json", "xml", "csv", "tsv"])
@pytest.mark.parametrize(("wanted", "cut"), [(9, 0), (10, 0), (11, 10)])
def test_an_answer_is_cut_where_it_may_not_go_on(
    alone: Alone, form: str, wanted: int, cut: int
) -> None:
    """At the limit it is whole; beyond, the first rows are given and it is said so.

    The texts in the cells look like the beginnings of rows and cells, and do not count as such.
    """
    text = f"SELECT ?s ?t {{ ?s x:text ?t }} ORDER BY ?s LIMIT {wanted}"
    reply = alone.ask(Question(text, rows_as=form))
    whole = alone.ask(Question(f"{text.replace(str(wanted), '10')}", rows_as=form))

    assert reply.cut == cut
    if form in {"json", "xml", "tsv"}:
        assert len(rows_of(reply.body, form)) == min(wanted, 10)
    assert (reply.body == whole.body) == (wanted != 9)


@pytest.mark.parametrize(("wanted", "cut"), [(10, 0), (11, 10)])
def test_triples_are_cut_too(alone: Alone, wanted: int, cut: int) -> None:
    """Each counts once."""
    text = f"CONSTRUCT {{ ?s x:text ?t }} WHERE {{ ?s x:text ?t }} LIMIT {wanted}"
    reply = alone.ask(Question(text, graph_as="nt"))

    assert (reply.cut, reply.body.count(b" .\n")) == (cut, 10)


def test_no_row_is_overlooked_when_rows_are_counted() -> None:
    """Rows without a value, with all values, with a variable whose name is a word of the form."""
    store = pyoxigraph.Store()
    for query in (
        "SELECT ?a { VALUES ?a { UNDEF UNDEF 1 } }",
        "SELECT ?type ?value { VALUES (?type ?value) { (1 2) (UNDEF 2) (1 UNDEF) } }",
        "SELECT * { VALUES ?a { '{' '}},{' '\"' } }",
    ):
        for form in ("json", "xml", "tsv", "csv"):
            found: pyoxigraph.QuerySolutions = store.query(query)  # type: ignore[assignment]
            body = found.serialize(format=getattr(QueryResultsFormat, form.upper())) or b""
            assert most_rows(form, body) >= 3, (query, form)


def test_a_page_that_is_full_stops_the_writing(alone: Alone) -> None:
    """A product of a thousand million rows is cut, not written."""
    reply = alone.ask(Question("SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"))

    assert (reply.cut, len(json.loads(reply.body)["results"]["bindings"])) == (10, 10)


def test_a_long_answer_of_few_rows_is_refused() -> None:
    """There is no half of a text."""
    short = Alone(DATA, NAMES, Limits(answer_bytes=1000))

    assert refusal(short, f"SELECT ('{'a' * 2000}' AS ?a) {{}}") == "answer-too-large"


STRANGE = "CONSTRUCT {{ <urn:s> {} ?t }} {{ BIND('{}' AS ?t) }}"
NOT_IN_XML = {
    "SELECT ?a ?b { VALUES (?a ?b) { ('a' 'b') ('c' 'd\x01') } }": "row-not-in-xml",
    "SELECT ?a { VALUES ?a { '\ufffe' } }": "row-not-in-xml",
    STRANGE.format("<urn:p>", "\x0b"): "text-not-in-xml",
    "CONSTRUCT { <urn:s> <urn:p> <<( <urn:a> <urn:b> '\x02' )>> } {}": "text-not-in-xml",
    STRANGE.format("<urn:p#>", "a"): "predicate-not-in-xml",
    STRANGE.format("<urn:p:1>", "a"): "predicate-not-in-xml",
}


@pytest.mark.parametrize("text", NOT_IN_XML)
def test_what_xml_cannot_hold_is_refused(alone: Alone, text: str) -> None:
    """With its place, instead of a document that nobody can read; other forms hold it."""
    with pytest.raises(Faults) as refused:
        alone.ask(Question(text, rows_as="xml", graph_as="rdf"))
    (fault,) = refused.value.each()

    assert fault.key == NOT_IN_XML[text]
    assert alone.ask(Question(text, rows_as="json", graph_as="nt")).cut == 0
    if fault.key == "text-not-in-xml":
        assert fault.values["subject"] == "<urn:s>"
    elif "VALUES (?a ?b)" in text:
        assert fault.values == {"name": "U+0001", "row": "2", "column": "b"}


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_xml_cannot_hold_is_told(
    alone: Alone, language: str, golden: Callable[[str, str], None]
) -> None:
    """With the row and column, or the triple, the character and the other forms."""
    told = []
    for text in NOT_IN_XML:
        with pytest.raises(Faults) as refused:
            alone.ask(Question(text, rows_as="xml", graph_as="rdf"))
        told.append(faults_text(refused.value, language) + "\n")

    golden(f"faults/not-in-xml.{language}.txt", "".join(told))


def test_line_ends_come_through_xml(alone: Alone) -> None:
    """A carriage return is no line feed, in rows or in triples."""
    text, ends = r"a\r\nb\rc", "a\r\nb\rc"
    rows = alone.ask(Question(f"SELECT ('{text}' AS ?t) {{}}", rows_as="xml"))
    graph = alone.ask(Question(STRANGE.format("<urn:p>", text), graph_as="rdf"))

    assert ElementTree.fromstring(rows.body).findtext(".//{*}literal") == ends
    assert ElementTree.fromstring(graph.body).findtext(".//{urn:}p") == ends


REFUSED = {
    "SELECT * { ?s ?p ?o": "query-syntax",
    "SELECT ?s { ?s ?p ?o } GROUP BY ?p": "query-meaning",
    "SELECT * { ?s skso:prefLabel ?o }": "query-prefix",
    "SELECT * { ?s ?p ?o FILTER(x:near(?s, ?o)) }": "query-function",
    "SELECT (<urn:near>(1) AS ?a) {}": "query-function",
    "INSERT DATA { x:a x:b x:c }": "query-changes",
    "LOAD <file:///etc/hostname>": "query-changes",
    "SELECT * { SERVICE <http://127.0.0.1/> { ?s ?p ?o } }": "query-reaches-out",
    "SELECT * FROM <http://127.0.0.1/> { ?s ?p ?o }": "query-reaches-out",
    "SELECT * FROM NAMED <file:///etc/hostname> { ?s ?p ?o }": "query-reaches-out",
    f"SELECT * {'{' * 100}{'}' * 100}": "query-too-deep",
    f"SELECT * {{ FILTER({'!' * 100}true) }}": "query-too-deep",
    f"SELECT * {{ FILTER(1{'+1' * 2000}) }}": "query-too-deep",
    f"SELECT * {{ }} #{'a' * 5000}": "query-too-long",
}


@pytest.mark.parametrize("text", REFUSED)
def test_what_may_not_be_asked_is_refused(alone: Alone, text: str) -> None:
    """Before any store sees it."""
    assert refusal(alone, text) == REFUSED[text]


def test_a_worker_refuses_all_that_in_the_same_words(pool: Pool) -> None:
    """It can open nothing any more, and needs nothing to say why."""
    assert {text: refusal(pool, text) for text in REFUSED} == REFUSED


def test_a_form_that_cannot_be_given_is_refused(alone: Alone) -> None:
    """Triples are no table, and rows no graph."""
    for question in (
        Question("SELECT * {}", rows_as=""),
        Question("CONSTRUCT {} {}", graph_as=""),
    ):
        with pytest.raises(Faults) as refused:
            alone.ask(question)
        assert refused.value.each()[0].key in {"form-not-rows", "form-not-graph"}


def test_what_is_put_in_is_no_column(alone: Alone) -> None:
    """Unless whoever asks wants it so."""
    text, given = "SELECT ?s ?n { ?s x:next ?n }", (("s", "<urn:x:3>"),)
    hidden = answer_of(alone.ask(Question(text, given=given)))
    shown = answer_of(alone.ask(Question(text, given=given, shows_given=True)))

    assert isinstance(hidden, Table)
    assert isinstance(shown, Table)
    assert (hidden.variables, len(hidden.rows)) == (("n",), 1)
    assert shown.variables == ("s", "n")


def test_what_is_new_each_time_is_known(alone: Alone) -> None:
    """Nobody may keep it."""
    texts = ("SELECT (NOW() AS ?a) {}", "SELECT (rand() AS ?a) {}", "SELECT ('NOW()' AS ?a) {}")

    assert [alone.ask(Question(text)).steady for text in texts] == [False, False, True]


def test_who_hangs_up_frees_the_worker(pool: Pool) -> None:
    """Its process is killed long before the deadline, or never begins."""
    with ThreadPoolExecutor(1) as threads:
        call = Call()
        asked = threads.submit(pool.ask, Question(ENDLESS["groups"]), call)
        Timer(0.05, call.give_up).start()
        error = asked.exception()
    late = Call()
    late.give_up()

    assert isinstance(error, Faults)
    with pytest.raises(Faults):
        pool.ask(Question("ASK {}"), late)
    assert answer_of(pool.ask(Question("ASK {}"))) is True


def test_a_place_is_filled_however_often_a_start_fails(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Who is killed before it is ready leaves no place empty."""
    unlucky, is_ready = [None] * 3, Worker.is_ready

    def killed_at_first(worker: Worker) -> bool:
        if unlucky:
            unlucky.pop()
            worker.process.kill()
        return is_ready(worker)

    monkeypatch.setattr(Worker, "is_ready", killed_at_first)
    with Pool(folder, NAMES, LIMITS) as pool:
        assert answer_of(pool.ask(Question("ASK {}"))) is True
    assert not unlucky


def test_who_was_killed_while_idle_is_asked_nothing(folder: Path) -> None:
    """The next one answers, and nobody notices."""
    with Pool(folder, NAMES, LIMITS) as pool:
        pool.ask(Question("ASK {}"))
        (worker,) = pool._idle.queue  # noqa: SLF001 - nobody else can kill just this one
        assert worker
        worker.process.kill()
        worker.process.join()
        assert answer_of(pool.ask(Question("ASK {}"))) is True
        assert pool.killed == 1


@pytest.mark.parametrize("form", ["csv", "tsv", "json", "xml"])
def test_given_columns_are_hidden_in_every_form(alone: Alone, form: str) -> None:
    """Whether the terms are put in by the store or stand in the text; a text like them stays."""
    cell = ("t", '"},{\\"t\\":{\\"type\\""')
    body = "{ ?s x:text ?o BIND(CONCAT(?o, STR(?t)) AS ?both) } ORDER BY ?s LIMIT 3"
    given = Question(f"SELECT ?s ?t ?both {body}", rows_as=form, given=(cell,))
    written = given.text.replace("?t ", f"({cell[1]} AS ?t) ", 1).replace("STR(?t)", cell[1])
    plain = Question(written.replace(f"({cell[1]} AS ?t) ", ""), rows_as=form)

    expected = alone.ask(plain)
    assert alone.ask(given) == expected
    assert alone.ask(replace(given, text=written, is_put_in=True)) == expected


def test_the_copy_is_removed() -> None:
    """At the end, whatever happened."""
    with suppress(KeyError), snapshot(DATA) as made:
        assert made.is_dir()
        raise KeyError
    assert not made.exists()


def _carried_out(text: str, folder: Path) -> subprocess.CompletedProcess[str]:
    """What a script prints in a process of its own; workers have to be able to read it again."""
    script = folder / "script.py"
    script.write_text(text, encoding="utf-8")
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)}
    return subprocess.run(
        [sys.executable, script], stdout=subprocess.PIPE, check=False, env=environment, text=True
    )


CHANCE = """
from kg.pool import Limits, Pool, Question, snapshot
if __name__ == "__main__":
    data = b"_:a <urn:p> _:b ."
    with snapshot(data) as folder, Pool(folder, {}, Limits(), size=2, spares=1) as pool:
        for _ in range(3):
            worker = pool._free()  # and it is not given back
            print(worker.ask(Question("SELECT (UUID() AS ?u) {}", rows_as="csv"), 60).body)
"""


def test_no_two_workers_draw_the_same_by_chance(tmp_path: Path) -> None:
    """Though they are copies of one process that has read the data."""
    told = _carried_out(CHANCE, tmp_path)

    assert told.returncode == 0
    assert len({*told.stdout.splitlines()}) == 3


PARENT = """
import os, signal
from kg.pool import Limits, Pool, Question, snapshot
if __name__ == "__main__":
    with snapshot(b"") as folder, Pool(folder, {}, Limits(seconds=600), size=2) as pool:
        pool.ask(Question("ASK {}"))
        print(folder, flush=True)
        os.kill(os.getpid(), signal.SIGKILL)
"""


@pytest.mark.skipif(os.name != "posix", reason="needs a signal that cannot be caught")
def test_workers_end_with_who_started_them_and_take_the_copy_along(tmp_path: Path) -> None:
    """Even if that was killed: what it printed to is closed only when all have ended."""
    killed = _carried_out(PARENT, tmp_path)

    assert killed.returncode < 0
    assert not Path(killed.stdout.strip()).exists()


CONFINED = """
import sys, pyoxigraph
from kg.pool import confine
store = pyoxigraph.Store()
confine.open_no_more()
refused = 0
for query in ("SELECT * { SERVICE <%s> { ?s ?p ?o } }", "SELECT * { SERVICE SILENT <%s> {} }"):
    try:
        list(store.query(query % sys.argv[1]))
    except OSError:
        refused += 1
try:
    store.update("LOAD <%s>" % sys.argv[1])
except OSError:
    refused += 1
try:
    open(sys.argv[2])
except OSError:
    refused += 1
print(refused)
"""


@pytest.mark.skipif(sys.platform != "linux", reason="other systems have no such limit")
def test_a_query_that_got_through_could_still_open_nothing(tmp_path: Path) -> None:
    """Neither a socket nor a file, even if no check stood before the store."""
    canary = tmp_path / "canary"
    canary.write_text("secret", encoding="utf-8")
    with socket.create_server(("127.0.0.1", 0)) as listener:
        listener.setblocking(False)  # noqa: FBT003 - the library's own
        address = f"http://127.0.0.1:{listener.getsockname()[1]}/"
        told = subprocess.run(
            [sys.executable, "-c", CONFINED, address, canary],
            capture_output=True,
            check=True,
            text=True,
            env=os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)},
        )
        with pytest.raises(BlockingIOError):
            listener.accept()

    # SERVICE SILENT hides that it could not call anybody.
    assert told.stdout == "3\n"


def test_the_pool_outlives_the_process_that_workers_are_copies_of(folder: Path) -> None:
    """Who does not end is killed as before, every place is filled again, and the copy stays."""
    with Pool(folder, NAMES, LIMITS, size=2, spares=1) as pool:
        for worker in {pool._free() for _ in range(3)}:  # noqa: SLF001 - until all are there
            pool._idle.put(worker)  # noqa: SLF001
        original = forkserver._forkserver._forkserver_pid  # type: ignore[attr-defined] # noqa: SLF001
        os.kill(original, signal.SIGKILL)
        os.waitid(os.P_PID, original, os.WEXITED | os.WNOWAIT)
        refused = [_refusal(pool, ENDLESS["groups"]) for _ in range(4)]

        assert refused == ["query-deadline"] * 4
        assert answer_of(pool.ask(Question("ASK {}"))) is True
        assert pool.there > 0
        assert folder.exists()


def _refusal(pool: Pool, query: str) -> str:
    with pytest.raises(Faults) as raised:
        pool.ask(Question(query))
    return raised.value.each()[0].key
