"""Who is let in, who waits, who is sent away."""

import asyncio
from contextlib import suppress

import pytest

from kg.errors import Fault, Faults
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


def test_questions_of_ones_own_leave_room_for_others_and_for_saved_ones() -> None:
    """However many two clients ask: a third has a place, and so has whatever was saved."""
    order: list[str] = []

    async def ask(gate: Gate, client: str, leave: asyncio.Event, *, is_own: bool) -> None:
        async with gate.place(client, is_own=is_own):
            order.append(f"{client} {'own' if is_own else 'saved'}")
            await leave.wait()

    async def run() -> None:
        gate, leave = Gate(places=4, waiting=64, patience=60), asyncio.Event()
        gate.stopped = {"a": gate.now(), "b": gate.now()}  # both had a question stopped just now
        asked = [ask(gate, name, leave, is_own=True) for name in ["a"] * 20 + ["b"] * 20 + ["c"]]
        tasks = [
            asyncio.create_task(each) for each in [*asked, ask(gate, "a", leave, is_own=False)]
        ]
        await asyncio.sleep(0)
        assert order == ["a own", "b own", "c own", "a saved"]
        leave.set()
        await asyncio.gather(*tasks)
        assert (gate.inside.total(), gate.own.total(), len(gate.queue)) == (0, 0, 0)

    asyncio.run(run())


def test_who_asks_what_does_not_end_has_one_place_for_a_while() -> None:
    """Half of the places before; one after a question was stopped; half again when that is past."""
    clock = [0.0]
    gate = Gate(places=4, waiting=1, patience=60, now=lambda: clock[0])
    shares = [gate.own_share("a")]

    async def run() -> None:
        with suppress(Faults):
            async with gate.place("a", is_own=True):
                raise Faults([Fault("query-deadline", seconds="1")])

    asyncio.run(run())
    shares += [gate.own_share("a"), gate.own_share("b")]
    clock[0] = 61.0

    assert [*shares, gate.own_share("a")] == [2, 1, 2, 2]


def test_no_client_takes_all_of_the_queue() -> None:
    """One is sent away while another may still wait."""

    async def run() -> None:
        gate = Gate(places=0, waiting=4, patience=60)
        waits = [
            asyncio.create_task(gate.place(name).__aenter__()) for name in ("a", "a", "a", "b")
        ]
        await asyncio.sleep(0)
        assert [each.done() for each in waits] == [False, False, True, False]
        for each in waits:
            each.cancel()
        await asyncio.gather(*waits, return_exceptions=True)

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
