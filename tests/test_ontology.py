"""The ontology as files and as facts."""

from pathlib import Path

import pytest
import yaml
from rdflib import (
    DCAT,
    DCTERMS,
    FOAF,
    ORG,
    OWL,
    PROV,
    RDF,
    RDFS,
    SH,
    SKOS,
    SOSA,
    VANN,
    VOID,
    Graph,
    URIRef,
)

from kg.graph import objects, subjects
from kg.labels import word
from kg.load import Knowledge
from kg.load.canonical import canonical
from kg.load.prefixes import project_prefixes
from kg.resources import data_files
from kg.terms import Iri, Literal
from kg.version import __version__
from kg.vocabulary import FICTITIOUS_MUNICIPALITY, HAS_CRITERION, TYPE, individual


@pytest.mark.parametrize("path", data_files("ontology", ".ttl"), ids=lambda path: path.name)
def test_turtle_is_written_in_canonical_order(path: Path) -> None:
    """``nestesteg format`` has nothing to change."""
    turtle = path.read_text(encoding="utf-8")

    assert turtle == canonical(turtle)


@pytest.mark.parametrize(
    ("model", "size"), [("nou-2011", 5), ("bolig-for-velferd", 6), ("extended", 7)]
)
def test_the_models_are_those_of_the_report(knowledge: Knowledge, model: str, size: int) -> None:
    """Five criteria in the official report, six in the strategy, seven with the proposed one."""
    assert len(objects(knowledge.graph, individual(model), HAS_CRITERION)) == size


def test_the_proposed_criterion_is_never_among_the_six(knowledge: Knowledge) -> None:
    """What the extended model adds stands in neither of the other two."""
    six = set(objects(knowledge.graph, individual("bolig-for-velferd"), HAS_CRITERION))
    seven = set(objects(knowledge.graph, individual("extended"), HAS_CRITERION))

    assert {word(knowledge.graph, each) for each in seven - six} == {"context"}


def test_every_shipped_assessment_is_of_an_invented_municipality(knowledge: Knowledge) -> None:
    """Nobody real is scored."""
    invented = {
        word(knowledge.graph, each)
        for each in subjects(knowledge.graph, TYPE, FICTITIOUS_MUNICIPALITY)
    }
    examples = Path(__file__).parent.parent / "examples"

    assert {path.stem for path in examples.glob("*.csv")} == invented


CLOSED = (DCAT, DCTERMS, FOAF, ORG, OWL, PROV, RDF, RDFS, SH, SKOS, SOSA, VANN, VOID)


# rdflib has version 2 of DCAT; this came with 3 (https://www.w3.org/TR/vocab-dcat-3/).
NEWER = {URIRef(f"{DCAT}version")}


def strange_terms(turtle: str) -> list[str]:
    """The terms of vocabularies that rdflib knows whole, which those vocabularies do not have."""
    graph = Graph().parse(data=turtle, format="turtle")
    used = {each for triple in graph for each in triple if isinstance(each, URIRef)}
    return sorted(
        str(each)
        for each in used
        for namespace in CLOSED
        if each.startswith(str(namespace)) and each != URIRef(str(namespace))
        if each not in namespace and each not in NEWER
    )


@pytest.mark.parametrize("path", data_files("ontology", ".ttl"), ids=lambda path: path.name)
def test_terms_of_others_exist_where_we_say(path: Path) -> None:
    """A vocabulary that rdflib knows whole has every term we take from it."""
    assert strange_terms(path.read_text(encoding="utf-8")) == []


def test_a_term_that_does_not_exist_is_seen() -> None:
    """The two ways in which others have gone wrong."""
    prefixes = f"PREFIX rdfs: <{RDFS}> PREFIX skos: <{SKOS}>"

    assert strange_terms(f'{prefixes} <urn:a> rdfs:Label "a" ; skos:preflabel "b" .') == [
        f"{RDFS}Label",
        f"{SKOS}preflabel",
    ]


@pytest.mark.parametrize("path", data_files("ontology", ".ttl"), ids=lambda path: path.name)
def test_prefixes_are_those_of_the_table_and_used(path: Path) -> None:
    """Each stands in ``prefixes.ttl`` with the same namespace, and in the file itself."""
    lines = path.read_text(encoding="utf-8").splitlines()
    declared = [line.split()[1:] for line in lines if line.startswith("PREFIX ")]
    body = "\n".join(line for line in lines if not line.startswith("PREFIX "))

    assert declared
    for prefix, namespace in declared:
        assert project_prefixes()[prefix.removesuffix(":")] == namespace.strip("<>")
        assert prefix in body or prefix in {"rdf:", "xsd:"}  # declared for lists and numbers


def test_version_and_licence_are_told_alike_everywhere(knowledge: Knowledge) -> None:
    """In the program, in the ontology and in CITATION.cff; a query sees to the dataset card."""
    citation = yaml.safe_load((Path(__file__).parents[1] / "CITATION.cff").read_text("utf-8"))
    ontology = Iri("https://w3id.org/nestesteg/ns")
    (info,) = objects(knowledge.graph, ontology, Iri(str(OWL.versionInfo)))
    (licence,) = objects(knowledge.graph, ontology, Iri(str(DCTERMS.license)))

    assert (info, citation["version"]) == (Literal(__version__), __version__)
    assert licence == Iri("https://creativecommons.org/licenses/by/4.0/")
    assert "CC-BY-4.0" in citation["license"]
