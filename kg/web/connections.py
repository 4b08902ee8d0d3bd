"""Connections that say nothing, take nothing or are too many are closed.

Theory. Whoever connects makes the server wait: for a question, and for its answer to be taken. A
connection costs a file number, and an answer that is not taken costs its size; there are only so
many of both. So a head has to come in time, an answer has to be taken at some pace, and when there
are too many the one goes that has been idle, or slow, for longest. `uvicorn` closes who is idle
after an answer; its protocol, whichever it is, is given the rest here.
"""

import asyncio
import errno
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from time import monotonic
from typing import Any, cast

__all__ = ["Connection", "Connections", "guarded", "handler", "most_connections"]

MEGABYTE = 1_000_000
RESERVED, PER_WORKER = 64, 6  # file numbers for what is no connection
FEWEST, MOST = 16, 4000
OUT_OF_NUMBERS = {errno.EMFILE, errno.ENFILE}
SILENCE = 60.0  # seconds before the same is told again


@dataclass
class Connections:
    """Those that are open, in the order in which they came, and what they may take.

    Args:
        most: how many.
        most_held: how many bytes of answers may wait to be taken, by all of them together.
        head_seconds: how long a client may take until the head of a question is there.
        pace_seconds: how often it is looked whether an answer is taken.
        pace: how many bytes have to be taken in that time.
    """

    most: int
    most_held: int = 200 * MEGABYTE
    head_seconds: float = 10.0
    pace_seconds: float = 10.0
    pace: int = 250_000
    open: dict["Connection", None] = field(default_factory=dict)
    slow: dict["Connection", None] = field(default_factory=dict)

    def came(self, one: "Connection") -> None:
        """One more; for one too many the longest idle goes, or else the new one."""
        self.open[one] = None
        if len(self.open) > self.most:
            idle = next((each for each in self.open if each.is_idle), one)
            idle.drop()

    def went(self, one: "Connection") -> None:
        """One less."""
        self.open.pop(one, None)
        self.slow.pop(one, None)

    def stalls(self, one: "Connection") -> None:
        """One does not take its answer as it comes; if too much waits, the longest slow go."""
        self.slow[one] = None
        held = sum(each.held for each in self.slow)
        for each in [*self.slow]:
            if held <= self.most_held:
                return
            held -= each.held
            each.drop()

    def flows(self, one: "Connection") -> None:
        """One has taken its answer."""
        self.slow.pop(one, None)


class Connection(asyncio.Protocol):
    """What is added to a protocol of `uvicorn`."""

    keeper: Connections
    # As `uvicorn` has them: the question that is being answered, and the way to the client.
    cycle: Any
    transport: asyncio.Transport

    head_timer: asyncio.TimerHandle | None = None
    pace_timer: asyncio.TimerHandle | None = None
    left = 0  # bytes, when it was last looked whether an answer is taken

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Somebody connects."""
        super().connection_made(transport)
        self._wait_for_head()
        self.keeper.came(self)

    def data_received(self, data: bytes) -> None:
        """Something comes."""
        super().data_received(data)
        if self.is_idle:
            self._wait_for_head()
        elif self.head_timer:
            self.head_timer.cancel()
            self.head_timer = None

    def pause_writing(self) -> None:
        """An answer is not taken as fast as it comes."""
        super().pause_writing()
        self.left = self.held
        self.pace_timer = self._later(self.keeper.pace_seconds, self._look)
        self.keeper.stalls(self)

    def resume_writing(self) -> None:
        """It has been taken."""
        super().resume_writing()
        self._no_timers(pace_only=True)
        self.keeper.flows(self)

    def connection_lost(self, exc: Exception | None) -> None:
        """Somebody has gone."""
        self._no_timers()
        self.keeper.went(self)
        super().connection_lost(exc)

    @property
    def is_idle(self) -> bool:
        """Whether nothing is being answered."""
        return self.cycle is None or bool(self.cycle.response_complete)

    @property
    def held(self) -> int:
        """How many bytes wait to be taken."""
        return self.transport.get_write_buffer_size()

    def drop(self) -> None:
        """Closes it at once."""
        self._no_timers()
        self.keeper.went(self)
        self.transport.abort()

    def _wait_for_head(self) -> None:
        if self.head_timer is None:
            self.head_timer = self._later(self.keeper.head_seconds, self.drop)

    def _look(self) -> None:
        """Whether enough was taken since last time."""
        taken, self.left = self.left - self.held, self.held
        if taken < self.keeper.pace:
            self.drop()
        else:
            self.pace_timer = self._later(self.keeper.pace_seconds, self._look)

    def _no_timers(self, *, pace_only: bool = False) -> None:
        if self.pace_timer:
            self.pace_timer.cancel()
        if self.head_timer and not pace_only:
            self.head_timer.cancel()

    @staticmethod
    def _later(seconds: float, what: Callable[[], None]) -> asyncio.TimerHandle:
        return asyncio.get_running_loop().call_later(seconds, what)


def guarded(base: type[asyncio.Protocol], connections: Connections) -> type[asyncio.Protocol]:
    """A protocol of `uvicorn` whose connections are kept in order."""
    made = type("Guarded", (Connection, base), {"keeper": connections})
    return cast("type[asyncio.Protocol]", made)


def most_connections(workers: int) -> int:
    """How many connections there may be, by how many file numbers this process may have."""
    numbers = 512
    with suppress(ImportError):  # there are none on Windows
        import resource

        soft, _ = resource.getrlimit(resource.RLIMIT_NOFILE)
        numbers = soft if soft != resource.RLIM_INFINITY else MOST
    return max(FEWEST, min(MOST, numbers - RESERVED - PER_WORKER * workers))


def handler(
    tell: Callable[[], object], now: Callable[[], float] = monotonic
) -> Callable[[asyncio.AbstractEventLoop, dict[str, Any]], None]:
    """What an event loop does with errors nobody caught; that file numbers are out is told seldom.

    Args:
        tell: tells that they are.
        now: the seconds of some clock.
    """
    last = -SILENCE

    def handle(loop: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
        nonlocal last
        if getattr(context.get("exception"), "errno", None) not in OUT_OF_NUMBERS:
            loop.default_exception_handler(context)
        elif now() - last >= SILENCE:
            last = now()
            tell()

    return handle
