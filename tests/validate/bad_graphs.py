"""Graphs that must be refused, each laid on top of the project's own knowledge."""

from functools import cache
from pathlib import Path

from kg.graph import Network, graph_of, place, triples
from kg.load import load_knowledge
from kg.load.turtle import read_rdf
from kg.resources import data_root
from kg.terms import Iri, Term, local_name

__all__ = ["GRAPHS", "good_graph", "laid_over"]

_FOLDER = Path(__file__).parents[1] / "bad" / "ontology"
GRAPHS = {path.stem: path for path in sorted(_FOLDER.glob("*.ttl"))}


@cache
def good_graph() -> Network:
    """The project's own knowledge, with those municipalities alone that something else names.

    One municipality is as good as another here, and 357 of them would take most of the time.
    """
    whole = load_knowledge(data_root()).known
    told = [(each, place(whole, each)) for each in triples(whole)]
    spoken = "".join(path.read_text(encoding="utf-8") for path in GRAPHS.values()).casefold()

    def is_one_of_many(term: Term) -> bool:
        name = local_name(term) if isinstance(term, Iri) else ""
        return name.startswith("municipality-") and name.split("-")[1] not in spoken

    named = {
        end
        for triple, where in told
        for end in (triple.subject, triple.object)
        if is_one_of_many(end) and where and where.file != "ontology/municipalities.ttl"
    }
    return graph_of(
        (triple, where)
        for triple, where in told
        if not any(is_one_of_many(end) and end not in named for end in (triple[0], triple[2]))
    )


def laid_over(*names: str) -> Network:
    """The knowledge with some bad graphs on top."""
    statements = [each for name in names for each in read_rdf(GRAPHS[name], GRAPHS[name].name)]
    return graph_of(statements, onto=good_graph())
