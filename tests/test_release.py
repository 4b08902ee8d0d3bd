"""What is handed out: three forms of one graph, counted, with what a concept catalogue asks for."""

from pathlib import Path

import pyoxigraph
import pytest

from kg.cli import release as command
from kg.cli.arguments import Parser
from kg.errors import Faults
from kg.graph import Graph, graph_of, triples
from kg.load import load_knowledge
from kg.messages import LANGUAGES, fault_text
from kg.release import DATASET, counts_faults, released, written
from kg.resources import data_root
from kg.terms import XSD, Iri, Literal, Triple
from kg.validate.shapes import RELEASE_FOLDER, shape_findings
from kg.vocabulary import CRITERION_CLASS, DERIVED_FROM, NST, TYPE, VOID, individual

FORMATS = {
    "nestesteg.jsonld": pyoxigraph.RdfFormat.JSON_LD,
    "nestesteg.nt": pyoxigraph.RdfFormat.N_TRIPLES,
    "nestesteg.ttl": pyoxigraph.RdfFormat.TURTLE,
}


@pytest.fixture(scope="module")
def whole() -> Graph:
    """The graph that is handed out."""
    return released(load_knowledge(data_root()).graph, data_root())


@pytest.fixture(scope="module")
def forms(whole: Graph) -> dict[str, str]:
    """Its forms."""
    return written(whole)


def test_the_three_forms_say_the_same(forms: dict[str, str]) -> None:
    """Read by a library that wrote only one of them, they are isomorphic."""
    read = [
        pyoxigraph.Dataset(pyoxigraph.parse(forms[name], form)) for name, form in FORMATS.items()
    ]
    for each in read:
        each.canonicalize(pyoxigraph.CanonicalizationAlgorithm.RDFC_1_0)

    assert set(forms) == set(FORMATS)
    assert read[0] == read[1] == read[2]
    assert len(read[0]) > 4000


def test_a_release_is_the_same_to_the_byte(forms: dict[str, str]) -> None:
    """Whatever the anonymous nodes are called while it is read."""
    assert written(released(load_knowledge(data_root()).graph, data_root())) == forms


def test_the_counts_are_those_of_the_file(whole: Graph, forms: dict[str, str]) -> None:
    """As anybody can count who has it: lines, different subjects, criteria."""
    lines = forms["nestesteg.nt"].splitlines()
    criteria = [line for line in lines if line.endswith(f"> <{TYPE.value}> {CRITERION_CLASS} .")]
    expected = {
        (DATASET, "triples", len(lines)),
        (DATASET, "distinctSubjects", len({line.split()[0] for line in lines})),
        (DATASET, "properties", len({line.split()[1] for line in lines})),
        (individual("count-criterion"), "entities", len(criteria)),
    }

    assert len(criteria) == 7
    for subject, name, number in expected:
        stated = Triple(subject, Iri(VOID + name), Literal(str(number), f"{XSD}integer"))
        assert stated in set(triples(whole))


def test_the_counts_of_the_project_are_fresh() -> None:
    """``nestesteg release FOLDER --counts`` has nothing to change."""
    assert [*counts_faults(load_knowledge(data_root()).graph, data_root())] == []


def test_a_stale_count_is_told() -> None:
    """One statement more, and the card is wrong."""
    more = Triple(individual("start-loan"), DERIVED_FROM, individual("kompetanse"))
    graph = graph_of([(more, None)], onto=load_knowledge(data_root()).graph)
    (fault,) = counts_faults(graph, data_root())

    assert [fault_text(fault, language) for language in LANGUAGES] == [
        (
            "ontology/counts.ttl: NS356 Tallene på datasettkortet stemmer ikke med kunnskapen. "
            "Kjør «nestesteg release MAPPE --counts» for å telle på nytt."
        ),
        (
            "ontology/counts.ttl: NS356 Tala på datasettkortet stemmer ikkje med kunnskapen. "
            "Køyr «nestesteg release MAPPE --counts» for å telje på nytt."
        ),
        (
            "ontology/counts.ttl: NS356 The numbers on the dataset card do not fit the knowledge. "
            "Run “nestesteg release FOLDER --counts” to count again."
        ),
    ]


def test_every_released_concept_has_what_a_catalogue_asks_for(whole: Graph) -> None:
    """Before the release none of them has it, so the shapes can see."""
    known = load_knowledge(data_root()).graph
    bare = shape_findings(known, data_root(), "en", RELEASE_FOLDER)

    assert shape_findings(whole, data_root(), "en", RELEASE_FOLDER) == []
    assert {str(fault.values["message"]).split("(")[1].split(")")[0] for fault in bare} >= {
        "dcterms:identifier",
        "dcterms:publisher",
        "dcat:contactPoint",
        "skos:inScheme",
        "dcterms:title",
    }


def test_a_concept_without_words_is_not_released(whole: Graph) -> None:
    """Name and definition are asked for too."""
    bare = Triple(individual("bad"), TYPE, Iri(NST + "Level"))
    found = shape_findings(graph_of([(bare, None)], onto=whole), data_root(), "nn", RELEASE_FOLDER)
    told = {str(fault.values["message"]) for fault in found if fault.values["name"] == "bad"}

    assert "Omgrepet skal ha namn (skos:prefLabel) på nb, nn og en." in told
    assert "Omgrepet skal ha definisjon (skos:definition) på nb, nn og en." in told


def test_the_command_writes_the_forms(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], forms: dict[str, str]
) -> None:
    """And names the files; where it cannot write, it says so."""
    parser = Parser("release", "en")
    command.declare(parser)

    assert command.run(parser.read([str(tmp_path / "new")])) == 0
    written = {path.relative_to(tmp_path / "new").as_posix(): path for path in _files(tmp_path)}
    assert {name: written[name].read_text("utf-8") for name in FORMATS} == forms
    assert {f"{language}/index.html" for language in LANGUAGES} < {*written}
    assert capsys.readouterr().out.count(str(tmp_path)) == len(written)
    assert command.run(parser.read([str(tmp_path / "pages"), "--pages"])) == 0
    assert {*(tmp_path / "pages").glob("*.*")} == {
        tmp_path / "pages" / name for name in ("index.html", "style.css")
    }
    (tmp_path / "taken").write_text("", encoding="utf-8")
    with pytest.raises(Faults) as refusal:
        command.run(parser.read([str(tmp_path / "taken")]))
    assert [fault.key for fault in refusal.value.each()] == ["output-unwritable"]


def _files(folder: Path) -> list[Path]:
    return [path for path in (folder / "new").rglob("*") if path.is_file()]
