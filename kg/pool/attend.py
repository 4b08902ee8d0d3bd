"""Asks a worker from within an event loop, so that no thread has to wait and wake up."""

import asyncio
import os
from collections.abc import Awaitable, Callable

from kg.pool.pool import Call, Pool
from kg.pool.process import Worker
from kg.pool.question import Question, Reply, is_first_of_two, refuse_too_long

__all__ = ["attend"]

Look = Callable[[], Awaitable[None]]


async def attend(
    pool: Pool, question: Question, call: Call, look: Look, every: float
) -> Reply | None:
    """The answer of a worker who is free; None if nobody is, or this loop cannot wait for one.

    Args:
        pool: the workers.
        question: what is asked.
        call: the asking, which can be given up.
        look: what is done while nothing comes; if it raises, the worker is killed.
        every: how often, in seconds.

    Raises:
        Faults: there is no answer.
    """
    refuse_too_long(question, pool.limits)
    worker = pool.take()
    if worker is None:
        return None
    with pool.at_work(worker, call):
        worker.told(question)
        await _heard(worker, pool.limits.seconds, look, every)
        return await _read(worker)


async def _heard(worker: Worker, seconds: float, look: Look, every: float) -> None:
    """Waits until something has come, if only that nothing will."""
    loop = asyncio.get_running_loop()
    come: asyncio.Future[None] = loop.create_future()
    end = loop.time() + seconds
    loop.add_reader(worker.channel, _note, come)
    try:
        while not come.done():
            left = end - loop.time()
            if left <= 0:
                raise worker.late(seconds)
            if not (await asyncio.wait({come}, timeout=min(every, left)))[0]:
                await look()
    finally:
        loop.remove_reader(worker.channel)
        os.set_blocking(worker.channel.fileno(), True)


def _note(come: asyncio.Future[None]) -> None:
    if not come.done():
        come.set_result(None)


async def _read(worker: Worker) -> Reply:
    """What has come; where that may take a moment, a thread waits for it after all."""
    loop = asyncio.get_running_loop()
    if worker.has_hung_up():
        return await loop.run_in_executor(None, lambda: worker.read(worker.received()))
    sent = worker.received()
    if is_first_of_two(sent):
        return await loop.run_in_executor(None, worker.read, sent)
    return worker.read(sent)
