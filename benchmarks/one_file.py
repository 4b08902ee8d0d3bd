"""Our service over one file of N-Triples: ``python -m benchmarks.one_file FILE PORT WORKERS``.

The same as ``nestesteg serve`` but for where the data comes from.
"""

import sys
from pathlib import Path

from kg.cli.serve import Served, listening, serve
from kg.load import load_knowledge
from kg.load.prefixes import prefixes_of
from kg.pool import Limits, Pool, snapshot
from kg.query import saved_queries
from kg.resources import data_root
from kg.store import Store
from kg.web.app import create_app, service_of


def main() -> None:
    """Serves."""
    file, port, workers = sys.argv[1:]
    prefixes = prefixes_of(load_knowledge(data_root()).known)
    store = Store.of_quads(Path(file).read_bytes(), prefixes)
    limits = Limits(seconds=60)
    with (
        snapshot(store.quads()) as folder,
        Pool(folder, prefixes, limits, size=int(workers), spares=1) as pool,
        listening("127.0.0.1", int(port)) as channel,
    ):
        app = create_app(service_of(store, saved_queries(data_root()), pool, limits))
        serve(Served(app, "en", workers=4), channel)


if __name__ == "__main__":
    main()
