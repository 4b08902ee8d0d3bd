"""What a command says: to standard output, and to standard error when it refuses."""

import os
import sys
from contextlib import suppress
from pathlib import Path

from kg.errors import Fault, Faults, Place


def say(text: str) -> None:
    """Writes a text to standard output.

    Raises:
        Faults: there is nowhere to write, or no room.
        BrokenPipeError: whoever read it has enough.
    """
    say_bytes(text.encode(errors="backslashreplace"))


def say_bytes(content: bytes) -> None:
    """Writes bytes to standard output, raising as `say` does."""
    if sys.stdout is None:
        raise Faults([Fault("output-lost")])
    try:
        sys.stdout.flush()
        sys.stdout.buffer.write(content)
        sys.stdout.flush()
    except BrokenPipeError:
        raise
    except OSError as error:
        silence()
        raise Faults([Fault("output-lost")]) from error


def save(path: Path, content: bytes) -> None:
    """Writes bytes to a file.

    Raises:
        Faults: the file cannot be written.
    """
    try:
        path.write_bytes(content)
    except OSError as error:
        raise Faults([Fault("output-unwritable", Place(str(path)))]) from error


def silence() -> None:
    """Lets what is still buffered for standard output go nowhere, so that nothing fails at exit."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def complain(text: str) -> None:
    """Writes a text to standard error, if there is anybody to read it."""
    if sys.stderr is not None:
        with suppress(OSError):
            sys.stderr.write(text)
