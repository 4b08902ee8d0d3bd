"""Assessments as people write them."""

from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from situations import circumstances, criteria

from kg.errors import Faults, Place
from kg.load import Knowledge, Observation, read_assessment
from kg.vocabulary import individual

TODAY = date(2026, 11, 23)
EXAMPLES = Path(__file__).parent.parent.parent / "examples"
ONE = Observation(
    individual("fjordvik"),
    individual("anchoring"),
    individual("standing-red"),
    date(2026, 3, 1),
    "Rådmannen, ny",
    None,
)


def _read(path: Path, text: str | bytes, knowledge: Knowledge) -> tuple[Observation, ...]:
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return read_assessment(path, knowledge.graph, TODAY)


def _bare(observation: Observation) -> tuple[object, ...]:
    return (
        observation.actor,
        observation.about,
        observation.value,
        observation.observed_on,
        observation.note,
    )


@pytest.mark.parametrize(
    ("name", "head", "row"),
    [
        (
            "a.csv",
            "actor,date,about,value,note",
            'fjordvik,2026-03-01,anchoring,red,"Rådmannen, ny"',
        ),
        ("a.csv", "actor;date;about;value;note", "fjordvik;2026-03-01;anchoring;red;Rådmannen, ny"),
        (
            "a.csv",
            "\ufeffactor;date;about;value;note\r",
            "fjordvik;1.3.2026;anchoring;Rød;Rådmannen, ny\r",
        ),
        (
            "a.CSV",
            "\n note ;ACTOR;Date;about;value\n",
            "Rådmannen, ny;fjordvik;01.03.2026; anchoring ;raud",
        ),
        (
            "a.tsv",
            "actor\tdate\tabout\tvalue\tnote",
            "fjordvik\t2026-3-1\tanchoring\tred\tRådmannen, ny",
        ),
    ],
)
def test_one_observation_reads_the_same_however_it_is_written(
    name: str, head: str, row: str, tmp_path: Path, knowledge: Knowledge
) -> None:
    """Comma, semicolon or tab; BOM or not; any order of columns, case, blank rows, form of date."""
    (observation,) = _read(tmp_path / name, f"{head}\n{row}\n\n", knowledge)

    assert _bare(observation) == _bare(ONE)


def test_a_note_may_hold_line_breaks_and_lines_are_counted_by_the_file(
    tmp_path: Path, knowledge: Knowledge
) -> None:
    """A quoted cell may go over lines; places name the line a row begins on."""
    path = tmp_path / "a.csv"
    text = (
        "actor,date,about,value,note\n"
        'fjordvik,2026-03-01,anchoring,red,"to\nlinjer"\n'
        "fjordvik,2026-03-01,strategy,red,\n"
    )

    first, second = _read(path, text, knowledge)

    assert first.note == "to\nlinjer"
    assert second.place == Place(str(path), 4)


def test_today_is_not_the_future(tmp_path: Path, knowledge: Knowledge) -> None:
    """An observation of today counts."""
    text = "actor,date,about,value\nfjordvik,2026-11-23,anchoring,red\n"

    assert len(_read(tmp_path / "a.csv", text, knowledge)) == 1


@pytest.mark.parametrize("path", sorted(EXAMPLES.glob("*.csv")), ids=lambda path: path.stem)
def test_the_examples_can_be_read(path: Path, knowledge: Knowledge) -> None:
    """Every example is about the actor it is named after."""
    observations = read_assessment(path, knowledge.graph, TODAY)

    assert {observation.actor for observation in observations} == {individual(path.stem)}


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.binary(max_size=300))
def test_no_bytes_make_it_fail_otherwise(tmp_path: Path, knowledge: Knowledge, data: bytes) -> None:
    """Whatever stands in the file, it is read or refused with faults; nothing else happens."""
    try:
        _read(tmp_path / "a.csv", b"actor,date,about,value,note\n" + data, knowledge)
    except Faults as refusal:
        assert refusal.each()


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.data())
def test_observations_survive_being_written_and_read(
    tmp_path: Path, knowledge: Knowledge, data: st.DataObject
) -> None:
    """As many observations come out as rows went in, each with its own words."""
    things = st.sampled_from([*criteria(knowledge), *circumstances(knowledge)])
    rows = data.draw(
        st.lists(st.tuples(things, st.dates(date(2020, 1, 1), TODAY)), min_size=1, unique=True)
    )
    lines = [f"a,{day},{thing},unknown" for thing, day in rows]

    observations = _read(
        tmp_path / "a.csv", "\n".join(["actor,date,about,value", *lines]), knowledge
    )

    told = [(each.about, each.observed_on) for each in observations]
    assert told == [(individual(thing), day) for thing, day in rows]
