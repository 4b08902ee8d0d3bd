"""A file that only one process at a time works beside.

The lock is the system's own, on a file that is there anyway and is not changed by it. It ends with
the process, however that ends, so that nothing is left behind. Those who only read are not held
up: on Windows, where a lock shuts them out, the byte that is locked lies far behind the end.
"""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from time import monotonic, sleep

from kg.errors import Fault, Faults, Place

PATIENCE = 10.0  # seconds; whoever has the lock needs a fraction of one
PAUSE = 0.02
FAR = 2**30


@contextmanager
def locked(path: Path) -> Iterator[None]:
    """As long as this lasts, nobody else who asks gets the file.

    Raises:
        Faults: somebody has had it for too long, or the file system has no locks.
    """
    mode = "r+b" if os.access(path, os.W_OK) else "rb"  # some file systems ask for the former
    try:
        file = path.open(mode)
    except OSError as error:
        raise Faults([Fault("file-unreadable", Place(str(path)))]) from error
    with file:
        if not _taken(file.fileno()):
            raise Faults([Fault("file-locked", Place(str(path)), seconds=f"{PATIENCE:g}")])
        try:
            yield
        finally:
            _give_back(file.fileno())


def _taken(handle: int) -> bool:
    """Whether the lock could be had in time."""
    began = monotonic()
    while not _try(handle):
        if monotonic() - began > PATIENCE:
            return False
        sleep(PAUSE)
    return True


if sys.platform == "win32":
    import msvcrt

    def _try(handle: int) -> bool:
        os.lseek(handle, FAR, os.SEEK_SET)
        try:
            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True

    def _give_back(handle: int) -> None:
        os.lseek(handle, FAR, os.SEEK_SET)
        msvcrt.locking(handle, msvcrt.LK_UNLCK, 1)

else:
    import fcntl

    def _try(handle: int) -> bool:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            return False
        return True

    def _give_back(handle: int) -> None:
        fcntl.flock(handle, fcntl.LOCK_UN)
