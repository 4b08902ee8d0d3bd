"""Who may ask now, who waits, who is sent away.

Theory. As many questions run as there are workers. No client has all of them, as long as there are
several, and those that anybody may have written, which may be long, leave one to the saved ones.
Of these a client has half of the places at most, and only one for some time after one of them had
to be stopped. A few more questions wait, not for ever, and of no client too many; who has fewest
places comes in first, and then who came first.
"""

import asyncio
from collections import Counter, deque
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from time import monotonic

from kg.errors import Fault, Faults

REMEMBERED = 60.0  # seconds for which a client whose question had to be stopped has one place


@dataclass(frozen=True, slots=True)
class Comer:
    """Who asks, and whether the question is one of their own."""

    client: str
    is_own: bool


@dataclass(slots=True)
class Gate:
    """Lets so many in.

    Args:
        places: how many at a time.
        waiting: how many more may wait.
        patience: how many seconds one waits at most.
    """

    places: int
    waiting: int
    patience: float
    inside: Counter[str] = field(default_factory=Counter)
    own: Counter[str] = field(default_factory=Counter)
    queue: deque[tuple[Comer, asyncio.Future[None]]] = field(default_factory=deque)
    stopped: dict[str, float] = field(default_factory=dict)
    now: Callable[[], float] = monotonic

    @property
    def share(self) -> int:
        """How many places one client may have."""
        return max(1, self.places - 1)

    def own_share(self, client: str) -> int:
        """How many of them with questions of their own."""
        if self.now() - self.stopped.get(client, -REMEMBERED) < REMEMBERED:
            return 1
        return max(1, self.places // 2)

    @asynccontextmanager
    async def place(self, client: str, *, is_own: bool = False) -> AsyncIterator[None]:
        """A place for a client while something is done.

        Raises:
            Faults: there is none.
        """
        comer = Comer(client, is_own)
        if self._is_free(comer):
            self._enter(comer)
        else:
            await self._wait(comer)
        try:
            yield
        except Faults as faults:
            if any(each.key == "query-deadline" for each in faults.each()):
                self._note(client)
            raise
        finally:
            self._leave(comer)
            self._admit()

    def _note(self, client: str) -> None:
        """Notes who had a question stopped, and forgets who had long ago."""
        old = [name for name, when in self.stopped.items() if self.now() - when >= REMEMBERED]
        for name in old:
            del self.stopped[name]
        self.stopped[client] = self.now()

    def _enter(self, comer: Comer) -> None:
        self.inside[comer.client] += 1
        if comer.is_own:
            self.own[comer.client] += 1

    def _leave(self, comer: Comer) -> None:
        for counter in (self.inside, self.own) if comer.is_own else (self.inside,):
            counter[comer.client] -= 1
            if not counter[comer.client]:
                del counter[comer.client]

    def _is_free(self, comer: Comer) -> bool:
        client = comer.client
        if self.inside.total() >= self.places or self.inside[client] >= self.share:
            return False
        if not comer.is_own:
            return True
        return self.own.total() < self.share and self.own[client] < self.own_share(client)

    async def _wait(self, comer: Comer) -> None:
        theirs = sum(each.client == comer.client for each, _ in self.queue)
        if len(self.queue) >= self.waiting or theirs >= max(1, self.waiting // 2):
            raise Faults([Fault("queue-full")])
        turn: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self.queue.append((comer, turn))
        try:
            await asyncio.wait_for(turn, self.patience)
        except TimeoutError as error:
            raise Faults([Fault("queue-slow")]) from error
        finally:
            if (comer, turn) in self.queue:
                self.queue.remove((comer, turn))

    def _admit(self) -> None:
        """Lets in whoever waits and may come in."""
        for comer, turn in sorted(self.queue, key=lambda each: self.inside[each[0].client]):
            if self._is_free(comer) and not turn.done():
                self.queue.remove((comer, turn))
                self._enter(comer)
                turn.set_result(None)
