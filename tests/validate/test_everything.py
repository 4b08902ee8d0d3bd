"""The checks together, on copies of the project's knowledge."""

from functools import cache
from pathlib import Path

import pytest
from lean import lean

from kg.messages import fault_text
from kg.resources import data_root
from kg.validate.everything import Report, validate

pytestmark = pytest.mark.thorough


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """A copy of the knowledge that may be spoilt, with few of its shapes and queries."""
    return lean(tmp_path)


@cache
def ours() -> Report:
    """What is found in our own knowledge."""
    return validate(data_root(), "en")


def findings(root: Path) -> list[str]:
    """What is wrong with the knowledge of a folder but not with our own, in English."""
    known, found = in_words(ours()), in_words(validate(root, "en"))
    return [text for text in found if text not in known]


def in_words(report: Report) -> list[str]:
    """The faults of a report as a reader of English sees them."""
    return [fault_text(fault, "en") for fault in report.faults]


def test_what_cannot_be_read_is_told_all_at_once(copy: Path) -> None:
    """A broken Turtle file and a broken header, in one go."""
    (copy / "ontology" / "broken.ttl").write_text("a b", encoding="utf-8")
    (copy / "queries" / "choices" / "broken.rq").write_text("ASK {}", encoding="utf-8")

    told = findings(copy)

    assert [text.split(":")[0] for text in told] == [
        "ontology/broken.ttl",
        "queries/choices/broken.rq",
    ]


def test_broken_rules_queries_and_shapes_are_told_beside_a_broken_ontology(copy: Path) -> None:
    """What can be looked at without the ontology is looked at."""
    (copy / "ontology" / "broken.ttl").write_text("a b", encoding="utf-8")
    statement = "<urn:a> <urn:b> <<( <urn:a> <urn:b> <urn:c> )>> ."
    (copy / "ontology" / "shapes" / "new.ttl").write_text(statement, encoding="utf-8")
    names = ["queries/choices/design-numbers.rq", "rules/reasons/core-three.rq"]
    for path in (copy / name for name in names):
        path.write_text(path.read_text(encoding="utf-8").replace("WHERE", "WHEN"), encoding="utf-8")

    told = sorted(text.split(":")[0] for text in findings(copy))

    assert told == ["ontology/broken.ttl", "ontology/shapes/new.ttl", *names]


def test_rules_that_do_not_parse_are_told_with_the_rest(copy: Path) -> None:
    """A rule and a query, each with its place."""
    rule = copy / "rules" / "reasons" / "core-three.rq"
    rule.write_text(rule.read_text(encoding="utf-8").replace("WHERE", "WHEN"), encoding="utf-8")
    query = copy / "queries" / "choices" / "design-numbers.rq"
    query.write_text(query.read_text(encoding="utf-8").replace("WHERE", "WHEN"), encoding="utf-8")

    told = [text.split(":")[0] for text in findings(copy)]

    assert told == ["rules/reasons/core-three.rq", "queries/choices/design-numbers.rq"]


@pytest.mark.parametrize(
    ("before", "after", "number"),
    [
        ("?definition ?model ?lang", "?definition ?lang", "NS515"),
        ("id: criteria-of-a-model", "id: criteria-of-models", "NS323"),
        ("model: bolig-for-velferd", "model: bolig-for-velstand", "NS513"),
        ("?model nst:has", "?model nts:has", "NS505"),
    ],
)
def test_a_saved_query_that_cannot_be_asked_is_told(
    copy: Path, before: str, after: str, number: str
) -> None:
    """Its parameters, its name, its default, its syntax."""
    query = copy / "queries" / "criteria" / "criteria-of-a-model.rq"
    text = query.read_text(encoding="utf-8")
    assert before in text
    query.write_text(text.replace(before, after), encoding="utf-8")

    assert [number in text for text in findings(copy)] == [True]


def test_a_verify_query_has_to_be_a_select(copy: Path) -> None:
    """Each of its rows is a fault."""
    query = copy / "queries" / "verify" / "sources-are-sections.rq"
    header = query.read_text(encoding="utf-8").split("PREFIX")[0]
    query.write_text(header + "ASK { ?x a ?y }", encoding="utf-8")

    (told,) = findings(copy)

    assert told.startswith("queries/verify/sources-are-sections.rq:1: NS517")


def test_everything_is_counted() -> None:
    """What the command says it looked at, it looked at."""
    counts = ours().counts

    assert set(counts) == {"triples", "rules", "queries", "shapes", "verify", "terms"}
    assert all(counts.values())


def test_our_own_knowledge_is_in_order() -> None:
    """Nothing is found in it."""
    assert in_words(ours()) == []
