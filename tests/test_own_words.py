"""The knowledge says what the report says in words of its own.

The report lies beside the project: in ``../shared/seed``, or where the variable NESTESTEG_REPORT
says. Titles of documents and of their sections are the report's, and may be.
"""

import os
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from kg.graph import subjects, triples
from kg.labels import word
from kg.load import Knowledge
from kg.terms import Iri, Literal
from kg.vocabulary import NST, PREF_LABEL, SECTION, TYPE

pytestmark = pytest.mark.thorough

RUN = 8
PROJECT = Path(__file__).parents[1]
REPORT = Path(
    os.environ.get("NESTESTEG_REPORT")
    or PROJECT.parent / "shared" / "seed" / "suksesskriterier-i-boligsosialt-arbeid.txt"
).resolve()
MESSAGE = f"the report is not at {REPORT}; NESTESTEG_REPORT can say where it is"


def runs(text: str) -> set[tuple[str, ...]]:
    """Every eight words in a row; case, punctuation and layout do not matter."""
    words = re.findall(r"\w+", text.casefold())
    return {tuple(words[start : start + RUN]) for start in range(len(words) - RUN + 1)}


def runs_of(report: str) -> set[tuple[str, ...]]:
    """The runs of a report, whose paragraphs are lines."""
    return {run for line in report.splitlines() for run in runs(line)}


def texts(knowledge: Knowledge) -> Iterator[tuple[str, str]]:
    """Whose text it is and what it says, titles apart; the sentences of the rules too."""
    titled = {
        *subjects(knowledge.graph, TYPE, SECTION),
        *subjects(knowledge.graph, TYPE, Iri(f"{NST}Document")),
    }
    for subject, predicate, target in triples(knowledge.graph):
        if isinstance(target, Literal) and not (subject in titled and predicate == PREF_LABEL):
            yield word(knowledge.graph, subject), target.lexical
    for rule in knowledge.rules:
        yield from ((rule.header.id, sentence) for sentence in rule.header.sentence.values())


def copied(knowledge: Knowledge, report: str) -> dict[str, str]:
    """The texts that share a run of words with a report, with the words."""
    told = runs_of(report)
    found = ((name, runs(text) & told) for name, text in texts(knowledge))
    return {name: " ".join(min(shared)) for name, shared in found if shared}


@pytest.mark.skipif(not REPORT.is_file(), reason=MESSAGE)
def test_no_text_shares_eight_words_in_a_row_with_the_report(knowledge: Knowledge) -> None:
    """It is encoded, not copied."""
    assert copied(knowledge, REPORT.read_text(encoding="utf-8")) == {}


def test_the_report_is_there_and_whole() -> None:
    """Where it has to be; elsewhere its absence is told. It has some 8,500 words."""
    if not REPORT.is_file():
        assert os.environ.get("NESTESTEG_REQUIRE_REPORT") != "1", MESSAGE
        pytest.skip(MESSAGE)

    assert 8_000 < len(REPORT.read_text(encoding="utf-8").split()) < 9_000


def test_a_copied_run_is_seen(knowledge: Knowledge) -> None:
    """Eight words of a text of ours, set differently, are found in it; seven are not."""
    name, text = next(
        (name, text) for name, text in texts(knowledge) if len(re.findall(r"\w+", text)) > RUN
    )
    words = re.findall(r"\w+", text)
    eight, seven = ", ".join(words[:RUN]).upper(), " ".join(words[: RUN - 1])

    assert name in copied(knowledge, f"Another line.\nBefore it: *{eight}*. After it.")
    assert name not in copied(knowledge, f"Another line.\nBefore it: {seven}. After it.")
