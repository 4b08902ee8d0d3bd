"""The municipalities in the graph against the totals their publishers give."""

from collections import Counter

import pytest

from kg.graph import objects, subjects, value
from kg.load import Knowledge
from kg.terms import Iri, Literal, Term, local_name
from kg.vocabulary import ALT_LABEL, HAPPENED_IN, MUNICIPALITY, NST, TYPE, individual

pytestmark = pytest.mark.thorough

FORMER, NUMBER = Iri(f"{NST}formerNumber"), Iri(f"{NST}number")
COUNTY = Iri(f"{NST}County")


@pytest.fixture(scope="module")
def municipalities(knowledge: Knowledge) -> tuple[Term, ...]:
    """Every municipality of the graph."""
    return tuple(subjects(knowledge.graph, TYPE, MUNICIPALITY))


def how_many(knowledge: Knowledge, nodes: tuple[Term, ...], property_: str) -> dict[str, int]:
    """How many of the nodes have each value of a property."""
    found = (value(knowledge.graph, node, Iri(NST + property_)) for node in nodes)
    return Counter(local_name(each) if isinstance(each, Iri) else str(each) for each in found)


def test_every_municipality_and_county_of_2024_is_there(
    knowledge: Knowledge, municipalities: tuple[Term, ...]
) -> None:
    """SSB's standards for 1 January 2024: 357 municipalities in 15 counties, all of them used."""
    counties = {local_name(each) for each in subjects(knowledge.graph, TYPE, COUNTY)}

    assert (len(municipalities), len(counties)) == (357, 15)
    assert set(how_many(knowledge, municipalities, "county")) == counties


def test_the_residents_add_up(knowledge: Knowledge, municipalities: tuple[Term, ...]) -> None:
    """To the sum of SSB's table 07459 for 1 January 2026."""
    found = [value(knowledge.graph, each, Iri(f"{NST}population")) for each in municipalities]

    assert sum(int(each.lexical) for each in found if isinstance(each, Literal)) == 5_627_400


@pytest.mark.parametrize(
    ("property_", "expected"),
    [
        ("languageForm", {"bokmal": 119, "nynorsk": 88, "neutral": 150}),
        ("centrality", {"1": 5, "2": 21, "3": 54, "4": 65, "5": 104, "6": 108}),
    ],
)
def test_each_class_holds_as_many_as_its_publisher_says(
    knowledge: Knowledge,
    municipalities: tuple[Term, ...],
    property_: str,
    expected: dict[str, int],
) -> None:
    """Språkrådet's count of language decisions, SSB's of centrality classes."""
    found = how_many(knowledge, municipalities, property_)

    assert {name.rsplit("-", 1)[-1]: count for name, count in found.items()} == expected


def test_every_kostra_group_is_used(knowledge: Knowledge, municipalities: tuple[Term, ...]) -> None:
    """EKG01 to EKG17."""
    expected = {f"kostra-ekg{number:02}" for number in range(1, 18)}

    assert set(how_many(knowledge, municipalities, "kostraGroup")) == expected


def test_as_many_numbers_changed_as_ssb_says(
    knowledge: Knowledge, municipalities: tuple[Term, ...]
) -> None:
    """115 municipalities have another number than in 2020-2023; one number became two."""
    period, valid = individual("numbers-2020-2023"), Iri("http://purl.org/dc/terms/valid")
    former = Counter(
        local_name(number)
        for each in municipalities
        for number in objects(knowledge.graph, each, FORMER)
        if isinstance(number, Iri) and period in objects(knowledge.graph, number, valid)
    )

    assert former.total() == 115
    assert [number for number, holders in former.items() if holders > 1] == ["number-1507"]


def test_the_numbers_of_2023_are_all_there(
    knowledge: Knowledge, municipalities: tuple[Term, ...]
) -> None:
    """A number that did not change is one of them too: 356 in all."""
    graph = knowledge.graph
    changed = {each for node in municipalities for each in objects(graph, node, FORMER)}
    kept = {each for node in municipalities for each in objects(graph, node, NUMBER)}
    valid = Iri("http://purl.org/dc/terms/valid")
    of_2023 = {
        number
        for number in changed | kept
        if {individual(f"numbers-{name}") for name in ("2020-2023", "from-2019", "from-2020")}
        & {*objects(graph, number, valid)}
    }

    assert len(of_2023) == 356


def test_names_in_more_languages(knowledge: Knowledge, municipalities: tuple[Term, ...]) -> None:
    """22 municipalities have a Sámi name, four of them a Kven one too."""
    tongues = [
        {name.language for name in objects(knowledge.graph, each, ALT_LABEL)}  # type: ignore[union-attr]
        for each in municipalities
    ]

    assert Counter(bool(each) for each in tongues)[True] == 22
    assert Counter("fkv" in each for each in tongues)[True] == 4
    assert {each for names in tongues for each in names} == {"se", "sma", "smj", "fkv"}


def test_the_municipalities_of_the_examples_are_those_of_the_registers(
    knowledge: Knowledge, municipalities: tuple[Term, ...]
) -> None:
    """A municipality the report names is the same node as the one with the facts."""
    named = {
        place
        for _, place, predicate in knowledge.graph.edges(keys=True)
        if predicate == HAPPENED_IN
    }

    assert {local_name(each) for each in named if isinstance(each, Iri)} == {
        f"municipality-{name}" for name in ("asker", "bodo", "namsos", "ringsaker", "stord")
    }
    assert named <= {*municipalities}
