"""A copy of the data on disk that many processes can read."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from shutil import rmtree
from tempfile import mkdtemp

COPY = "read"


@contextmanager
def snapshot(written: bytes) -> Iterator[Path]:
    """A folder with a store of all that is written as N-Quads; it is removed in the end.

    A store that is open for writing can be opened by nobody else, so what is handed out is a copy
    that nobody writes to any more, `COPY` in that folder.
    """
    import pyoxigraph

    folder = Path(mkdtemp(prefix="nestesteg-"))
    try:
        store = pyoxigraph.Store(folder / "written")
        store.bulk_load(written, pyoxigraph.RdfFormat.N_QUADS)
        store.flush()
        store.backup(folder / COPY)
        del store
        rmtree(folder / "written", ignore_errors=True)
        yield folder
    finally:
        rmtree(folder, ignore_errors=True)
