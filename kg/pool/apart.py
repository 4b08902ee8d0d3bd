"""Makes something in a process of its own that ends with it: what takes long holds up nobody."""

import multiprocessing
from collections.abc import Callable
from contextlib import suppress
from multiprocessing.connection import Connection

from kg.errors import Fault, Faults
from kg.pool import confine
from kg.pool.limits import Limits
from kg.pool.process import FORK_SERVER
from kg.pool.question import (
    FIRST_OF_TWO,
    Reply,
    packed,
    refusal,
    refuse_too_large,
    unpacked,
)

__all__ = ["made_apart"]


def made_apart(make: Callable[..., bytes], given: tuple[object, ...], limits: Limits) -> bytes:
    """What a function makes of what it is given, both of which have to go to another process.

    Args:
        make: a function of a module.
        given: what it takes.
        limits: how long it may take, how much memory, how large what it makes may be.

    Raises:
        Faults: what the function raises, or that it was not done within the limits.
    """
    methods = multiprocessing.get_all_start_methods()
    how = multiprocessing.get_context(FORK_SERVER if FORK_SERVER in methods else "spawn")
    channel, other = how.Pipe(duplex=False)
    process = how.Process(target=_make, args=(other, make, given, limits), daemon=True)  # type: ignore[attr-defined]
    process.start()
    other.close()
    try:
        if not channel.poll(limits.seconds):
            raise Faults([Fault("query-deadline", seconds=f"{limits.seconds:g}")])
        return unpacked(channel.recv_bytes()).body
    except EOFError as error:
        raise Faults([Fault("query-memory")]) from error
    finally:
        process.kill()
        process.join()
        channel.close()


def _make(
    channel: Connection, make: Callable[..., bytes], given: tuple[object, ...], limits: Limits
) -> None:
    confine.ignore_the_keyboard()
    confine.say_nothing()
    confine.limit_memory(limits.memory_bytes)
    try:
        told = _told(make(*given), limits)
    except Faults as faults:
        (told,) = refusal(faults.each())
    with suppress(OSError):
        channel.send_bytes(told)


def _told(made: bytes, limits: Limits) -> bytes:
    refuse_too_large(len(made), limits.answer_bytes)
    head, *rest = packed(Reply(made, "", "file"))
    return head.removeprefix(FIRST_OF_TWO) + b"".join(rest)
