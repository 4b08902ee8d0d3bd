"""What is wrong with a request: a page for a browser, a problem document for everybody else."""

import re
from collections.abc import Iterator
from urllib.parse import quote, urlencode

import pytest
from starlette.testclient import TestClient

from kg.errors import Fault, Faults
from kg.load import Knowledge
from kg.messages import LANGUAGES
from kg.pool import Call, Question, Reply
from kg.query import saved_queries
from kg.resources import data_root
from kg.store import Store
from kg.terms import Iri
from kg.vocabulary import ID, NST
from kg.web.app import create_app, service_of
from kg.web.fault_page import Where
from kg.web.gate import Gate
from kg.web.things import Docs

BROWSER = {"Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"}
EVIL = "<script>alert(1)</script>"
FORM = {"Content-Type": "application/x-www-form-urlencoded"}


class Failing:
    """Answers nothing; says why if there is a reason, and breaks without one."""

    size = there = 1
    reason = ""

    def ask(self, question: Question, call: Call | None = None) -> Reply:
        """Raises whatever is asked for."""
        del question, call
        if self.reason:
            raise Faults([Fault(self.reason, seconds="1", most="1")])
        message = "a secret of ours"
        raise RuntimeError(message)


@pytest.fixture(scope="module")
def client(knowledge: Knowledge) -> TestClient:
    """A client of the application over the project's knowledge."""
    service = service_of(Store.of(knowledge.graph), saved_queries(data_root()))
    found = {f"{ID}anchoring": "criteria.html#anchoring", f"{NST}note": "vocabulary.html#note"}
    docs = Docs(find=lambda: {Iri(each): place for each, place in found.items()})
    return TestClient(create_app(service, docs=docs))


@pytest.fixture
def failing() -> Iterator[tuple[TestClient, Failing]]:
    """A client of an application that never has an answer."""
    asks = Failing()
    service = service_of(Store.of_graphs({}, {}), {}, asks)
    yield TestClient(create_app(service), raise_server_exceptions=False), asks
    service.desk.threads.shutdown()


@pytest.mark.parametrize(
    ("path", "status", "expected"),
    [
        ("/nowhere", 404, ["NS714", 'href="/queries?lang=nn"']),
        ("/querie", 404, ["NS714", 'Meinte du <a href="/queries?lang=nn">/queries</a>']),
        ("/queries/design-number", 404, ['<a href="/queries/design-numbers?lang=nn">']),
        ("/id/anchorin", 404, ["NS727", '<a href="/id/anchoring?lang=nn">anchoring</a>']),
        ("/ontology/nn/nowhere.html", 404, ["NS714"]),
        (
            "/queries/criteria-of-a-model?model=nou-2012",
            400,
            [
                "NS513",
                '<a href="/queries/criteria-of-a-model?model=nou-2011&amp;lang=nn">nou-2011</a>',
                "Tillate: bolig-for-velferd, ",
                '<a href="/queries/criteria-of-a-model?lang=nn">Tilbake til spørsmålet</a>',
            ],
        ),
        ("/queries/criteria-of-a-model?modl=a", 400, ["NS512", "Meinte du model?"]),
        ("/why?s=id:a&p=&o=id:b", 400, ["NS729"]),
        ("/ns.csv", 400, ["NS732", "Tillate: ttl, "]),
        ("/sparql?query=ASK&query=ASK", 400, ["NS725"]),
        ("/sparql?query=%E5", 400, ["NS730"]),
    ],
)
def test_a_browser_gets_a_page_that_leads_on(
    client: TestClient, path: str, status: int, expected: list[str]
) -> None:
    """In the reader's language, with the status; whoever wants anything else gets the document."""
    page = client.get(path, headers={**BROWSER, "Accept-Language": "nn"})
    document = client.get(path, headers={"Accept": "application/json", "Accept-Language": "nn"})

    assert (page.status_code, document.status_code) == (status, status)
    assert page.headers["content-type"] == "text/html; charset=utf-8"
    assert (page.headers["content-language"], page.headers["cache-control"]) == ("nn", "no-store")
    assert '<html lang="nn">' in page.text
    assert all(each in page.text for each in [*expected, 'href="/?lang=nn">Til framsida<'])
    assert document.headers["content-type"] == "application/problem+json"
    assert document.json()["numbers"][0] in page.text


@pytest.mark.parametrize(
    "name", ["", "a b", "a>", "\x00", "\ufffe", r"\u0061nchoring", "anchoring> ?p ?o } #"]
)
def test_what_can_be_no_thing_is_unknown(client: TestClient, name: str) -> None:
    """It is a name as others are: no part of a query, no other way to write one that there is."""
    for form in ("", ".ttl"):
        found = client.get(f"/id/{quote(name + form)}", headers={"Accept": "text/turtle"})

        assert (found.status_code, found.json()["numbers"]) == (404, ["NS727"])


