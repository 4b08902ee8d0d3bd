"""The dataset: what stands in which graph, and what a view of some of them sees."""

from kg import vocabulary as nst
from kg.graph import triples
from kg.load import Knowledge
from kg.load.turtle import canonically_labelled
from kg.recommend.dataset import KNOWLEDGE, QUERIES, asserted, is_inferred
from kg.store import Store, Table
from kg.terms import Iri, Literal, Triple, local_name

ACTORS = ("fjordvik", "langnes", "planes", "rikvoll", "storfoss")
EVERYTHING = "CONSTRUCT WHERE { ?s ?p ?o }"


def _texts(table: Table) -> set[tuple[str, ...]]:
    return {
        tuple(local_name(each) if isinstance(each, Iri) else each.lexical for each in row)  # type: ignore[union-attr]
        for row in table.rows
    }


def _facts(store: Store, *names: Iri) -> set[object]:
    found = store.seeing(names).answer(EVERYTHING)
    assert isinstance(found, tuple)
    return {*found}


def test_each_part_has_a_graph_of_its_own(portfolio: Store, knowledge: Knowledge) -> None:
    """The knowledge, the queries, and two for each actor: what was said, and what follows."""
    parts = {
        Iri(f"{nst.GRAPH}{part}/{name}") for part in ("assessment", "inferred") for name in ACTORS
    }

    assert {*portfolio.graphs()} == {KNOWLEDGE, QUERIES, *parts}
    assert _facts(portfolio, KNOWLEDGE) == {*triples(knowledge.known)}


def test_what_is_asserted_holds_no_conclusion(portfolio: Store) -> None:
    """Neither to a query nor to a look at the triples; all that was said is there."""
    said = asserted(portfolio)
    question = "SELECT DISTINCT ?g { GRAPH ?g { ?card nst:state ?s } }"

    assert not any(map(is_inferred, said.graphs()))
    assert isinstance(said, Store)
    assert said.select(question).rows == ()
    assert said.match(nst.STATE) == ()
    assert len(portfolio.match(nst.STATE)) == 30
    assert len(said.match(nst.OBSERVED_ON)) == len(portfolio.match(nst.OBSERVED_ON)) == 43


def test_what_follows_is_not_told_twice(portfolio: Store) -> None:
    """Nothing stands both where it was said and where it follows for the same actor."""
    known = {*portfolio.facts(KNOWLEDGE)}
    for name in ACTORS:
        inferred, told = (Iri(f"{nst.GRAPH}{part}/{name}") for part in ("inferred", "assessment"))
        assert not {*portfolio.facts(inferred)} & (known | {*portfolio.facts(told)})


def test_each_actor_has_a_request_of_its_own(portfolio: Store) -> None:
    """Or those of all would run together: one actor, one day, compared with all the others."""
    asked = portfolio.select(
        "SELECT ?request ?actor ?day { ?request nst:asksAbout ?actor ; nst:asOf ?day }"
    )
    compared = portfolio.select(
        "SELECT ?actor (COUNT(DISTINCT ?o) AS ?n) "
        "{ ?r nst:asksAbout ?actor ; nst:comparesWith ?o FILTER(?o != ?actor) } GROUP BY ?actor"
    )

    assert _texts(asked) == {("request", name, "2026-11-23") for name in ACTORS}
    assert len({row[0] for row in asked.rows}) == len(ACTORS)
    assert _texts(compared) == {(name, "4") for name in ACTORS}


def test_a_store_can_be_written_and_read(portfolio: Store) -> None:
    """With its graphs, so that another process can answer the same."""
    copy = Store.of_quads(portfolio.quads(), portfolio.prefixes)

    assert copy.graphs() == portfolio.graphs()
    for graph in copy.graphs():
        read, kept = (canonically_labelled(each.facts(graph)) for each in (copy, portfolio))
        assert read == kept


def test_a_view_sees_its_graphs_alone() -> None:
    """In the one graph of all, and by name; a fact of two graphs is one fact."""
    one, other, verb = Iri("urn:g:1"), Iri("urn:g:2"), Iri("urn:p")
    shared, alone = (Triple(Iri(name), verb, Literal("b")) for name in ("urn:a", "urn:b"))
    store = Store.of_graphs({one: [shared], other: [shared, alone]}, {})
    view = store.seeing([one])

    assert store.match(verb) == (shared, alone)
    assert view.match(verb) == (shared,)
    assert view.select("SELECT ?g { GRAPH ?g { ?s ?p ?o } }").rows == ((one,),)
    assert store.answer("ASK { <urn:b> ?p ?o }") is True
    assert view.answer("ASK { <urn:b> ?p ?o }") is False
