"""The bytes and texts of files, or why they cannot be had."""

import codecs
from collections.abc import Iterable
from pathlib import Path

from kg.errors import Fault, Faults, Place, nearest

BYTES_OF_MEGABYTE = 1_000_000


def read_bytes(path: Path, name: str, *, most: int = 0) -> bytes:
    """What stands in a file, without a byte order mark.

    Args:
        path: the file.
        name: what to call it in faults.
        most: so many bytes are read at most; 0 is without a limit.

    Raises:
        Faults: there is no such file, it cannot be read, or it is too large.
    """
    try:
        if most and path.stat().st_size > most:
            raise Faults([Fault("file-too-large", Place(name), most=most // BYTES_OF_MEGABYTE)])
        return path.read_bytes().removeprefix(codecs.BOM_UTF8)
    except FileNotFoundError as error:
        near = nearest(path.name, _siblings(path), alike=0.8)
        raise Faults([Fault("no-such-file", Place(name), near=near)]) from error
    except IsADirectoryError as error:
        raise Faults([Fault("file-is-folder", Place(name))]) from error
    except OSError as error:
        raise Faults([Fault("file-unreadable", Place(name))]) from error


def read_text(path: Path, name: str, *, most: int = 0) -> str:
    """The text of a file in UTF-8.

    Raises:
        Faults: what `read_bytes` raises, or it is not UTF-8.
    """
    return decoded(read_bytes(path, name, most=most), name)


def decoded(data: bytes, name: str, otherwise: str = "query-not-utf8") -> str:
    """Bytes as the text they are in UTF-8, or the fault ``otherwise`` with its line."""
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise Faults([Fault(otherwise, Place(name, line))]) from error


def each_once(paths: Iterable[Path]) -> list[Path]:
    """The paths without those that lead to a file named before."""
    first: dict[Path, Path] = {}
    for path in paths:
        first.setdefault(path.resolve(), path)
    return [*first.values()]


def _siblings(path: Path) -> list[str]:
    return [other.name for other in path.parent.glob("*")] if path.parent.is_dir() else []
