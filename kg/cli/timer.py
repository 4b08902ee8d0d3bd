"""A timer that gets through to what looks at no clock, such as the search for one pattern."""

from collections.abc import Iterator
from contextlib import contextmanager
from threading import current_thread, main_thread
from typing import NoReturn

__all__ = ["timer"]


@contextmanager
def timer(seconds: float | None) -> Iterator[None]:
    """Has TimeoutError raised in what is done, as soon as it takes longer; None is no limit.

    Only a program's main thread hears signals, and not every system has this one: elsewhere
    nothing is raised.
    """
    import signal

    if not seconds or current_thread() is not main_thread() or not hasattr(signal, "setitimer"):
        yield
        return
    before = signal.signal(signal.SIGALRM, _over)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


def _over(*_: object) -> NoReturn:
    raise TimeoutError
