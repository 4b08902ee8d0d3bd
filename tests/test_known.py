"""Facts in layers are the same facts as in one place, whoever asked for what before."""

from hypothesis import given
from hypothesis import strategies as st

from kg.terms import Iri, Literal, Term, Triple
from kg.terms.known import Known

NAMES = [Iri(f"urn:{each}") for each in "abc"]
TERMS: list[Term] = [*NAMES, Literal("urn:a"), Literal("1")]
A_NAME = st.sampled_from(NAMES)
FACTS = st.lists(st.builds(Triple, A_NAME, A_NAME, st.sampled_from(TERMS)), max_size=4)


def beside(known: Known) -> list[list[Term]]:
    """All that stands beside a term, by any predicate, at either end."""
    return [
        found
        for predicate in NAMES
        for term in TERMS
        for found in (known.objects(term, predicate), known.subjects(predicate, term))
    ]


def flat(facts: list[Triple]) -> Known:
    """Facts in one layer."""
    known = Known()
    for fact in facts:
        known.tell(fact)
    return known


@given(layers=st.lists(FACTS, min_size=1, max_size=4), data=st.data())
def test_layers_answer_as_one(layers: list[list[Triple]], data: st.DataObject) -> None:
    """With layers that hold nothing, facts told twice, and questions while facts still come."""
    known, told = Known(), list[Triple]()
    for number, facts in enumerate(layers):
        known = Known(known) if number else known
        for fact in facts:
            if data.draw(st.booleans()):
                assert beside(known) == beside(flat(told))
            assert known.tell(fact) is (fact not in told)
            told.append(fact)
        assert beside(known) == beside(flat(told))
    assert set(known.triples()) == {*told}
    assert len(known) == len({*told})
