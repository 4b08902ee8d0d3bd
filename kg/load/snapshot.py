"""What was read before, kept so that it need not be read again.

Theory. Reading the knowledge and its rules gives the same value as long as the files, the program
and Python are the same. So the value is kept in the user's cache folder, under a name that is a
digest of all these, the contents of the files included: an edit leads to another name, and there is
nothing to go stale. What is kept can be lost, spoilt or forged, so it is believed only if it is the
user's own, nobody else can write there, and its digest is right; in every other case the files are
read, which is always possible and gives the same. A fault is never kept.

The folder is ``nestesteg`` in ``XDG_CACHE_HOME`` or ``~/.cache``, if that exists. It can be deleted
at any time; ``NESTESTEG_CACHE`` names another, and turns this off if it is empty.
"""

import gc
import os
import pickle
import stat
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from hashlib import blake2b
from pathlib import Path
from typing import TypeVar, cast

from kg.version import __version__

__all__ = ["found", "kept"]

SOURCES = ("ontology", "rules")
MOST = 8  # snapshots that are kept
DIGEST = 32
OTHERS = stat.S_IWGRP | stat.S_IWOTH

Value = TypeVar("Value")


def kept(root: Path, read: Callable[[], Value]) -> Value:
    """What a function reads from the ontology and the rules in a folder.

    Raises:
        Faults: what the function raises.
    """
    path = _path(root)
    unpacked = path and _unpacked(path)
    if unpacked:
        return cast("Value", unpacked[0])
    value = read()
    if path:
        with suppress(OSError):
            _write(path, pickle.dumps((value,), pickle.HIGHEST_PROTOCOL))
    return value


def found(root: Path) -> object | None:
    """What `kept` keeps of a folder, if it does; for who can do with less than it would read."""
    path = _path(root)
    unpacked = path and _unpacked(path)
    return unpacked[0] if unpacked else None


def _path(root: Path) -> Path | None:
    """Where the snapshot of a folder is, or would be, if there may be one."""
    with suppress(OSError):
        folder = _folder()
        return folder and folder / f"{_key(root)}.snapshot"
    return None


def _folder() -> Path | None:
    """The folder for snapshots, if there may be one."""
    chosen = os.environ.get("NESTESTEG_CACHE")
    if chosen is not None:
        return Path(chosen) if chosen else None
    home = os.environ.get("HOME", "")
    caches = Path(os.environ.get("XDG_CACHE_HOME") or Path(home, ".cache"))
    return caches / "nestesteg" if caches.is_absolute() and caches.is_dir() else None


def _key(root: Path) -> str:
    """A digest of everything that what is read depends on."""
    digest = blake2b(digest_size=DIGEST)
    for part in (__version__, sys.version, *_code()):
        digest.update(f"{part}\0".encode())
    for folder in SOURCES:
        for path in _files(root / folder):
            content = path.read_bytes()
            name = path.relative_to(root).as_posix()
            digest.update(f"{name}\0{len(content)}\0".encode(errors="surrogateescape"))
            digest.update(content)
    return digest.hexdigest()


def _code() -> Iterator[str]:
    """The files of the program, so that who changes it gets what the new one reads."""
    for path in _files(Path(__file__).parents[1]):
        if path.suffix != ".pyc":
            found = path.stat()
            yield f"{path} {found.st_size} {found.st_mtime_ns}"


def _files(folder: Path) -> list[Path]:
    return sorted(Path(place, name) for place, _, names in os.walk(folder) for name in names)


def _unpacked(path: Path) -> tuple[object] | None:
    """What a file holds, if it can be believed."""
    try:
        if not (_is_own(path.parent) and _is_own(path)):
            return None
        content = path.read_bytes()
        told, packed = content[:DIGEST], content[DIGEST:]
        if blake2b(packed, digest_size=DIGEST).digest() != told:
            return None
        with _without_collecting():
            return cast("tuple[object]", pickle.loads(packed))  # noqa: S301 - it is the user's own
    except Exception:  # noqa: BLE001 - whatever it is, the files themselves can be read
        return None


@contextmanager
def _without_collecting() -> Iterator[None]:
    """What comes to stay is not looked through for garbage again and again while it comes."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def _is_own(path: Path) -> bool:
    """Whether a file or folder is the user's, and nobody else can write there."""
    found = path.lstat()
    own = not hasattr(os, "getuid") or found.st_uid == os.getuid()
    return own and not stat.S_ISLNK(found.st_mode) and not found.st_mode & OTHERS


def _write(path: Path, packed: bytes) -> None:
    """Puts a file in place all at once, and takes old ones away."""
    from tempfile import mkstemp

    path.parent.mkdir(mode=0o700, exist_ok=True)
    if not _is_own(path.parent):
        return
    handle, name = mkstemp(dir=path.parent)
    with os.fdopen(handle, "wb") as file:
        file.write(blake2b(packed, digest_size=DIGEST).digest() + packed)
    Path(name).replace(path)
    by_age = sorted(path.parent.glob("*.snapshot"), key=lambda each: each.stat().st_mtime)
    for each in by_age[:-MOST]:
        each.unlink()
