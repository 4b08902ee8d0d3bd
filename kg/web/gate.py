"""Who may ask now, who waits, who is sent away.

Theory. As many questions run as there are workers. No client has all of them, as long as there are
several: whoever asks for something long leaves room for the next. A few more questions wait, in
the order in which they came, and not for ever.
"""

import asyncio
from collections import Counter, deque
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from kg.errors import Fault, Faults


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
    queue: deque[tuple[str, asyncio.Future[None]]] = field(default_factory=deque)

    @property
    def share(self) -> int:
        """How many places one client may have."""
        return max(1, self.places - 1)

    @asynccontextmanager
    async def place(self, client: str) -> AsyncIterator[None]:
        """A place for a client while something is done.

        Raises:
            Faults: there is none.
        """
        if self._is_free(client):
            self.inside[client] += 1
        else:
            await self._wait(client)
        try:
            yield
        finally:
            self._leave(client)
            self._admit()

    def _leave(self, client: str) -> None:
        self.inside[client] -= 1
        if not self.inside[client]:
            del self.inside[client]

    def _is_free(self, client: str) -> bool:
        return self.inside.total() < self.places and self.inside[client] < self.share

    async def _wait(self, client: str) -> None:
        if len(self.queue) >= self.waiting:
            raise Faults([Fault("queue-full")])
        turn: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self.queue.append((client, turn))
        try:
            await asyncio.wait_for(turn, self.patience)
        except TimeoutError as error:
            raise Faults([Fault("queue-slow")]) from error
        finally:
            if (client, turn) in self.queue:
                self.queue.remove((client, turn))

    def _admit(self) -> None:
        """Lets in whoever waits and may come in."""
        for client, turn in [*self.queue]:
            if self._is_free(client) and not turn.done():
                self.queue.remove((client, turn))
                self.inside[client] += 1
                turn.set_result(None)
