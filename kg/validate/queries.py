"""Whether the saved queries can be asked."""

from collections.abc import Iterator, Mapping
from pathlib import PurePath

from kg.errors import Fault, Place
from kg.messages import LANGUAGES
from kg.query import Query, inspect, run
from kg.store import Store
from kg.validate.collect import told


def query_findings(store: Store, queries: Mapping[str, Query]) -> Iterator[Fault]:
    """A fault for each odd name, each refusal, each parameter that cannot be given."""
    for name, query in queries.items():
        stem = PurePath(query.file).stem
        if name != stem:
            yield Fault("id-not-file-name", Place(query.file, 1), name=name, stem=stem)
        refused = told(lambda query=query: inspect(query, store.prefixes))  # type: ignore[misc]
        yield from refused or _parameter_findings(store, query)


def _parameter_findings(store: Store, query: Query) -> Iterator[Fault]:
    if not query.saved.parameters:  # nothing can be given that does not fit
        return
    variables = inspect(query, store.prefixes).variables
    missing = [name for name in query.saved.parameters if name not in variables]
    for name in missing:
        yield Fault("parameter-not-projected", Place(query.file, 1), name=name)
    if not missing:
        yield from told(lambda: [run(store, query, {}, language) for language in LANGUAGES])
