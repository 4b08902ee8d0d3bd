"""A worker as the pool sees it: a process, and the channel to it."""

import math
import multiprocessing
import os
import select
import signal
from contextlib import suppress
from multiprocessing.context import BaseContext
from pathlib import Path

from kg.errors import Fault
from kg.pool.confine import OUT_OF_MEMORY
from kg.pool.question import Question, Reply, is_first_of_two, unpacked
from kg.pool.worker import FOLDER, READY, Task, work

__all__ = ["GoneError", "Worker", "way_to_start"]

START_SECONDS = 60  # a worker that is not ready by then never will be
FORK_SERVER = "forkserver"
UNKNOWN = 255  # the exit status of a copy whose original has gone
NO_MEMORY = {OUT_OF_MEMORY, -signal.SIGABRT}


def way_to_start(workers: int, folder: Path) -> BaseContext:
    """How processes are started: several from one that has read the libraries, if that can be."""
    if workers == 1 or FORK_SERVER not in multiprocessing.get_all_start_methods():
        return multiprocessing.get_context("spawn")
    chosen = multiprocessing.get_context(FORK_SERVER)
    chosen.set_forkserver_preload(["kg.pool.first"])
    _have_it_running(folder)
    return chosen


def _have_it_running(folder: Path) -> None:
    """Starts the process of which workers are copies, also if it was killed meanwhile."""
    from multiprocessing import forkserver

    os.environ[FOLDER] = str(folder)  # the way to tell it anything
    try:
        forkserver.ensure_running()
    finally:
        os.environ.pop(FOLDER, None)


class Worker:
    """One process and the channel to it."""

    def __init__(self, how: BaseContext, task: Task) -> None:
        if how.get_start_method() == FORK_SERVER:
            _have_it_running(task.folder)
        self.channel, other = how.Pipe()
        self.process = how.Process(target=work, args=(other, task), daemon=True)  # type: ignore[attr-defined]
        self.process.start()
        other.close()
        self._number = self.process.pid or 0
        self._ear = _ear(self.channel.fileno())

    def is_ready(self) -> bool:
        """Waits until it can answer; whether it ever can."""
        with suppress(EOFError, OSError):
            return self.channel.poll(START_SECONDS) and self.channel.recv_bytes() == READY
        return False

    def is_there(self) -> bool:
        """Whether it can be asked; one that has ended can be heard at once."""
        return not self._ear.poll(0) if self._ear else self.process.is_alive()

    def ask(self, question: Question, seconds: float) -> Reply:
        """The answer.

        Raises:
            Faults: why there is none.
            GoneError: there is none, and this worker can be asked no more.
        """
        self.told(question)
        if not self._heard(seconds):
            raise self.late(seconds)
        return self.read(self.received())

    def has_hung_up(self) -> bool:
        """Whether it has ended, perhaps after an answer."""
        seen = self._ear.poll(0) if self._ear else []
        return any(event & select.POLLHUP for _, event in seen)

    def told(self, question: Question) -> None:
        """Sends a question; who has gone has no ears, and is noticed when nothing comes back."""
        with suppress(OSError):
            self.channel.send(question)

    def _heard(self, seconds: float) -> bool:
        """Waits until something has come, if only that nothing will."""
        if self._ear:
            return bool(self._ear.poll(math.ceil(seconds * 1000)))
        return self.channel.poll(seconds)

    def received(self) -> bytes:
        """What has come.

        Raises:
            GoneError: nothing, for the worker has ended.
        """
        try:
            return self.channel.recv_bytes()
        except (EOFError, OSError) as error:
            raise GoneError(self._why_gone()) from error

    def read(self, sent: bytes) -> Reply:
        """The answer that was sent, the second part of which is perhaps still to come.

        Raises:
            Faults: why there is none.
            GoneError: the worker has ended halfway.
        """
        return unpacked(sent, self.received() if is_first_of_two(sent) else b"")

    @staticmethod
    def late(seconds: float) -> "GoneError":
        """That the deadline has passed."""
        return GoneError(Fault("query-deadline", seconds=f"{seconds:g}"))

    def _why_gone(self) -> Fault:
        self.process.join(1)
        key = "query-memory" if self.process.exitcode in NO_MEMORY else "query-lost"
        return Fault(key)

    def kill(self) -> None:
        """Ends the process, whatever it does.

        Once the process that it is a copy of was killed, multiprocessing takes it for ended too,
        and would do nothing.
        """
        self.process.kill()
        if self.process.exitcode == UNKNOWN and not self.has_hung_up():
            with suppress(OSError):
                os.kill(self._number, signal.SIGKILL)

    def end(self) -> None:
        """The same, and tidies up."""
        self.kill()
        self.process.join()
        self.process.close()
        self.channel.close()


def _ear(channel: int) -> "select.poll | None":
    """Hears whether something comes, where that can be had for less than `Connection.poll`."""
    if not hasattr(select, "poll"):
        return None
    ear = select.poll()
    ear.register(channel, select.POLLIN)
    return ear


class GoneError(Exception):
    """A worker has no answer and can be asked no more."""

    def __init__(self, fault: Fault) -> None:
        super().__init__(str(fault))
        self.fault = fault
