"""What is looked at in the text of a rule besides its logic."""

import pytest

from kg.graph import graph_of
from kg.header import read_rule_header
from kg.load import RuleText
from kg.messages import fault_text
from kg.reason import parse
from kg.terms import Triple
from kg.validate.rules import bound_names, rule_findings
from kg.vocabulary import WEIGHS, individual

HEADER = """#+ id: {name}
#+ label: {{nb: a, nn: a, en: a}}
#+ sentence: {{nb: "{sentence}", nn: "a", en: "a"}}
#+ sources: []
#+ basis: design
PREFIX id: <https://w3id.org/nestesteg/id/>
PREFIX nst: <https://w3id.org/nestesteg/ns#>
"""
REASON = (
    "CONSTRUCT {{ ?card nst:hasReason id:{reason} }} WHERE {{ ?card nst:criterion ?criterion }}"
)


def findings(
    sentence: str = "a", *, name: str = "why", reason: str = "why", weighed: str = "why"
) -> str:
    """What is found in a rule of the file ``why.rq``, in words."""
    text = HEADER.format(name=name, sentence=sentence) + REASON.format(reason=reason)
    rule = RuleText(read_rule_header(text, "rules/why.rq"), text, "rules/why.rq")
    weight = Triple(individual("weight"), WEIGHS, individual(weighed))
    parsed = parse(text, rule.file, rule.header.id)
    return "\n".join(
        fault_text(each, "en") for each in rule_findings([rule], parsed, graph_of([(weight, None)]))
    )


def test_a_rule_in_order_has_no_findings() -> None:
    """Placeholders filled, reason its own, weighed, named as its file."""
    assert findings("{criterion} on {card}") == ""


def test_a_placeholder_has_to_be_a_variable_of_the_body() -> None:
    """Otherwise the sentence could not be said."""
    assert findings("{critrion}") == (
        "rules/why.rq:3: NS324 The sentence in nb refers to “critrion”, "
        "but the rule has no such variable.\n"
        "    Did you mean criterion?\n    Allowed: card, criterion"
    )


@pytest.mark.parametrize(
    "written", ["criterion!r", "criterion:>9", "criterion.n", "criterion[0]", ""]
)
def test_between_braces_stands_a_name_and_nothing_else(written: str) -> None:
    """Whatever else Python's templates could do."""
    assert f"NS331 The sentence in nb has “{written}” in braces." in findings(f"{{{written}}}")


@pytest.mark.parametrize("sentence", ["{", "{criterion} }"])
def test_braces_have_to_match(sentence: str) -> None:
    """Otherwise the sentence could not be filled."""
    assert "NS325" in findings(sentence)


def test_a_reason_is_the_rule_itself() -> None:
    """Its words, sources and weight are found by its id."""
    assert findings(reason="other") == (
        "rules/why.rq:8:1: NS326 The rule gives the reason “other” "
        "but should give itself, “why”, as the reason.\n"
        "    CONSTRUCT { ?card nst:hasReason id:other } "
        "WHERE { ?card nst:criterion ?criterion }\n"
        "    ^"
    )


def test_a_reason_has_a_weight() -> None:
    """Otherwise it would be silent in the ranking."""
    assert "NS327" in findings(weighed="other")


def test_a_rule_is_named_as_its_file() -> None:
    """So that whoever sees the id finds the file."""
    assert "NS323" in findings(name="because", reason="because", weighed="because")


def test_every_element_that_binds_gives_names() -> None:
    """Patterns, assignments, rows, groups; but not what is denied or only compared."""
    (rule,) = parse(
        "PREFIX : <urn:x:> CONSTRUCT { ?a :p ?b } WHERE { ?a :q ?b . BIND(?b AS ?c) "
        "VALUES ?d { 1 } { SELECT ?a (COUNT(?z) AS ?n) { ?a :r ?z } GROUP BY ?a } "
        "FILTER NOT EXISTS { ?a :s ?absent } }",
        "r.rq",
    )

    assert bound_names(rule.body) == {"a", "b", "c", "d", "n"}
