"""Empty sheets: everything is asked, and what people answer is read back as they wrote it."""

import csv
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from io import BytesIO, StringIO
from pathlib import Path
from unicodedata import normalize

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from kg.errors import Faults
from kg.graph import subjects
from kg.labels import Labels, word
from kg.load import Knowledge, Observation, read_assessment
from kg.messages import LANGUAGES
from kg.reason import Program
from kg.recommend import advise, arrange, make_request
from kg.recommend.request import model_of
from kg.sheet import Sheet, as_csv, as_workbook, make_sheet
from kg.vocabulary import CIRCUMSTANCE, INDICATOR, TYPE, individual

TODAY = date(2026, 11, 23)
# What XML can hold; carriage returns are lines ends to it.
NOTES = st.text(st.characters(codec="utf-8", exclude_categories=["C"]), max_size=40)
Answers = Mapping[int, tuple[int, date, str]]


def _sheet(knowledge: Knowledge, language: str = "nb", model: str | None = None) -> Sheet:
    return make_sheet(knowledge.graph, "fjordvik", model_of(knowledge.graph, model), language)


def _filled(sheet: Sheet, answers: Answers) -> dict[int, tuple[str, date, str]]:
    """Answers by their row: the name of the value as it is offered, the day, the note."""
    filled = {}
    for row, (choice, day, note) in answers.items():
        choices = sheet.questions[row].choices
        filled[row] = (choices[choice % len(choices)].name, day, note)
    return filled


def _as_filled_csv(sheet: Sheet, filled: Mapping[int, tuple[str, date, str]]) -> bytes:
    heads, *lines = csv.reader(StringIO(as_csv(sheet).decode("utf-8-sig")), delimiter=";")
    page = StringIO()
    writer = csv.DictWriter(page, heads, delimiter=";")
    writer.writeheader()
    for row, line in enumerate(lines):
        cells = dict(zip(heads, line, strict=True))
        if row in filled:
            value, day, note = filled[row]
            cells |= {"value": value, "date": day.strftime("%d.%m.%Y"), "note": note}
        writer.writerow(cells)
    return page.getvalue().encode("utf-8-sig")


def _as_filled_workbook(sheet: Sheet, filled: Mapping[int, tuple[str, date, str]]) -> bytes:
    book = load_workbook(BytesIO(as_workbook(sheet)))
    page = book.worksheets[0]
    columns = {str(cell.value): column for column, cell in enumerate(page[1], 1)}
    for row, cells in filled.items():
        for name, told in zip(("value", "date", "note"), cells, strict=True):
            page.cell(row + 2, columns[name]).value = told or None  # type: ignore[assignment]
            if name == "note" and told:
                page.cell(row + 2, columns[name]).data_type = "s"
    content = BytesIO()
    book.save(content)
    return content.getvalue()


def _read(path: Path, content: bytes, knowledge: Knowledge) -> tuple[Observation, ...]:
    path.write_bytes(content)
    return read_assessment(path, knowledge.graph, TODAY)


@pytest.mark.parametrize("form", ["csv", "xlsx"])
@settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=20
)
@given(data=st.data(), language=st.sampled_from(LANGUAGES))
def test_a_filled_sheet_reads_back_without_loss(
    form: str, data: st.DataObject, language: str, tmp_path: Path, knowledge: Knowledge
) -> None:
    """Every answer comes out as it went in, in any language, and rows left empty do not matter."""
    sheet = _sheet(knowledge, language)
    answer = st.tuples(st.integers(0, 9), st.dates(date(2000, 1, 1), TODAY), NOTES.map(str.strip))
    rows = st.integers(0, len(sheet.questions) - 1)
    filled = _filled(sheet, data.draw(st.dictionaries(rows, answer, min_size=1)))

    write = _as_filled_csv if form == "csv" else _as_filled_workbook
    found = _read(tmp_path / f"a.{form}", write(sheet, filled), knowledge)

    labels = Labels(knowledge.graph, language)
    told = {
        word(knowledge.graph, each.about): (labels.label(each.value), each.observed_on, each.note)
        for each in found
    }
    wanted = {
        sheet.questions[row].about: (value, day, normalize("NFC", note).strip())
        for row, (value, day, note) in filled.items()
    }
    assert told == wanted
    assert {each.actor for each in found} == {individual("fjordvik")}


@pytest.mark.parametrize("language", LANGUAGES)
def test_everything_is_asked_once_in_words(language: str, knowledge: Knowledge) -> None:
    """Each criterion of the widest model, each indicator, each circumstance has its own row."""
    sheet = _sheet(knowledge, language, "extended")

    asked = [question.about for question in sheet.questions]
    kinds = (INDICATOR, CIRCUMSTANCE)
    wanted = {
        word(knowledge.graph, each)
        for kind in kinds
        for each in subjects(knowledge.graph, TYPE, kind)
    }
    assert len(asked) == len(set(asked))
    assert wanted < set(asked)
    assert len(set(asked) - wanted) == 7
    assert all(question.question and question.criterion for question in sheet.questions)


