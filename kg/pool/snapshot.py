"""A copy of the data in a file that many processes can read."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from shutil import rmtree
from tempfile import mkdtemp
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pyoxigraph

COPY = "read.nq"

__all__ = ["opened", "snapshot"]


@contextmanager
def snapshot(written: bytes) -> Iterator[Path]:
    """A folder with a copy of all that is written as N-Quads; it is removed in the end."""
    folder = Path(mkdtemp(prefix="nestesteg-"))
    try:
        (folder / COPY).write_bytes(written)
        yield folder
    finally:
        rmtree(folder, ignore_errors=True)


def opened(folder: Path) -> "pyoxigraph.Store":
    """A store in memory of what such a folder holds: some times as fast as one on disk."""
    import pyoxigraph

    store = pyoxigraph.Store()
    store.bulk_load((folder / COPY).read_bytes(), pyoxigraph.RdfFormat.N_QUADS)
    return store
