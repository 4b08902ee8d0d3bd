"""The workers: who is free, who is killed, who takes the place."""

import queue
import threading
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from itertools import chain, repeat
from pathlib import Path
from types import TracebackType
from typing import Self

from kg.errors import Fault, Faults
from kg.pool.limits import Limits
from kg.pool.process import START_SECONDS, GoneError, Worker, way_to_start
from kg.pool.question import Question, Reply, refuse_too_long
from kg.pool.worker import Task

__all__ = ["Call", "Pool"]

PAUSES = (0.0, 0.1, 1.0, 5.0)  # seconds before a start is tried again


class Call:
    """One asking, which can be given up while it waits or runs."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._worker: Worker | None = None
        self.given_up = False

    def give_up(self) -> None:
        """Nobody waits for the answer any more; the worker that looks for it is killed."""
        with self._lock:
            self.given_up = True
            if self._worker:
                self._worker.kill()

    def begins(self, worker: Worker) -> bool:
        """Notes who works on it; whether anybody still wants it."""
        with self._lock:
            self._worker = None if self.given_up else worker
            return not self.given_up

    def ends(self) -> None:
        """Nobody works on it any more."""
        with self._lock:
            self._worker = None


class Pool:
    """A few workers and a spare over one copy of the data.

    Args:
        folder: the copy, as `kg.pool.snapshot` makes it.
        prefixes: those a question may use without declaring them.
        limits: how far a question may go.
        size: how many questions are answered at a time.
        spares: how many workers more stand by.
    """

    def __init__(
        self,
        folder: Path,
        prefixes: Mapping[str, str],
        limits: Limits,
        *,
        size: int = 1,
        spares: int = 0,
    ) -> None:
        self.limits, self.size = limits, size
        self._task = Task(folder, prefixes, limits)
        self._how = way_to_start(size + spares, folder)
        self._idle: queue.LifoQueue[Worker | None] = queue.LifoQueue()
        self._there: set[Worker] = set()
        self._closing = threading.Event()
        self.killed = 0
        self._hiring = ThreadPoolExecutor(2, thread_name_prefix="hiring")
        for _ in range(size + spares):
            self._hiring.submit(self._hire)

    def __enter__(self) -> Self:
        """The pool itself."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Ends every worker."""
        self.close()

    def ask(self, question: Question, call: Call | None = None) -> Reply:
        """The answer to a question; it waits for a worker who is free.

        Raises:
            Faults: why there is none.
        """
        refuse_too_long(question, self.limits)
        worker = self._free()
        with self.at_work(worker, call or Call()):
            return worker.ask(question, self.limits.seconds)

    def take(self) -> Worker | None:
        """One who is free, if there is one now."""
        with suppress(queue.Empty):
            while worker := self._idle.get_nowait():
                if worker.is_there():
                    return worker
                self._replace(worker)
            self._idle.put(None)
        return None

    @contextmanager
    def at_work(self, worker: Worker, call: Call) -> Iterator[None]:
        """While a worker is asked; afterwards it is free, or replaced if it may be asked no more.

        Raises:
            Faults: the worker has no answer, or nobody wants it any more.
        """
        if not call.begins(worker):
            self._idle.put(worker)
            raise Faults([Fault("query-lost")])
        is_free = False
        try:
            yield
            is_free = True
        except GoneError as gone:
            raise Faults([gone.fault]) from gone
        except Faults:
            is_free = True
            raise
        finally:
            call.ends()
            # It was perhaps killed just after it had answered.
            self._back(worker, is_free=is_free and not call.given_up)

    def _back(self, worker: Worker, *, is_free: bool) -> None:
        """A worker is done."""
        if is_free:
            self._idle.put(worker)
        else:
            self._replace(worker)
        self._replace_the_dead()

    def _replace_the_dead(self) -> None:
        """Replaces who was killed while nobody asked; one who is seldom asked may lie for long."""
        with self._idle.mutex:
            dead = [each for each in self._idle.queue if each and not each.is_there()]
            for worker in dead:
                self._idle.queue.remove(worker)
        for worker in dead:
            self._replace(worker)

    def close(self) -> None:
        """Ends every worker; who is still at work is killed."""
        self._closing.set()
        self._hiring.shutdown(cancel_futures=True)
        with suppress(queue.Empty):
            while worker := self._idle.get_nowait():
                worker.end()
        self._idle.put(None)

    @property
    def there(self) -> int:
        """How many workers there are, free or at work."""
        return sum(not worker.has_hung_up() for worker in [*self._there])

    @property
    def idle(self) -> int:
        """How many workers are free."""
        return self._idle.qsize()

    def _free(self) -> Worker:
        """One who is free; who was killed meanwhile, by whomever, is replaced."""
        with suppress(queue.Empty):
            while worker := self._idle.get(timeout=START_SECONDS):
                if worker.is_there():
                    return worker
                self._replace(worker)
            self._idle.put(None)
        raise Faults([Fault("query-lost")])

    def _replace(self, worker: Worker) -> None:
        """Kills a worker, and starts another while others answer."""
        self.killed += 1
        self._there.discard(worker)
        worker.kill()
        with suppress(RuntimeError):  # the pool is closing
            self._hiring.submit(self._exchange, worker)

    def _exchange(self, worker: Worker) -> None:
        worker.end()
        self._hire()

    def _hire(self) -> None:
        """Starts a worker, as often as it takes: a place that stays empty is one less for ever."""
        for seconds in chain(PAUSES, repeat(PAUSES[-1])):
            with suppress(OSError, EOFError):
                worker = Worker(self._how, self._task)
                if worker.is_ready():
                    self._there.add(worker)
                    self._idle.put(worker)
                    return
                worker.end()
            if self._closing.wait(seconds):
                return
