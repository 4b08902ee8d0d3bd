"""Read by the one process that workers are copies of, and by nothing else.

Each of them then has the libraries, the grammar and the data from the start; the memory of what
none of them changes is there once. It is the one module that does something when it is imported,
for that is what it is imported for.
"""

import os
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from kg.pool import worker
from kg.pool.snapshot import opened
from kg.query.syntax import read

if TYPE_CHECKING:
    import pyoxigraph

__all__ = ["FOLDER", "HELD", "worker"]

FOLDER = Path(os.environ.get(worker.FOLDER, ""))
HELD: "pyoxigraph.Store | None" = None

read("ASK {}")
if FOLDER.name:
    # Whoever reads data draws chance numbers, from a source that each thread has of its own. It is
    # read in a thread that ends, or every copy of this process would draw the same ones after it.
    with ThreadPoolExecutor(1) as thread, suppress(OSError):
        HELD = thread.submit(opened, FOLDER).result()
