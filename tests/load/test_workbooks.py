"""Assessments as workbooks and as Turtle: read as a text file with the same words is."""

import random
import zipfile
from datetime import date, datetime
from io import BytesIO
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from kg.errors import Faults, Place
from kg.load import Knowledge, Observation, read_assessment
from kg.load.prefixes import project_prefixes
from kg.load.turtle import write_turtle
from kg.vocabulary import individual

TODAY = date(2026, 11, 23)
ROOT = Path(__file__).parents[2]
HEADINGS = ("actor", "date", "about", "value", "note")
ONE = ("fjordvik", date(2026, 3, 1), "anchoring", "red", "Rådmannen, ny")


def _bytes(book: Workbook) -> bytes:
    content = BytesIO()
    book.save(content)
    return content.getvalue()


def _book(*rows: tuple[object, ...]) -> Workbook:
    book = Workbook()
    for row in rows:
        book.worksheets[0].append([*row])
    return book


def _read(folder: Path, content: bytes, knowledge: Knowledge) -> tuple[Observation, ...]:
    path = folder / "a.xlsx"
    path.write_bytes(content)
    return read_assessment(path, knowledge.graph, TODAY)


def _keys(folder: Path, content: bytes, knowledge: Knowledge) -> list[str]:
    with pytest.raises(Faults) as refusal:
        _read(folder, content, knowledge)
    return [fault.key for fault in refusal.value.each()]


@pytest.mark.parametrize(
    "row",
    [
        ONE,
        ("fjordvik", datetime(2026, 3, 1, 9, 30), "anchoring", "Rød", "Rådmannen, ny"),  # noqa: DTZ001 - a cell has no time zone
        ("fjordvik", "2026-03-01", " anchoring ", "raud", "Ra\u030admannen, ny"),
        ("fjordvik", "1.3.2026", "anchoring", "RED", "Rådmannen, ny"),
    ],
)
def test_one_observation_reads_the_same_however_a_cell_holds_it(
    row: tuple[object, ...], tmp_path: Path, knowledge: Knowledge
) -> None:
    """Dates as dates, with a time or as text; values in any language; letters however composed."""
    (found,) = _read(tmp_path, _bytes(_book(HEADINGS, row)), knowledge)

    assert found == Observation(
        individual("fjordvik"),
        individual("anchoring"),
        individual("standing-red"),
        date(2026, 3, 1),
        "Rådmannen, ny",
        Place(str(tmp_path / "a.xlsx"), 2, 3, "Sheet"),
    )


def test_blank_rows_other_columns_and_other_sheets_do_not_matter(
    tmp_path: Path, knowledge: Knowledge
) -> None:
    """The table may begin lower down, among blank rows, beside what is for the eye only."""
    book = _book(
        (), ("Question", *HEADINGS), (), ("=1+1", *ONE), ("Why?", "fjordvik", None, "silos")
    )
    book.worksheets[0].insert_rows(1)
    book.create_sheet("Les meg", 0).append(["Slik gjør du"])

    (found,) = _read(tmp_path, _bytes(book), knowledge)

    assert found.place
    assert found.place.cell == "D5"


def test_a_hidden_sheet_is_passed_over(tmp_path: Path, knowledge: Knowledge) -> None:
    """What nobody sees does not count, even if it has the headings."""
    book = _book(HEADINGS, ONE)
    hidden = book.copy_worksheet(book.worksheets[0])
    hidden.sheet_state = "hidden"

    assert len(_read(tmp_path, _bytes(book), knowledge)) == 1


def test_a_row_without_an_answer_is_passed_over_and_one_half_filled_is_not(
    tmp_path: Path, knowledge: Knowledge
) -> None:
    """Only a row with neither value, date nor note is not answered."""
    empty = ("fjordvik", None, "strategy", None, None)
    noted = ("fjordvik", None, "strategy", None, "Spør igjen")

    assert len(_read(tmp_path, _bytes(_book(HEADINGS, ONE, empty)), knowledge)) == 1
    assert _keys(tmp_path, _bytes(_book(HEADINGS, ONE, noted)), knowledge) == ["cell-empty"] * 2


def _with_part(name: str, content: bytes, given: bytes) -> bytes:
    """A workbook with one of its parts exchanged."""
    written = BytesIO()
    with zipfile.ZipFile(BytesIO(given)) as old, zipfile.ZipFile(written, "w", 8) as new:
        for part in old.namelist():
            new.writestr(part, content if part == name else old.read(part))
    return written.getvalue()


def _sheet_of(rows: str) -> bytes:
    space = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    heads = "".join(f'<c t="inlineStr"><is><t>{name}</t></is></c>' for name in HEADINGS)
    text = f'<worksheet xmlns="{space}"><sheetData><row r="1">{heads}</row>{rows}</sheetData>'
    return f"{text}</worksheet>".encode()


