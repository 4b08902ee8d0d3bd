"""Puts questions to the workers without holding up anybody else."""

import asyncio
import sys
from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass, field
from typing import Protocol

from starlette.requests import Request

from kg.errors import Faults
from kg.pool import Call, Pool, Question, Reply, attend
from kg.web.gate import Gate
from kg.web.tally import Tally

SOON = 0.25  # seconds after which we look whether the client is still there

__all__ = ["Asks", "Desk", "GoneError"]


class Asks(Protocol):
    """Whatever answers questions: a pool of workers, or a store in this process."""

    size: int

    @property
    def there(self) -> int:
        """How many there are to answer."""

    def ask(self, question: Question, call: Call | None = None) -> Reply:
        """The answer to a question."""


class GoneError(Exception):
    """Nobody waits for the answer any more."""


@dataclass(slots=True)
class Desk:
    """Where the handlers bring their questions."""

    asks: Asks
    gate: Gate
    tally: Tally
    threads: ThreadPoolExecutor = field(init=False)

    def __post_init__(self) -> None:
        """As many threads as questions that are answered at a time."""
        self.threads = ThreadPoolExecutor(self.asks.size, thread_name_prefix="asking")

    def place(self, request: Request, *, is_own: bool = False) -> AbstractAsyncContextManager[None]:
        """A place for whoever asks, while something is worked out."""
        return self.gate.place(request.client.host if request.client else "", is_own=is_own)

    async def ask(self, request: Request, question: Question) -> Reply:
        """The answer to a question.

        Raises:
            Faults: why there is none.
            GoneError: the client has hung up.
        """
        try:
            async with self.place(request, is_own=question.is_own):
                reply = await self._answer(request, question)
        except Faults as faults:
            self.tally.count("questions", outcome=faults.each()[0].key)
            raise
        except GoneError:
            self.tally.count("questions", outcome="given-up")
            raise
        self.tally.count("questions", outcome="cut" if reply.cut else "answered")
        return reply

    async def is_well(self) -> bool:
        """Whether somebody is there to answer; who is free has to prove it."""
        if not self.asks.there:
            return False
        if isinstance(self.asks, Pool) and _hears():
            try:
                await attend(self.asks, Question("ASK {}"), Call(), _wait, SOON)
            except Faults:
                return False
        return True

    async def _answer(self, request: Request, question: Question) -> Reply:
        call = Call()

        async def look() -> None:
            if await request.is_disconnected():
                call.give_up()
                raise GoneError

        if isinstance(self.asks, Pool) and _hears():
            found = await attend(self.asks, question, call, look, SOON)
            if found:
                return found
        return await self._in_a_thread(question, call, look)

    async def _in_a_thread(
        self, question: Question, call: Call, look: Callable[[], Awaitable[None]]
    ) -> Reply:
        loop = asyncio.get_running_loop()
        answer = loop.run_in_executor(self.threads, self.asks.ask, question, call)
        try:
            while not (await asyncio.wait({answer}, timeout=SOON))[0]:
                await look()
        except GoneError:
            await asyncio.wait({answer})
            answer.exception()
            raise
        except asyncio.CancelledError:
            call.give_up()
            raise
        return answer.result()


async def _wait() -> None:
    """Goes on waiting."""


def _hears() -> bool:
    """Whether the loop can wait for what comes from a worker; that of Windows cannot."""
    return sys.platform != "win32"
