"""What a command says: to standard output, and to standard error when it refuses."""

import os
import sys
from collections.abc import Iterable, Mapping
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


def deliver(content: bytes, path: Path | None) -> None:
    """Writes bytes to a file, or to standard output if none is named; raises as these do."""
    if path:
        save(path, content)
    else:
        say_bytes(content)


def keep_off_terminal(path: Path | None, fault: Fault) -> None:
    """Refuses to write where somebody would see only signs without meaning.

    Raises:
        Faults: no file is named, and standard output is a terminal.
    """
    if not path and sys.stdout is not None and sys.stdout.isatty():
        raise Faults([fault])


def form_meant(chosen: str | None, path: Path | None, endings: Mapping[str, str]) -> str:
    """The form chosen, or the one that a file's ending means; empty if it means none.

    >>> form_meant(None, Path("a.SVG"), {".svg": "svg", "": "text"})
    'svg'
    """
    return chosen or endings.get(path.suffix.casefold() if path else "", "")


def strange_ending(path: Path, endings: Iterable[str]) -> Fault:
    """The fault of a file whose ending means no form."""
    return Fault(
        "output-ending-unknown", name=path.suffix, allowed=[each for each in endings if each]
    )


def silence() -> None:
    """Lets what is still buffered for standard output go nowhere, so that nothing fails at exit."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def complain(text: str) -> None:
    """Writes a text to standard error, if there is anybody to read it."""
    if sys.stderr is not None:
        with suppress(OSError):
            sys.stderr.write(text)
