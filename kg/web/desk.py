"""Puts questions to the workers without holding up anybody else."""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass, field
from typing import Protocol

from starlette.requests import Request

from kg.errors import Faults
from kg.pool import Call, Question, Reply
from kg.web.gate import Gate
from kg.web.tally import Tally

SOON = 0.25  # seconds after which we look whether the client is still there

__all__ = ["Asks", "Desk", "GoneError"]


class Asks(Protocol):
    """Whatever answers questions: a pool of workers, or a store in this process."""

    size: int

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

    def place(self, request: Request) -> AbstractAsyncContextManager[None]:
        """A place for whoever asks, while something is worked out."""
        return self.gate.place(request.client.host if request.client else "")

    async def ask(self, request: Request, question: Question) -> Reply:
        """The answer to a question.

        Raises:
            Faults: why there is none.
            GoneError: the client has hung up.
        """
        try:
            async with self.place(request):
                call = Call()
                reply = await self._answer(request, lambda: self.asks.ask(question, call), call)
        except Faults as faults:
            self.tally.count("questions", outcome=faults.each()[0].key)
            raise
        except GoneError:
            self.tally.count("questions", outcome="given-up")
            raise
        self.tally.count("questions", outcome="cut" if reply.cut else "answered")
        return reply

    async def _answer(self, request: Request, ask: Callable[[], Reply], call: Call) -> Reply:
        answer = asyncio.get_running_loop().run_in_executor(self.threads, ask)
        try:
            while not (await asyncio.wait({answer}, timeout=SOON))[0]:
                if await request.is_disconnected():
                    call.give_up()
                    await asyncio.wait({answer})
                    answer.exception()
                    raise GoneError
        except asyncio.CancelledError:
            call.give_up()
            raise
        return answer.result()