def test_a_smaller_model_asks_less(knowledge: Knowledge) -> None:
    """Indicators of criteria outside the model are not asked for."""
    names = {
        model: {question.about for question in _sheet(knowledge, model=model).questions}
        for model in ("nou-2011", "bolig-for-velferd", "extended")
    }

    assert names["nou-2011"] < names["bolig-for-velferd"] < names["extended"]


def test_a_sheet_as_text_is_what_a_norwegian_spreadsheet_writes(knowledge: Knowledge) -> None:
    """Byte order mark, semicolons, CRLF; the columns of the contract come first."""
    content = as_csv(_sheet(knowledge))

    assert content.startswith(b"\xef\xbb\xbfactor;date;about;value;note;criterion;question\r\n")
    assert content.count(b"\r\n") == content.count(b"\n")


def test_the_lists_of_a_workbook_offer_what_can_be_answered(knowledge: Knowledge) -> None:
    """Each row has a list; standings and answers are offered in the sheet's language, in order."""
    sheet = _sheet(knowledge, "nn")
    page = load_workbook(BytesIO(as_workbook(sheet))).worksheets[0]

    lists = {str(each.sqref): each.formula1 for each in page.data_validations.dataValidation}
    last = len(sheet.questions) + 1
    firsts = [len(questions) for _, questions in sheet.parts]
    split = 1 + firsts[0] + firsts[1]
    assert lists == {
        f"C2:C{split}": '"grøn,gul,raud,ukjend,ikkje aktuelt"',
        f"C{split + 1}:C{last}": '"ja,nei,veit ikkje"',
        f"D2:D{last}": "DATE(2000,1,1)",
    }
    assert page.freeze_panes == "A2"
    assert page.print_title_rows == "$1:$1"
    assert (page.page_setup.fitToWidth, page.page_setup.fitToHeight) == (1, 0)
    assert all(cell.alignment.wrap_text for cell in page["B"])


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_guide_of_a_workbook_says_how(
    language: str, knowledge: Knowledge, golden: Callable[[str, str], None]
) -> None:
    """The second worksheet explains the values and how to fill in, in each language."""
    page = load_workbook(BytesIO(as_workbook(_sheet(knowledge, language)))).worksheets[1]

    lines = [
        " – ".join(str(cell) for cell in row if cell) for row in page.iter_rows(values_only=True)
    ]
    golden(f"sheet/guide.{language}.txt", "\n".join([str(page.title), *lines]) + "\n")


def test_a_strange_character_in_a_name_spoils_no_workbook(knowledge: Knowledge) -> None:
    """Somebody's own ontology may have one, which XML cannot hold; a sign shows where it was."""
    sheet = _sheet(knowledge)
    (_, (first, *_)), *_ = sheet.parts
    named = [replace(each, name=f"{each.name}\x01\ufffe") for each in first.choices]
    asked = replace(first, question="a\x0bb", choices=tuple(named))
    strange = replace(sheet, title="a\x02b", parts=(("part", (asked,)),))
    book = load_workbook(BytesIO(as_workbook(strange)))

    assert book.properties.title is not None
    assert "a�b" in book.properties.title
    assert book.worksheets[0]["B2"].value == "a�b"


def test_an_actor_that_cannot_be_read_back_is_refused(knowledge: Knowledge) -> None:
    """The id is refused now, not when the sheet comes back."""
    for name in ("=1+1", "nord fjordvik", "anchoring"):
        with pytest.raises(Faults):
            make_sheet(knowledge.graph, name, model_of(knowledge.graph, None), "nb")


@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_a_sheet_judged_by_indicators_alone_gives_advice(
    ending: str, knowledge: Knowledge, program: Program, tmp_path: Path
) -> None:
    """With every indicator answered, and no criterion, each card has the standing they give."""
    sheet = _sheet(knowledge)
    indicators = {*subjects(knowledge.graph, TYPE, INDICATOR)}
    filled = _filled(
        sheet,
        {
            row: (row % 3, date(2026, 6, 1), "")
            for row, question in enumerate(sheet.questions)
            if individual(question.about) in indicators
        },
    )
    path = tmp_path / f"filled.{ending}"
    write = _as_filled_csv if ending == "csv" else _as_filled_workbook
    path.write_bytes(write(sheet, filled))

    observations = read_assessment(path, knowledge.known, TODAY)
    request = make_request(knowledge.known, frozenset({individual("fjordvik")}), TODAY, {})
    cards = arrange(knowledge, advise(knowledge, program, observations, request), "nb").cards

    assert {card.standing for card in cards} == {"yellow"}
    assert all(card.observed == "2026-06-01" and card.actions for card in cards)
