"""A timer for what looks at no clock."""

import signal
from threading import Thread

import pytest

from kg.cli.timer import timer

FAR = 1_000.0  # seconds, which no test takes


def test_what_takes_too_long_is_interrupted() -> None:
    """By the signal, wherever it is; what was done about the signal before is done again."""
    before = signal.getsignal(signal.SIGALRM)
    with timer(FAR):
        assert 0 < signal.getitimer(signal.ITIMER_REAL)[0] <= FAR
        with pytest.raises(TimeoutError):
            signal.raise_signal(signal.SIGALRM)

    assert signal.getitimer(signal.ITIMER_REAL) == (0, 0)
    assert signal.getsignal(signal.SIGALRM) is before


def test_without_a_limit_there_is_no_timer() -> None:
    """Nor in a thread that would hear no signal."""
    found = []

    def inside(seconds: float | None) -> None:
        with timer(seconds):
            found.append(signal.getitimer(signal.ITIMER_REAL)[0])

    inside(None)
    thread = Thread(target=inside, args=(FAR,))
    thread.start()
    thread.join()
    assert found == [0, 0]
