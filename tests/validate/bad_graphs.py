"""Graphs that must be refused, each laid on top of the project's own knowledge."""

from functools import cache
from pathlib import Path

from kg.errors import Place
from kg.graph import Network, graph_of, place, triples
from kg.load import load_knowledge
from kg.load.turtle import read_rdf
from kg.resources import data_root
from kg.terms import Iri, Term, Triple, local_name

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

    def is_spoken_of(triple: Triple, where: Place | None) -> bool:
        elsewhere = where is None or where.file != "ontology/municipalities.ttl"
        text = str(triple.object).split("@", maxsplit=1)[0].casefold()
        name = str(triple.subject).strip("<>").rsplit("/", maxsplit=1)[-1]
        return elsewhere or name in spoken or text in spoken

    named = {
        end
        for triple, where in told
        if is_spoken_of(triple, where)
        for end in (triple.subject, triple.object)
    }

    def is_left_out(term: Term) -> bool:
        is_one = isinstance(term, Iri) and local_name(term).startswith("municipality-")
        return is_one and term not in named

    return graph_of(
        (triple, where)
        for triple, where in told
        if not is_left_out(triple.subject) and not is_left_out(triple.object)
    )


def laid_over(*names: str) -> Network:
    """The knowledge with some bad graphs on top."""
    statements = [each for name in names for each in read_rdf(GRAPHS[name], GRAPHS[name].name)]
    return graph_of(statements, onto=good_graph())
