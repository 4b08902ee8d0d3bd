"""A page has an end, whatever is asked, and is made beside what others ask."""

import asyncio
import threading
from urllib.parse import urlencode

import pytest
from starlette.testclient import TestClient

from kg.errors import Faults
from kg.pool import Limits, Reply
from kg.store import Store
from kg.terms import Iri, Literal, Triple
from kg.web.answers import FOR_A_PAGE
from kg.web.app import create_app, service_of
from kg.web.service import Service

GRAPH, MANY = Iri("urn:g"), 1_100
PAGE = {"Accept": "text/html"}


def service(limits: Limits | None = None) -> Service:
    """A service over more facts than a page shows."""
    facts = [Triple(Iri(f"urn:x:{n}"), Iri("urn:x:p"), Literal(f"{n}")) for n in range(MANY)]
    return service_of(Store.of_graphs({GRAPH: facts}, {"x": "urn:x:"}), {}, limits=limits)


@pytest.fixture(scope="module")
def client() -> TestClient:
    """A client of an application over more facts than a page shows."""
    return TestClient(create_app(service()))


@pytest.mark.parametrize(
    ("head", "rows", "columns", "told"),
    [
        ("?s ?p ?o", 1000, 3, "The answer was cut at 1000 rows. There are more."),
        (
            " ".join(f"?v{n}" for n in range(2000)),
            400,
            50,
            (
                "The answer was cut at 400 rows. There are more. "
                "The page shows 50 of 2000 columns. The files have them all."
            ),
        ),
    ],
)
def test_a_page_has_so_many_cells_and_no_more(
    client: TestClient, head: str, rows: int, columns: int, told: str
) -> None:
    """The first rows and columns, and in words what was left out."""
    asked = urlencode({"query": f"SELECT {head} {{ ?s ?p ?o }}", "lang": "en"})
    page = client.get(f"/sparql?{asked}", headers=PAGE).text

    assert (page.count("<tr>") - 1, page.count("<th ")) == (rows, columns)
    assert f'<p role="status">{told}</p>' in page


def test_long_cells_make_fewer_rows(client: TestClient) -> None:
    """No more letters go on a page than it holds; the files have as many rows as there are."""
    text = "x" * 30_000
    asked = urlencode({"query": f"SELECT ('{text}' AS ?a) ?s {{ ?s ?p ?o }}", "lang": "en"})
    page = client.get(f"/sparql?{asked}", headers=PAGE).text
    whole = client.get(f"/sparql.csv?{asked}").text

    assert len(page) < 2 * FOR_A_PAGE.answer_bytes
    assert 10 < page.count("<tr>") < MANY
    assert "There are more." in page
    assert whole.count(text) == MANY


def test_triples_on_a_page_have_an_end_too(client: TestClient) -> None:
    """And a whole answer has no note."""
    asked = (f"CONSTRUCT WHERE {{ ?s ?p ?o }} {end}" for end in ("", "LIMIT 3"))
    addresses = (f"/sparql?{urlencode({'query': each})}" for each in asked)
    every, few = (client.get(each, headers=PAGE).text for each in addresses)

    assert (every.count("<tr>") - 1, few.count("<tr>") - 1) == (1000, 3)
    assert 'role="status"' in every
    assert 'role="status"' not in few


def test_what_takes_long_to_make_holds_up_nobody() -> None:
    """It waits here for what only the loop can do; made by the loop it would wait for ever."""

    async def run() -> bool:
        gone_on = threading.Event()
        reply = Reply(b" " * 1_000_000, "json", "rows")
        making = asyncio.create_task(service().made(reply, lambda: gone_on.wait(30)))
        await asyncio.sleep(0)
        gone_on.set()
        return await making

    assert asyncio.run(run())


def test_what_is_not_made_at_the_deadline_is_not_waited_for() -> None:
    """Whoever asked is told."""
    never = threading.Event()

    async def run() -> None:
        reply = Reply(b" " * 1_000_000, "json", "rows")
        await service(Limits(seconds=0.01)).made(reply, lambda: never.wait(30))

    async def asked() -> None:
        with pytest.raises(Faults) as raised:
            await run()
        never.set()
        assert [each.key for each in raised.value.each()] == ["query-deadline"]

    asyncio.run(asked())