ROW = "".join(
    f'<c t="inlineStr"><is><t>{text}</t></is></c>'
    for text in ("fjordvik", "2026-03-01", "anchoring", "red", "")
)


@pytest.mark.parametrize(
    "rows",
    [
        f'<row r="2">{ROW}</row>' + "".join(f'<row r="{n}"/>' for n in range(3, 50_000)),
        f'<row r="1048576">{ROW}</row>',
        f'<row r="2">{ROW}</row><row r="99999999999"/>',
    ],
    ids=["many-empty-rows", "the-last-row", "a-row-beyond-the-last"],
)
def test_empty_rows_without_end_are_passed_over(
    rows: str, tmp_path: Path, knowledge: Knowledge
) -> None:
    """The one row that is filled in is found, however many are not."""
    part = "xl/worksheets/sheet1.xml"
    content = _with_part(part, _sheet_of(rows), _bytes(_book(HEADINGS)))

    assert len(_read(tmp_path, content, knowledge)) == 1


def test_a_workbook_with_more_text_than_a_text_file_may_have_is_refused(
    tmp_path: Path, knowledge: Knowledge
) -> None:
    """One long text that many cells share is small in the file; it is refused all the same."""
    row = ("fjordvik", date(2026, 3, 1), "strategy", "red", "æ" * 30_000)

    content = _bytes(_book(HEADINGS, *[row] * 200))

    assert _keys(tmp_path, content, knowledge) == ["file-too-large"]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.integers(0, 2**32))
def test_no_spoilt_workbook_makes_it_fail_otherwise(
    tmp_path: Path, knowledge: Knowledge, seed: int
) -> None:
    """Whatever bytes or characters of a part are changed, it is read or refused with faults."""
    chance = random.Random(seed)  # noqa: S311 - chance is to be the same each time
    content = _bytes(_book(HEADINGS, ONE))
    with zipfile.ZipFile(BytesIO(content)) as archive:
        name = chance.choice(archive.namelist())
        part = bytearray(archive.read(name))
    for _ in range(chance.randint(1, 5)):
        part[chance.randrange(len(part))] = chance.randrange(256)
    spoilt = bytearray(_with_part(name, bytes(part), content))
    if chance.random() < 0.3:
        spoilt[chance.randrange(len(spoilt))] = chance.randrange(256)
    try:
        _read(tmp_path, bytes(spoilt), knowledge)
    except Faults as refusal:
        assert refusal.each()


@pytest.mark.parametrize("path", sorted(ROOT.glob("examples/*.csv")), ids=lambda path: path.stem)
def test_an_assessment_as_turtle_says_the_same(
    path: Path, tmp_path: Path, knowledge: Knowledge
) -> None:
    """The facts of observations, written as Turtle, are read as the same observations."""
    told = read_assessment(path, knowledge.graph, TODAY)
    facts = [triple for observation in told for triple, _ in observation.facts()]
    copy = tmp_path / "a.ttl"
    copy.write_text(write_turtle(facts, project_prefixes()), encoding="utf-8")

    found = read_assessment(copy, knowledge.graph, TODAY)

    assert {_bare(each) for each in found} == {_bare(each) for each in told}


def test_a_fact_in_turtle_is_placed_on_the_line_it_ends_on(
    tmp_path: Path, knowledge: Knowledge
) -> None:
    """The line is that of the fact itself, not of its node or its file."""
    path = tmp_path / "a.ttl"
    path.write_text(
        "@prefix id: <https://w3id.org/nestesteg/id/> .\n"
        "@prefix nst: <https://w3id.org/nestesteg/ns#> .\n\n"
        "[] a nst:Observation ;\n  nst:about\n    id:strategy .\n",
        encoding="utf-8",
    )

    with pytest.raises(Faults) as refusal:
        read_assessment(path, knowledge.graph, TODAY)

    assert {fault.place and fault.place.line for fault in refusal.value.each()} == {4}
    path.write_text(path.read_text(encoding="utf-8").replace("about", "abuot"), encoding="utf-8")
    with pytest.raises(Faults) as refusal:
        read_assessment(path, knowledge.graph, TODAY)
    lines = {fault.key: fault.place and fault.place.line for fault in refusal.value.each()}
    assert lines["node-part-unknown"] == 6


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.binary(max_size=200))
def test_no_bytes_after_a_prefix_make_turtle_fail_otherwise(
    tmp_path: Path, knowledge: Knowledge, data: bytes
) -> None:
    """Whatever stands in a Turtle file, it is read or refused with faults."""
    path = tmp_path / "a.ttl"
    path.write_bytes(b"@prefix nst: <https://w3id.org/nestesteg/ns#> .\n" + data)
    with pytest.raises(Faults):
        read_assessment(path, knowledge.graph, TODAY)


def _bare(observation: Observation) -> tuple[object, ...]:
    return (observation.iri, observation.value, observation.note)
