"""By which names the service is asked, and which pages elsewhere may read it."""

import asyncio

import pytest
from starlette.testclient import TestClient
from starlette.types import Message, Receive, Scope, Send

from kg.store import Store
from kg.web.app import create_app, service_of
from kg.web.door import ANY, Door, hosts_of
from kg.web.tally import Tally
from kg.web.watch import Watch

ORIGIN, SITE = {"Origin": "https://example.org"}, "https://example.org"
EVERYWHERE = "0.0.0.0"  # noqa: S104 - nobody listens there
ALLOWED = "access-control-allow-origin"


def client(door: Door) -> TestClient:
    """A client of an application behind a door."""
    return TestClient(create_app(service_of(Store.of_graphs({}, {}), {}), door=door))


@pytest.mark.parametrize(
    ("host", "listens", "status"),
    [
        ("localhost", "127.0.0.1", 200),
        ("LOCALHOST:8000", "localhost", 200),
        ("127.0.0.1:1", "127.0.0.1", 200),
        ("[::1]:8000", "::1", 200),
        ("data.example:8000", "127.0.0.1", 200),
        ("evil.example", "127.0.0.1", 421),
        ("localhost.evil.example:8000", "127.0.0.1", 421),
        ("localhost:80@evil.example", "127.0.0.1", 421),
        ("", "127.0.0.1", 421),
        ("evil.example", EVERYWHERE, 421),
    ],
)
def test_it_answers_to_its_names(host: str, listens: str, status: int) -> None:
    """To those of this machine and those that were given; any other is told, with a number."""
    asked = client(Door(hosts_of(listens, ["data.example"]))).get("/health", headers={"Host": host})

    assert asked.status_code == status
    assert status == 200 or asked.json()["numbers"] == ["NS743"]


def test_who_listens_outwards_has_any_name() -> None:
    """Unless some are given."""
    asked = client(Door(hosts_of(EVERYWHERE, []))).get("/health", headers={"Host": "any.example"})

    assert asked.status_code == 200


@pytest.mark.parametrize(("origin", "told"), [(ANY, ANY), ("", None), (SITE, SITE)])
def test_pages_elsewhere_read_what_they_may(origin: str, told: str | None) -> None:
    """Any, none, or those of one site; a page of another is told nothing."""
    asked = client(Door(origin=origin))
    other = asked.get("/health", headers={"Origin": "https://other.example"})

    assert asked.get("/health", headers=ORIGIN).headers.get(ALLOWED) == told
    assert other.headers.get(ALLOWED) == (ANY if origin == ANY else None)


def test_a_path_without_a_stroke_is_told_like_any_other() -> None:
    """``OPTIONS *`` asks about the service as a whole; the log has a line for it."""
    lines: list[str] = []

    async def app(_scope: Scope, _receive: Receive, _send: Send) -> None:
        pass

    async def nobody(*_: object) -> Message:
        return {}

    scope = {"type": "http", "method": "OPTIONS", "path": "*"}
    asyncio.run(Watch(app, Tally(), lines.append)(scope, nobody, nobody))  # type: ignore[arg-type]

    assert '"room": "/elsewhere"' in lines[0]
