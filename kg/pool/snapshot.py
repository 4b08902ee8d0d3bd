"""A copy of the data on disk that many processes can read."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from shutil import rmtree
from tempfile import mkdtemp
from typing import TYPE_CHECKING

COPY = "read"

if TYPE_CHECKING:
    import pyoxigraph


@contextmanager
def snapshot(quads: "Iterable[pyoxigraph.Quad]") -> Iterator[Path]:
    """A folder with a store of all quads, for reading; it is removed in the end.

    A store that is open for writing can be opened by nobody else, so what is handed out is a copy
    that nobody writes to any more, `COPY` in that folder.
    """
    import pyoxigraph

    folder = Path(mkdtemp(prefix="nestesteg-"))
    try:
        store = pyoxigraph.Store(folder / "written")
        store.bulk_extend(quads)
        store.flush()
        store.backup(folder / COPY)
        del store
        rmtree(folder / "written", ignore_errors=True)
        yield folder
    finally:
        rmtree(folder, ignore_errors=True)
