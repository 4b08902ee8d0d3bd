"""What a worker gives up before it reads the first question.

A query that got past every check still cannot read a file or call another machine: no file and no
socket can be opened by a process that may have none. On systems without these limits the looking
before (`kg.query.inspect`) and the deadline remain.
"""

import os
import shutil
import signal
import threading
from contextlib import suppress
from multiprocessing import parent_process
from pathlib import Path
from time import sleep

TRIES, BETWEEN_TRIES = 50, 0.02
OUT_OF_MEMORY = 77  # the exit status of a worker that noticed it itself


def ignore_the_keyboard() -> None:
    """Leaves Ctrl+C to the process that started us."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)


def say_nothing() -> None:
    """What the store writes to standard error when it runs out of memory is for nobody."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 2)
    os.close(nowhere)


def end_with_parent(folder: Path) -> threading.Thread:
    """Ends this process as soon as the one that started it has ended, and removes the copy."""
    watch = threading.Thread(target=_watch, args=(folder,), daemon=True)
    watch.start()
    return watch


def _watch(folder: Path) -> None:
    if parent := parent_process():
        parent.join()
    _may_open_files()
    for _ in range(TRIES):  # another may just be opening what is removed
        shutil.rmtree(folder, ignore_errors=True)
        if not folder.exists():
            break
        sleep(BETWEEN_TRIES)
    os._exit(0)


def limit_memory(more: int) -> None:
    """Lets this process take so many bytes more than it has."""
    with suppress(ImportError, OSError, ValueError):
        import resource

        pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0])
        most = pages * resource.getpagesize() + more
        resource.setrlimit(resource.RLIMIT_AS, (most, most))


def open_no_more() -> None:
    """Forbids this process to open anything: a file, a socket, a pipe."""
    with suppress(ImportError, OSError, ValueError):
        import resource

        _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
        resource.setrlimit(resource.RLIMIT_NOFILE, (0, most))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _may_open_files() -> None:
    with suppress(ImportError, OSError, ValueError):
        import resource

        _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
        resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))


def out_of_memory() -> None:
    """Ends this process at once; there is no memory to say why."""
    os._exit(OUT_OF_MEMORY)
