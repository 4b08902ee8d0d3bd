"""Who is let in, who waits, who is sent away."""

import asyncio
from contextlib import suppress

import pytest

from kg.errors import Faults
from kg.web.forms import GRAPHS, ROWS, chosen
from kg.web.gate import Gate


def test_no_client_takes_every_place() -> None:
    """One asks for a lot and waits; another comes in past the queue; all come in at last."""
    order: list[str] = []

    async def ask(gate: Gate, client: str, leave: asyncio.Event) -> None:
        async with gate.place(client):
            order.append(client)
            await leave.wait()

    async def run() -> None:
        gate, leave = Gate(places=3, waiting=10, patience=60), asyncio.Event()
        greedy = [asyncio.create_task(ask(gate, "greedy", leave)) for _ in range(4)]
        await asyncio.sleep(0)
        assert order == ["greedy"] * 2
        other = asyncio.create_task(ask(gate, "other", leave))
        await asyncio.sleep(0)
        assert order == ["greedy", "greedy", "other"]
        leave.set()
        await asyncio.gather(*greedy, other)
        assert (gate.inside.total(), len(gate.queue)) == (0, 0)

    asyncio.run(run())
    assert order == ["greedy", "greedy", "other", "greedy", "greedy"]


def test_who_is_sent_away_leaves_no_place_taken() -> None:
    """Neither one who waited too long, nor one who went while waiting, nor one who failed."""

    async def run() -> None:
        gate = Gate(places=1, waiting=1, patience=0)
        with suppress(KeyError):
            async with gate.place("a"):
                with pytest.raises(Faults):
                    async with gate.place("b"):
                        pass
                gate.patience = 60
                waits = asyncio.create_task(gate.place("c").__aenter__())
                await asyncio.sleep(0)
                with pytest.raises(Faults):
                    async with gate.place("d"):
                        pass
                waits.cancel()
                await asyncio.gather(waits, return_exceptions=True)
                raise KeyError
        assert (gate.inside.total(), len(gate.queue)) == (0, 0)
        async with gate.place("e"):
            pass

    asyncio.run(run())


@pytest.mark.parametrize(
    ("accepted", "offered", "expected"),
    [
        ("", ROWS, "json"),
        ("*/*;q=0.1, text/*", ROWS, "csv"),
        ("text/*;q=0.5, text/csv;q=0.9", ROWS, "csv"),
        ("text/csv;q=0", ROWS, ""),
        ("application/*, application/sparql-results+json;q=0, application/json;q=0", ROWS, "xml"),
        ("text/csv; header=present; q=x", ROWS, ""),
        ("TEXT/TURTLE", GRAPHS, "ttl"),
        ("application/json", GRAPHS, "jsonld"),
        ("application/xml", GRAPHS, "rdf"),
        (",;q=,//", ROWS, ""),
    ],
)
def test_a_form_is_chosen_by_what_is_wanted_most(
    accepted: str, offered: dict[str, tuple[str, ...]], expected: str
) -> None:
    """The most specific range counts; of several equal ones the first that is offered."""
    assert chosen(accepted, offered) == expected
