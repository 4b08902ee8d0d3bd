"""The competency questions: each finds what the report says, and nothing the report does not."""

import re

import pytest
import rdflib
from questions.engines import asked_of_rdflib, asked_of_the_store, in_rdflib
from questions.tables import (
    BAD,
    CASES,
    NONE,
    QUESTIONS,
    Case,
    Names,
    difference,
    names_of,
    read_case,
    saved_texts,
    unexplained,
)

from kg.graph import graph_of, triples
from kg.load import Knowledge
from kg.load.turtle import read_rdf
from kg.messages import LANGUAGES
from kg.store import Store
from kg.terms import Iri, Literal, local_name
from kg.vocabulary import NST, TYPE

pytestmark = pytest.mark.thorough

MUST_NOT_HOLD = {name: Case(name, {}, (), ()) for name in BAD}
# What the program itself asks: in proofs, in settings, in the answer to a card, in a sheet. Tests
# of these ask about it.
OF_THE_PROGRAM = {
    *("Decision", "OverrideReason", "asksForReason", "asksForRemark", "order"),
    *("alikeFrom", "populationWithin", "showsAtMost", "weightsVaryBy"),
    *("analyseFrom", "answersAtLeast", "countsAsAnswer", "greenAtLeast", "redAtLeast"),
    *("alreadyDoes", "saidWhenAbsent", "withoutExample"),
    *("actionsAtMost", "barriersAtMost", "examplesAtMost", "handoutAtMost"),
    *("instrumentsAtMost", "questionsAtMost", "specialUpTo", "tensionsAtMost", "languageTag"),
}


@pytest.fixture(scope="module")
def store(knowledge: Knowledge) -> Store:
    """A store of the project's knowledge."""
    return Store.of(knowledge.graph)


@pytest.fixture(scope="module")
def names(knowledge: Knowledge) -> Names:
    """What the texts of the knowledge are said of."""
    return names_of(knowledge.graph)


@pytest.fixture(scope="module")
def elsewhere(knowledge: Knowledge) -> rdflib.Graph:
    """The project's knowledge in rdflib's own memory."""
    return in_rdflib(knowledge.graph)


def test_every_question_has_an_expected_table() -> None:
    """Rows to find, or a graph that makes it find what it must not."""
    tables = {case.question for case in CASES.values()}

    assert tables | {*BAD} == {*QUESTIONS}
    assert tables & {*BAD} == set()
    assert len(QUESTIONS) >= 45


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", CASES)
def test_a_question_finds_the_expected_rows(
    store: Store, names: Names, name: str, language: str
) -> None:
    """In every language, and what else stands in a row is said of a thing in it."""
    case = CASES[name]
    answer = asked_of_the_store(store, case, language)

    assert difference(case, answer, names) == NONE
    assert unexplained(case, answer, names) == []


@pytest.mark.parametrize("name", CASES)
def test_rdflib_finds_the_expected_rows(
    store: Store, elsewhere: rdflib.Graph, names: Names, name: str
) -> None:
    """The answer is the question's, not the engine's."""
    answer = asked_of_rdflib(elsewhere, store, CASES[name], "nn")

    assert difference(CASES[name], answer, names) == NONE


@pytest.mark.parametrize("name", MUST_NOT_HOLD)
def test_what_must_not_hold_does_not(store: Store, elsewhere: rdflib.Graph, name: str) -> None:
    """Neither engine finds a row."""
    case = MUST_NOT_HOLD[name]

    assert asked_of_the_store(store, case, "en").rows == ()
    assert asked_of_rdflib(elsewhere, store, case, "en").rows == ()


@pytest.mark.parametrize("name", BAD)
def test_what_must_not_hold_is_found_where_it_does(
    knowledge: Knowledge, elsewhere: rdflib.Graph, names: Names, name: str
) -> None:
    """A question that never finds anything proves nothing."""
    bad = graph_of(read_rdf(BAD[name], name), onto=knowledge.graph)
    worse = elsewhere + rdflib.Graph().parse(BAD[name])
    case = read_case(BAD[name].with_suffix(".csv"))
    store = Store.of(bad)

    assert case.rows != ()
    assert difference(case, asked_of_the_store(store, case, "en"), names) == NONE
    assert difference(case, asked_of_rdflib(worse, store, case, "en"), names) == NONE


def test_the_strongest_proposals_come_first(store: Store, names: Names) -> None:
    """The order is part of that answer, and those without a strength come last."""
    answer = asked_of_the_store(store, CASES["proposals-by-strength"], "en")
    strengths = [row[-1] for row in answer.rows]
    told = [each for each in strengths if isinstance(each, Literal)]

    assert strengths == told + [None] * (len(strengths) - len(told))
    assert list(dict.fromkeys(next(iter(names[each])) for each in told)) == [
        "strength-broad-opinion",
        "strength-several",
        "strength-some",
        "strength-pointed-out",
        "strength-proposed",
    ]


def test_every_class_and_property_in_use_is_asked_about(knowledge: Knowledge) -> None:
    """By a saved query, if not by a question: municipalities and numbers have theirs."""
    asked = {*re.findall(r"\bnst:(\w+)", saved_texts())}
    told = [each for each in triples(knowledge.graph) if local_name(each.predicate) != "subClassOf"]
    classes = {each.object for each in told if each.predicate == TYPE}
    terms = {each.predicate for each in told} | {each for each in classes if isinstance(each, Iri)}
    own = {local_name(each) for each in terms if each.value.startswith(NST)}

    assert own - asked - OF_THE_PROGRAM == set()
