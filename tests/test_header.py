"""Headers of rules and queries, and what can be wrong with them."""

from collections.abc import Callable
from pathlib import Path

import pytest

from kg.errors import Faults
from kg.header import QueryHeader, RuleHeader, read_query_header, read_rule_header
from kg.messages import LANGUAGES, faults_text

BAD = Path(__file__).parent / "bad" / "headers"
TEXTS = "{nb: a, nn: b, en: c}"


def test_a_rule_header_is_read() -> None:
    """Every key of a rule header becomes a field, and the query below is left alone."""
    text = (
        f"#+ id: a-rule\n#+ label: {TEXTS}\n#+ sentence:\n#+   nb: '{{x}}: a'\n#+   nn: b\n"
        "#+   en: c\n#+ sources: [one, two]\n#+ basis: reading\nCONSTRUCT {} WHERE {}\n"
    )

    header = read_rule_header(text, "a-rule.rq")

    texts = {"nb": "a", "nn": "b", "en": "c"}
    sentence = texts | {"nb": "{x}: a"}
    assert header == RuleHeader("a-rule", texts, sentence, ("one", "two"), "reading")


def test_a_query_header_is_read() -> None:
    """A query has a description and parameters with their defaults."""
    text = f"#+ id: q\n#+ label: {TEXTS}\n#+ description: {TEXTS}\n#+ parameters: {{model: m}}\n"

    texts = {"nb": "a", "nn": "b", "en": "c"}
    assert read_query_header(text, "q.rq") == QueryHeader("q", texts, texts, {"model": "m"})


@pytest.mark.parametrize("path", sorted(BAD.glob("*.rq")), ids=lambda path: path.stem)
def test_all_that_is_wrong_with_a_header_is_told_at_once(
    path: Path, golden: Callable[[str, str], None]
) -> None:
    """No header is ever taken for an empty one."""
    with pytest.raises(Faults) as refusal:
        read_rule_header(path.read_text(encoding="utf-8"), path.name)

    told = [faults_text(refusal.value, language) for language in LANGUAGES]
    golden(f"bad-headers/{path.stem}.txt", "\n\n".join(told) + "\n")


def test_a_query_parameter_needs_a_default() -> None:
    """A list is no set of parameters."""
    text = f"#+ id: q\n#+ label: {TEXTS}\n#+ description: {TEXTS}\n#+ parameters: [model]\n"

    with pytest.raises(Faults) as refusal:
        read_query_header(text, "q.rq")

    assert faults_text(refusal.value, "en") == (
        "q.rq:4: NS310 “parameters” should give each name a default: an id, a class such as "
        "nst:Actor, a whole number or a date."
    )


def test_what_a_query_header_may_say_besides() -> None:
    """Heads of columns, a chart and a need; a default may be a number, a day or a class."""
    text = (
        f"#+ id: q\n#+ label: {TEXTS}\n#+ description: {TEXTS}\n"
        "#+ parameters: {n: 12, d: 2026-01-02, a: nst:Actor}\n"
        f"#+ columns: {{n: {TEXTS}}}\n#+ chart: {{x: a, y: n}}\n#+ needs: assessments\n"
    )
    header = read_query_header(text, "q.rq")

    assert header.parameters == {"n": "12", "d": "2026-01-02", "a": "nst:Actor"}
    assert header.columns == {"n": {"nb": "a", "nn": "b", "en": "c"}}
    assert (header.chart, header.needs) == ({"x": "a", "y": "n"}, "assessments")


def test_all_that_is_wrong_with_what_a_header_says_besides() -> None:
    """At once, each with its line."""
    text = (
        f"#+ id: q\n#+ label: {TEXTS}\n#+ description: {TEXTS}\n#+ parameters: {{a: true}}\n"
        "#+ columns: {a: {nb: a, nn: b}, b: c}\n#+ chart: {x: a, z: b}\n#+ needs: sheets\n"
    )

    with pytest.raises(Faults) as refusal:
        read_query_header(text, "q.rq")

    found = [(each.key, each.place and each.place.line) for each in refusal.value.each()]
    assert found == [
        ("header-not-parameters", 4),
        ("header-language-missing", 5),
        *[("header-language-missing", 5)] * 3,
        ("header-not-a-chart", 6),
        ("header-need-unknown", 7),
    ]
