"""Query files: the saved ones by name, and those of one's own."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from kg.errors import Fault, Faults, Place, nearest, refuse
from kg.header import QueryHeader, read_query_header
from kg.load.files import read_text

VERIFY = "verify"
RELEASE = "release"
MOST_BYTES = 1_000_000


@dataclass(frozen=True, slots=True)
class Query:
    """The text of a query and the file it stands in; a saved query has a header too."""

    text: str
    file: str
    header: QueryHeader | None = None

    @property
    def saved(self) -> QueryHeader:
        """The header of a saved query."""
        if self.header is None:
            message = f"{self.file} is not a saved query"
            raise TypeError(message)
        return self.header


def saved_queries(root: Path, folder: str = "") -> dict[str, Query]:
    """The saved queries below a data folder, by id and in order of it.

    Args:
        root: the folder that holds ``queries/``.
        folder: ``verify`` for the queries that must find nothing, ``release`` for those that
            fill in what is handed out; otherwise both are left out.

    Raises:
        Faults: everything that is wrong with any header, and ids taken twice.
    """
    queries, faults = read_queries(root, folder)
    refuse([*faults, *_taken_twice(queries)])
    return {query.saved.id: query for query in sorted(queries, key=lambda each: each.saved.id)}


def read_queries(root: Path, folder: str = "") -> tuple[list[Query], list[Fault]]:
    """The saved queries that can be read, and why the others cannot; see `saved_queries`."""
    queries: list[Query] = []
    faults: list[Fault] = []
    for path in sorted((root / "queries").glob(f"{folder or '*'}/**/*.rq")):
        name = path.relative_to(root).as_posix()
        if folder or {VERIFY, RELEASE}.isdisjoint(path.parts):
            try:
                text = _text(path, name)
                queries.append(Query(text, name, read_query_header(text, name)))
            except Faults as group:
                faults += group.each()
    return queries, faults


def by_folder(queries: Mapping[str, Query]) -> dict[str, dict[str, Query]]:
    """The saved queries by the folder each stands in, folders and queries in order."""
    folders: dict[str, dict[str, Query]] = {}
    for name, query in sorted(queries.items(), key=lambda each: each[1].file):
        folders.setdefault(f"{PurePosixPath(query.file).parent}/", {})[name] = query
    return folders


def by_theme(queries: Mapping[str, Query], order: Iterable[str]) -> dict[str, dict[str, Query]]:
    """The saved queries by theme: the themes in an order, others after them."""
    found: dict[str, dict[str, Query]] = {}
    for name, query in queries.items():
        found.setdefault(theme_of(query), {})[name] = query
    return {theme: found[theme] for theme in dict.fromkeys([*order, *found]) if theme in found}


def theme_of(query: Query) -> str:
    """What a saved query is listed under."""
    return query.saved.theme or PurePosixPath(query.file).parent.name


def _taken_twice(queries: Iterable[Query]) -> Iterable[Fault]:
    first: dict[str, str] = {}
    for query in queries:
        other = first.setdefault(query.saved.id, query.file)
        if other != query.file:
            yield Fault("query-id-taken", Place(query.file, 1), name=query.saved.id, other=other)


def find_query(name: str, queries: Mapping[str, Query]) -> Query:
    """The saved query of a name, or else the query in the file of that name."""
    if name in queries:
        return queries[name]
    path = Path(name)
    if path.is_file():
        return own_query(_text(path, name), name)
    raise Faults(
        [Fault("query-unknown", name=name, near=nearest(name, queries), allowed=[*queries])]
    )


def own_query(text: str, file: str) -> Query:
    """A query that somebody wrote; its lines end in one way, so that every reader sees the same."""
    return Query(text.replace("\r\n", "\n").replace("\r", "\n"), file)


def _text(path: Path, name: str) -> str:
    return own_query(read_text(path, name, most=MOST_BYTES), name).text
