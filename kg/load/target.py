"""A table of criteria and the standings they are to have -> a target profile."""

from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path

from kg import vocabulary as nst
from kg.errors import Fault, nearest, refuse
from kg.graph import Graph, subjects
from kg.labels import word
from kg.load.assessment import read_assessment
from kg.load.cells import Words
from kg.load.edition import edition_of
from kg.load.files import decoded, read_bytes
from kg.load.rows import Columns, Row
from kg.load.table import MOST_BYTES, read_table
from kg.terms import Iri

COLUMNS = Columns(required=("criterion", "value"), optional=("note",), shown=())


def read_target(path: Path, graph: Graph, today: date) -> Mapping[Iri, Iri]:
    """The standing that each criterion is to have.

    Args:
        path: a CSV or TSV file with the columns criterion and value, or with those of an
            assessment; then the newest row of each criterion counts, whoever it is about.
        graph: the knowledge the file is read against.
        today: no row of an assessment can be later.

    Raises:
        Faults: everything that is wrong with the file, at once.
    """
    criteria = {word(graph, each): each for each in subjects(graph, nst.TYPE, nst.CRITERION_CLASS)}
    if _is_assessment(path):
        told = sorted(read_assessment(path, graph, today), key=lambda each: each.observed_on)
        return {each.about: each.value for each in told if each.about in criteria.values()}
    rows, faults, _ = read_table(path, COLUMNS, edition_of(graph))
    words = Words(graph)
    target: dict[Iri, Iri] = {}
    for row in rows:
        found = [*_faults(row, criteria, words, target)]
        faults += found
        if not found:
            criterion = criteria[row.cells["criterion"]]
            target[criterion] = words.values[criterion][row.cells["value"].casefold()]
    refuse(faults)
    return target


def _is_assessment(path: Path) -> bool:
    """Whether a file has the columns of an assessment, or a form that only such a one has."""
    if path.suffix.casefold() in {".xlsx", ".ttl"}:
        return True
    text = decoded(read_bytes(path, str(path), most=MOST_BYTES), str(path), "not-utf8")
    heading = next((line for line in text.splitlines() if line.strip()), "")
    return "about" in heading.casefold()


def _faults(
    row: Row, criteria: Mapping[str, Iri], words: Words, target: Mapping[Iri, Iri]
) -> Iterator[Fault]:
    name, said, place = row.cells["criterion"], row.cells["value"], row.place
    if name not in criteria:
        near = nearest(name, criteria)
        yield Fault("target-unknown", place, name=name, near=near, allowed=sorted(criteria))
    elif said.casefold() not in words.values[criteria[name]]:
        ids = list(
            dict.fromkeys(word(words.graph, each) for each in words.values[criteria[name]].values())
        )
        yield Fault(
            "value-impossible", place, name=said, about=name, near=nearest(said, ids), allowed=ids
        )
    elif criteria[name] in target:
        yield Fault("target-twice", place, name=name)