def test_no_word_of_the_vocabulary_is_offered_as_a_thing(client: TestClient) -> None:
    """It is not to be found among the things."""
    found = client.get("/id/note?lang=en", headers={"Accept": "text/turtle"})

    assert found.json()["detail"] == "NS727 Nothing is known about “note”."


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_language_of_a_fault_can_be_changed(client: TestClient, language: str) -> None:
    """By links to the same address, with all that was given."""
    path = f"/queries/criteria-of-a-model?model=six&lang={language}"
    page = client.get(path, headers={**BROWSER, "Accept-Language": "fr"}).text
    others = [each for each in LANGUAGES if each != language]

    assert f'<html lang="{language}">' in page
    assert all(f"criteria-of-a-model?model=six&amp;lang={each}" in page for each in others)


@pytest.mark.parametrize(
    "path",
    [
        f"/{EVIL}",
        f"/queries/{EVIL}",
        f"/id/{EVIL}",
        f"/queries/criteria-of-a-model?{urlencode({'model': EVIL})}",
        f"/queries/criteria-of-a-model?{urlencode({EVIL: 'a'})}",
        f"/why?{urlencode({'s': EVIL, 'p': EVIL, 'o': EVIL})}",
        f"/sparql?{urlencode({'query': EVIL})}",
        f"/sparql?{urlencode({'query': 'ASK {}', 'default-graph-uri': EVIL})}",
        "//example.org/nowhere",
        "/%5Cexample.org/nowhere",
        "/nowhere%3Fa%23b%22c",
    ],
)
def test_what_was_asked_for_is_text_and_leads_nowhere_else(client: TestClient, path: str) -> None:
    """Neither markup nor the address of another host comes back in a page."""
    page = client.get(f"http://testserver{path}", headers=BROWSER)
    links = re.findall(r'(?:href|src|action)="([^"]*)"', page.text)

    assert 400 <= page.status_code < 500
    assert "<script" not in page.text
    assert all(re.match(r"/(?![/\\])|#", link) for link in links), links


@pytest.mark.parametrize(
    ("body", "kind", "status", "number"),
    [
        (f"query={'a' * 400_000}", FORM, 413, "NS534"),
        ("ASK {}", {"Content-Type": "text/plain"}, 415, "NS724"),
        ("update=CLEAR+ALL", FORM, 400, "NS731"),
        ("a=b", FORM, 400, "NS725"),
    ],
)
def test_what_a_browser_sends_is_refused_on_a_page(
    client: TestClient, body: str, kind: dict[str, str], status: int, number: str
) -> None:
    """A form of somebody's that does not follow the protocol."""
    headers = {**BROWSER, **kind, "Accept-Language": "en"}
    page = client.post("/sparql", content=body, headers=headers)

    assert (page.status_code, number in page.text) == (status, True)
    assert 'href="/sparql?lang=en"' in page.text
    assert client.post("/", headers=BROWSER).headers["allow"]


@pytest.mark.parametrize(
    ("reason", "status", "heading"),
    [
        ("query-deadline", 408, ""),
        ("answer-too-large", 413, ""),
        ("query-lost", 503, ""),
        ("", 500, "Something went wrong on our side"),
    ],
)
def test_a_question_without_an_answer_is_told_on_a_page(
    failing: tuple[TestClient, Failing], reason: str, status: int, heading: str
) -> None:
    """With the question kept; what broke on our side stays with us, whoever asks."""
    client, asks = failing
    asks.reason = reason
    query = urlencode({"query": "ASK { ?kept ?b ?c }", "lang": "en"})
    page = client.get(f"/sparql?{query}", headers=BROWSER)
    document = client.get(f"/sparql?{query}")

    assert (page.status_code, document.status_code) == (status, status)
    assert (heading or "ASK { ?kept ?b ?c }") in page.text
    assert document.json()["numbers"][0] in page.text
    assert "secret" not in page.text + document.text


@pytest.mark.parametrize(("waiting", "status", "wait"), [(0, 429, "1"), (1, 503, "2")])
def test_who_comes_when_all_is_full_can_try_again(waiting: int, status: int, wait: str) -> None:
    """From a page of any kind, with a link to the same."""
    service = service_of(Store.of_graphs({}, {}), {})
    service.desk.gate = Gate(places=0, waiting=waiting, patience=0)
    client = TestClient(create_app(service))
    thing = client.get("/id/a.html?lang=nb", headers=BROWSER)
    own = client.get(f"/sparql?{urlencode({'query': 'ASK {}'})}", headers=BROWSER)

    assert (thing.status_code, own.status_code) == (status, status)
    assert (thing.headers["retry-after"], own.headers["retry-after"]) == (wait, wait)
    assert '<a href="/id/a.html?lang=nb">Prøv igjen</a>' in thing.text


def test_an_address_is_on_this_host() -> None:
    """Whatever stands in its place."""
    assert str(Where("//a.example/b")) == "/a.example/b"
    assert str(Where("/\\a.example")) == "/a.example"
    assert str(Where("/å b", (("x", "&"),)).having("x", "1")) == "/%C3%A5%20b?x=1"


def test_health_is_whether_anybody_answers(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without workers the service is there and of no use, and says so."""
    service = service_of(Store.of_graphs({}, {}), {})
    client = TestClient(create_app(service))
    well = client.get("/health")
    monkeypatch.setattr(service.desk.asks, "there", 0)
    ill = client.get("/health")

    assert (well.status_code, well.json()) == (200, {"status": "ok"})
    assert (ill.status_code, ill.json()) == (503, {"status": "no workers"})
    assert ill.headers["retry-after"]
